"""The reported angles from segment orientations: every sign, sequence and zero in one place."""

import numpy as np

from groundup.body.anthropometry import MIDTARSAL_FROM_ANKLE, SUBTALAR_BELOW_ANKLE
from groundup.body.chain import Chain
from groundup.mechanics.rotation import to_cardan
from groundup.mechanics.tree import FloatArray
from groundup.quantities import ANGLES, Side

# The foot's long axis runs from under the heel to under the second metatarsal head, both at floor height when
# the foot is flat; only its direction matters. From the ankle centre of the foot table [m].
_HEEL, _TOE = np.array([-0.066, -0.075, 0.0]), np.array([0.124, -0.075, 0.0])

_STEEP = np.sin(np.deg2rad(50.0))  # a foot this steep points down, not anywhere on the floor


def angle_columns() -> tuple[str, ...]:
    """Names of all reported angles, sided ones left first, in the order of ``quantities.ANGLES``."""
    return tuple(a.column(side) for a in ANGLES for side in (tuple(Side) if a.sided else (None,)))


def reported_angles(
    chain: Chain, coordinates: FloatArray, rotation: FloatArray, origin: FloatArray, heading: FloatArray
) -> dict[str, FloatArray]:
    """All reported angles [rad] by column name.

    Parameters
    ----------
    coordinates : (F, C) of the default chain.
    rotation, origin : (F, B, 3, 3) and (F, B, 3): bodies in lab (ISB: X forward, Y up, Z right).
    heading : (F,) direction of progression, angle about Y from lab X [rad], to the left positive.

    Notes
    -----
    Hip and knee follow Grood and Suntay 1983 and Wu 2002 (sequence Z-X-Y), the pelvis Baker 2001 (rotation,
    obliquity, tilt). Signs are those of ``quantities.ANGLES``; left is mirrored.
    """

    def coordinate(name: str) -> FloatArray:
        return np.asarray(coordinates[:, chain.coordinate(name)])

    result = {
        "pelvis_tilt": coordinate("pelvis_tilt"),
        "pelvis_obliquity": coordinate("pelvis_obliquity"),
        "pelvis_rotation": wrapped(coordinate("pelvis_rotation") - heading),
    }
    for side in Side:
        for joint in ("hip", "knee"):
            for word in ("flexion", "adduction", "rotation"):
                name = f"{joint}_{word}_{side}"
                result[name] = coordinate(name)
        for name in (f"subtalar_inversion_{side}", f"midtarsal_dorsiflexion_{side}"):
            result[name] = coordinate(name)
        result |= _foot_and_shank(chain, side, rotation, origin, heading)
    return {name: result[name] for name in angle_columns()}


def _foot_and_shank(
    chain: Chain, side: Side, rotation: FloatArray, origin: FloatArray, heading: FloatArray
) -> dict[str, FloatArray]:
    outward = 1.0 if side is Side.RIGHT else -1.0
    shank = rotation[:, chain.body(f"{side}_shank")]
    foot = foot_axis(chain, side, rotation, origin)
    in_shank = np.einsum("fji,fj->fi", shank, foot)
    neutral = shank @ chain.parameters.parent_rotation[chain.body(f"{side}_talus")]
    rear = np.swapaxes(neutral, 1, 2) @ rotation[:, chain.body(f"{side}_hindfoot")]
    _, about_x, about_y = to_cardan("zxy", rear).T
    steep = np.abs(foot[:, 1]) > _STEEP
    foot_heading = np.where(steep, np.nan, np.arctan2(-foot[:, 2], foot[:, 0]))
    shank_up = shank[:, :, 1]
    forward = np.cos(heading) * shank_up[:, 0] - np.sin(heading) * shank_up[:, 2]
    return {
        f"ankle_dorsiflexion_{side}": np.arctan2(in_shank[:, 1], np.hypot(in_shank[:, 0], in_shank[:, 2])),
        f"rearfoot_inversion_{side}": outward * about_x,
        f"rearfoot_rotation_{side}": outward * about_y,
        f"foot_progression_{side}": outward * wrapped(foot_heading - heading),
        f"shank_to_floor_{side}": np.arctan2(forward, shank_up[:, 1]),
    }


def foot_axis(chain: Chain, side: Side, rotation: FloatArray, origin: FloatArray) -> FloatArray:
    """(F, 3) unit vector in lab from heel to second metatarsal head; level when the foot is flat."""
    position = chain.parameters.parent_position
    hindfoot, forefoot = chain.body(f"{side}_hindfoot"), chain.body(f"{side}_forefoot")
    # The chain keeps joint positions only; the foot table is scaled by the distance it shares with them.
    scale = position[forefoot] / (MIDTARSAL_FROM_ANKLE - SUBTALAR_BELOW_ANKLE + np.array([0.0, 0.0, 1e-12]))
    scale = np.array([scale[0], scale[1], 1.0])
    heel = _HEEL * scale - position[hindfoot]
    toe = _TOE * scale - position[hindfoot] - position[forefoot]
    back = origin[:, hindfoot] + rotation[:, hindfoot] @ heel
    front = origin[:, forefoot] + rotation[:, forefoot] @ toe
    along = front - back
    return np.asarray(along / np.linalg.norm(along, axis=1, keepdims=True))


def wrapped(angle: FloatArray) -> FloatArray:
    """Angle brought into -pi to pi [rad]."""
    return np.asarray(np.arctan2(np.sin(angle), np.cos(angle)))
