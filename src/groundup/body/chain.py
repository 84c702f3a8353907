"""A chain of bodies and joints with names: the readable side of :mod:`groundup.mechanics.tree`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundup.mechanics.tree import FloatArray, Parameters, Topology


@dataclass(frozen=True)
class Coordinate:
    """One generalised coordinate.

    Attributes
    ----------
    name : str
        E.g. ``knee_flexion_left``.
    rotational : bool
        Radians if true, metres if not.
    lower, upper : float
        Hard bounds (infinite where none).
    locked : bool
    default : float
        Value in the neutral pose.
    prior_mean : float or None
        Mean of the weak prior, where it differs from `default`: people do not stand neutral.
    prior_sd : float
        Standard deviation of the weak prior (infinite: none) [rad or m].
    """

    name: str
    rotational: bool = True
    lower: float = -np.inf
    upper: float = np.inf
    locked: bool = False
    default: float = 0.0
    prior_sd: float = np.inf
    prior_mean: float | None = None


@dataclass(frozen=True)
class Chain:
    """Bodies, joints, coordinates and markers, by name, around the flat arrays the kernels use.

    `trunk_over` (3,) is the point of the pelvis above which the shoulders of an upright trunk stand [m]; None
    where the model does not tell: then it is the joint between them.
    """

    bodies: tuple[str, ...]
    coordinates: tuple[Coordinate, ...]
    markers: tuple[str, ...]
    topology: Topology
    parameters: Parameters
    trunk_over: FloatArray | None = None

    @property
    def coordinate_names(self) -> tuple[str, ...]:
        """Names of the coordinates, in order."""
        return tuple(c.name for c in self.coordinates)

    def body(self, name: str) -> int:
        """Index of a body by name."""
        return self.bodies.index(name)

    def coordinate(self, name: str) -> int:
        """Index of a coordinate by name."""
        return self.coordinate_names.index(name)

    @property
    def neutral(self) -> FloatArray:
        """(C,) the neutral pose."""
        return np.array([c.default for c in self.coordinates])

    @property
    def locked(self) -> NDArray[np.bool_]:
        """(C,) which coordinates do not move."""
        return np.array([c.locked for c in self.coordinates], dtype=np.bool_)

    @property
    def prior_mean(self) -> FloatArray:
        """(C,) mean of each coordinate's weak prior [rad, m]."""
        return np.array([c.default if c.prior_mean is None else c.prior_mean for c in self.coordinates])

    @property
    def prior_weight(self) -> FloatArray:
        """(C,) one over the variance of each coordinate's weak prior [1/rad^2, 1/m^2]; zero where none."""
        return np.array([1.0 / c.prior_sd**2 for c in self.coordinates])
