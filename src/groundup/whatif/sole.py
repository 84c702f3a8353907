"""Points under each foot that carry the ground's force, and how much each carries."""

from typing import NamedTuple

import numpy as np

from groundup.body.anthropometry import MIDTARSAL_FROM_ANKLE, SUBTALAR_BELOW_ANKLE
from groundup.body.chain import Chain
from groundup.mechanics.tree import FloatArray, IntArray
from groundup.quantities import BadInputError, Side

POINTS = ("heel_medial", "heel_lateral", "ball_medial", "ball_lateral", "arch")
HEEL, BALL, ARCH = [0, 1], [2, 3], 4
EACH = len(POINTS)
# Right foot, flat, from the ankle centre [m], x forward, y up, z lateral, for the sizes of the foot table:
# the heel's pad under the calcaneus, the heads of the first and the fifth metatarsal. The arch is the heel
# bone's shelf for the ankle bone; nothing carries there unless a support is put under it.
_TABLE = {
    "heel_medial": (-0.045, -0.075, -0.020),
    "heel_lateral": (-0.045, -0.075, 0.020),
    "ball_medial": (0.118, -0.075, -0.036),
    "ball_lateral": (0.096, -0.075, 0.050),
    "arch": (0.025, -0.055, -0.024),
}
_LEAST = 0.02  # of a foot's load on each point: a point that carries nothing gives no hold


class Soles(NamedTuple):
    """Points of both soles, left foot first, in the order of `POINTS`.

    `body` (10,) of the chain each is fixed to; `position` (10, 3) in it [m].
    """

    body: IntArray
    position: FloatArray


def soles_of(chain: Chain) -> Soles:
    """Place the points under the feet of a chain.

    Raises
    ------
    BadInputError
        If its feet are not those of the default chain.
    """
    bodies, positions = [], []
    for side in Side:
        names = [f"{side}_{part}" for part in ("hindfoot", "forefoot")]
        if not set(names) <= set(chain.bodies):
            raise BadInputError(
                "the model",
                f"the {side} foot",
                "a hindfoot and a forefoot",
                "neither",
                "leave --model out: effects need the feet of groundup's own chain",
            )
        hind, fore = (chain.bodies.index(name) for name in names)
        shared = MIDTARSAL_FROM_ANKLE - SUBTALAR_BELOW_ANKLE
        reach = chain.parameters.parent_position[fore]
        scale = np.array([reach[0] / shared[0], reach[1] / shared[1], reach[0] / shared[0]])
        outward = np.array([1.0, 1.0, -1.0 if side is Side.LEFT else 1.0])
        for name in POINTS:
            heel = not name.startswith("ball")
            origin = SUBTALAR_BELOW_ANKLE if heel else MIDTARSAL_FROM_ANKLE
            bodies.append(hind if heel else fore)
            positions.append((np.array(_TABLE[name]) - origin) * scale * outward)
    return Soles(np.array(bodies, np.int64), np.array(positions))


def spread_load(force: FloatArray, pressure: FloatArray, points: FloatArray) -> FloatArray:
    """Divide the vertical force of one foot among its points so that its centre of pressure stays.

    Parameters
    ----------
    force : (...) upward on the foot [N].
    pressure : (..., 2) its centre of pressure, level coordinates [m].
    points : (..., 5, 2) level coordinates of the points, in the order of `POINTS` [m].

    Returns
    -------
    (..., 5) [N]; nothing on the arch, at least 2 % of the load on each other point: beyond their outline the
    centre of pressure is brought to its rim.
    """
    heel, ball = points[..., HEEL, :].mean(axis=-2), points[..., BALL, :].mean(axis=-2)
    length = ball - heel
    ahead = np.sum((pressure - heel) * length, axis=-1) / np.sum(length**2, axis=-1)
    ahead = np.clip(ahead, 2 * _LEAST, 1.0 - 2 * _LEAST)[..., None]
    medial = (1.0 - ahead) * points[..., 0, :] + ahead * points[..., 2, :]
    across = (1.0 - ahead) * points[..., 1, :] + ahead * points[..., 3, :] - medial
    outward = np.sum((pressure - medial) * across, axis=-1) / np.sum(across**2, axis=-1)
    outward = np.clip(outward, 2 * _LEAST, 1.0 - 2 * _LEAST)[..., None]
    shares = [
        (1.0 - ahead) * (1.0 - outward),
        (1.0 - ahead) * outward,
        ahead * (1.0 - outward),
        ahead * outward,
        np.zeros_like(ahead),
    ]
    return np.asarray(np.concatenate(shares, axis=-1) * np.asarray(force)[..., None])
