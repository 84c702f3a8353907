"""The walker keeps its promises: planted feet, plausible angles, mirror symmetry, determinism."""

from dataclasses import replace

import numpy as np
import pytest

from groundup.quantities import Side
from groundup.synthetic.curves import key_values
from groundup.synthetic.foot_path import (
    FOOT_FLAT,
    HEEL_RISE,
    TIP_ROLL,
    contact_phase,
    heel_point,
    planted_heel,
    toe_tip,
)  # fmt: skip
from groundup.synthetic.person import Foot, VirtualPerson
from groundup.synthetic.walker import walk

SLIDE = 1e-4


def _times(walked, side, start, end, count=60):
    u = np.linspace(start, end, count) + contact_phase(walked.person, side)
    return u * walked.person.stride_time


def _point(walked, side, body, local, time):
    rotation, position = walked.segments(time)
    b = walked.chain.body(f"{side}_{body}")
    return position[:, b] + rotation[:, b] @ local


@pytest.mark.parametrize("side", Side)
def test_the_heel_rests_from_contact_to_heel_rise(walked, side):
    heel = _point(
        walked, side, "hindfoot", heel_point(walked.person, side), _times(walked, side, 0, HEEL_RISE)
    )
    assert np.abs(heel - planted_heel(walked.person, side, np.array(0))).max() < SLIDE


@pytest.mark.parametrize("side", Side)
def test_the_flat_foot_does_not_move(walked, side):
    rotation, position = walked.segments(_times(walked, side, FOOT_FLAT, HEEL_RISE))
    for part in ("hindfoot", "forefoot", "toes"):
        b = walked.chain.body(f"{side}_{part}")
        assert np.ptp(position[:, b], axis=0).max() < SLIDE
        assert np.ptp(rotation[:, b], axis=0).max() < 2e-3


@pytest.mark.parametrize("side", Side)
def test_the_toes_rest_from_foot_flat_until_they_roll(walked, side):
    rotation, position = walked.segments(_times(walked, side, FOOT_FLAT, TIP_ROLL))
    b = walked.chain.body(f"{side}_toes")
    assert np.ptp(position[:, b], axis=0).max() < SLIDE
    assert np.ptp(rotation[:, b], axis=0).max() < 2e-3


@pytest.mark.parametrize("side", Side)
def test_the_toe_tip_rests_until_toe_off(walked, side):
    hindfoot, toes = walked.chain.body(f"{side}_hindfoot"), walked.chain.body(f"{side}_toes")
    chain = walked.chain
    from groundup.mechanics.kinematics import forward

    _, neutral = forward(chain.topology, chain.parameters, chain.neutral[None])
    local = toe_tip(walked.person, chain, side) + neutral[0, hindfoot] - neutral[0, toes]
    tip = _point(walked, side, "toes", local, _times(walked, side, FOOT_FLAT, walked.person.stance))
    assert np.ptp(tip, axis=0).max() < SLIDE


def test_the_swinging_foot_clears_the_floor(walked):
    time = _times(walked, Side.RIGHT, walked.person.stance + 0.03, 0.97)
    chain = walked.chain
    for part, local in (
        ("toes", np.array([0.06, -0.02, 0.0])),
        ("hindfoot", heel_point(walked.person, Side.RIGHT)),
    ):
        assert _point(walked, Side.RIGHT, part, local, time)[:, 1].min() > 0.0
    assert chain.coordinates


@pytest.mark.parametrize("side", Side)
def test_joint_angles_stay_near_the_published_curves(walked, side):
    """Within two between-person standard deviations for the mean over the key values of each joint."""
    for stem in ("hip_flexion", "hip_adduction", "knee_flexion", "knee_adduction", "ankle_dorsiflexion"):
        points = [p for p in key_values() if p.coordinate == stem]
        time = np.array([p.percent for p in points]) / 100 + contact_phase(walked.person, side)
        q = walked.coordinates(time * walked.person.stride_time)[:, walked.chain.coordinate(f"{stem}_{side}")]
        off = [(v - p.value) / p.spread for v, p in zip(q, points, strict=True)]
        assert np.sqrt(np.mean(np.square(off))) < 2.0, (stem, off)


def test_derivatives_are_those_of_the_coordinates(walked):
    time, h = np.linspace(0.1, 0.9, 7), 1e-4
    for order in (0, 1):
        slope = (walked.coordinates(time + h, order) - walked.coordinates(time - h, order)) / (2 * h)
        scale = np.abs(slope).max()
        assert np.abs(walked.coordinates(time, order + 1) - slope).max() < 2e-4 * scale


def test_a_mirrored_person_walks_the_mirrored_walk():
    person = VirtualPerson(
        feet={Side.LEFT: Foot(offsets={"knee_flexion": 0.1}), Side.RIGHT: Foot(toe_out=0.05)},
        left_contact=0.49,
    )
    own, other = walk(person), walk(person.mirrored())
    time = np.linspace(0.0, 1.0, 23)
    shift = person.left_contact * person.stride_time
    a, b = own.coordinates(time + shift), other.coordinates(time)
    sign = {
        "pelvis_tz": -1,
        "pelvis_obliquity": -1,
        "pelvis_rotation": -1,
        "lumbar_bending": -1,
        "lumbar_rotation": -1,
    }
    for name in own.chain.coordinate_names:
        twin = name.replace("left", "#").replace("right", "left").replace("#", "right")
        x = a[:, own.chain.coordinate(name)]
        if name == "pelvis_tx":
            x = x - person.left_contact * person.stride_length
        y = sign.get(name, 1) * b[:, other.chain.coordinate(twin)]
        assert np.abs(x - y).max() < 1e-3, name


def test_steps_out_of_reach_are_refused():
    with pytest.raises(ValueError, match="out of reach"):
        walk(replace(VirtualPerson(), speed=3.5, cadence=90.0))
