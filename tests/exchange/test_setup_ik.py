"""Setup files of OpenSim's inverse kinematics tool: what is read, solved and written."""

from pathlib import Path

import numpy as np
import pytest

from groundup.exchange.opensim_ik import IKResult, run_ik, write_ik
from groundup.quantities import BadInputError
from groundup.recording.readers.storage import read_table
from tests.exchange.setup_snippets import (
    MARKERS,
    all_markers,
    coordinate_task,
    ik_setup,
    marker_task,
    place,
    write_model,
    write_table,
    write_trc,
)

TURN = np.linspace(-0.4, 0.7, 31)
SLIDE = np.linspace(0.1, 0.5, 31)


def solve(folder: Path, text: str, positions: np.ndarray | None = None, **model: str) -> IKResult:
    write_model(folder, **model)
    write_trc(folder, place(TURN, SLIDE) if positions is None else positions)
    setup = folder / "setup.xml"
    setup.write_text(text)
    return run_ik(setup, threads=1)


def column(result: IKResult, name: str) -> np.ndarray:
    return np.asarray(result.coordinates[:, result.model.chain.coordinate(name)])


def test_finds_the_motion_the_markers_were_placed_by(tmp_path: Path) -> None:
    result = solve(tmp_path, ik_setup(all_markers()))
    assert column(result, "turn") == pytest.approx(TURN, abs=1e-8)
    assert column(result, "x") == pytest.approx(SLIDE, abs=1e-8)
    assert result.rms < 1e-8
    assert result.notes == ()


def test_writes_degrees_metres_and_marker_errors(tmp_path: Path) -> None:
    extra = (
        "<report_marker_locations>true</report_marker_locations><results_directory>more</results_directory>"
    )
    positions = place(TURN, SLIDE)
    positions[:, 2, 2] += 0.003
    result = solve(tmp_path, ik_setup(all_markers(), extra), positions)
    motion = read_table(write_ik(result))
    assert motion.path == tmp_path / "out.mot"
    assert motion.in_degrees
    assert motion.column("turn") == pytest.approx(np.degrees(TURN), abs=1e-6)
    assert motion.column("x") == pytest.approx(SLIDE, abs=1e-8)
    # One marker of three lies 3 mm off along an axis the block cannot move in.
    errors = read_table(tmp_path / "more" / "trial_ik_marker_errors.sto")
    assert errors.column("total_squared_error") == pytest.approx(np.full(31, 9e-6), rel=1e-6)
    assert errors.column("marker_error_RMS") == pytest.approx(np.full(31, 0.003 / np.sqrt(3)), rel=1e-6)
    assert errors.column("marker_error_max") == pytest.approx(np.full(31, 0.003), rel=1e-6)
    located = read_table(tmp_path / "more" / "trial_ik_model_marker_locations.sto")
    assert located.column("m2_tx") == pytest.approx(place(TURN, SLIDE)[:, 1, 0], abs=1e-8)


def test_takes_the_frames_nearest_to_the_time_range(tmp_path: Path) -> None:
    result = solve(tmp_path, ik_setup(all_markers(), "<time_range>0.052 0.148</time_range>"))
    assert result.time == pytest.approx(np.arange(5, 16) / 100.0)
    assert column(result, "turn") == pytest.approx(TURN[5:16], abs=1e-8)


@pytest.mark.parametrize("gone", [None, 1])
def test_weighs_a_coordinate_task_against_the_mean_of_the_markers_seen(
    tmp_path: Path, gone: int | None
) -> None:
    # A block that only slides: the objective sum w (x - x_m)^2 / (2 sum w) + c (x - x_0)^2 / 2 is least at
    # (mean of x_m + c x_0) / (1 + c), whatever the weights' scale and however many markers are seen.
    still = "<default_value>0</default_value><locked>true</locked>"
    positions = place(np.zeros(31), SLIDE)
    positions[:, 0, 0] += 0.02
    seen = [k for k in range(3) if k != gone]
    if gone is not None:
        positions[:, gone] = np.nan
    weights = np.array([5.0, 40.0, 15.0])
    tasks = "".join(marker_task(n, w) for n, w in zip(MARKERS, weights, strict=True))
    tasks += coordinate_task("x", 0.5, "manual_value", 0.9)
    result = solve(tmp_path, ik_setup(tasks), positions, range_of_turn=still)
    mean = SLIDE + 0.02 * weights[0] / weights[seen].sum()
    assert column(result, "x") == pytest.approx((mean + 0.5 * 0.9) / 1.5, abs=1e-8)
    assert not column(result, "turn").any()


def test_takes_wanted_values_from_a_file_in_degrees(tmp_path: Path) -> None:
    time = np.arange(31) / 100.0
    wanted = 20.0 * np.sin(5.0 * time)
    write_table(tmp_path / "wanted.mot", time, {"turn": wanted}, ["wanted", "inDegrees=yes"])
    tasks = all_markers() + coordinate_task("turn", 1e9, "from_file")
    result = solve(tmp_path, ik_setup(tasks, "<coordinate_file>wanted.mot</coordinate_file>"))
    assert column(result, "turn") == pytest.approx(np.radians(wanted), abs=1e-6)


def test_holds_clamped_coordinates_inside_their_range(tmp_path: Path) -> None:
    clamped = "<clamped>true</clamped><range>-0.2 0.3</range>"
    result = solve(tmp_path, ik_setup(all_markers()), range_of_turn=clamped)
    assert column(result, "turn").min() >= -0.2
    assert column(result, "turn").max() <= 0.3
    inside = (TURN > -0.2) & (TURN < 0.3)
    assert column(result, "turn")[inside] == pytest.approx(TURN[inside], abs=1e-8)


def test_ignores_tasks_that_do_not_apply_and_markers_without_one(tmp_path: Path) -> None:
    positions = place(TURN, SLIDE)
    positions[:, 0] += 1.0
    tasks = marker_task("m1", 5.0, "false") + marker_task("m2") + marker_task("m3")
    assert column(solve(tmp_path, ik_setup(tasks), positions), "x") == pytest.approx(SLIDE, abs=1e-8)
    tasks = marker_task("m2") + marker_task("m3")
    assert column(solve(tmp_path, ik_setup(tasks), positions), "x") == pytest.approx(SLIDE, abs=1e-8)


def test_leaves_out_frames_without_markers_and_says_so(tmp_path: Path) -> None:
    positions = place(TURN, SLIDE)
    positions[10:12] = np.nan
    result = solve(tmp_path, ik_setup(all_markers()), positions)
    assert len(result.time) == 29
    assert any("2 frames without any marker" in note for note in result.notes)


def test_names_tasks_that_lead_nowhere(tmp_path: Path) -> None:
    tasks = all_markers() + marker_task("elsewhere") + coordinate_task("bend", 1.0, "default_value")
    notes = " ".join(solve(tmp_path, ik_setup(tasks)).notes)
    assert "elsewhere" in notes
    assert "bend" in notes


def test_reads_tasks_from_a_file_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "tasks.xml").write_text(
        '<OpenSimDocument Version="30000"><IKTaskSet name="a"><objects>'
        f"{marker_task('m2')}{marker_task('m3')}</objects></IKTaskSet></OpenSimDocument>"
    )
    text = ik_setup("").replace('<IKTaskSet name="tasks"><objects></objects>', '<IKTaskSet file="tasks.xml">')
    assert solve(tmp_path, text).markers == ("m2", "m3")
    (tmp_path / "tasks.xml").unlink()
    result = solve(tmp_path, text)
    assert result.markers == tuple(MARKERS)
    assert "the task file tasks.xml does not exist" in result.notes


def test_reads_the_misspelt_tool_of_older_versions_without_a_document(tmp_path: Path) -> None:
    text = ik_setup(all_markers(), version=None).replace("InverseKinematicsTool", "InverseKinemtaticsTool")
    assert column(solve(tmp_path, text), "x") == pytest.approx(SLIDE, abs=1e-8)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<model_file>model.osim</model_file>", "<model_file> </model_file>", "model_file"),
        ("model.osim", "absent.osim", "absent.osim"),
        ("markers.trc", "model.osim", "marker_file: expected a TRC file"),
        ("markers.trc", "absent.trc", "absent.trc: the file: expected a readable file, found no such"),
        ("out.mot", "Unassigned", "output_motion_file"),
        ("<apply>true", "<apply>perhaps", "expected true or false for apply"),
        ("<weight>1.0", "<weight>-1", "a weight of zero or more"),
        ("<weight>1.0", "<weight>heavy", "expected numbers"),
        ("IKMarkerTask", "IKGuessTask", "IKGuessTask"),
        (
            "InverseKinematicsTool",
            "ScaleTool",
            "expected a setup of the InverseKinematicsTool, found ScaleTool",
        ),
        ("<IKTaskSet", "<time_range>3 4</time_range><IKTaskSet", "expected times between 0 and 0.3 s"),
        ("<IKTaskSet", "<time_range>0.2 0.1</time_range><IKTaskSet", "ends after it begins"),
        ("<IKTaskSet", "<time_range>early</time_range><IKTaskSet", "two times"),
        ('name="m', 'name="other', "tasks for markers that model and marker file share"),
    ],
)
def test_refuses_in_one_sentence(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(BadInputError) as caught:
        solve(tmp_path, ik_setup(all_markers()).replace(old, new))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out.mot").exists()


def test_refuses_a_from_file_task_without_a_file(tmp_path: Path) -> None:
    tasks = all_markers() + coordinate_task("turn", 1.0, "from_file")
    with pytest.raises(BadInputError, match="task turn: expected a coordinate_file, found none"):
        solve(tmp_path, ik_setup(tasks))
