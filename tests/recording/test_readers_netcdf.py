"""NetCDF recordings that are broken, contradict themselves, or are of another kind."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
import xarray as xr

from groundup.exchange.writers.netcdf import write_recording
from groundup.quantities import BadInputError
from groundup.recording.read import read_recording
from groundup.recording.readers import hdf5_worker
from groundup.recording.readers.hdf5_isolated import read_hdf5
from groundup.recording.recording import Event, EventKind, Recording

Change = Callable[[h5py.File], object]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    time = np.arange(30) / 100.0
    positions = np.random.default_rng(0).normal(size=(30, 2, 3))
    markers = xr.DataArray(
        positions,
        dims=("time", "marker", "axis"),
        coords={"time": time, "marker": ["A", "B"], "axis": ["x", "y", "z"]},
    )
    recording = Recording("a", (), 100.0, 1, markers, events=(Event(None, EventKind.OFF, 0.1, "file", 1.0),))
    write_recording(recording, tmp_path / "a.nc")
    return tmp_path / "a.nc"


def _set(place: str, index: object, value: object) -> Change:
    def change(file: h5py.File) -> None:
        file[place][index] = value

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda file: file.attrs.__setitem__("schema", "theirs"), "a NetCDF file of another layout"),
        (lambda file: file.attrs.__setitem__("schema", "groundup.result"), "a result of groundup analyze"),
        (lambda file: file.attrs.__setitem__("schema_version", 99), "found version 99"),
        (lambda file: file.attrs.__setitem__("rate_hz", 250.0), "frames at 250 Hz"),
        (lambda file: file.attrs.__setitem__("rate_hz", np.nan), "attribute rate_hz: expected a number"),
        (lambda file: file.attrs.__setitem__("first_frame", 1.5), "a whole number"),
        (lambda file: file.attrs.__setitem__("notes", "[broken"), "attribute notes: expected a JSON list"),
        (_set("time", 3, 0.9), "times that rise"),
        (_set("marker", 1, "A"), "labels that differ"),
        (_set("events/kind", 0, "jump"), "expected a side, a kind"),
        (lambda file: file.__delitem__("time"), "variable time"),
        (lambda file: file.__delitem__("markers"), "markers or plates"),
        (lambda file: file.__delitem__("events/time_s"), "variable time_s in group events"),
    ],
)
def test_a_file_that_contradicts_itself_is_one_sentence(path: Path, change: Change, words: str) -> None:
    with h5py.File(path, "a") as file:
        change(file)
    with pytest.raises(BadInputError) as refused:
        read_recording(path)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_truncated_file_is_refused(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(BadInputError, match="HDF5 library refuses"):
        read_recording(path)


def test_a_flipped_bit_among_the_numbers_is_noticed(path: Path) -> None:
    with h5py.File(path) as file:
        place = file["markers"].id.get_chunk_info(0).byte_offset
    data = bytearray(path.read_bytes())
    data[place + 20] ^= 4
    path.write_bytes(data)
    with pytest.raises(BadInputError, match="HDF5 library refuses"):
        read_recording(path)


def test_a_count_that_no_file_fills_is_refused_without_being_tried(path: Path) -> None:
    with h5py.File(path, "a") as file:
        file.create_dataset("huge", shape=(1 << 40,), dtype="f8", chunks=(1 << 20,))
    with pytest.raises(BadInputError, match="arrays larger than the file can fill"):
        read_recording(path)


def test_a_hang_ends(path: Path) -> None:
    with pytest.raises(BadInputError, match="time limit"):
        read_hdf5(path, seconds=0.001)


def test_an_old_netcdf_is_named(tmp_path: Path) -> None:
    old = tmp_path / "old.nc"
    old.write_bytes(b"CDF\x01" + bytes(100))
    with pytest.raises(BadInputError, match="a NetCDF file"):
        read_recording(old)


@pytest.mark.skipif(sys.platform != "linux", reason="the signal is one of Linux")
def test_a_library_that_loops_for_ever_ends_by_itself(tmp_path: Path) -> None:
    """Whoever waits for it may have been killed."""
    script = tmp_path / "loop.py"
    script.write_text(
        f"import sys\nsys.path.insert(0, {str(Path(hdf5_worker.__file__).parent)!r})\n"
        "import hdf5_worker\nhdf5_worker._limit_seconds(-4.0)\nwhile True: pass\n"
    )
    done = subprocess.run([sys.executable, str(script)], check=False, timeout=60)
    assert done.returncode == -signal.SIGXCPU
