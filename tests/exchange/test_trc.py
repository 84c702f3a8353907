"""A TRC file comes back as what was written."""

import numpy as np
import pytest
import xarray as xr

from groundup.exchange.trc import trc_text


@pytest.fixture
def markers() -> xr.DataArray:
    positions = np.arange(18, dtype=float).reshape(3, 2, 3) / 7.0 - 1.0
    positions[1, 0] = np.nan
    return xr.DataArray(
        positions, dims=("time", "marker", "axis"),
        coords={"time": [0.12, 0.13, 0.14], "marker": ["LASI", "R\tHEE"], "axis": list("xyz")},
    )  # fmt: skip


def test_header_tells_rate_count_unit_and_first_frame(markers: xr.DataArray) -> None:
    lines = trc_text(markers, 100.0, 13, "m.trc").split("\n")
    assert lines[0] == "PathFileType\t4\t(X/Y/Z)\tm.trc"
    assert dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=True)) == {
        "DataRate": "100.000000", "CameraRate": "100.000000", "NumFrames": "3", "NumMarkers": "2",
        "Units": "mm", "OrigDataRate": "100.000000", "OrigDataStartFrame": "13", "OrigNumFrames": "3",
    }  # fmt: skip
    assert lines[3].split("\t") == ["Frame#", "Time", "LASI", "", "", "R HEE", "", ""]
    assert lines[4].split("\t") == ["", "", "X1", "Y1", "Z1", "X2", "Y2", "Z2"]
    assert lines[5] == ""


def test_positions_come_back_in_millimetres_and_gaps_stay_gaps(markers: xr.DataArray) -> None:
    rows = [line.split("\t") for line in trc_text(markers, 100.0, 13, "m.trc").split("\n")[6:-1]]
    assert [r[0] for r in rows] == ["13", "14", "15"]
    assert rows[1][2:5] == ["", "", ""]
    values = np.array([[float(c) if c else np.nan for c in r[2:]] for r in rows]).reshape(3, 2, 3)
    np.testing.assert_allclose(values, 1000.0 * markers.values, atol=5e-4)


def test_our_own_reader_reads_it_back(markers: xr.DataArray, tmp_path) -> None:
    read = pytest.importorskip("groundup.recording.read")
    file = tmp_path / "m.trc"
    file.write_text(trc_text(markers, 100.0, 13, "m.trc"))
    recording = read.read_recording(file)
    np.testing.assert_allclose(recording.markers.values, markers.values, atol=1e-6)
    np.testing.assert_allclose(recording.markers["time"].values, markers["time"].values, atol=1e-6)
    assert recording.first_frame == 13


def test_an_empty_last_cell_is_counted_by_opensim() -> None:
    """OpenSim drops one empty cell at the end of a line: the row has a tab more for it."""
    positions = np.full((1, 2, 3), 0.5)
    positions[0, 1] = np.nan
    markers = xr.DataArray(
        positions,
        dims=("time", "marker", "axis"),
        coords={"time": [0.0], "marker": ["a", "b"], "axis": ["x", "y", "z"]},
    )
    row = trc_text(markers, 100.0, 1, "a.trc").splitlines()[-1]
    assert row.split("\t") == ["1", "0.000000", "500.000", "500.000", "500.000", "", "", "", ""]
