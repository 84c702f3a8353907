"""Which foot a plate belongs to."""

from dataclasses import replace

import numpy as np
import pytest

from groundup.motion.events import find_events
from groundup.motion.feet import body_points
from groundup.motion.motion import OTHER, PARTIAL, SHARED, VALID
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


def on_one_belt(gait: Gait) -> ForcePlate:
    """Both feet's belts as one."""
    left, right = stepping.recording(gait, treadmill=True).plates
    return joined(left, right)


def states(gait: Gait, task: Task, plates: tuple[ForcePlate, ...]) -> list[tuple[Side, float, set[str], str]]:
    recording = replace(stepping.recording(gait, treadmill=True), plates=plates)
    points = body_points(recording)
    found = find_events(recording, points, task, np.zeros(len(points.time))).contacts
    inner = [c for c in found if c.start > 0.5 and c.end < gait.duration - 0.5]
    return [(c.side, c.start, set(c.plates), c.state) for c in inner]


def test_on_a_single_belt_a_run_is_valid_and_a_walk_is_shared() -> None:
    run = states(stepping.RUN, Task.RUNNING, (on_one_belt(stepping.RUN),))
    assert {side for side, *_ in run} == set(Side)
    assert {state for *_, state in run} == {VALID}
    walk = states(WALK, Task.WALKING, (on_one_belt(WALK),))
    assert {side for side, *_ in walk} == set(Side)
    assert {state for *_, state in walk} == {SHARED}


def test_a_step_that_crosses_on_to_the_other_belt_spoils_its_neighbours_only() -> None:
    left, right = stepping.recording(WALK, treadmill=True).plates
    time = left.force.plate_time.values
    crossing = WALK.contacts(Side.RIGHT)
    crossing = float(crossing[crossing > 2.0][0])
    during = (time > crossing) & (time < crossing + WALK.stance)
    load = right.force.values[:, 1]
    moved = np.where(during, 0.4 * load, 0.0)
    both = (
        stepping.plate(
            "belt right", time, load - moved, np.nan_to_num(right.centre_of_pressure.values), None
        ),
        joined(left, stepping.plate("", time, moved, np.nan_to_num(right.centre_of_pressure.values), None)),
    )
    found = states(WALK, Task.WALKING, both)
    (crossed,) = [f for f in found if f[0] is Side.RIGHT and abs(f[1] - crossing) < 0.02]
    assert crossed[2:] == ({"belt right", "both"}, SHARED)
    for side, start, plates, state in found:
        # The left steps just before and after share the left belt with the right foot.
        beside = side is Side.LEFT and abs(start - crossing) < WALK.stride
        if (side, start) != crossed[:2]:
            assert state == (SHARED if beside else VALID), (side, start)
            assert plates == ({"both"} if side is Side.LEFT else {"belt right"})


def test_a_plate_loaded_too_late_has_missed_a_part_of_the_contact() -> None:
    recording = stepping.recording(WALK)
    plate = recording.plates[0]
    time = plate.force.plate_time.values
    (whole,) = plate_steps(plate, body_points(recording))
    load = np.where(time < whole.loading.start + 0.12, 0.0, plate.force.values[:, 1])
    late = stepping.plate("late", time, load, np.nan_to_num(plate.centre_of_pressure.values), None)
    points = body_points(recording)
    heading = np.zeros(len(points.time))
    (contact,) = [
        c
        for c in find_events(replace(recording, plates=(late,)), points, Task.WALKING, heading).contacts
        if c.plates
    ]
    assert contact.state == PARTIAL
    assert "before the plate is loaded" in contact.reason


def test_pressure_far_beside_the_foot_gives_no_force() -> None:
    recording = stepping.recording(WALK)
    plate = recording.plates[0]
    aside = plate.centre_of_pressure + np.array([0.0, 0.0, 0.15])
    (step,) = plate_steps(replace(plate, corners=None, centre_of_pressure=aside), body_points(recording))
    assert step.state in (OTHER, SHARED)
