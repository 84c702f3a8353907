"""The centre of pressure as the pelvis sees it: over many steps it draws a butterfly."""

import numpy as np
import xarray as xr

from groundup.loads.ground_force import GroundForce
from groundup.mechanics.inverse_dynamics import GRAVITY
from groundup.mechanics.tree import FloatArray
from groundup.motion.feet import BodyPoints
from groundup.motion.passes import heading_of, walking_passes

# Between two steps the little that is left on the ground has no place worth telling [BW].
_LEAST_FORCE = 0.2

BOTH = "both"


def butterfly(ground: GroundForce, points: BodyPoints, mass: float) -> xr.DataArray:
    """Centre of pressure relative to the middle of the pelvis, in the direction of progression.

    Parameters
    ----------
    ground : GroundForce
        At the instants of `points`, low-passed.
    points : BodyPoints
    mass : float
        Body mass [kg].

    Returns
    -------
    DataArray (time, foot, direction)
        `foot` left, right and both (by their vertical forces); ``forward`` and ``right`` [m]. NaN where a
        force is not known, and where less than a fifth of the body weight is on the ground.
    """
    vertical = ground.force.values[..., 1]
    point = ground.centre_of_pressure.values[..., [0, 2]]
    loaded = np.isfinite(point).all(axis=2)
    weight = np.where(np.isnan(vertical), np.nan, np.where(loaded, vertical, 0.0))
    total = weight.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        together = (weight[..., None] * np.nan_to_num(point)).sum(axis=1) / total[:, None]
        enough = np.concatenate([weight, total[:, None]], axis=1) > _LEAST_FORCE * mass * -GRAVITY[1]
    placed = np.concatenate([point, together[:, None]], axis=1) - points.pelvis[:, None, [0, 2]]
    turned = _ahead(placed, heading_of(points, walking_passes(points)))
    return xr.DataArray(
        np.where(enough[..., None], turned, np.nan),
        dims=("time", "foot", "direction"),
        coords={
            "time": points.time,
            "foot": [*(str(s) for s in ground.force.side.values), BOTH],
            "direction": ["forward", "right"],
        },
        attrs={"units": "m", "source": "force plates and pelvis markers"},
    )


def _ahead(placed: FloatArray, heading: FloatArray) -> FloatArray:
    """Turn (F, n, 2) from lab X, Z into forward and right; heading from X about Y."""
    cosine, sine = np.cos(heading)[:, None], np.sin(heading)[:, None]
    x, z = placed[..., 0], placed[..., 1]
    return np.stack([x * cosine - z * sine, x * sine + z * cosine], axis=-1)
