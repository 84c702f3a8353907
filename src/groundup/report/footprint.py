"""A schematic sole between heel and toe, seen from above."""

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side

# Along the foot (0 heel, 1 toe) and to its medial side, in foot lengths: drawn for the eye, measured nowhere.
_OUTLINE = np.array(
    [
        (-0.04, 0.0), (-0.02, 0.08), (0.08, 0.12), (0.25, 0.11), (0.45, 0.10), (0.62, 0.15), (0.75, 0.20),
        (0.88, 0.18), (0.98, 0.10), (1.0, 0.02), (0.93, -0.10), (0.80, -0.17), (0.62, -0.19),
        (0.42, -0.17), (0.22, -0.14), (0.06, -0.12), (-0.02, -0.07),
    ]
)  # fmt: skip


def footprint(heel: FloatArray, toe: FloatArray, side: Side) -> FloatArray:
    """Outline (N, 2) in lab X and Z [m].

    Parameters
    ----------
    heel, toe : (2,) in lab X and Z [m].
    side : Side
    """
    along = toe - heel
    # Z points to the right: the middle of the body lies there for a left foot, against it for a right one.
    rightwards = np.array([-along[1], along[0]])
    medial = rightwards if side is Side.LEFT else -rightwards
    return np.asarray(heel + _OUTLINE[:, :1] * along + _OUTLINE[:, 1:] * medial)
