"""Files of the virtual walker: real C3Ds that give back what was put in, and say what they are."""

import numpy as np
import pytest

from groundup.quantities import Side
from groundup.recording.identify import identify
from groundup.recording.read import read_recording
from groundup.recording.recording import EventKind
from groundup.screening.intake import read_intake
from groundup.synthetic.c3d import write_c3d
from groundup.synthetic.demo import write_demo
from groundup.synthetic.markers import NO_ERRORS, MarkerErrors
from groundup.synthetic.trial import standing_trial, to_recording, walking_trial


@pytest.fixture(scope="module")
def trial(walked):
    return walking_trial(walked, MarkerErrors())


@pytest.fixture(scope="module")
def read(trial, tmp_path_factory):
    return read_recording(write_c3d(trial, tmp_path_factory.mktemp("walk") / "walk.c3d"))


def test_positions_and_gaps_come_back(trial, read):
    given = to_recording(trial)
    assert read.labels == given.labels
    assert read.first_frame == trial.first_frame > 1
    np.testing.assert_allclose(read.markers.time, given.markers.time, atol=1e-9)
    np.testing.assert_allclose(read.markers.values, given.markers.values, atol=1e-5)
    assert np.isnan(read.markers.values).any()


def test_forces_and_pressure_come_back(trial, read):
    given = to_recording(trial)
    assert len(read.plates) == len(given.plates) == 2
    for found, put in zip(read.plates, given.plates, strict=True):
        assert found.kind == 2
        np.testing.assert_allclose(found.corners, put.corners, atol=1e-6)
        np.testing.assert_allclose(found.force, put.force, atol=0.1)
        np.testing.assert_allclose(found.centre_of_pressure, put.centre_of_pressure, atol=5e-4)
        np.testing.assert_allclose(found.free_moment, put.free_moment, atol=0.01)
        assert put.force.values[:, 2].max() > 0.9 * trial.person.mass * 9.81


def test_events_and_person_come_back(trial, read):
    assert [(e.side, e.kind) for e in read.events] == [(e.side, e.kind) for e in trial.events]
    np.testing.assert_allclose([e.time for e in read.events], [e.time for e in trial.events], atol=1e-4)
    assert read.person.mass == pytest.approx(trial.person.mass)
    assert read.person.height == pytest.approx(trial.person.height)


def test_two_full_strides_a_side(trial):
    for side in Side:
        contacts = [e for e in trial.events if e.side is side and e.kind is EventKind.CONTACT]
        assert len(contacts) >= 3


def test_the_marker_set_is_recognised(read):
    match = identify(read).match
    assert match is not None
    assert match.protocol == "oxford-foot"
    assert not match.unused
    assert len(match.landmarks) + len(match.technical) == len(read.labels)


def test_the_file_says_that_nobody_was_recorded(read):
    assert any("synthetic" in note.lower() for note in read.notes)


def test_standing_is_still_and_weighs_what_the_person_weighs(walked, tmp_path):
    read = read_recording(write_c3d(standing_trial(walked, NO_ERRORS), tmp_path / "standing.c3d"))
    assert np.ptp(read.markers.values, axis=0).max() < 1e-6
    assert read.plates[0].force.values[:, 2].mean() == pytest.approx(walked.person.mass * 9.80665, abs=0.1)
    heels = read.markers.sel(marker=["LHEE", "RHEE"]).values[0]
    assert heels[0, 0] == pytest.approx(heels[1, 0], abs=0.01)


def test_the_demo_is_the_same_every_time(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    one, two = write_demo(first), write_demo(second)
    for a, b in zip((*one.trials, one.static), (*two.trials, two.static), strict=True):
        x, y = read_recording(a), read_recording(b)
        np.testing.assert_array_equal(x.markers.values, y.markers.values)
        np.testing.assert_array_equal(x.plates[0].force.values, y.plates[0].force.values)


def test_the_demo_has_an_intake_without_an_open_flag(tmp_path):
    triage = read_intake(write_demo(tmp_path).intake).triage()
    assert triage.screened
    assert triage.raised == ()


def test_each_error_can_be_switched_off(walked):
    exact = walking_trial(walked, NO_ERRORS, frames=120)
    noisy = walking_trial(walked, MarkerErrors(0.0, 0.0, 0.0004, 0), frames=120)
    assert np.std(noisy.markers - exact.markers) == pytest.approx(0.0004, rel=0.05)
    skin = walking_trial(walked, MarkerErrors(0.0, 1.0, 0.0, 0), frames=120)
    slide = np.linalg.norm(skin.markers - exact.markers, axis=-1)
    thigh = [k for k, label in enumerate(exact.worn.markers) if label in ("LTHI", "RTHI", "LKNE", "RKNE")]
    assert 0.002 < slide[:, thigh].max() < 0.04
    gappy = walking_trial(walked, MarkerErrors(0.0, 0.0, 0.0, 8), frames=120)
    assert 0 < np.isnan(gappy.markers).sum() < 0.05 * gappy.markers.size
