"""Ground force on each foot as plain arrays."""

from typing import NamedTuple

import numpy as np

from groundup.mechanics.tree import FloatArray

# Below it the point where a force acts is noise (as plates have it, EVIDENCE F63).
_LEAST_FORCE = 20.0


class ForceArrays(NamedTuple):
    """Ground force on each foot as plain arrays (..., T, S, 3), sides in the order of `Side`, lab frame.

    `force` [N], `point` it acts at [m] (NaN where there is none), `free` moment about it [N m].
    """

    force: FloatArray
    point: FloatArray
    free: FloatArray


def from_moments(force: FloatArray, moment: FloatArray, height: FloatArray) -> ForceArrays:
    """Find where forces act at a height, and their free moment.

    Parameters
    ----------
    force, moment : (..., 3) force [N] and its moment about the lab's origin [N m], lab frame.
    height : (...) of the surface [m].
    """
    vertical = force[..., 1]
    with np.errstate(invalid="ignore", divide="ignore"):
        loaded = np.abs(vertical) > _LEAST_FORCE
        # moment = point x force + a vertical free moment
        x = (moment[..., 2] + height * force[..., 0]) / vertical
        z = (height * force[..., 2] - moment[..., 0]) / vertical
    level = np.broadcast_to(height, x.shape)
    point = np.where(loaded[..., None], np.stack([x, level, z], axis=-1), np.nan)
    free = moment - np.cross(np.nan_to_num(point), force)
    return ForceArrays(force, point, free)
