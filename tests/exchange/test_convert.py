"""What is converted reads back as what was recorded."""

import csv
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from groundup.exchange.convert import convert
from groundup.quantities import BadInputError, GroundupError
from groundup.recording.read import read_recording
from groundup.recording.readers.storage_forces import read_forces
from groundup.recording.recording import Recording
from groundup.synthetic.demo import write_demo


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("demo")).trials[0]


@pytest.fixture(scope="module")
def recorded(source: Path) -> Recording:
    return read_recording(source)


def test_trc_holds_the_markers_to_its_thousandth_of_a_millimetre(
    source: Path, recorded: Recording, tmp_path: Path
) -> None:
    again = read_recording(convert(source, tmp_path / "a.trc"))
    assert again.labels == recorded.labels
    assert (again.rate, again.first_frame) == (recorded.rate, recorded.first_frame)
    np.testing.assert_allclose(again.markers.time, recorded.markers.time, atol=1e-9)
    np.testing.assert_allclose(again.markers.values, recorded.markers.values, atol=0.51e-6)


def test_c3d_holds_the_markers(source: Path, recorded: Recording, tmp_path: Path) -> None:
    markers_only = convert(source, tmp_path / "a.trc")
    again = read_recording(convert(markers_only, tmp_path / "b.c3d"))
    assert again.labels == recorded.labels
    assert (again.rate, again.first_frame) == (recorded.rate, recorded.first_frame)
    np.testing.assert_allclose(again.markers.values, recorded.markers.values, atol=1e-6)
    with pytest.raises(BadInputError, match=r"\.mot for the forces"):
        convert(source, tmp_path / "c.c3d")


def test_csv_holds_the_markers(source: Path, recorded: Recording, tmp_path: Path) -> None:
    with convert(source, tmp_path / "a.csv").open(newline="") as stream:
        names, *rows = list(csv.reader(stream))
    assert names == ["time", *(f"{label}_{axis}" for label in recorded.labels for axis in "xyz")]
    values = np.array([[float(cell) if cell else np.nan for cell in row] for row in rows])
    np.testing.assert_allclose(values[:, 1:], recorded.markers.values.reshape(len(rows), -1), rtol=1e-8)
    np.testing.assert_allclose(values[:, 0], recorded.markers.time, atol=1e-6)


@pytest.mark.parametrize("suffix", [".mot", ".sto"])
def test_tables_hold_the_forces(source: Path, recorded: Recording, tmp_path: Path, suffix: str) -> None:
    forces = read_forces(convert(source, tmp_path / f"a{suffix}"))
    assert len(forces.plates) == len(recorded.plates) == 2
    for ours, theirs in zip(forces.plates, recorded.plates, strict=True):
        np.testing.assert_allclose(ours.force.values, theirs.force.values, rtol=1e-8, atol=1e-9)
        np.testing.assert_allclose(ours.force.plate_time, theirs.force.plate_time, atol=1e-6)
        loaded = np.isfinite(theirs.centre_of_pressure.values).all(axis=1)
        assert loaded.any()
        for name in ("centre_of_pressure", "free_moment"):
            was, is_now = getattr(theirs, name).values, getattr(ours, name).values
            np.testing.assert_allclose(is_now[loaded], was[loaded], rtol=1e-7, atol=1e-9)


def test_netcdf_holds_everything_exactly(source: Path, recorded: Recording, tmp_path: Path) -> None:
    with xr.open_dataset(convert(source, tmp_path / "a.nc"), engine="h5netcdf") as again:
        np.testing.assert_array_equal(again.markers.values, recorded.markers.values)
        assert again.attrs["rate"] == recorded.rate
        for number, plate in enumerate(recorded.plates, 1):
            np.testing.assert_array_equal(again[f"force_{number}"].values, plate.force.values)
            np.testing.assert_array_equal(
                again[f"centre_of_pressure_{number}"].values, plate.centre_of_pressure.values
            )


def test_what_cannot_be_written_is_one_sentence_and_leaves_nothing(source: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"ends in \.trc"):
        convert(source, tmp_path / "a.docx")
    with pytest.raises(GroundupError, match="could not be written"):
        convert(source, tmp_path / "absent" / "a.trc")
    markers_only = convert(source, tmp_path / "a.trc")
    with pytest.raises(BadInputError, match="ground forces to write"):
        convert(markers_only, tmp_path / "a.mot")
    assert [path.name for path in tmp_path.iterdir()] == ["a.trc"]
