"""What of a posture is told after a change, at the knee, below and above it."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from groundup.body.anatomy import Anatomy
from groundup.mechanics.kinematics import poses
from groundup.mechanics.tree import FloatArray
from groundup.motion.joint_angles import reported_angles
from groundup.quantities import Side
from groundup.whatif.knee_moments import Body, leg_moments
from groundup.whatif.points import Carrier
from groundup.whatif.posture import FEET
from groundup.whatif.sole import BALL, HEEL


@dataclass(frozen=True)
class Outcome:
    """One quantity of a leg; where `of_body` is set both sides tell the same, and it is told once."""

    name: str
    label: str
    unit: str
    positive: str
    negative: str
    of_body: bool = False

    @property
    def decimals(self) -> int:
        """Of a figure for people."""
        return 2 if self.unit == "N m/kg" else 1


OUTCOMES = (
    Outcome("knee_flexion", "knee flexion", "deg", "more bent", "less bent"),
    Outcome("knee_adduction", "knee adduction", "deg", "toward varus", "toward valgus"),
    Outcome("knee_rotation", "knee rotation", "deg", "inward", "outward"),
    Outcome("medial_knee_displacement", "knee over the foot", "mm", "inward", "outward"),
    Outcome("knee_from_the_front", "knee seen from the front", "mm", "inward", "outward"),
    Outcome("tibial_rotation", "tibia in the room", "deg", "inward", "outward"),
    Outcome("ankle_dorsiflexion", "ankle", "deg", "dorsiflexion", "plantarflexion"),
    Outcome("rearfoot_eversion", "subtalar joint", "deg", "eversion", "inversion"),
    Outcome("hip_flexion", "hip flexion", "deg", "more bent", "less bent"),
    Outcome("hip_adduction", "hip adduction", "deg", "adduction", "abduction"),
    Outcome("hip_rotation", "hip rotation", "deg", "inward", "outward"),
    Outcome("pelvis_tilt", "pelvis", "deg", "forward", "backward", of_body=True),
    Outcome("lumbar_flexion", "lower back", "deg", "more bent", "less bent", of_body=True),
    Outcome("trunk_lean", "trunk", "deg", "forward", "backward", of_body=True),
    Outcome("vertical_force_share", "share of the weight", "%", "more on this leg", "less on this leg"),
    Outcome("knee_adduction_moment", "external knee adduction moment", "N m/kg", "more", "less"),
    Outcome("patellofemoral_force", "force on the kneecap", "N/kg", "more", "less"),
)
"""In the order they are told."""
_ANGLES = (
    "knee_flexion",
    "knee_adduction",
    "knee_rotation",
    "hip_flexion",
    "hip_adduction",
    "hip_rotation",
    "ankle_dorsiflexion",
)
Values = dict[tuple[str, Side], FloatArray]


class Ground(NamedTuple):
    """Force on the left and right foot, (R, 2, 3) [N], and where it acts, (R, 2, 3) [m]."""

    force: FloatArray
    pressure: FloatArray


def outcomes(
    anatomy: Anatomy,
    carrier: Carrier,
    coordinates: FloatArray,
    sole: FloatArray,
    ground: Ground,
    ahead: FloatArray,
    lumbar: FloatArray,
) -> Values:
    """Read every outcome off postures.

    Parameters
    ----------
    anatomy : Anatomy
    carrier : Carrier
        Whose parameters may differ from row to row.
    coordinates : (R, C) [rad, m].
    sole : (R, P, 3) points of the soles [m].
    ground : Ground
    ahead : (R, 2) level unit vector along the feet as recorded: what the tibia and the trunk turn against.
    lumbar : (R,) flexion of the lumbar joint [rad].

    Returns
    -------
    (name, side) -> (R,), in the outcome's unit
        Moments are those of the ground's force and of the limb's weight; no inertia. The kneecap's force is
        not known beyond 90 degrees of flexion.
    """
    found = poses(carrier.topology, carrier.parameters, coordinates[:, None, :])
    rotation, origin = found.rotation_body_in_lab[:, 0], found.position_body_in_lab[:, 0]
    angles = reported_angles(anatomy, rotation, np.zeros(len(rotation)))
    body = Body(anatomy, carrier, rotation, origin)
    up = rotation[:, anatomy.body["trunk"], :, 1]
    forward = np.stack([ahead[:, 0], np.zeros(len(ahead)), ahead[:, 1]], axis=1)
    lean = np.degrees(np.arctan2(np.sum(up * forward, axis=1), up[:, 1]))
    weight = np.maximum(ground.force[..., 1].sum(axis=1), 1.0)
    told: Values = {}
    for k, (foot, side) in enumerate(zip(FEET, Side, strict=True)):
        for name in _ANGLES:
            told[name, side] = np.degrees(angles[f"{name}_{side}"])
        told["rearfoot_eversion", side] = -np.degrees(angles[f"subtalar_inversion_{side}"])
        told["pelvis_tilt", side] = np.degrees(angles["pelvis_tilt"])
        told["lumbar_flexion", side] = np.degrees(lumbar)
        told["trunk_lean", side] = lean
        shank = anatomy.body[f"{side}_shank"]
        knee, own = origin[:, shank], sole[:, foot]
        ball = own[:, BALL].mean(axis=1)
        own_outward, body_outward = _outward(_heading(own), side), _outward(forward, side)
        told["medial_knee_displacement", side] = -1000.0 * np.sum((knee - ball) * own_outward, axis=1)
        told["knee_from_the_front", side] = -1000.0 * np.sum((knee - ball) * body_outward, axis=1)
        told["tibial_rotation", side] = np.degrees(_inward(rotation[:, shank, :, 0], ahead, side))
        told["vertical_force_share", side] = 100.0 * ground.force[:, k, 1] / weight
        loads = leg_moments(body, side, ground.force[:, k], ground.pressure[:, k], angles)
        told["knee_adduction_moment", side] = loads.adduction
        told["patellofemoral_force", side] = loads.patellofemoral
    return told


def _heading(sole: FloatArray) -> FloatArray:
    """(R, 3) level unit vectors along a foot."""
    forward = sole[:, BALL].mean(axis=1) - sole[:, HEEL].mean(axis=1)
    forward = forward * [1.0, 0.0, 1.0]
    return np.asarray(forward / np.linalg.norm(forward, axis=1, keepdims=True))


def _outward(forward: FloatArray, side: Side) -> FloatArray:
    """(R, 3) level unit vectors outward of level ones forward."""
    to_the_right = np.stack([-forward[:, 2], np.zeros(len(forward)), forward[:, 0]], axis=1)
    return np.asarray(to_the_right * (1.0 if side is Side.RIGHT else -1.0))


def _inward(axis: FloatArray, ahead: FloatArray, side: Side) -> FloatArray:
    """Heading of an axis against straight ahead, inward positive: to the left on a right leg."""
    along = axis[:, 0] * ahead[:, 0] + axis[:, 2] * ahead[:, 1]
    across = axis[:, 2] * ahead[:, 0] - axis[:, 0] * ahead[:, 1]
    return np.asarray(np.arctan2(-across, along) * (1.0 if side is Side.RIGHT else -1.0))
