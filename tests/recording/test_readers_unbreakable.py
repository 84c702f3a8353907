"""What the campaign of mutated files found, each kept from coming back."""

import os
import threading
from pathlib import Path

import numpy as np
import pytest
from c3d_fixture import points_of, write_c3d

from groundup.quantities import BadInputError
from groundup.recording.read import read_recording
from groundup.recording.readers.c3d_events import read_events
from groundup.recording.readers.c3d_isolated import RawC3D
from groundup.recording.readers.c3d_plates import read_plates
from groundup.recording.readers.storage_forces import read_forces

FORCES = ("time", "ground_force_vx", "ground_force_vy", "ground_force_vz")


def trc(path: Path, rows: list[str], frames: int | None = None, end: str = "\n") -> Path:
    count = len(rows) if frames is None else frames
    head = [
        "PathFileType\t4\t(X/Y/Z)\ta.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"100\t100\t{count}\t1\tm\t100\t1\t{count}",
        "Frame#\tTime\tA\t\t",
        "\t\tX1\tY1\tZ1",
    ]
    path.write_text("\n".join([*head, *rows]) + end)
    return path


def row(frame: int, time: float | None = None, x: str = "1.250") -> str:
    return f"{frame}\t{frame / 100 if time is None else time:.2f}\t{x}\t0.500\t0.750"


ROWS = [row(k) for k in range(1, 31)]


@pytest.mark.parametrize("time", [float("inf"), float("-inf"), 1e308, 1e7])
def test_a_time_that_is_none_is_refused(tmp_path: Path, time: float) -> None:
    with pytest.raises(BadInputError, match="time column"):
        read_recording(trc(tmp_path / "a.trc", [*ROWS, row(31, time)]))


def test_a_position_beyond_measure_is_missing_and_told(tmp_path: Path) -> None:
    recording = read_recording(trc(tmp_path / "a.trc", [*ROWS, row(31, x="1e308")]))
    assert np.isnan(recording.markers.values[-1]).all()
    assert np.isfinite(recording.markers.values[:-1]).all()
    assert any("1 positions" in note for note in recording.notes)


def test_forces_beyond_measure_are_missing_and_told(tmp_path: Path) -> None:
    rows = [f"{k / 100:.2f}\t0.0\t{'1e308' if k == 7 else '700.0'}\t0.0" for k in range(30)]
    path = tmp_path / "a.mot"
    path.write_text(
        "\n".join(["forces", "nRows=30", "nColumns=4", "endheader", "\t".join(FORCES), *rows, ""])
    )
    forces = read_forces(path)
    assert np.flatnonzero(np.isnan(forces.plates[0].force.values[:, 1])).tolist() == [7]
    assert any("beyond any measurement" in note for note in forces.notes)


@pytest.mark.parametrize("lost", [1, 2, 3, 4])
def test_a_last_number_that_lost_digits_is_refused(tmp_path: Path, lost: int) -> None:
    path = trc(tmp_path / "a.trc", ROWS, end="")
    assert read_recording(path).markers.sizes["time"] == 30, "a missing line end alone loses nothing"
    path.write_bytes(path.read_bytes()[:-lost])
    with pytest.raises(BadInputError, match="cut off"):
        read_recording(path)


LAST = ROWS[-1]


@pytest.mark.parametrize("trailing_tab", [False, True])
@pytest.mark.parametrize("lost", range(1, len(LAST)))
def test_a_trc_cut_anywhere_in_its_last_row_is_refused(tmp_path: Path, lost: int, trailing_tab: bool) -> None:
    path = trc(tmp_path / "a.trc", [row + "\t" * trailing_tab for row in ROWS], end="")
    path.write_bytes(path.read_bytes()[: -lost - trailing_tab])
    with pytest.raises(BadInputError, match=r"expected \d columns|cut off"):
        read_recording(path)


def test_a_last_marker_that_is_missing_needs_no_line_end(tmp_path: Path) -> None:
    path = trc(tmp_path / "a.trc", [*ROWS, "31\t0.31\t\t\t"], end="")
    recording = read_recording(path)
    assert recording.markers.sizes["time"] == 31
    assert np.isnan(recording.markers.values[-1]).all()


@pytest.mark.parametrize("lost", range(1, len("0.29\t0.0\t700.0\t0.0")))
def test_forces_cut_anywhere_in_their_last_row_are_refused(tmp_path: Path, lost: int) -> None:
    rows = [f"{k / 100:.2f}\t0.0\t700.0\t0.0" for k in range(30)]
    path = tmp_path / "a.mot"
    path.write_text(
        "\n".join(["forces", "nRows=30", "nColumns=4", "endheader", "\t".join(FORCES), *rows])[:-lost]
    )
    with pytest.raises(BadInputError, match=r"expected \d columns|cut off"):
        read_forces(path)


@pytest.mark.parametrize("rate", [0.5, 1e5])
def test_a_rate_that_no_camera_has_is_refused(tmp_path: Path, rate: float) -> None:
    path = write_c3d(tmp_path / "a.c3d", points_of(4, 30), list("ABCD"), rate=rate)
    with pytest.raises(BadInputError, match="Hz"):
        read_recording(path)


def test_data_after_the_last_frame_are_told(tmp_path: Path) -> None:
    path = write_c3d(tmp_path / "a.c3d", points_of(4, 30), list("ABCD"))
    assert not any("follow" in note for note in read_recording(path).notes)
    path.write_bytes(path.read_bytes() + bytes(4096))
    assert any("bytes follow the 30 frames" in note for note in read_recording(path).notes)


@pytest.mark.parametrize("name", ["a.trc", "a.mot", "a.c3d"])
def test_two_gigabytes_of_nothing_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.touch()
    os.truncate(path, 2 << 30)
    with pytest.raises(BadInputError):
        read_recording(path)


@pytest.mark.skipif(os.name == "nt", reason="has no such pipes")
@pytest.mark.parametrize("name", ["a.trc", "a.mot", "a.c3d"])
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    said: list[str] = []

    def read() -> None:
        try:
            read_recording(tmp_path / name)
        except BadInputError as error:
            said.append(str(error))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(10)
    assert said
    assert "a pipe" in said[0]


@pytest.mark.parametrize("block", [0, 1])
def test_parameters_before_the_file_begins_are_refused(tmp_path: Path, block: int) -> None:
    path = write_c3d(tmp_path / "a.c3d", points_of(4, 30), list("ABCD"))
    path.write_bytes(bytes([block]) + path.read_bytes()[1:])
    with pytest.raises(BadInputError, match="parameter section"):
        read_recording(path)


@pytest.mark.parametrize("absurd", [float("inf"), float("nan"), 1e30, 65535.0])
def test_absurd_numbers_of_plates_and_events_are_no_crash(absurd: float) -> None:
    numbers = {"USED": np.array([absurd]), "TYPE": np.array([absurd]), "TIMES": np.array([0.0, 1.0, absurd])}
    raw = RawC3D(
        rate=100.0,
        first_frame=1,
        analog_rate=100.0,
        points=np.zeros((3, 1, 5)),
        residuals=np.zeros((1, 5)),
        analog=np.zeros((6, 5)),
        parameters={"FORCE_PLATFORM": numbers, "EVENT": numbers},
    )
    plates, notes = read_plates(raw, np.zeros((5, 1, 3)), np.arange(5.0), 1.0, subtract_baseline=True)
    assert plates == ()
    assert len(notes) < 3
    read_events(raw)
