"""A heel bone that turns by itself is seen by its own markers; one with too few of them stays as tracked."""

from dataclasses import replace

import numpy as np
import pytest

from groundup.body.subject import Subject
from groundup.mechanics.kinematics import forward, place_markers
from groundup.mechanics.rotation import from_axis_angle
from groundup.mechanics.tree import FloatArray
from groundup.motion.heel_bone import heel_variance, own_heels, with_own_heels
from groundup.quantities import Side
from groundup.recording.recording import Person
from groundup.synthetic.marker_set import marker_set
from groundup.synthetic.markers import wearing
from groundup.synthetic.person import VirtualPerson

TURN = np.deg2rad(7.0)


@pytest.fixture(scope="module")
def subject() -> Subject:
    person = VirtualPerson()
    worn = wearing(person.chain(), marker_set(person.body))
    return Subject(
        chain=worn,
        person=Person(),
        marker_sd=dict.fromkeys(worn.markers, 0.001),
        residual_rms={},
        unobservable={},
        knee_axis_functional={},
        static_trial=None,
    )


def seen(subject: Subject, side: Side, frames: int = 5) -> tuple[FloatArray, FloatArray]:
    """Rotations as tracked, and markers with one heel bone turned further about its forward axis."""
    chain = subject.chain
    rotation, position = forward(chain.topology, chain.parameters, np.tile(chain.neutral, (frames, 1)))
    turned, b = rotation.copy(), chain.body(f"{side}_hindfoot")
    turned[:, b] = rotation[:, b] @ from_axis_angle(np.array([1.0, 0.0, 0.0]), np.array(TURN))
    return rotation, place_markers(chain.topology, chain.parameters, turned, position)


@pytest.mark.parametrize("side", Side)
def test_the_turn_is_found_on_its_side_alone(subject: Subject, side: Side) -> None:
    rotation, markers = seen(subject, side)
    found = with_own_heels(subject, rotation, markers, own_heels(subject, markers))
    b = subject.chain.body(f"{side}_hindfoot")
    assert np.allclose(np.arctan2(found[:, b, 2, 1], found[:, b, 1, 1]), TURN, atol=1e-9)
    others = [k for k in range(len(subject.chain.bodies)) if k != b]
    assert np.allclose(found[:, others], rotation[:, others], atol=1e-9)


def test_two_heel_markers_are_not_enough(subject: Subject) -> None:
    _, markers = seen(subject, Side.LEFT)
    for label in ("LPCA", "LLCA", "LCPG"):
        markers[:, subject.chain.markers.index(label)] = np.nan
    assert set(own_heels(subject, markers)) == {Side.RIGHT}


def test_a_gap_is_bridged_not_jumped(subject: Subject) -> None:
    rotation, markers = seen(subject, Side.RIGHT)
    heels = own_heels(subject, markers)
    markers[2, subject.chain.markers.index("RHEE")] = np.nan
    found = with_own_heels(subject, rotation, markers, heels)
    b = subject.chain.body("right_hindfoot")
    assert np.allclose(found[2, b], found[1, b], atol=1e-9)


def test_noisier_markers_know_the_turn_less(subject: Subject) -> None:
    _, markers = seen(subject, Side.RIGHT)
    own = own_heels(subject, markers)[Side.RIGHT]
    noisy = replace(subject, marker_sd=dict.fromkeys(subject.chain.markers, 0.002))
    assert np.allclose(heel_variance(noisy, own), 4.0 * heel_variance(subject, own))
    assert 0.5 < np.rad2deg(np.sqrt(heel_variance(subject, own)[0])) < 3.0
