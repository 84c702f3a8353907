"""What each foot carries while standing still, where no plate told: the weight, under the centre of mass."""

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.whatif.points import Carrier, points_at
from groundup.whatif.posture import FEET, LEVEL, foot_directions
from groundup.whatif.sole import BALL, HEEL

GRAVITY = 9.80665
_RIM = 0.1  # of the way from heel to ball: no nearer to either end
_RAISED = 0.04  # m above the other: a foot in the air


def carried(carrier: Carrier, coordinates: FloatArray, mass: float) -> tuple[FloatArray, FloatArray]:
    """Share the weight between the feet by the lever rule.

    Parameters
    ----------
    carrier : Carrier
    coordinates : (F, C) [rad, m].
    mass : float
        Of the body [kg].

    Returns
    -------
    force : (F, 2, 3) straight up [N]; pressure : (F, 2, 3) its centre [m].
        As far forward under each foot as the centre of mass lies, in the middle of the foot's width.
    """
    points = points_at(carrier, coordinates)
    sole, middle = points.sole[..., LEVEL], points.mass[:, LEVEL]
    directions = foot_directions(sole)
    common = directions[:, :, 0].sum(axis=1)
    places, heights = [], []
    for k, foot in enumerate(FEET):
        own = sole[:, foot]
        heel, ball = own[:, HEEL].mean(axis=1), own[:, BALL].mean(axis=1)
        forward = directions[:, k, 0]
        length = np.linalg.norm(ball - heel, axis=1)
        ahead = np.sum((middle - heel) * common, axis=1) / np.sum(forward * common, axis=1)
        ahead = np.clip(ahead, _RIM * length, (1.0 - _RIM) * length)
        places.append(heel + ahead[:, None] * forward)
        heights.append(points.sole[:, foot, 1][:, HEEL + BALL].min(axis=1))
    left, right = places
    across = right - left
    share = np.clip(np.sum((middle - left) * across, axis=1) / np.sum(across**2, axis=1), 0.0, 1.0)
    share = np.where(heights[0] > heights[1] + _RAISED, 1.0, share)
    share = np.where(heights[1] > heights[0] + _RAISED, 0.0, share)
    force = np.zeros((len(coordinates), 2, 3))
    force[:, 0, 1], force[:, 1, 1] = (1.0 - share) * mass * GRAVITY, share * mass * GRAVITY
    pressure = np.zeros_like(force)
    pressure[..., LEVEL] = np.stack(places, axis=1)
    return force, pressure
