"""The virtual walker: published joint curves, planted feet and a body that balances over them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundup.body.anthropometry import SUBTALAR_BELOW_ANKLE, foot_scale
from groundup.body.chain import Chain
from groundup.body.default_chain import mirror_point
from groundup.mechanics.kinematics import poses
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.synthetic.curves import reference_curves, spread_of
from groundup.synthetic.dynamics import GRAVITY, body_momentum
from groundup.synthetic.foot_path import FootPath, contact_phase, foot_joints, planted
from groundup.synthetic.midfoot import heel_turn, twist_name
from groundup.synthetic.periodic import Periodic
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.posture import close_leg, limb
from groundup.synthetic.smooth import bump
from groundup.synthetic.support import support
from groundup.synthetic.swing import STENCIL, derivatives, settle
from groundup.synthetic.walk import Walk

_SAMPLES = 256
# Cutting the series here moves a planted foot by less than 0.1 mm (tested) and keeps accelerations smooth.
_HARMONICS = 100
_BALANCE_HARMONICS = 20
_ROUNDS, _FIRST, _AGAIN, _LAST = 8, 12, 3, 40
# Hip to ankle over the length of the straight leg: 6 degrees of knee flexion (EVIDENCE A02).
_STRAIGHTEST = 0.9985
_PELVIS_AHEAD = 0.07
# How long the swinging leg takes to reach its reference curves, and to leave them again [cycles].
_SETTLING = 0.176
# What lifts the toes off the floor in early swing [rad], and when it is most [part of swing].
_LIFT = {"knee_flexion": np.deg2rad(13.6), "ankle_dorsiflexion": np.deg2rad(18.4)}
_LIFT_PEAK = 0.387
_SOLVED_JOINTS = (
    "hip_flexion", "hip_adduction", "hip_rotation", "knee_flexion", "knee_adduction", "knee_rotation",
    "ankle_dorsiflexion", "subtalar_inversion",
)  # fmt: skip


@dataclass
class _Leg:
    """One leg of a walk in the making.

    `stance` (T,) which samples are on the ground; `u` their times since contact [cycles], with those round
    contact and toe-off that derivatives are taken from; `phase` the same in the right leg's cycle; `foot` the
    planted pose there; `closed` the last solution (None before the first).
    """

    side: Side
    chain: Chain
    columns: NDArray[np.intp]
    stance: NDArray[np.bool_]
    u: FloatArray
    phase: FloatArray
    foot: FootPath
    closed: FloatArray | None = None


def walk(person: VirtualPerson) -> Walk:
    """Let a person walk.

    Each planted leg is closed under the pelvis and its swing bent to meet it; then the pelvis is moved until
    the centre of pressure of the whole body's motion runs where the plan of support puts it (a few rounds of
    the linear pendulum's correction).
    """
    chain = person.chain()
    phase = np.arange(_SAMPLES) / _SAMPLES
    legs = [_leg(person, chain, side, phase) for side in Side]
    planned = _planned_centre(person, phase)
    over = _pendulum(planned - _travel(person, phase), person) + np.array([_PELVIS_AHEAD, 0.0, 0.0])
    body = _pelvis(person, chain, phase)
    for left in range(_ROUNDS, -1, -1):
        for name, axis in (("pelvis_tx", 0), ("pelvis_tz", 2)):
            body[:, chain.coordinate(name)] = over[:, axis]
        body[:, chain.coordinate("pelvis_ty")] = _height(person, body, phase, legs)
        q = body.copy()
        for leg in legs:
            rounds = _LAST if left == 0 else _FIRST if left == _ROUNDS else _AGAIN
            _walk_leg(person, leg, body, phase, rounds, q)
        series = Periodic.through(q, _HARMONICS)
        samples = _SAMPLES if left else 2 * _SAMPLES
        momentum = body_momentum(chain, series, person.stride_length, person.stride_time, samples)
        if left:
            over += _pendulum(planned - momentum.wrench(phase).centre, person)
    return Walk(person, chain, series, momentum)


def _travel(person: VirtualPerson, phase: FloatArray) -> FloatArray:
    """(T, 3) steady travel of the whole body [m]."""
    return np.outer(person.stride_length * phase, [1.0, 0.0, 0.0])


def _leg(person: VirtualPerson, chain: Chain, side: Side, phase: FloatArray) -> _Leg:
    own = np.mod(phase - contact_phase(person, side), 1.0)
    stance = own < person.stance
    u = np.concatenate([own[stance], STENCIL, person.stance + STENCIL])
    columns = np.array([chain.coordinate(f"{stem}_{side}") for stem in _SOLVED_JOINTS])
    foot = planted(person, chain, side, np.zeros_like(u), u)
    return _Leg(side, limb(chain, side), columns, stance, u, u + contact_phase(person, side), foot)


def _pelvis(person: VirtualPerson, chain: Chain, phase: FloatArray) -> FloatArray:
    """(T, C) pelvis turning by its curves, trunk upright, legs by their curves; told without travel."""
    curves = reference_curves()
    q = np.tile(chain.neutral, (len(phase), 1))
    # Undoing the pelvis' three turns in reverse order keeps the trunk upright.
    for name, trunk, sign in (
        ("pelvis_tilt", "lumbar_flexion", -1.0),
        ("pelvis_obliquity", "lumbar_bending", 1.0),
        ("pelvis_rotation", "lumbar_rotation", -1.0),
    ):
        # The other leg sees the same curve half a cycle on, mirrored but for the tilt.
        seen = curves[name].at(phase - person.left_contact)
        told = 0.5 * (curves[name].at(phase) + (seen if name == "pelvis_tilt" else -seen))
        q[:, chain.coordinate(name)] = told
        q[:, chain.coordinate(trunk)] = sign * told
    for side in Side:
        _reference_leg(person, chain, side, phase - contact_phase(person, side), q)
    return q


def _reference_leg(person: VirtualPerson, chain: Chain, side: Side, u: FloatArray, q: FloatArray) -> None:
    curves, offsets = reference_curves(), person.feet[side].offsets
    for stem in _SOLVED_JOINTS:
        q[:, chain.coordinate(f"{stem}_{side}")] = curves[stem].at(u) + offsets.get(stem, 0.0)
    arch, toes = foot_joints(person, side, np.mod(u, 1.0))
    q[:, chain.coordinate(f"midtarsal_dorsiflexion_{side}")] = arch
    q[:, chain.coordinate(f"toe_dorsiflexion_{side}")] = toes
    if twist_name(side) in chain.coordinate_names:
        turned = heel_turn(person.feet[side].eversion, person.stance, np.mod(u, 1.0))
        q[:, chain.coordinate(twist_name(side))] = turned
        q[:, chain.coordinate(f"subtalar_inversion_{side}")] -= turned


def _walk_leg(
    person: VirtualPerson, leg: _Leg, body: FloatArray, phase: FloatArray, rounds: int, q: FloatArray
) -> None:
    """Fill one leg's columns of q (T, C): closed in stance, bent from the reference curves in swing."""
    wish = Periodic.through(body).at(leg.phase)
    _reference_leg(person, leg.chain, leg.side, leg.u, wish)
    wish[:, leg.chain.coordinate("pelvis_tx")] += _travel(person, leg.phase)[:, 0]
    spread = np.zeros(len(leg.chain.coordinates))
    spread[leg.columns] = [spread_of(stem) for stem in _SOLVED_JOINTS]
    start = wish if leg.closed is None else leg.closed
    leg.closed = close_leg(leg.chain, leg.side, wish, spread, leg.foot, start, rounds)
    away = (leg.closed - wish)[:, leg.columns]
    count, stencil = int(leg.stance.sum()), len(STENCIL)
    landed, left = derivatives(away[count : count + stencil]), derivatives(away[count + stencil :])
    swing = ~leg.stance
    own = np.mod(phase[swing] - contact_phase(person, leg.side), 1.0)
    backwards = np.array([1.0, -1.0, 1.0])[:, None]
    lift = bump((own - person.stance) / (1.0 - person.stance), _LIFT_PEAK)
    bent = settle(left, _SETTLING, own - person.stance) + settle(landed * backwards, _SETTLING, 1.0 - own)
    for stem, height in _LIFT.items():
        bent[:, _SOLVED_JOINTS.index(stem)] += height * lift
    q[np.ix_(leg.stance, leg.columns)] = leg.closed[:count, leg.columns]
    q[np.ix_(swing, leg.columns)] = body[np.ix_(swing, leg.columns)] + bent


def _height(person: VirtualPerson, body: FloatArray, phase: FloatArray, legs: list[_Leg]) -> FloatArray:
    """(T,) pelvis height [m]: lowest in double support, as high as the straightest planted leg allows."""
    sizes = person.body
    lowest = 0.5 * (person.stance - 1.0 + person.left_contact)
    reach = _STRAIGHTEST * (sizes.thigh + sizes.shank)

    def bounce(at: FloatArray) -> FloatArray:
        return np.asarray(-person.bounce * np.cos(4.0 * np.pi * (at - lowest)))

    room = []
    for leg in legs:
        count = int(leg.stance.sum())
        own = phase[leg.stance]
        q = body[leg.stance]
        q[:, leg.chain.coordinate("pelvis_tx")] += _travel(person, leg.phase[:count])[:, 0]
        found = poses(leg.chain.topology, leg.chain.parameters, q)
        below = mirror_point(SUBTALAR_BELOW_ANKLE * foot_scale(sizes), leg.side)
        ankle = leg.foot.position[:count] - leg.foot.rotation[:count] @ below
        hip = found.joint_centre_in_lab[:, leg.chain.body(f"{leg.side}_thigh")]
        flat = np.square((hip - ankle)[:, [0, 2]]).sum(-1)
        highest = ankle[:, 1] + np.sqrt(np.maximum(reach**2 - flat, 0.0))
        above = q[:, leg.chain.coordinate("pelvis_ty")] - hip[:, 1]
        room.append((highest + above - bounce(own)).min())
    return np.asarray(min(room) + bounce(phase))


def _planned_centre(person: VirtualPerson, phase: FloatArray) -> FloatArray:
    """(T, 3) where the ground force of both feet together is planned to act [m]."""
    plans = [support(person, side, phase) for side in Side]
    return np.asarray(sum(p.share[:, None] * p.centre for p in plans))


def _pendulum(centre: FloatArray, person: VirtualPerson) -> FloatArray:
    """Motion of a linear inverted pendulum over a centre of pressure `centre` (T, 3), both periodic [m]."""
    height = 0.56 * person.height
    spectrum = np.fft.rfft(centre, axis=0)
    k = np.arange(len(spectrum))
    rate = 2.0 * np.pi * k / person.stride_time
    spectrum /= (1.0 + height / GRAVITY * rate**2)[:, None]
    spectrum[_BALANCE_HARMONICS + 1 :] = 0.0
    return np.fft.irfft(spectrum, len(centre), axis=0)
