"""Where a foot is while it is on the ground: planted without sliding.

A foot rolls about its heel from contact to foot flat, is still, rolls about its toe joint from heel rise with
the toes flat on the floor, and at last about the tip of the toes: exact rigid motions, so what touches the
floor is at rest.
"""

from dataclasses import dataclass

import numpy as np

from groundup.body.anthropometry import landmark_position
from groundup.body.chain import Chain
from groundup.mechanics.kinematics import forward, poses
from groundup.mechanics.rotation import from_axis_angle
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.synthetic.curves import key_values
from groundup.synthetic.midfoot import everted, heel_turn, twist_name
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.smooth import bump, step

FOOT_FLAT = 0.10
HEEL_RISE = 0.31
TIP_ROLL = 0.50


@dataclass(frozen=True)
class FootPath:
    """Pose of one planted foot at instants (T,).

    `rotation` (T, 3, 3) and `position` (T, 3) of the hindfoot in the lab [m].
    """

    rotation: FloatArray
    position: FloatArray


def heel_point(person: VirtualPerson, side: Side) -> FloatArray:
    """(3,) the point of the heel that strikes and rolls, in the hindfoot frame [m]."""
    return person.heel_point(side)


def contact_phase(person: VirtualPerson, side: Side) -> float:
    """Phase of a foot's contact in the right leg's cycle."""
    return person.left_contact if side is Side.LEFT else 0.0


def planted_heel(person: VirtualPerson, side: Side, stride: FloatArray) -> FloatArray:
    """(..., 3) lab position of the heel point in the given strides (0: contact at the leg's phase) [m]."""
    along = (np.asarray(stride) + contact_phase(person, side)) * person.stride_length
    across = 0.5 * person.step_width * (1.0 if side is Side.RIGHT else -1.0)
    return np.stack([along, np.zeros_like(along), np.full_like(along, across)], axis=-1)


def heading(person: VirtualPerson, side: Side) -> FloatArray:
    """(3, 3) rotation of the flat foot in the lab: toes out."""
    outward = -1.0 if side is Side.RIGHT else 1.0
    return from_axis_angle(np.array([0.0, 1.0, 0.0]), np.array(outward * person.feet[side].toe_out))


def foot_joints(person: VirtualPerson, side: Side, u: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Midtarsal and toe angles (T,) [rad] at times since contact in cycles (T,), 0 <= u < 1 or just outside.

    The arch is at rest while the foot is flat and has its published peak during push-off (EVIDENCE A36).
    """
    peak = next(p for p in key_values() if p.evidence == "A36")
    end = person.stance + 0.08
    share = (peak.percent / 100.0 - HEEL_RISE) / (end - HEEL_RISE)
    arch = peak.value * bump((u - HEEL_RISE) / (end - HEEL_RISE), share)
    pushed = _still_rising(u, HEEL_RISE, person.stance, person.feet[side].push_off, 1.7)
    return arch, pushed * (1.0 - step((u - person.stance) / 0.25))


def planted(person: VirtualPerson, chain: Chain, side: Side, stride: FloatArray, u: FloatArray) -> FootPath:
    """Pose of one foot in stance `stride` (T,), at times since its contact in cycles (T,)."""
    turned, heel = heading(person, side), heel_point(person, side)
    at = planted_heel(person, side, stride)
    pitch = _still_rising(FOOT_FLAT - u, 0.0, FOOT_FLAT, person.feet[side].strike_pitch, 1.5)
    rotation_heel = turned @ from_axis_angle(np.array([0.0, 0.0, 1.0]), pitch)
    twist = None
    if twist_name(side) in chain.coordinate_names:
        twist = heel_turn(person.feet[side].eversion, person.stance, u)
        rotation_heel = rotation_heel @ everted(chain, side, twist)
    rotation_push, position_push = _about_toes(chain, side, *foot_joints(person, side, u), twist)
    tilt = _still_rising(u, TIP_ROLL, person.stance, person.feet[side].tip_off, 1.6)
    tipped = from_axis_angle(np.array([0.0, 0.0, 1.0]), -tilt)
    tip = toe_tip(person, chain, side)
    rotation_push = tipped @ rotation_push
    position_push = (tipped @ (position_push - tip)[..., None])[..., 0] + tip
    on_heel = u < HEEL_RISE
    rotation = np.where(on_heel[:, None, None], rotation_heel, turned @ rotation_push)
    rolled = at - turned @ heel + position_push @ turned.T
    return FootPath(rotation, np.where(on_heel[:, None], at - rotation_heel @ heel, rolled))


def _still_rising(u: FloatArray, start: float, end: float, at_end: float, on: float) -> FloatArray:
    """From 0 at `start` to `at_end` at `end`, rising on until `on` times that long."""
    return np.asarray(at_end * step((u - start) / (on * (end - start))) / step(np.array(1.0 / on)))


def toe_tip(person: VirtualPerson, chain: Chain, side: Side) -> FloatArray:
    """(3,) point under the tip of the toes that the foot rolls off last, in the flat hindfoot's frame [m]."""
    toes, hindfoot = (
        forward(chain.topology, chain.parameters, chain.neutral[None])[1][0, chain.body(f"{side}_{part}")]
        for part in ("toes", "hindfoot")
    )
    tip = toes + landmark_position(f"{side}_toe_tip", person.body) - hindfoot
    return np.array([tip[0] - 0.006, heel_point(person, side)[1], tip[2]])


def _about_toes(
    chain: Chain, side: Side, arch: FloatArray, toes: FloatArray, twist: FloatArray | None
) -> tuple[FloatArray, FloatArray]:
    """Turn and place the hindfoot while the toes stay: rotation, position in its flat frame [m]."""
    coordinates = np.tile(chain.neutral, (len(arch) + 1, 1))
    coordinates[1:, chain.coordinate(f"midtarsal_dorsiflexion_{side}")] = arch
    coordinates[1:, chain.coordinate(f"toe_dorsiflexion_{side}")] = toes
    if twist is not None:
        coordinates[1:, chain.coordinate(twist_name(side))] = twist
    found = poses(chain.topology, chain.parameters, coordinates)
    b, t = chain.body(f"{side}_hindfoot"), chain.body(f"{side}_toes")
    turn, place = found.rotation_body_in_lab, found.position_body_in_lab
    # Neutral frames are parallel to the lab, so the toes' lab pose turns back into the flat hindfoot's frame.
    back = np.swapaxes(turn[1:, t], -1, -2)
    arm = (place[1:, b] - place[1:, t])[..., None]
    position = (back @ arm)[..., 0] + place[0, t] - place[0, b]
    return back @ turn[1:, b], position
