"""What of a posture is told after a change, at the knee, below and above it."""

from dataclasses import dataclass

import numpy as np

from groundup.body.anatomy import Anatomy
from groundup.mechanics.kinematics import poses
from groundup.mechanics.tree import FloatArray
from groundup.motion.joint_angles import reported_angles
from groundup.quantities import Side
from groundup.whatif.points import Carrier


@dataclass(frozen=True)
class Outcome:
    """One quantity of a leg; for the whole body both sides tell the same."""

    name: str
    label: str
    unit: str
    positive: str
    negative: str


OUTCOMES = (
    Outcome("knee_flexion", "knee flexion", "deg", "more bent", "less bent"),
    Outcome("knee_adduction", "knee adduction", "deg", "toward varus", "toward valgus"),
    Outcome("knee_rotation", "knee rotation", "deg", "inward", "outward"),
    Outcome("medial_knee_displacement", "knee over the foot", "mm", "inward", "outward"),
    Outcome("tibial_rotation", "tibia in the room", "deg", "inward", "outward"),
    Outcome("ankle_dorsiflexion", "ankle", "deg", "dorsiflexion", "plantarflexion"),
    Outcome("rearfoot_eversion", "subtalar joint", "deg", "eversion", "inversion"),
    Outcome("hip_flexion", "hip flexion", "deg", "more bent", "less bent"),
    Outcome("trunk_lean", "trunk", "deg", "forward", "backward"),
    Outcome("vertical_force_share", "share of the weight", "%", "more on this leg", "less on this leg"),
    Outcome("knee_adduction_moment", "external knee adduction moment", "N m/kg", "adducts", "abducts"),
)
"""In the order they are told."""


def outcomes(
    anatomy: Anatomy,
    carrier: Carrier,
    coordinates: FloatArray,
    sole: FloatArray,
    load: FloatArray,
    mass: float,
) -> dict[tuple[str, Side], FloatArray]:
    """Read every outcome off postures.

    Parameters
    ----------
    anatomy : Anatomy
    carrier : Carrier
        Whose parameters may differ from row to row.
    coordinates : (R, C) [rad, m].
    sole : (R, 8, 3) points of the soles [m]; load : (R, 8) on them [N].
    mass : float
        Body mass [kg].

    Returns
    -------
    (name, side) -> (R,), in the outcome's unit
        The adduction moment is the vertical force's about the knee centre, in the tibia's frontal plane.
    """
    found = poses(carrier.topology, carrier.parameters, coordinates[:, None, :])
    rotation, origin = found.rotation_body_in_lab[:, 0], found.position_body_in_lab[:, 0]
    angles = reported_angles(anatomy, rotation, np.zeros(len(rotation)))
    up = rotation[:, anatomy.body["trunk"], :, 1]
    told: dict[tuple[str, Side], FloatArray] = {}
    for foot, side in enumerate(Side):
        own = slice(4 * foot, 4 * foot + 4)
        forward, outward = _directions(sole[:, own], side)
        shank = anatomy.body[f"{side}_shank"]
        knee = origin[:, shank]
        for name in ("knee_flexion", "knee_adduction", "knee_rotation", "hip_flexion", "ankle_dorsiflexion"):
            told[name, side] = np.degrees(angles[f"{name}_{side}"])
        told["rearfoot_eversion", side] = -np.degrees(angles[f"subtalar_inversion_{side}"])
        ball = sole[:, own][:, 2:].mean(axis=1)
        told["medial_knee_displacement", side] = -1000.0 * np.sum((knee - ball) * outward, axis=1)
        told["tibial_rotation", side] = np.degrees(_inward(rotation[:, shank, :, 0], side))
        told["trunk_lean", side] = np.degrees(np.arctan2(np.sum(up * forward, axis=1), up[:, 1]))
        told["vertical_force_share", side] = 100.0 * load[:, own].sum(axis=1) / load.sum(axis=1)
        told["knee_adduction_moment", side] = (
            _adduction(rotation[:, shank], knee, sole[:, own], load[:, own], side) / mass
        )
    return told


def _directions(sole: FloatArray, side: Side) -> tuple[FloatArray, FloatArray]:
    """Forward along a foot and outward from it, level unit vectors (R, 3)."""
    forward = sole[:, 2:].mean(axis=1) - sole[:, :2].mean(axis=1)
    forward = forward * [1.0, 0.0, 1.0]
    forward = forward / np.linalg.norm(forward, axis=1, keepdims=True)
    to_the_right = np.stack([-forward[:, 2], np.zeros(len(forward)), forward[:, 0]], axis=1)
    return forward, to_the_right * (1.0 if side is Side.RIGHT else -1.0)


def _inward(ahead: FloatArray, side: Side) -> FloatArray:
    """Heading of an axis in the room, inward positive: to the left on a right leg."""
    return np.asarray(np.arctan2(-ahead[:, 2], ahead[:, 0]) * (1.0 if side is Side.RIGHT else -1.0))


def _adduction(
    shank: FloatArray, knee: FloatArray, sole: FloatArray, load: FloatArray, side: Side
) -> FloatArray:
    force = load[..., None] * np.array([0.0, 1.0, 0.0])
    turning = np.cross(sole - knee[:, None], force).sum(axis=1)
    outward = 1.0 if side is Side.RIGHT else -1.0
    return np.asarray(outward * np.einsum("ri,ri->r", shank[:, :, 0], turning))
