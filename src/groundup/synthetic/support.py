"""Which foot carries how much, and where under it: the plan of support that balance and forces share."""

from dataclasses import dataclass

import numpy as np

from groundup.body.anthropometry import (
    MIDTARSAL_FROM_ANKLE,
    SUBTALAR_BELOW_ANKLE,
    TOE_JOINT_FROM_ANKLE,
    foot_scale,
    landmark_position,
)
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.synthetic.foot_path import HEEL_RISE, TIP_ROLL, contact_phase, heading, heel_point, planted_heel
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.smooth import glide

# Where the load begins and ends under the foot, from the heel point [m] and from the toe joint [m].
_FROM_HEEL, _PAST_TOE_JOINT, _AT_TOE_OFF = 0.008, 0.004, 0.055


@dataclass(frozen=True)
class Support:
    """One foot's planned share at instants (T,).

    `share` (T,) of the vertical force, 0 to 1; `centre` (T, 3) where it acts on the floor [m];
    `stride` (T,) number of the foot's current or coming contact.
    """

    share: FloatArray
    centre: FloatArray
    stride: FloatArray


def support(person: VirtualPerson, side: Side, phase: FloatArray) -> Support:
    """Plan of one foot's support at phases of the right leg's cycle."""
    since = np.asarray(phase, dtype=np.float64) - contact_phase(person, side)
    stride = np.floor(since)
    u = since - stride
    other = np.mod(contact_phase(person, side.other) - contact_phase(person, side), 1.0)
    first_double = person.stance - (1.0 - other)
    second_double = person.stance - other
    taken = _loading(u / first_double)
    given = _loading((u - other) / second_double)
    share = np.where(u < person.stance, taken - np.where(u > other, given, 0.0), 0.0)
    return Support(share, _centre(person, side, stride, u), stride)


def _loading(u: FloatArray) -> FloatArray:
    """Share of the leading foot through double support: brisk at both ends, as heels and toes are."""
    u = np.clip(u, 0.0, 1.0)
    return np.asarray(0.5 * u + 0.5 * u * u * (3.0 - 2.0 * u))


def _centre(person: VirtualPerson, side: Side, stride: FloatArray, u: FloatArray) -> FloatArray:
    """Under the heel, forward to the toe joint by heel rise, then slowly to the toes."""
    toe_joint = toe_joint_ahead(person)
    to_joint = toe_joint + _PAST_TOE_JOINT - _FROM_HEEL
    along = _FROM_HEEL + to_joint * glide(u / HEEL_RISE, 0.2, 0.4)
    along = along + (_AT_TOE_OFF - _PAST_TOE_JOINT) * glide((u - HEEL_RISE) / (TIP_ROLL + 0.03 - HEEL_RISE))
    local = np.stack([along, np.zeros_like(along), np.zeros_like(along)], -1)
    return np.asarray(planted_heel(person, side, stride) + local @ heading(person, side).T)


def toe_joint_ahead(person: VirtualPerson) -> float:
    """How far the toe joint lies ahead of the heel point [m]."""
    scale = foot_scale(person.body)
    ankle_to_heel = heel_point(person, Side.RIGHT)[0] + SUBTALAR_BELOW_ANKLE[0] * scale[0]
    return float(TOE_JOINT_FROM_ANKLE[0] * scale[0] - ankle_to_heel)


def sole_outline(person: VirtualPerson, side: Side, stride: int) -> FloatArray:
    """(8, 3) outline of the planted foot on the floor [m], counterclockwise seen from above for a right foot.

    From the foot's landmarks, widened by the soft tissue round them (10 mm).
    """
    sizes = person.body
    scale = foot_scale(sizes)
    origin = {"heel": SUBTALAR_BELOW_ANKLE, "toes": TOE_JOINT_FROM_ANKLE, "mid": MIDTARSAL_FROM_ANKLE}

    def point(part: str, base: str, dx: float, dz: float) -> FloatArray:
        mirror = 1.0 if side is Side.RIGHT else -1.0
        joint = origin[base] * scale * np.array([1.0, 1.0, mirror])
        return np.asarray(landmark_position(f"{side}_{part}", sizes) + joint + [dx, 0.0, dz * mirror])

    corners = np.array(
        [
            point("heel", "heel", -0.010, -0.012),
            point("heel", "heel", -0.010, 0.012),
            point("heel_lateral", "heel", 0.0, 0.010),
            point("fifth_metatarsal_base", "mid", 0.0, 0.010),
            point("fifth_metatarsal_head", "mid", 0.0, 0.010),
            point("toe_tip", "toes", 0.005, 0.020),
            point("toe_tip", "toes", 0.010, -0.010),
            point("hallux", "toes", 0.010, -0.010),
            point("first_metatarsal_head", "mid", 0.0, -0.010),
            point("heel_medial", "heel", 0.0, -0.010),
        ]
    )
    heel = heel_point(person, side) + SUBTALAR_BELOW_ANKLE * scale
    flat = (corners - heel) * np.array([1.0, 0.0, 1.0])
    return np.asarray(planted_heel(person, side, np.array(stride)) + flat @ heading(person, side).T)
