"""Laboratories' files through every format and back, against the files themselves."""

from pathlib import Path

import ezc3d
import numpy as np
import pytest
from made_recording import same_plates

from groundup.exchange.convert import convert
from groundup.exchange.convert_source import read_source
from groundup.recording.read import read_recording
from groundup.recording.readers.storage import read_table
from groundup.recording.readers.storage_forces import Forces

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared recordings are not beside the repository"
)
CROPPED = SHARED / "gaitalytics_pig_cgm2_gait" / "test_small.c3d"
FORCES = SHARED / "hamner_running" / "multiple_trials" / "run200_grf.mot"


@pytest.mark.parametrize(
    "name",
    [
        "gaitalytics_pig_cgm2_gait/test_small.c3d",
        "msk_modelling_walking/trial1/c3dfile.c3d",
    ],
)
def test_a_c3d_comes_back_from_netcdf_and_c3d(tmp_path: Path, name: str) -> None:
    source = SHARED / name
    put = read_recording(source)
    by_netcdf = convert(source, tmp_path / "a.nc").path
    for path in (by_netcdf, convert(by_netcdf, tmp_path / "b.c3d").path):
        found = read_recording(path)
        assert (found.labels, found.first_frame, found.rate) == (put.labels, put.first_frame, put.rate)
        np.testing.assert_allclose(found.markers.values, put.markers.values, rtol=1e-7, atol=1e-9)
        # Single precision of forces and moments about the plate's centre.
        same_plates(found.plates, put.plates, newtons=1e-4, metres=1e-7, newton_metres=1e-5)
        assert [(e.side, e.kind) for e in found.events] == [(e.side, e.kind) for e in put.events]
        np.testing.assert_allclose([e.time for e in found.events], [e.time for e in put.events], atol=1e-6)
        assert set(found.notes) == set(put.notes)


def test_the_written_c3d_has_the_points_ezc3d_finds_in_the_original(tmp_path: Path) -> None:
    old = ezc3d.c3d(str(CROPPED))
    new = ezc3d.c3d(str(convert(CROPPED, tmp_path / "a.c3d").path))
    assert new["header"]["points"]["first_frame"] == old["header"]["points"]["first_frame"] == 248
    labels = old["parameters"]["POINT"]["LABELS"]["value"]
    kept = new["parameters"]["POINT"]["LABELS"]["value"]
    where = [labels.index(label) for label in kept]
    seen = (old["data"]["meta_points"]["residuals"][0] >= 0)[where]
    np.testing.assert_allclose(
        new["data"]["points"][:3, seen], old["data"]["points"][:3, where][:, seen], rtol=1e-6, atol=1e-4
    )
    channels = old["data"]["analogs"].shape[1]
    np.testing.assert_allclose(new["data"]["analogs"][:, :channels], old["data"]["analogs"], rtol=1e-6)


@pytest.mark.parametrize(
    ("suffix", "metres"), [(".trc", 0.51e-6), (".csv", 1e-8), (".nc", 0.0), (".c3d", 1e-6)]
)
@pytest.mark.parametrize(
    "name",
    ["hamner_running/multiple_trials/run200.trc", "markerless_opencap_squat_jump/MarkerData/Jump.trc"],
)
def test_a_trc_comes_back(tmp_path: Path, name: str, suffix: str, metres: float) -> None:
    put = read_recording(SHARED / name)
    found = read_recording(convert(SHARED / name, tmp_path / f"a{suffix}").path)
    assert found.labels == put.labels
    assert found.rate == pytest.approx(put.rate, rel=1e-6)
    np.testing.assert_allclose(found.markers.time, put.markers.time, atol=1e-6)
    np.testing.assert_allclose(found.markers.values, put.markers.values, atol=metres)


@pytest.mark.parametrize("suffix", [".sto", ".csv", ".nc"])
def test_a_force_file_comes_back(tmp_path: Path, suffix: str) -> None:
    put, found = read_source(FORCES), read_source(convert(FORCES, tmp_path / f"a{suffix}").path)
    assert isinstance(put, Forces)
    assert isinstance(found, Forces)
    same_plates(found.plates, put.plates, newtons=1e-5, metres=1e-8, newton_metres=1e-6)


@pytest.mark.parametrize("suffix", [".mot", ".csv", ".nc"])
@pytest.mark.parametrize("name", ["run200_ik.mot", "run300_ik.mot"])
def test_coordinates_come_back_to_the_last_bit(tmp_path: Path, name: str, suffix: str) -> None:
    source = SHARED / "hamner_running" / "multiple_trials" / name
    way = convert(source, tmp_path / f"a{suffix}").path
    put, found = read_table(source), read_table(convert(way, tmp_path / "b.sto").path)
    assert (found.columns, found.in_degrees) == (put.columns, put.in_degrees)
    np.testing.assert_array_equal(found.time, put.time)
    np.testing.assert_array_equal(found.values, put.values)
