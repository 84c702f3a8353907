"""Body mass by the plates: right where they carried the person, unknown where they did not."""

from dataclasses import replace

import numpy as np
import pytest

from groundup.analyze import prepare
from groundup.body.subject import Subject
from groundup.loads.body_mass import NO_MASS, Weighing, weigh, weighed
from groundup.loads.loads import Loads, NoLoads, measure_loads
from groundup.motion.motion import Motion, Movement
from groundup.motion.movement import describe
from groundup.motion.task import Task
from groundup.motion.track import track
from groundup.recording.recording import Person, Recording
from groundup.synthetic.trial import Trial, standing_trial, to_recording
from groundup.synthetic.walk import Walk
from tests.loads.conftest import NO_ERRORS
from validation.virtual_walker import true_subject


def told(trial: Trial, task: Task) -> tuple[Recording, Subject, Motion, Movement]:
    """A trial whose person's mass nobody says, its chain twice as heavy as the person."""
    recording = prepare(to_recording(trial))
    known = true_subject(trial, 0.0005)
    parameters = known.chain.parameters
    chain = replace(
        known.chain,
        parameters=parameters._replace(mass=2.0 * parameters.mass, inertia=2.0 * parameters.inertia),
    )
    subject = replace(known, chain=chain, person=Person())
    motion = track(recording, subject)
    return recording, subject, motion, describe(recording, motion, task)


@pytest.fixture(scope="module")
def walking(trial: Trial) -> tuple[Recording, Subject, Motion, Movement]:
    return told(trial, Task.WALKING)


def test_standing_on_one_plate_weighs(walked: Walk) -> None:
    mass = float(walked.chain.parameters.mass.sum())
    found = weigh(*told(standing_trial(walked, NO_ERRORS), Task.STANDING))
    assert found is not None
    assert found.mass == pytest.approx(mass, rel=1e-3)


def test_walking_over_two_plates_weighs(
    walked: Walk, walking: tuple[Recording, Subject, Motion, Movement]
) -> None:
    found = weigh(*walking)
    mass = float(walked.chain.parameters.mass.sum())
    assert found is not None
    assert found.mass == pytest.approx(mass, rel=0.02)


def test_steps_beside_the_plates_do_not_count(walking: tuple[Recording, Subject, Motion, Movement]) -> None:
    recording, subject, motion, movement = walking
    beside = tuple(replace(c, state="other", plates=()) for c in movement.contacts)
    assert weigh(recording, subject, motion, replace(movement, contacts=beside)) is None
    assert weigh(replace(recording, plates=()), subject, motion, movement) is None


def test_weighed_subject_has_that_mass_everywhere_and_says_so(
    walking: tuple[Recording, Subject, Motion, Movement],
) -> None:
    _, subject, _, _ = walking
    found = weighed(subject, [None, Weighing(60.0, 1.0), Weighing(66.0, 2.0)])
    assert found.person.mass == pytest.approx(64.0)
    before, after = subject.chain.parameters, found.chain.parameters
    assert after.mass.sum() == pytest.approx(64.0)
    factor = 64.0 / before.mass.sum()
    np.testing.assert_allclose(after.inertia, factor * before.inertia)
    assert "64.0 kg" in found.notes[-1]
    known = replace(subject, person=Person(mass=50.0))
    assert weighed(known, [Weighing(60.0, 1.0)]) is known


def test_no_load_is_told_without_a_mass(walking: tuple[Recording, Subject, Motion, Movement]) -> None:
    recording, subject, motion, movement = walking
    beside = tuple(replace(c, state="other", plates=()) for c in movement.contacts)
    found = measure_loads(recording, subject, motion, replace(movement, contacts=beside))
    assert isinstance(found, NoLoads)
    assert found.reason == NO_MASS


def test_a_mass_that_is_said_is_taken(
    trial: Trial, walking: tuple[Recording, Subject, Motion, Movement]
) -> None:
    recording, _, motion, movement = walking
    found = measure_loads(recording, true_subject(trial, 0.0005), motion, movement)
    assert isinstance(found, Loads)
    assert found.body_mass == trial.person.mass
