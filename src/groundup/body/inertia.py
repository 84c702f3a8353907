"""Mass, centre of mass and inertia of each segment from body mass and segment sizes.

de Leva 1996 for thigh, shank, foot (EVIDENCE F10-F15); Dumas and Wojtusch 2018 for the pelvis mass (F20,
F21). Head, arms and trunk above the pelvis are one segment that takes the rest of the body mass.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groundup.mechanics.tree import FloatArray, Parameters

# fraction of body mass, centre of mass from the proximal end over length (foot: from the heel over foot
# length), radii of gyration over length: sagittal (about z), transverse (about x), longitudinal (about y)
_DE_LEVA: dict[str, dict[str, tuple[float, ...]]] = {
    "female": {
        "thigh": (0.1478, 0.3612, 0.369, 0.364, 0.162),
        "shank": (0.0481, 0.4416, 0.271, 0.267, 0.093),
        "foot": (0.0129, 0.4014, 0.299, 0.279, 0.124),
        "pelvis": (0.147,),
    },
    "male": {
        "thigh": (0.1416, 0.4095, 0.329, 0.329, 0.149),
        "shank": (0.0433, 0.4459, 0.255, 0.249, 0.103),
        "foot": (0.0137, 0.4415, 0.257, 0.245, 0.124),
        "pelvis": (0.142,),
    },
}


@dataclass(frozen=True)
class Inertia:
    """Mass [kg] of a segment, its centre (3,) in the segment frame [m], inertia about it (3, 3) [kg m^2]."""

    mass: float
    centre_of_mass: FloatArray
    inertia: FloatArray


def _mean(part: str, sex: str | None) -> FloatArray:
    """Figures for a sex, or the mean of both where it is not known."""
    sexes = [sex] if sex in _DE_LEVA else list(_DE_LEVA)
    return np.asarray(np.mean([_DE_LEVA[s][part] for s in sexes], axis=0))


def long_segment(part: str, length: float, body_mass: float, sex: str | None = None) -> Inertia:
    """Thigh or shank: along -Y from its origin."""
    fraction, centre, sagittal, transverse, longitudinal = _mean(part, sex)
    mass = float(fraction * body_mass)
    radii = np.array([transverse, longitudinal, sagittal]) * length
    return Inertia(mass, np.array([0.0, -centre * length, 0.0]), np.diag(mass * radii**2))


def foot_segment(
    length: float, ankle_from_heel: float, ankle_height: float, body_mass: float, sex: str | None = None
) -> Inertia:
    """Whole foot about its centre of mass, placed from the ankle centre: x forward from the heel."""
    fraction, centre, sagittal, transverse, longitudinal = _mean("foot", sex)
    mass = float(fraction * body_mass)
    radii = np.array([longitudinal, transverse, sagittal]) * length
    return Inertia(
        mass,
        np.array([centre * length - ankle_from_heel, -0.5 * ankle_height, 0.0]),
        np.diag(mass * radii**2),
    )


def pelvis_segment(width: float, body_mass: float, sex: str | None = None) -> Inertia:
    """Pelvis as a solid ellipsoid of its mass between and above the hips."""
    mass = float(_mean("pelvis", sex)[0] * body_mass)
    semi_axes = np.array([0.4 * width, 0.4 * width, 0.6 * width])
    squares = semi_axes**2
    diagonal = mass / 5.0 * (squares.sum() - squares)
    return Inertia(mass, np.array([-0.35 * width, -0.05 * width, 0.0]), np.diag(diagonal))


def trunk_segment(length: float, mass: float) -> Inertia:
    """Trunk, arms and head as one solid ellipsoid of the remaining mass above the lumbar joint."""
    semi_axes = np.array([0.24 * length, 0.75 * length, 0.45 * length])
    squares = semi_axes**2
    diagonal = mass / 5.0 * (squares.sum() - squares)
    return Inertia(mass, np.array([0.0, 0.55 * length, 0.0]), np.diag(diagonal))


def with_fitted_lengths(first: Parameters, fitted: Parameters, next_body: Mapping[int, int]) -> Parameters:
    """Inertia of the lengths a fit found, from that of the lengths it started with.

    Centres of mass and radii of gyration are shares of a segment's length, so they grow with it.

    Parameters
    ----------
    first, fitted : Parameters
        Before and after; the inertia of `fitted` is still that of `first`.
    next_body : mapping
        Body -> the body whose joint is its far end, for the segments that have a length (thigh, shank).
    """
    centre, inertia = fitted.centre_of_mass.copy(), fitted.inertia.copy()
    for body, far in next_body.items():
        before, after = (float(np.linalg.norm(p.parent_position[far])) for p in (first, fitted))
        centre[body] = first.centre_of_mass[body] * (after / before)
        inertia[body] = first.inertia[body] * (after / before) ** 2
    return fitted._replace(centre_of_mass=centre, inertia=inertia)


def with_body_mass(parameters: Parameters, mass: float) -> Parameters:
    """Give the body another mass [kg], shared out between the segments as before."""
    factor = mass / float(parameters.mass.sum())
    return parameters._replace(mass=parameters.mass * factor, inertia=parameters.inertia * factor)
