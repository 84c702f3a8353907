"""The files handed over to OpenSim: run as they lie there, they give back our own angles and residuals."""

from pathlib import Path

import numpy as np
import pytest

from groundup.analyze import prepare
from groundup.assessment import TrialResult
from groundup.body.subject import Subject
from groundup.exchange.opensim_id import run_id
from groundup.exchange.opensim_ik import run_ik
from groundup.exchange.osim.subject_files import ID_SETUP, IK_SETUP, MODEL, MOTION, write_files
from groundup.exchange.user_model import subject_of_model
from groundup.loads.loads import Loads, measure_loads
from groundup.mechanics.tree import FloatArray
from groundup.motion.movement import describe
from groundup.motion.task import Task
from groundup.motion.track import track
from groundup.recording.readers.storage import read_table
from groundup.recording.recording import Person
from groundup.synthetic.markers import MarkerErrors
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import Trial, to_recording, walking_trial
from groundup.synthetic.walker import walk
from tests.exchange.foreign_model import foreign_text
from validation import opensim_wheel
from validation.virtual_walker import true_subject

ERRORS = MarkerErrors(noise=0.001, placement=0.0, soft_tissue=0.0, gaps=0)


@pytest.fixture(scope="module")
def trial() -> Trial:
    return walking_trial(walk(VirtualPerson()), ERRORS, frames=250)


def handed_over(trial: Trial, subject: Subject, folder: Path) -> TrialResult:
    recording = prepare(to_recording(trial))
    motion = track(recording, subject)
    movement = describe(recording, motion, Task.WALKING, mass=subject.person.mass)
    loads = measure_loads(recording, subject, motion, movement)
    result = TrialResult(recording, motion, movement, loads)
    folder.mkdir()
    write_files(subject, result, folder)
    return result


@pytest.fixture(scope="module")
def ours(trial: Trial, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, TrialResult]:
    folder = tmp_path_factory.mktemp("handed") / "opensim"
    return folder, handed_over(trial, true_subject(trial, 0.005), folder)


@pytest.fixture(scope="module")
def theirs(trial: Trial, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, TrialResult]:
    """The same with the person's own model in other names."""
    place = tmp_path_factory.mktemp("handed")
    (place / "theirs.osim").write_text(foreign_text(trial.worn), encoding="utf-8")
    subject = subject_of_model(place / "theirs.osim", [prepare(to_recording(trial))], Person())
    folder = place / "opensim"
    result = handed_over(trial, subject, folder)
    assert (folder / MODEL).read_bytes() == (place / "theirs.osim").read_bytes()
    return folder, result


@pytest.fixture(params=["ours", "theirs"])
def handed(request: pytest.FixtureRequest) -> tuple[Path, TrialResult]:
    found: tuple[Path, TrialResult] = request.getfixturevalue(request.param)
    return found


def turns(result: TrialResult) -> list[str]:
    return [str(n) for n in result.motion.poses.coordinate.values if str(n)[-3:] not in ("_tx", "_ty", "_tz")]


def largest(result: TrialResult, names: list[str], degrees: FloatArray) -> float:
    return float(np.abs(np.degrees(result.motion.poses.sel(coordinate=names).values) - degrees).max())


def test_our_own_tool_solves_the_setup_to_the_same_angles(handed: tuple[Path, TrialResult]) -> None:
    folder, result = handed
    solved = run_ik(folder / IK_SETUP)
    names = list(solved.model.chain.coordinate_names)
    columns = [names.index(n) for n in turns(result)]
    assert largest(result, turns(result), np.degrees(solved.coordinates[:, columns])) <= 0.05
    rms = float(np.sqrt(np.nanmean(result.motion.residual.values**2)))
    assert abs(solved.rms - rms) <= 1e-4


def test_motion_holds_the_pose_as_solved(handed: tuple[Path, TrialResult]) -> None:
    folder, result = handed
    table = read_table(folder / MOTION)
    held = np.column_stack([table.column(n) for n in turns(result)])
    assert largest(result, turns(result), held) < 1e-6


def test_inverse_dynamics_setup_gives_our_generalised_forces(handed: tuple[Path, TrialResult]) -> None:
    """Splines there and differences here: what is left is how accelerations are made."""
    folder, result = handed
    solved = run_id(folder / ID_SETUP)
    assert isinstance(result.loads, Loads)
    names = list(solved.model.chain.coordinate_names)
    ankle = next(n for n in names if n.startswith("ankle_dorsiflexion_r"))
    time = result.motion.poses.time.values
    inside = (time >= solved.time[0] - 1e-9) & (time <= solved.time[-1] + 1e-9)
    column = list(result.motion.poses.coordinate.values).index(ankle)
    here = result.loads.dynamics.generalised_force.values[inside, column]
    there = np.interp(time[inside], solved.time, solved.generalised_force[:, names.index(ankle)])
    assert np.abs(here).max() > 40.0, "the right foot stands on its plate"
    assert np.sqrt(np.mean((here - there) ** 2)) < 0.05 * np.abs(here).max()


@pytest.mark.skipif(not opensim_wheel.available(), reason=opensim_wheel.ABSENT)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_opensim_solves_the_setup_to_the_same_angles_and_residuals(handed: tuple[Path, TrialResult]) -> None:
    folder, result = handed
    _, columns, table = opensim_wheel.run_inverse_kinematics(folder / IK_SETUP, 1e-9)
    there = table[:, [columns.index(n) for n in turns(result)]]
    assert largest(result, turns(result), there) <= 0.05
    errors = next(folder.glob("*_ik_marker_errors.sto"))
    rms = read_table(errors).column("marker_error_RMS")
    own = np.sqrt(np.nanmean(result.motion.residual.values**2, axis=1))
    assert np.abs(rms - own).max() <= 1e-4
