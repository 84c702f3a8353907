"""Plate arithmetic against channels computed here from a known force at a known point."""

from pathlib import Path

import numpy as np
import pytest
from c3d_fixture import points_of, write_c3d

from groundup.recording.plates import COP_THRESHOLD_N
from groundup.recording.read import read_recording
from groundup.recording.readers.c3d import C3DReader, read_c3d
from groundup.recording.readers.c3d_isolated import C3DProcess
from groundup.recording.recording import Recording
from groundup.recording.wrench import unloaded_samples

SAMPLES = 1000
CENTRE = np.array([0.4, 0.7, 0.0])
HALF = np.array([0.25, 0.3])


def corners(turn: float = 0.0) -> np.ndarray:
    """(4, 3) corners [m] of a plate in the floor (z up), standard order, so that its z axis points down."""
    local = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * HALF
    x = np.array([np.cos(turn), np.sin(turn), 0.0])
    y = np.array([np.sin(turn), -np.cos(turn), 0.0])  # x cross y is minus z
    return CENTRE + local[:, :1] * x + local[:, 1:] * y


def axes(turn: float) -> np.ndarray:
    """Columns: plate axes in the laboratory."""
    return np.array([[np.cos(turn), np.sin(turn), 0], [np.sin(turn), -np.cos(turn), 0], [0, 0, -1.0]])


def known_load() -> tuple[np.ndarray, np.ndarray, float]:
    """Force on the foot (samples, 3), the point it acts at, and the vertical free moment there."""
    phase = np.linspace(0, np.pi, 600)
    force = np.zeros((SAMPLES, 3))
    force[200:800] = np.column_stack((90 * np.cos(phase), 30 * np.sin(2 * phase), 800 * np.sin(phase)))
    point = np.tile(CENTRE, (SAMPLES, 1))
    point[200:800, 0] += np.linspace(-0.1, 0.12, 600)
    point[200:800, 1] += np.linspace(0.05, -0.08, 600)
    return force, point, 4.0


def about(origin: np.ndarray, turn: float) -> tuple[np.ndarray, np.ndarray]:
    """The known load as force and moment about a laboratory point, in plate axes, component by component."""
    force, point, twist = known_load()
    arm = point - origin
    moment = np.column_stack(
        (
            arm[:, 1] * force[:, 2] - arm[:, 2] * force[:, 1],
            arm[:, 2] * force[:, 0] - arm[:, 0] * force[:, 2],
            arm[:, 0] * force[:, 1] - arm[:, 1] * force[:, 0],
        )
    )
    moment[:, 2] += np.where(force[:, 2] > 0, twist, 0.0)
    return force @ axes(turn), moment @ axes(turn)


def channels_of(kind: int, turn: float, depth: float) -> tuple[np.ndarray, list[str], np.ndarray]:
    """(channels, samples), their units, and ORIGIN [mm], for the force on the foot."""
    if kind == 1:
        force, _ = about(CENTRE, turn)
        _, point, twist = known_load()
        local = (point - CENTRE) @ axes(turn)
        spin = np.where(np.abs(force[:, 2]) > 0, -twist, 0.0)  # plate z is down
        rows = np.vstack((force.T, 1000 * local[:, :2].T, 1000 * spin))
        return rows, ["N", "N", "N", "mm", "mm", "Nmm"], np.zeros(3)
    if kind in (2, 4):
        sensor = CENTRE + axes(turn) @ np.array([0.003, -0.002, depth])
        force, moment = about(sensor, turn)
        origin = np.array([-3.0, 2.0, -1000 * depth])  # from the sensor to the surface, plate axes
        return np.vstack((force.T, 1000 * moment.T)), ["N"] * 3 + ["Nmm"] * 3, origin
    half_x, half_y = 0.12, 0.2
    sensors = (
        CENTRE
        + np.array([[half_x, half_y], [-half_x, half_y], [-half_x, -half_y], [half_x, -half_y]])
        @ axes(turn).T[:2]
        - np.array([0, 0, depth])
    )
    force, moment = about(sensors.mean(axis=0), turn)
    # Four vertical forces that carry Fz, Mx and My, with the warping mode (which carries nothing) at 7 N.
    pattern = np.array(
        [[1, 1, 1, 1], [half_y, half_y, -half_y, -half_y], [-half_x, half_x, half_x, -half_x], [1, -1, 1, -1]]
    )
    vertical = np.linalg.solve(
        pattern, np.vstack((force[:, 2], moment[:, 0], moment[:, 1], np.full(SAMPLES, 7.0)))
    )
    # Horizontal pairs: x forces at y = +-half_y, y forces at x = +-half_x; the turning moment is shared.
    spin_x, spin_y = 0.3 * moment[:, 2], 0.7 * moment[:, 2]
    fx12, fx34 = force[:, 0] / 2 - spin_x / (2 * half_y), force[:, 0] / 2 + spin_x / (2 * half_y)
    fy14, fy23 = force[:, 1] / 2 + spin_y / (2 * half_x), force[:, 1] / 2 - spin_y / (2 * half_x)
    return np.vstack((fx12, fx34, fy14, fy23, vertical)), ["N"] * 8, np.array([120.0, 200.0, -1000 * depth])


def write(
    path: Path,
    kind: int,
    *,
    turn: float = 0.3,
    depth: float = 0.04,
    sign: float = 1.0,
    flip_origin: bool = False,
    offset: np.ndarray | None = None,
    units: list[str] | None = None,
    scale: float = 1.0,
) -> Path:
    rows, words, origin = channels_of(kind, turn, depth)
    matrix = np.zeros((6, 6, 1))
    if kind == 4:
        calibration = np.diag([2.0, 3.0, 4.0, 50.0, 60.0, 70.0]) + np.tri(6, k=-1) * 0.1
        rows = np.linalg.solve(calibration, rows)
        matrix[:, :, 0] = calibration
        words = ["V"] * 6
    if offset is not None:
        rows = rows + offset[:, None]
    plates = {
        "USED": [1],
        "TYPE": [kind],
        "CORNERS": corners(turn).T[:, :, None] * 1000,
        "ORIGIN": (-origin if flip_origin else origin)[:, None],
        "CHANNEL": np.arange(1, rows.shape[0] + 1)[:, None].astype(float),
        "CAL_MATRIX": matrix,
    }
    return write_c3d(
        path,
        points_of(3, SAMPLES // 10),
        ["A", "B", "C"],
        analog=sign * rows * scale,
        plates=plates,
        analog_labels=[f"c{i}" for i in range(rows.shape[0])],
        analog_units=units or words,
    )


def check(recording: Recording, force_n: float = 1e-3, point_m: float = 1e-5) -> None:
    """The plate's force, point and free moment are the known ones, in the laboratory."""
    force, point, twist = known_load()
    (plate,) = recording.plates
    np.testing.assert_allclose(plate.force.values, force, atol=force_n)
    loaded = force[:, 2] > 50
    np.testing.assert_allclose(plate.centre_of_pressure.values[loaded], point[loaded], atol=point_m)
    np.testing.assert_allclose(
        plate.free_moment.values[loaded], np.outer(np.ones(loaded.sum()), [0, 0, twist]), atol=0.01
    )
    undefined = force[:, 2] < COP_THRESHOLD_N - 1
    assert np.isnan(plate.centre_of_pressure.values[undefined]).all()
    assert np.isnan(plate.free_moment.values[undefined]).all()


@pytest.mark.parametrize("turn", [0.0, 0.3, 2.0])
@pytest.mark.parametrize("kind", [1, 2, 3, 4])
def test_known_force_at_a_known_point(tmp_path: Path, kind: int, turn: float) -> None:
    recording = read_recording(write(tmp_path / "a.c3d", kind, turn=turn))
    check(recording)
    np.testing.assert_allclose(recording.plates[0].corners, corners(turn), atol=1e-6)
    assert recording.plates[0].kind == kind


@pytest.mark.parametrize("kind", [2, 3, 4])
def test_force_on_the_plate_is_turned_to_the_foot(tmp_path: Path, kind: int) -> None:
    recording = read_recording(write(tmp_path / "a.c3d", kind, sign=-1.0))
    check(recording)
    assert any("force on the plate" in note for note in recording.notes)


def test_type_1_force_on_the_plate_is_turned(tmp_path: Path) -> None:
    rows, _, _ = channels_of(1, 0.3, 0.04)
    sign = np.array([-1, -1, -1, 1, 1, -1])[:, None]
    plates = {
        "USED": [1],
        "TYPE": [1],
        "CORNERS": corners(0.3).T[:, :, None] * 1000,
        "ORIGIN": np.zeros((3, 1)),
        "CHANNEL": np.arange(1.0, 7.0)[:, None],
        "CAL_MATRIX": np.zeros((6, 6, 1)),
    }
    path = write_c3d(
        tmp_path / "a.c3d",
        points_of(3, SAMPLES // 10),
        ["A", "B", "C"],
        analog=rows * sign,
        plates=plates,
        analog_labels=[f"c{i}" for i in range(6)],
        analog_units=["N", "N", "N", "mm", "mm", "Nmm"],
    )
    check(read_recording(path))


@pytest.mark.parametrize("kind", [2, 3, 4])
def test_the_sign_a_vendor_gives_the_origin_does_not_matter(tmp_path: Path, kind: int) -> None:
    check(read_recording(write(tmp_path / "a.c3d", kind, flip_origin=True)))


@pytest.mark.parametrize(
    ("units", "scale"), [(["N"] * 3 + ["Nm"] * 3, 1e-3), (["N"] * 3 + ["N.mm"] * 3, 1.0)]
)
def test_moment_units_are_honoured(tmp_path: Path, units: list[str], scale: float) -> None:
    rows, _, origin = channels_of(2, 0.3, 0.04)
    rows[3:] *= scale
    plates = {
        "USED": [1],
        "TYPE": [2],
        "CORNERS": corners(0.3).T[:, :, None] * 1000,
        "ORIGIN": origin[:, None],
        "CHANNEL": np.arange(1.0, 7.0)[:, None],
        "CAL_MATRIX": np.zeros((6, 6, 1)),
    }
    path = write_c3d(
        tmp_path / "a.c3d",
        points_of(3, SAMPLES // 10),
        ["A", "B", "C"],
        analog=rows,
        plates=plates,
        analog_labels=[f"c{i}" for i in range(6)],
        analog_units=units,
    )
    check(read_recording(path))


def test_the_baseline_is_taken_off_and_stated(tmp_path: Path) -> None:
    offset = np.array([3.0, -2.0, 14.0, 500.0, -300.0, 100.0])
    path = write(tmp_path / "a.c3d", 2, offset=offset)
    recording = read_recording(path)
    check(recording, force_n=1e-3, point_m=1e-4)
    expected = axes(0.3) @ offset[:3]
    np.testing.assert_allclose(recording.plates[0].baseline, expected, atol=1e-3)
    with C3DProcess() as process:
        raw = read_c3d(path, process, subtract_baseline=False)
    np.testing.assert_allclose(
        raw.plates[0].force.values - recording.plates[0].force.values,
        np.tile(expected, (SAMPLES, 1)),
        atol=1e-3,
    )
    assert not raw.plates[0].baseline.any()
    assert raw.operations[-1].arguments["subtract_baseline"] is False


def test_a_plate_that_is_always_loaded_keeps_its_values(tmp_path: Path) -> None:
    rows = np.zeros((6, 100))
    rows[2] = -400.0
    plates = {
        "USED": [1],
        "TYPE": [2],
        "CORNERS": corners().T[:, :, None] * 1000,
        "ORIGIN": np.zeros((3, 1)),
        "CHANNEL": np.arange(1.0, 7.0)[:, None],
        "CAL_MATRIX": np.zeros((6, 6, 1)),
    }
    path = write_c3d(
        tmp_path / "a.c3d",
        points_of(3, 10),
        ["A", "B", "C"],
        analog=rows,
        plates=plates,
        analog_labels=list("abcdef"),
        analog_units=["N"] * 3 + ["Nmm"] * 3,
    )
    recording = read_recording(path)
    np.testing.assert_allclose(recording.plates[0].force.values[:, 2], 400.0)
    assert not recording.plates[0].baseline.any()
    assert any("never unloaded" in note for note in recording.notes)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"TYPE": [6]}, "C3D type 6, which is not read"),
        ({"CHANNEL": np.full((6, 1), 99.0)}, "analog channels that the file does not have"),
        ({"CORNERS": np.zeros((3, 4, 1))}, "has no corners"),
    ],
)
def test_an_unusable_plate_is_left_out_and_said(
    tmp_path: Path, change: dict[str, np.ndarray], sentence: str
) -> None:
    plates = {
        "USED": [1],
        "TYPE": [2],
        "CORNERS": corners().T[:, :, None] * 1000,
        "ORIGIN": np.zeros((3, 1)),
        "CHANNEL": np.arange(1.0, 7.0)[:, None],
        "CAL_MATRIX": np.zeros((6, 6, 1)),
        **change,
    }
    path = write_c3d(
        tmp_path / "a.c3d",
        points_of(3, 10),
        ["A", "B", "C"],
        analog=np.zeros((6, 100)),
        plates=plates,
        analog_labels=list("abcdef"),
        analog_units=["N"] * 3 + ["Nmm"] * 3,
    )
    recording = read_recording(path)
    assert recording.plates == ()
    assert any(sentence in note for note in recording.notes)


def test_a_steady_pull_is_an_offset_and_a_steady_push_is_not() -> None:
    assert unloaded_samples(np.full(500, -31.0), 1000.0).all()
    assert not unloaded_samples(np.full(500, 57.0), 1000.0).any()
    assert not unloaded_samples(np.zeros(50), 1000.0).any()  # 50 ms is too short to judge


def test_the_reader_knows_a_c3d_by_its_first_bytes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.c3d", 2)
    assert C3DReader().sniff(tmp_path / "renamed", path.read_bytes()[:512])
