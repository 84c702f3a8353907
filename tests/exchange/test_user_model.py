"""Tracking by the user's own model: the virtual walker's truth must come out whatever the model's habits."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from groundup.body.subject import Subject
from groundup.exchange.user_model import subject_of_model
from groundup.exchange.user_model_segments import segments_among
from groundup.mechanics.tree import FloatArray
from groundup.motion.joint_angles import angle_columns
from groundup.motion.motion import Motion
from groundup.motion.track import track
from groundup.quantities import BadInputError
from groundup.recording.recording import Person, Recording
from groundup.synthetic.markers import NO_ERRORS
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import Trial, walking_trial
from groundup.synthetic.walker import walk
from tests.exchange.foreign_model import foreign_text
from validation.virtual_walker import in_lab, true_angles

Made = Callable[..., tuple[Subject, Motion]]


@pytest.fixture(scope="module")
def trial() -> Trial:
    return walking_trial(walk(VirtualPerson()), NO_ERRORS, frames=130)


@pytest.fixture(scope="module")
def recording(trial: Trial) -> Recording:
    return in_lab(trial)


@pytest.fixture
def tracked(trial: Trial, recording: Recording, tmp_path: Path) -> Made:
    def made(**changes: object) -> tuple[Subject, Motion]:
        file = saved(tmp_path, foreign_text(trial.worn, **changes))
        subject = subject_of_model(file, [recording], Person())
        return subject, track(recording, subject)

    return made


def saved(folder: Path, text: str) -> Path:
    path = folder / "theirs.osim"
    path.write_text(text, encoding="utf-8")
    return path


def apart(motion: Motion, truth: FloatArray) -> FloatArray:
    """(A,) largest error of each angle [deg]; NaN where it is never shown."""
    error = np.abs(np.degrees(motion.angles.sel(angle=list(angle_columns())).values - truth))
    shown = np.isfinite(error).any(axis=0)
    return np.where(shown, np.max(np.nan_to_num(error), axis=0), np.nan)


@pytest.mark.parametrize("z_up", [(), ("right_thigh", "left_hindfoot", "pelvis")])
def test_angles_are_told_in_our_names_and_signs(trial: Trial, tracked: Made, z_up: tuple[str, ...]) -> None:
    """Knees that count extension positive and bodies with Z up give the same anatomy."""
    subject, motion = tracked(z_up=z_up)
    error = dict(zip(angle_columns(), apart(motion, true_angles(trial)), strict=True))
    # Nothing but the foot's two-part axis depends on how the person's foot is made.
    for column, value in error.items():
        limit = 0.5 if column.startswith(("ankle_dorsiflexion", "foot_progression")) else 0.05
        assert value <= limit, column
    assert subject.model is not None
    assert subject.model.marker_names["LASI"] == "l.asi"
    assert subject.model.body_names["right_thigh"] == "femur_r"
    assert "knee_flexion_r" in motion.coordinates.coordinate.values


def test_knee_coordinate_keeps_the_models_own_sign(trial: Trial, tracked: Made) -> None:
    _, motion = tracked()
    theirs = motion.coordinates.sel(coordinate="knee_flexion_r").values
    np.testing.assert_allclose(theirs, -motion.angles.sel(angle="knee_flexion_right").values, atol=1e-9)


def test_what_the_model_cannot_do_is_blank_with_its_reason(tracked: Made) -> None:
    _, motion = tracked(bends_only=True)
    for word in ("adduction", "rotation"):
        assert motion.angles.sel(angle=f"knee_{word}_left").isnull().all()
        assert "by itself" in motion.not_measurable[f"knee_{word}_left"]
    assert motion.angles.sel(angle="knee_flexion_left").notnull().all()


def test_spread_of_an_angle_is_the_same_as_by_our_own_chain(
    trial: Trial, recording: Recording, tracked: Made
) -> None:
    subject, motion = tracked()
    free = replace(trial.worn, coordinates=tuple(replace(c, prior_sd=np.inf) for c in trial.worn.coordinates))
    same = replace(subject, chain=free, model=None)
    own = track(
        recording, replace(same, marker_sd=dict(zip(free.markers, subject.marker_sd.values(), strict=True)))
    )
    seen = np.isfinite(own.angle_sd.values) & np.isfinite(motion.angle_sd.values)
    # Our own chain's rearfoot is read from the heel bone's own markers; a model keeps the foot it has.
    rotates = [not c.startswith(("ankle_dorsi", "foot_prog", "rearfoot")) for c in angle_columns()]
    both = seen & np.array(rotates)
    assert both.any(axis=0).sum() > 20
    np.testing.assert_allclose(motion.angle_sd.values[both], own.angle_sd.values[both], rtol=1e-3)


def test_what_no_marker_sees_is_held_and_blank(trial: Trial, recording: Recording, tmp_path: Path) -> None:
    on_toes = trial.worn.topology.marker_body == trial.worn.body("right_toes")
    dropped = [m for m, on in zip(trial.worn.markers, on_toes, strict=True) if on]
    kept = recording.markers.drop_sel(marker=dropped)
    fewer = replace(recording, markers=kept)
    subject = subject_of_model(saved(tmp_path, foreign_text(trial.worn)), [fewer], Person())
    assert set(subject.unobservable) == {"toe_dorsiflexion_r"}
    motion = track(fewer, subject)
    assert motion.coordinates.sel(coordinate="toe_dorsiflexion_r").isnull().all()
    assert motion.angles.sel(angle="knee_flexion_right").notnull().all()


def test_nothing_is_claimed_to_be_fitted(trial: Trial, recording: Recording, tmp_path: Path) -> None:
    text = foreign_text(trial.worn)
    subject = subject_of_model(saved(tmp_path, text), [recording], Person(mass=200.0))
    assert "nothing was fitted" in subject.notes[0]
    assert any("is it theirs?" in note for note in subject.notes)
    assert subject.residual_rms == {}
    assert subject.person.mass == 200.0
    assert subject.model is not None
    assert subject.model.content == text.encode()


def test_another_marker_set_is_refused_with_both_counts(
    trial: Trial, recording: Recording, tmp_path: Path
) -> None:
    strange = recording.markers.assign_coords(
        marker=[f"point {k}" for k in range(recording.markers.sizes["marker"])]
    )
    file = saved(tmp_path, foreign_text(trial.worn))
    with pytest.raises(BadInputError, match=r"at least 6 .* found 0 among its \d+ .*leave --model out"):
        subject_of_model(file, [replace(recording, markers=strange, match=None)], Person())


def test_a_model_without_legs_is_refused(trial: Trial, recording: Recording, tmp_path: Path) -> None:
    file = saved(tmp_path, foreign_text(trial.worn).replace("femur_", "beam_"))
    with pytest.raises(BadInputError, match=r"theirs\.osim: BodySet: expected a pelvis, a femur and a tibia"):
        subject_of_model(file, [recording], Person())


@pytest.mark.parametrize("name", ["femur_r", "RightFemur", "r_thigh", "thigh_R", "right_thigh", "Femur.R"])
def test_bodies_are_known_by_many_names(name: str) -> None:
    assert segments_among(["ground", name]) == {"right_thigh": 1}
