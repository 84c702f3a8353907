"""What may be wrong with forces: where plates lie, which way they point, how much they say, and when."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from groundup.loads.force_arrays import ForceArrays
from groundup.loads.low_passed import LowPassed, sampled
from groundup.mechanics.inverse_dynamics import GRAVITY
from groundup.mechanics.rotation import skew
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.uncertainty.error_sizes import ErrorSizes, published

# The mean length of a two-dimensional normal error is this many of its standard deviations along an axis.
_MEAN_LENGTH = float(np.sqrt(np.pi / 2.0))
_SIDES = len(tuple(Side))

FORCE_SIZES: Mapping[str, int] = {
    "plate_position": 2 * _SIDES,
    "plate_direction": 3 * _SIDES,
    "force_scale": _SIDES,
    "force_delay": 1,
}
"""Source -> how many standard normal numbers it takes for a member."""


class ForceSlips(NamedTuple):
    """Errors of the forces, of each member; the plates under each foot have their own.

    Attributes
    ----------
    shift : (E, S, 3) of where forces act, lab frame [m].
    turn : (E, S, 3) of their direction, as a rotation vector in the lab [rad], about the middle of where they
        act.
    scale : (E, S) of their size, as a share of it.
    delay : (E,) by how much they were recorded late [s].
    """

    shift: FloatArray
    turn: FloatArray
    scale: FloatArray
    delay: FloatArray

    def of(self, rows: slice) -> "ForceSlips":
        """Those of some members."""
        return ForceSlips(*(part[rows] for part in self))


def force_slips(
    draws: Mapping[str, FloatArray], members: int, mass: float, errors: ErrorSizes | None = None
) -> ForceSlips:
    """Errors of the forces from their standard normal numbers.

    Parameters
    ----------
    draws : source -> (E, k) standard normal numbers, `k` as in `FORCE_SIZES`; a source left out has no error.
    members : int
        E.
    mass : float
        Body mass [kg]: the scale's error was found under loads of a person's weight.
    errors : ErrorSizes, optional
        The published ones where not given.
    """
    size = (errors or published()).of
    score = {name: draws.get(name, np.zeros((members, k))) for name, k in FORCE_SIZES.items()}
    shift = np.zeros((members, _SIDES, 3))
    along = size("plate_position", "mean_distance") / _MEAN_LENGTH
    shift[..., [0, 2]] = along * score["plate_position"].reshape(members, _SIDES, 2)
    turn = size("plate_direction", "axis") * score["plate_direction"].reshape(members, _SIDES, 3)
    scale = size("force_scale", "vertical") / (mass * -GRAVITY[1]) * score["force_scale"]
    return ForceSlips(shift, turn, scale, size("force_delay", "lag") * score["force_delay"][:, 0])


def slipped(forces: LowPassed, time: FloatArray, slips: ForceSlips) -> ForceArrays:
    """Give the forces (E, F, S, 3) at instants as they are if their errors are these.

    Parameters
    ----------
    forces : LowPassed
    time : (F,) [s].
    slips : ForceSlips
        Without errors the forces come out as they went in, bit for bit.
    """
    force, point, free = sampled(forces, time, slips.delay)
    more = _less_identity(slips.turn)[:, None]
    middle = _middle(point)[:, None]
    grown = 1.0 + slips.scale[:, None, :, None]
    turned = (more @ (point - middle)[..., None])[..., 0]
    return ForceArrays(
        grown * (force + (more @ force[..., None])[..., 0]),
        point + turned + slips.shift[:, None],
        grown * (free + (more @ free[..., None])[..., 0]),
    )


def _less_identity(turn: FloatArray) -> FloatArray:
    """(..., 3, 3) rotations by vectors (..., 3) [rad], less the identity: nought where there is no turn."""
    angle = np.linalg.norm(turn, axis=-1)[..., None, None]
    across = skew(turn)
    sine, cosine = np.sinc(angle / np.pi), 0.5 * np.sinc(0.5 * angle / np.pi) ** 2
    return np.asarray(sine * across + cosine * (across @ across))


def _middle(point: FloatArray) -> FloatArray:
    """(E, S, 3) mean of where forces act over time; the lab's origin where they never do."""
    seen = np.isfinite(point).all(axis=-1, keepdims=True)
    total = np.where(seen, point, 0.0).sum(axis=1)
    return np.asarray(total / np.maximum(seen.sum(axis=1), 1))
