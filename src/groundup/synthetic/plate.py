"""Virtual force plates: where they lie, what steps on them, what they measure."""

from dataclasses import dataclass

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.synthetic.foot_path import planted_heel
from groundup.synthetic.ground_force import FootForce
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.support import sole_outline

_WIDTH, _LENGTH = 0.464, 0.508


@dataclass(frozen=True)
class PlateData:
    """One plate's truth: `corners` (4, 3) in C3D order [m]; force, centre and free moment as in FootForce."""

    corners: FloatArray
    force: FloatArray
    centre: FloatArray
    free_moment: FloatArray

    @classmethod
    def empty(cls, corners: FloatArray, samples: int) -> "PlateData":
        """Leave a plate unloaded."""
        return cls(corners, np.zeros((samples, 3)), np.full((samples, 3), np.nan), np.zeros(samples))


def plate_corners(centre_x: float, centre_z: float = 0.0) -> FloatArray:
    """(4, 3) corners in C3D order (+x+y, -x+y, -x-y, +x-y of plate axes x forward, y right, z down) [m]."""
    along, across = 0.5 * _LENGTH, 0.5 * _WIDTH
    signs = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
    flat = np.column_stack([centre_x + along * signs[:, 0], np.zeros(4), centre_z + across * signs[:, 1]])
    return np.asarray(flat, dtype=np.float64)


def under_step(person: VirtualPerson, side: Side, stride: int) -> FloatArray:
    """Corners of a plate that a given step hits in the middle."""
    return plate_corners(float(sole_outline(person, side, stride)[:, 0].mean()))


def record(corners: FloatArray, foot: FootForce, person: VirtualPerson, side: Side, stride: int) -> PlateData:
    """Measure one step: that foot's force while it stands there.

    Raises
    ------
    ValueError
        If the foot does not lie wholly on the plate.
    """
    outline = sole_outline(person, side, stride)
    low, high = corners.min(axis=0), corners.max(axis=0)
    if (outline[:, [0, 2]] < low[[0, 2]]).any() or (outline[:, [0, 2]] > high[[0, 2]]).any():
        heel = planted_heel(person, side, np.array(stride))
        raise ValueError(f"expected the foot on its plate, found its heel at {heel}; move the plate")
    here = (foot.stride == stride) & np.isfinite(foot.centre).all(-1)
    return PlateData(
        corners,
        np.where(here[:, None], foot.force, 0.0),
        np.where(here[:, None], foot.centre, np.nan),
        np.where(here, foot.free_moment, 0.0),
    )
