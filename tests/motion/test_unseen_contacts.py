"""A foot without a contact is in the air; wherever it may stand it has one of state "other"."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from groundup.motion.events import find_events
from groundup.motion.feet import body_points
from groundup.motion.motion import OTHER, SHARED, Contact
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import ForcePlate, ProtocolMatch, Recording
from tests.motion import stepping

RATE = 100.0
TIME = np.arange(0.0, 3.0, 1.0 / RATE)
MASS = 70.0


def standing(load: float, at_z: float, *, left_height: float = 0.0, width: float = 0.5) -> Recording:
    """A person standing still, feet 0.1 m to each side, on one plate that feels `load` [N] at a place."""
    names, paths = ["sacrum"], [np.tile([0.0, 0.95, 0.0], (len(TIME), 1))]
    for side, z in ((Side.LEFT, -0.1), (Side.RIGHT, 0.1)):
        up = 0.03 + np.where(TIME > 1.0, left_height if side is Side.LEFT else 0.0, 0.0)
        for part, x in (("heel", 0.0), ("second_metatarsal_head", 0.18)):
            names.append(f"{side}_{part}")
            paths.append(np.stack([np.full(len(TIME), x), up, np.full(len(TIME), z)], axis=1))
    time = np.arange(0.0, 3.0, 1e-3)
    corners = np.array([[0.4, 0, width], [0.4, 0, -0.5], [-0.2, 0, -0.5], [-0.2, 0, width]])
    point = np.tile([0.09, 0.0, at_z], (len(time), 1))
    plate = stepping.plate("plate 1", time, np.full(len(time), load), point, corners)
    return recording_of(TIME, names, paths, plate)


def recording_of(time: np.ndarray, names: list[str], paths: list[np.ndarray], plate: ForcePlate) -> Recording:
    markers = xr.DataArray(
        np.stack(paths, axis=1),
        dims=("time", "marker", "axis"),
        coords={"time": time, "marker": names, "axis": ["x", "y", "z"]},
        attrs={"units": "m", "frame": "lab"},
    )
    return Recording(
        "stand",
        (),
        RATE,
        1,
        markers,
        frame="lab",
        plates=(plate,),
        match=ProtocolMatch("figure", "Figure", {name: name for name in names}, {}),
    )


def contacts(
    recording: Recording, task: Task = Task.STANDING, mass: float | None = MASS
) -> tuple[Contact, ...]:
    points = body_points(recording)
    return find_events(recording, points, task, np.zeros(len(points.time)), mass).contacts


def test_both_feet_on_one_plate_are_both_unknown() -> None:
    found = contacts(standing(MASS * 9.81, 0.0))
    assert {c.side for c in found} == set(Side)
    assert {c.state for c in found} == {SHARED}


def test_a_foot_beside_the_plate_is_unknown_unless_the_plate_carries_all() -> None:
    half = standing(0.5 * MASS * 9.81, 0.1, width=0.2)
    aside = np.array([0.0, 0.0, 0.45])
    half = replace(half, plates=(replace(half.plates[0], corners=half.plates[0].corners + aside),))
    beside = [c for c in contacts(half) if c.side is Side.LEFT]
    assert [(c.state, c.plates) for c in beside] == [(OTHER, ())]
    assert beside[0].start == pytest.approx(0.0)
    assert beside[0].end == pytest.approx(TIME[-1], abs=0.02)
    whole = replace(half, plates=(replace(half.plates[0], force=half.plates[0].force * 2.0),))
    assert [c for c in contacts(whole) if c.side is Side.LEFT] == []


def test_a_leg_held_up_is_in_the_air_only_where_the_mass_says_so() -> None:
    lifted = standing(MASS * 9.81, 0.1, left_height=0.15)
    lifted = replace(lifted, plates=(replace(lifted.plates[0], corners=None),))
    assert {c.side for c in contacts(lifted)} == {Side.RIGHT}
    unknown = [c for c in contacts(lifted, mass=None) if c.side is Side.LEFT]
    assert {c.state for c in unknown} == {OTHER}


def test_a_foot_that_is_not_seen_may_be_anywhere_but_in_a_swing() -> None:
    recording = stepping.recording(stepping.Gait())
    whole = contacts(recording, Task.WALKING)
    left = [c for c in whole if c.side is Side.LEFT]
    swing = (left[1].end + 0.1, left[2].start - 0.1)
    blanked = recording.markers.copy()
    hidden = (blanked.time > swing[0]) & (blanked.time < swing[1])
    blanked.loc[{"marker": "left_heel", "time": hidden}] = np.nan
    assert len(contacts(replace(recording, markers=blanked), Task.WALKING)) == len(whole)
    gone = recording.markers.copy()
    gone.loc[{"marker": "left_heel", "time": gone.time < 0.3}] = np.nan
    first = next(c for c in contacts(replace(recording, markers=gone), Task.WALKING) if c.side is Side.LEFT)
    assert (first.start, first.state) == (0.0, OTHER)


def test_a_missed_step_beside_the_plates_is_unknown() -> None:
    recording = stepping.recording(stepping.Gait())
    plates = recording.plates
    quiet = contacts(replace(recording, plates=plates[:1]), Task.STANDING)
    late = [c for c in quiet if not c.plates and c.start > 2.0]
    assert {c.side for c in late} == set(Side)
    assert {c.state for c in late} == {OTHER}


def test_without_plates_nothing_is_added() -> None:
    recording = stepping.recording(stepping.Gait(), plates=False)
    steps = contacts(recording, Task.WALKING)
    assert all("not seen" not in c.reason for c in steps)
    assert contacts(recording, Task.STANDING) == ()
