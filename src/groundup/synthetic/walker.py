"""The virtual walker: published joint curves, planted feet and a body that balances over them."""

from dataclasses import dataclass

import numpy as np

from groundup.body.anthropometry import SUBTALAR_BELOW_ANKLE, foot_scale
from groundup.body.chain import Chain
from groundup.body.default_chain import mirror_point
from groundup.mechanics.kinematics import poses
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.synthetic.curves import reference_curves, spread_of
from groundup.synthetic.dynamics import GRAVITY, BodyMomentum, body_momentum
from groundup.synthetic.foot_path import contact_phase, foot_joints, planted
from groundup.synthetic.periodic import Periodic
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.posture import close_leg
from groundup.synthetic.support import support
from groundup.synthetic.swing import STENCIL, derivatives, settle
from groundup.synthetic.walk import Walk

_SAMPLES = 256
# Cutting the series here moves a planted foot by less than 0.05 mm (tested) and keeps accelerations smooth.
_HARMONICS = 100
_BALANCE_HARMONICS = 10
_ROUNDS, _FIRST, _AGAIN, _LAST = 10, 12, 3, 60
# Hip to ankle over the length of the straight leg: 6 degrees of knee flexion, as in mid-stance (EVIDENCE A02).
_STRAIGHTEST = 0.9985
_PELVIS_AHEAD = 0.07
# How long the swinging leg takes to reach its reference curves after toe-off, and to leave them again [cycles].
_SETTLING = 0.19
_SOLVED_JOINTS = (
    "hip_flexion", "hip_adduction", "hip_rotation", "knee_flexion", "knee_adduction", "knee_rotation",
    "ankle_dorsiflexion", "subtalar_inversion",
)  # fmt: skip


@dataclass
class _Build:
    """A walk in the making: what stays the same while the pelvis finds its way."""

    person: VirtualPerson
    chain: Chain
    pelvis: FloatArray
    legs: dict[Side, FloatArray]

    def columns(self, side: Side) -> list[int]:
        return [self.chain.coordinate(f"{stem}_{side}") for stem in _SOLVED_JOINTS]


def walk(person: VirtualPerson) -> Walk:
    """Let a person walk.

    Each planted leg is closed under the pelvis and its swing bent to meet it; then the pelvis is moved until
    the centre of pressure of the whole body's motion runs where the plan of support puts it (a few rounds of
    the linear pendulum's correction).
    """
    chain = person.chain()
    phase = np.arange(_SAMPLES) / _SAMPLES
    drift = np.outer(person.stride_length * phase, [1.0, 0.0, 0.0])
    planned = _planned_centre(person, phase) - drift
    over = _pendulum(planned, person) + np.array([_PELVIS_AHEAD, 0.0, 0.0])
    build = _Build(person, chain, _pelvis(person, chain, phase), {})
    for left in range(_ROUNDS, -1, -1):
        for name, axis in (("pelvis_tx", 0), ("pelvis_tz", 2)):
            build.pelvis[:, chain.coordinate(name)] = over[:, axis]
        build.pelvis[:, chain.coordinate("pelvis_ty")] = _height(build, phase)
        q = build.pelvis.copy()
        for side in Side:
            rounds = _LAST if left == 0 else _FIRST if left == _ROUNDS else _AGAIN
            _walk_leg(build, side, phase, rounds, q)
        series = Periodic.through(q, _HARMONICS)
        momentum = body_momentum(chain, series, person.stride_length, person.stride_time, 2 * _SAMPLES)
        if left:
            over += _pendulum(planned + drift - momentum.wrench(phase).centre, person)
    return Walk(person, chain, series, momentum)


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
        q[:, chain.coordinate(name)] = curves[name].at(phase)
        q[:, chain.coordinate(trunk)] = sign * curves[name].at(phase)
    for side in Side:
        _reference_leg(person, chain, side, phase - contact_phase(person, side), q)
    return q


def _reference_leg(person: VirtualPerson, chain: Chain, side: Side, u: FloatArray, q: FloatArray) -> None:
    curves, offsets = reference_curves(), person.feet[side].offsets
    for stem in _SOLVED_JOINTS:
        q[:, chain.coordinate(f"{stem}_{side}")] = curves[stem].at(u) + offsets.get(stem, 0.0)
    near = np.where(u > 1.0 + STENCIL[0], u - 1.0, u) if u.max() < 1.0 else np.mod(u, 1.0)
    arch, toes = foot_joints(person, side, np.mod(near, 1.0))
    q[:, chain.coordinate(f"midtarsal_dorsiflexion_{side}")] = arch
    q[:, chain.coordinate(f"toe_dorsiflexion_{side}")] = toes


def _walk_leg(build: _Build, side: Side, phase: FloatArray, rounds: int, q: FloatArray) -> None:
    """Fill one leg's columns of q (T, C)."""
    person, chain = build.person, build.chain
    columns = build.columns(side)
    own = np.mod(phase - contact_phase(person, side), 1.0)
    stance, swing = own < person.stance, own >= person.stance
    u = np.concatenate([own[stance], STENCIL, person.stance + STENCIL])
    wish = Periodic.through(build.pelvis).at(u + contact_phase(person, side))
    _reference_leg(person, chain, side, u, wish)
    wish[:, chain.coordinate("pelvis_tx")] += person.stride_length * (u + contact_phase(person, side))
    spread = np.zeros(len(chain.coordinates))
    spread[columns] = [spread_of(stem) for stem in _SOLVED_JOINTS]
    foot = planted(person, chain, side, np.zeros_like(u), u)
    start = build.legs.get(side, wish)
    closed = close_leg(chain, side, wish, spread, foot, start, rounds)
    build.legs[side] = closed
    away = (closed - wish)[:, columns]
    count = int(stance.sum())
    q[np.ix_(stance, columns)] = closed[:count, columns]
    landed, left = derivatives(away[count : count + 7]), derivatives(away[count + 7 :])
    bent = settle(left, _SETTLING, own[swing] - person.stance)
    bent += settle(landed * np.array([1.0, -1.0, 1.0])[:, None], _SETTLING, 1.0 - own[swing])
    q[np.ix_(swing, columns)] = build.pelvis[np.ix_(swing, columns)] + bent


def _height(build: _Build, phase: FloatArray) -> FloatArray:
    """(T,) pelvis height [m]: lowest in double support, as high as the straightest planted leg allows."""
    person, chain, q = build.person, build.chain, build.pelvis.copy()
    sizes = person.body
    tx = chain.coordinate("pelvis_tx")
    lowest = 0.5 * (person.stance - 0.5)
    reach = _STRAIGHTEST * (sizes.thigh + sizes.shank)
    room = []
    for side in Side:
        since = phase - contact_phase(person, side)
        stride, u = np.floor(since), np.mod(since, 1.0)
        q[:, tx] = build.pelvis[:, tx] + person.stride_length * phase
        found = poses(chain.topology, chain.parameters, q)
        foot = planted(person, chain, side, stride, u)
        ankle = foot.position - foot.rotation @ mirror_point(SUBTALAR_BELOW_ANKLE * foot_scale(sizes), side)
        hip = found.joint_centre_in_lab[:, chain.body(f"{side}_thigh")]
        flat = np.square((hip - ankle)[:, [0, 2]]).sum(-1)
        highest = ankle[:, 1] + np.sqrt(np.maximum(reach**2 - flat, 0.0))
        above = q[:, chain.coordinate("pelvis_ty")] - hip[:, 1]
        room.append(np.where(u < person.stance, highest + above, np.inf))
    bounce = -person.bounce * np.cos(4.0 * np.pi * (phase - lowest))
    return np.asarray(np.min(np.array(room) - bounce) + bounce)


def _planned_centre(person: VirtualPerson, phase: FloatArray) -> FloatArray:
    """(T, 3) where the ground force of both feet together is planned to act [m]."""
    plans = [support(person, side, phase) for side in Side]
    return np.asarray(sum(p.share[:, None] * p.centre for p in plans))


def _pendulum(centre: FloatArray, person: VirtualPerson) -> FloatArray:
    """Motion of a linear inverted pendulum whose centre of pressure follows `centre` (T, 3), both periodic [m]."""
    height = 0.56 * person.height
    spectrum = np.fft.rfft(centre, axis=0)
    k = np.arange(len(spectrum))
    rate = 2.0 * np.pi * k / person.stride_time
    spectrum /= (1.0 + height / GRAVITY * rate**2)[:, None]
    spectrum[_BALANCE_HARMONICS + 1 :] = 0.0
    return np.fft.irfft(spectrum, len(centre), axis=0)
