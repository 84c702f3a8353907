"""An arrow as a solid: a slender shaft with a cone on its end."""

import numpy as np

from groundup.mechanics.tree import FloatArray, IntArray
from groundup.report.scene.solid import Solid

SHAFT, HEAD, HEAD_LENGTH = 0.009, 0.024, 0.075
"""Radius of the shaft, of the head, and its length [m]."""
_SIDES = 10


def arrow(start: FloatArray, along: FloatArray) -> Solid:
    """Make an arrow from `start` (3,) to its tip at `start + along` [m]."""
    length = float(np.linalg.norm(along))
    unit = along / length
    aside = np.cross(unit, np.eye(3)[int(np.argmin(np.abs(unit)))])
    aside /= np.linalg.norm(aside)
    frame = np.stack([aside, np.cross(unit, aside), unit], axis=1)
    head = min(HEAD_LENGTH, 0.6 * length)
    rings = [(0.0, SHAFT), (length - head, SHAFT), (length - head, HEAD)]
    turn = 2.0 * np.pi * np.arange(_SIDES) / _SIDES
    local = np.array([[(r * np.cos(t), r * np.sin(t), z) for t in turn] for z, r in rings]).reshape(-1, 3)
    return Solid(np.vstack([local @ frame.T + start, start + along]), _faces(len(rings)))


def _faces(rings: int) -> IntArray:
    own = np.arange(_SIDES)
    following = (own + 1) % _SIDES
    walls = [
        np.stack([k * _SIDES + own, k * _SIDES + following, (k + 1) * _SIDES + following], axis=1)
        for k in range(rings - 1)
    ]
    walls += [
        np.stack([k * _SIDES + own, (k + 1) * _SIDES + following, (k + 1) * _SIDES + own], axis=1)
        for k in range(rings - 1)
    ]
    lid = np.array([(0, k + 1, k) for k in range(1, _SIDES - 1)])
    last, tip = (rings - 1) * _SIDES, rings * _SIDES
    cone = np.stack([last + own, last + following, np.full(_SIDES, tip)], axis=1)
    return np.vstack([*walls, lid, cone])
