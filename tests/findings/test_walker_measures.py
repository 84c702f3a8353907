"""Measures of a virtual walker whose speed, cadence and stance are known, with and without its forces."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from groundup.analyze import prepare
from groundup.assessment import TrialResult
from groundup.body.fit import fit_subject
from groundup.findings.definition import PLATES
from groundup.findings.lone_stances import lone_stances
from groundup.findings.measure import Measure
from groundup.findings.measures import measure
from groundup.loads.loads import NoLoads, measure_loads
from groundup.motion.motion import Contact, Cycle, Movement
from groundup.motion.movement import describe
from groundup.motion.passes import progression_heading
from groundup.motion.task import Task
from groundup.motion.track import track
from groundup.quantities import Side
from groundup.recording.filters import smooth
from groundup.recording.recording import Event, EventKind
from groundup.synthetic.markers import MarkerErrors
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import to_recording, walking_trial
from groundup.synthetic.walker import walk
from tests.report import fakes

PERSON = VirtualPerson()


@pytest.fixture(scope="module")
def walked() -> TrialResult:
    trial = walking_trial(walk(PERSON), MarkerErrors(0.0, 0.0, 0.0, 0, 1), frames=330)
    recording = prepare(to_recording(trial))
    smoothed = smooth(recording, 6.0)
    subject = fit_subject([smoothed], None, recording.person)
    motion = track(smoothed, subject, progression_heading(recording))
    movement = describe(recording, motion, Task.WALKING, "given", mass=recording.person.mass)
    return TrialResult(smoothed, motion, movement, measure_loads(recording, subject, motion, movement))


@pytest.fixture(scope="module")
def measures(walked: TrialResult) -> tuple[Measure, ...]:
    return measure([walked])


def _value(measures: tuple[Measure, ...], name: str, side: Side) -> float:
    return next(m.value for m in measures if m.definition.name == name and m.side is side)


@pytest.mark.parametrize("side", list(Side))
def test_time_and_distance_are_the_walkers(measures: tuple[Measure, ...], side: Side) -> None:
    assert _value(measures, "gait_speed", side) == pytest.approx(PERSON.speed, rel=0.01)
    assert _value(measures, "cadence", side) == pytest.approx(120.0 / PERSON.stride_time, rel=0.02)
    assert _value(measures, "stance_share", side) == pytest.approx(100.0 * PERSON.stance, abs=2.0)


def test_loads_are_alike_on_both_legs_and_of_the_steps_on_plates_only(measures: tuple[Measure, ...]) -> None:
    loads = [m for m in measures if m.definition.needs == PLATES and m.n]
    assert {m.n for m in loads} == {1}, "one plate under one step of each foot"
    for name in ("ankle_plantarflexor_moment_peak", "knee_adduction_moment_impulse", "vertical_force_peak"):
        left, right = (_value(measures, name, side) for side in Side)
        assert left == pytest.approx(right, rel=0.1), name


def test_a_vertical_force_peak_is_what_the_plate_saw(
    walked: TrialResult, measures: tuple[Measure, ...]
) -> None:
    weight = walked.recording.person.mass or 0.0
    top = max(float(np.nanmax(np.abs(p.force.values))) for p in walked.recording.plates)
    found = max(_value(measures, "vertical_force_peak", side) for side in Side)
    assert found == pytest.approx(top / (weight * 9.80665), rel=0.02)


def test_without_forces_every_load_says_why_and_movement_remains(walked: TrialResult) -> None:
    knee, base = walked.loads.knee, walked.loads.base
    assert knee is not None
    without = NoLoads("no force plates", replace(knee, measures=()), None, (), base)
    found = measure([replace(walked, loads=without)])
    loads = [m for m in found if m.definition.needs == PLATES]
    assert loads
    assert all(m.n == 0 and m.reason == "no force plates" for m in loads)
    assert any(m.n for m in found)


def test_every_measure_is_there_once_for_each_leg(measures: tuple[Measure, ...]) -> None:
    keys = [(m.definition.name, m.side) for m in measures]
    assert len(keys) == len(set(keys))
    assert {side for _, side in keys} == set(Side)
    for one in measures:
        assert bool(one.n) != bool(one.reason), one.definition.name


def _movement(*cycles: Cycle) -> Movement:
    contact, off = EventKind.CONTACT, EventKind.OFF
    told = [
        (Side.LEFT, contact, 0.2),
        (Side.RIGHT, off, 0.3),
        (Side.RIGHT, contact, 0.7),
        (Side.LEFT, off, 0.8),
    ]
    events = tuple(Event(side, kind, time, "markers", 1.0) for side, kind, time in told)
    contacts = (Contact(Side.LEFT, 0.2, 0.8, (), "other"), Contact(Side.RIGHT, 0.7, 1.0, (), "other"))
    return Movement(Task.WALKING, "given", events, contacts, cycles, xr.DataArray(0.0), ())


def test_a_lone_stance_is_read_and_one_that_is_cut_is_not() -> None:
    motion = fakes.walking().motion
    found = lone_stances(_movement(), motion)
    assert found is not None
    (stance,) = found.cycles
    assert (stance.side, stance.start, stance.end) == (Side.LEFT, 0.2, 0.8)
    assert stance.marks == {"opposite_off": 0.3, "opposite_contact": 0.7, "off": 0.8}
    assert lone_stances(_movement(Cycle(Side.LEFT, 1, 0.2, 1.2, {})), motion) is None
