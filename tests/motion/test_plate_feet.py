"""Which foot a plate belongs to."""

from dataclasses import replace

import numpy as np
import pytest

from groundup.motion.events import find_events
from groundup.motion.feet import body_points
from groundup.motion.motion import PARTIAL, SHARED, VALID
from groundup.motion.plate_edges import beyond_edge
from groundup.motion.plate_feet import plate_steps
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import ForcePlate
from tests.motion import stepping
from tests.motion.stepping import Gait

WALK = Gait()


def joined(one: ForcePlate, two: ForcePlate) -> ForcePlate:
    """One plate under the steps of two."""
    load = np.stack([one.force.values[:, 1], two.force.values[:, 1]])
    points = np.nan_to_num(np.stack([one.centre_of_pressure.values, two.centre_of_pressure.values]))
    total = load.sum(axis=0)
    point = (load[:, :, None] * points).sum(axis=0) / np.where(total > 0.0, total, 1.0)[:, None]
    return stepping.plate("both", one.force.plate_time.values, total, point, None)


@pytest.mark.parametrize("heading", [0.0, np.pi, 1.1])
def test_each_plate_goes_to_the_foot_on_it(heading: float) -> None:
    recording = stepping.recording(WALK, heading=heading)
    points = body_points(recording)
    for plate in recording.plates:
        (step,) = plate_steps(plate, points)
        assert step.state == VALID
        begins = {side: np.abs(WALK.contacts(side) - step.loading.start).min() for side in Side}
        assert step.side is min(begins, key=lambda side: begins[side])
        assert begins[step.side] < 0.003


def test_side_the_file_states_gives_way_to_the_markers_and_is_told() -> None:
    recording = stepping.recording(WALK)
    plate = recording.plates[0]
    (honest,) = plate_steps(plate, body_points(recording))
    assert honest.side is not None
    (step,) = plate_steps(replace(plate, side=honest.side.other), body_points(recording))
    assert step.side is honest.side
    assert f"the file says {honest.side.other}" in step.reason


def test_side_the_file_states_counts_where_no_foot_is_near() -> None:
    recording = stepping.recording(WALK)
    plate = recording.plates[0]
    away = replace(plate, corners=None, centre_of_pressure=plate.centre_of_pressure + 3.0, side=Side.LEFT)
    assert [s.side for s in plate_steps(away, body_points(recording))] == [Side.LEFT]
    assert [s.side for s in plate_steps(replace(away, side=None), body_points(recording))] == [None]


def test_one_force_block_may_carry_both_feet_one_after_another() -> None:
    recording = stepping.recording(WALK)
    both = joined(recording.plates[0], recording.plates[3])
    first, second = plate_steps(both, body_points(recording))
    assert {first.side, second.side} == set(Side)
    assert first.state == second.state == VALID


def test_two_feet_on_one_plate_are_marked_not_guessed() -> None:
    recording = stepping.recording(WALK)
    both = joined(recording.plates[0], recording.plates[1])
    points = body_points(recording)
    (step,) = plate_steps(both, points)
    assert step.state == SHARED
    assert {step.first, step.last} == set(Side)
    findings = find_events(
        replace(recording, plates=(both,)), points, Task.WALKING, np.zeros(len(points.time))
    )
    on_it = [c for c in findings.contacts if c.plates]
    assert {c.side for c in on_it} == set(Side)
    assert {c.state for c in on_it} == {SHARED}


def test_one_foot_on_two_plates_is_one_contact() -> None:
    recording = stepping.recording(WALK)
    plate = recording.plates[0]
    half = replace(plate, force=0.5 * plate.force, corners=None)
    pair = (replace(half, name="front"), replace(half, name="back"))
    points = body_points(recording)
    findings = find_events(replace(recording, plates=pair), points, Task.WALKING, np.zeros(len(points.time)))
    (contact,) = [c for c in findings.contacts if c.plates]
    assert contact.state == "one foot on two plates"
    assert set(contact.plates) == {"front", "back"}


def test_heel_beside_the_plate_is_a_partial_foot_and_times_nothing() -> None:
    recording = stepping.recording(WALK)
    plate = recording.plates[0]
    (whole,) = plate_steps(plate, body_points(recording))
    time = plate.force.plate_time.values
    late = whole.loading.start + 0.15
    load = np.where(time < late, 0.0, plate.force.values[:, 1])
    assert plate.corners is not None
    corners = plate.corners + np.array([0.2, 0.0, 0.0])
    cut = stepping.plate(plate.name, time, load, np.nan_to_num(plate.centre_of_pressure.values), corners)
    points = body_points(recording)
    (step,) = plate_steps(cut, points)
    assert step.state == PARTIAL
    assert step.heel_off
    findings = find_events(
        replace(recording, plates=(cut,)), points, Task.WALKING, np.zeros(len(points.time))
    )
    starts = [e.time for e in findings.events if e.side is step.side and abs(e.time - late) < 0.1]
    assert starts == []


def test_distance_beyond_an_edge() -> None:
    corners = np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 0.4], [0.6, 0.0, 0.4], [0.6, 0.0, 0.0]])
    points = np.array([[0.3, 0.1, 0.2], [0.7, 0.0, 0.2], [0.3, 0.0, -0.05]])
    np.testing.assert_allclose(beyond_edge(points, corners), [-0.2, 0.1, 0.05], atol=1e-12)
    np.testing.assert_allclose(beyond_edge(points, corners[::-1]), [-0.2, 0.1, 0.05], atol=1e-12)
