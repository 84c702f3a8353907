"""Members: the person again where nothing is wrong, and wider where more is."""

from dataclasses import replace

import numpy as np
import pytest

from groundup.motion.joint_angles import angle_columns
from groundup.quantities import Side
from groundup.uncertainty.attach import with_errors
from groundup.uncertainty.ensemble import Ensemble, ensemble
from groundup.uncertainty.ensemble_loads import LOAD_SIZES
from groundup.uncertainty.error_sizes import published
from groundup.uncertainty.moved import Moved
from groundup.uncertainty.resolve import Members
from groundup.uncertainty.skin import WAVES
from tests.uncertainty.walked import Analysed

BODY = (*(name for name in published().labels if name not in LOAD_SIZES), WAVES)


def _made(walked: Analysed, members: int, only: tuple[str, ...], seed: int = 1) -> Ensemble:
    heading = np.zeros(walked.trial.motion.poses.sizes["time"])
    found = ensemble(walked.subject, [walked.trial], [heading], None, members=members, seed=seed, only=only)
    assert found is not None
    return found


def test_without_errors_a_member_is_the_person(walked: Analysed) -> None:
    motion = walked.trial.motion
    moved = [
        Moved(
            walked.trial.recording, motion, walked.trial.movement.task, np.zeros(motion.poses.sizes["time"])
        )
    ]
    assert walked.subject.fit is not None
    people = Members(walked.subject, walked.subject.fit, moved, 1)
    # Smoothed again it would be another: what smoothing takes has a direction.
    draws = {name: np.zeros((2, size)) for name, size in people.sizes.items() if name != "smoothing"}
    waves = [0.0 * w for w in people.waves(2)]
    found = people.motion(0, people.bodies(draws, waves), draws, waves[0])
    own = motion.angles.transpose("time", "angle").sel(angle=list(angle_columns())).values
    heading = np.array(
        [not c.startswith(("pelvis_rotation", "foot_progression", "shank")) for c in angle_columns()]
    )
    assert np.nanmax(np.abs(found.angles[0] - own)[:, heading]) < 1e-5
    assert np.array_equal(np.isnan(found.angles[1]), np.isnan(own))


def test_it_is_the_same_again_and_does_not_depend_on_how_many_at_a_time(
    walked: Analysed, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _made(walked, 24, BODY)
    monkeypatch.setattr("groundup.uncertainty.ensemble._FRAMES", 2000)
    again = _made(walked, 24, BODY)
    for key, values in first.measures.items():
        assert np.allclose(values, again.measures[key], rtol=0.0, atol=1e-9, equal_nan=True), key


def test_what_is_wrong_with_the_pelvis_does_not_move_the_foot(walked: Analysed) -> None:
    found = _made(walked, 40, ("pelvis_landmarks",))
    task = walked.trial.movement.task
    tilt = found.measures["pelvis_tilt_mean", Side.LEFT, task].std()
    foot = found.measures["ankle_dorsiflexion_stance_peak", Side.LEFT, task].std()
    # EVIDENCE A64: 10 mm at each of the four spines, 155 mm apart, turn a pelvis by more than a degree.
    assert tilt > 1.0
    assert foot < 0.1 * tilt


def test_measures_tell_how_far_they_may_be_off(walked: Analysed) -> None:
    from groundup.findings.measures import measure

    measures = measure([walked.trial])
    told = {
        m.definition.name: m for m in with_errors(measures, _made(walked, 40, BODY)) if m.side is Side.LEFT
    }
    knee = told["knee_flexion_swing_peak"]
    assert knee.error is not None
    assert knee.error.low <= knee.value <= knee.error.high
    assert knee.error.high - knee.error.low > 2.0 * knee.error.sd
    assert knee.row()["low_90"] == knee.error.low
    assert told["gait_speed"].error is None


def test_a_body_that_was_not_fitted_here_has_none(walked: Analysed) -> None:
    subject = replace(walked.subject, fit=None)
    heading = np.zeros(walked.trial.motion.poses.sizes["time"])
    assert ensemble(subject, [walked.trial], [heading], None, members=10) is None
