"""What every writer wrote reads back as what was recorded."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_recording import LABELS, made_plate, made_recording, same_plates

from groundup.exchange.convert import convert
from groundup.exchange.convert_source import read_source
from groundup.exchange.trc import trc_text
from groundup.exchange.writers.csv_text import forces_csv, markers_csv
from groundup.exchange.writers.netcdf import write_recording
from groundup.exchange.writers.storage import forces_text
from groundup.quantities import Side
from groundup.recording.read import read_recording
from groundup.recording.readers.storage_forces import Forces
from groundup.recording.recording import Recording

# A C3D has 32-bit numbers, TRC a thousandth of a millimetre, CSV nine digits.
METRES = {".c3d": 1e-7, ".trc": 0.51e-6, ".csv": 1e-9, ".nc": 0.0}


def written(recording: Recording, path: Path) -> Path:
    """Write with any writer, by way of NetCDF, which keeps all."""
    whole = path.with_name("whole.nc")
    write_recording(recording, whole)
    return convert(whole, path).path


@pytest.mark.parametrize("suffix", METRES)
@pytest.mark.parametrize(("first_frame", "rate"), [(1, 100.0), (31, 59.94), (70001, 250.0)])
def test_markers_gaps_labels_and_clock_come_back(
    tmp_path: Path, suffix: str, first_frame: int, rate: float
) -> None:
    put = replace(made_recording(first_frame=first_frame, rate=rate), plates=(), events=())
    found = read_recording(written(put, tmp_path / f"a{suffix}"))
    assert found.labels == LABELS
    assert found.first_frame == first_frame
    assert found.rate == pytest.approx(rate, rel=1e-7)
    np.testing.assert_allclose(found.markers.time, put.markers.time, atol=1e-6)
    np.testing.assert_allclose(found.markers.values, put.markers.values, atol=METRES[suffix])
    assert np.isnan(put.markers.values[5:9, 0]).all()
    assert found.notes == ()


def test_every_way_through_all_formats_keeps_the_markers(tmp_path: Path) -> None:
    put = made_recording()
    path = written(put, tmp_path / "a.c3d")
    for name in ("b.csv", "c.trc", "d.nc", "e.c3d", "f.trc", "g.csv"):
        path = convert(path, tmp_path / name).path
    found = read_recording(path)
    assert found.labels == LABELS
    np.testing.assert_allclose(found.markers.values, put.markers.values, atol=2e-6)


@pytest.mark.parametrize("suffix", [".c3d", ".nc"])
def test_plates_events_analog_and_person_come_back(tmp_path: Path, suffix: str) -> None:
    put = made_recording()
    found = read_recording(written(put, tmp_path / f"a{suffix}"))
    same_plates(found.plates, put.plates, newtons=1e-4, metres=1e-6, newton_metres=1e-4)
    for plate, given_plate in zip(found.plates, put.plates, strict=True):
        assert (plate.name, plate.kind) == (given_plate.name, given_plate.kind)
        assert plate.corners is not None
        np.testing.assert_allclose(plate.corners, given_plate.corners, atol=1e-7)
    assert [(e.side, e.kind) for e in found.events] == [(e.side, e.kind) for e in put.events]
    np.testing.assert_allclose([e.time for e in found.events], [e.time for e in put.events], atol=1e-6)
    assert found.analog is not None
    assert put.analog is not None
    np.testing.assert_allclose(found.analog.values[:, :2], put.analog.values, rtol=1e-6)
    assert list(found.analog.channel.values[:2]) == ["EMG tibialis", "EMG tibialis"]
    assert list(found.analog.unit.values[:2]) == ["V", "mV"]
    assert found.person.mass == pytest.approx(70.5)
    assert found.person.leg_length == {Side.LEFT: pytest.approx(0.9)}
    assert found.person.ankle_width == {Side.RIGHT: pytest.approx(0.07)}
    assert found.declared_up == "+z"


def test_netcdf_is_exact(tmp_path: Path) -> None:
    put = replace(made_recording(), notes=("SYNTHETIC: nobody",))
    found = read_recording(written(put, tmp_path / "a.nc"))
    same_plates(found.plates, put.plates, newtons=0, metres=0, newton_metres=0)
    np.testing.assert_array_equal(found.markers.values, put.markers.values)
    np.testing.assert_array_equal(found.markers.time, put.markers.time)
    assert (found.name, found.events, found.person, found.notes) == (
        put.name,
        put.events,
        put.person,
        put.notes,
    )


def test_that_nobody_was_recorded_stays_with_a_c3d(tmp_path: Path) -> None:
    put = replace(made_recording(), notes=("SYNTHETIC: nobody",))
    assert "SYNTHETIC: nobody" in read_recording(written(put, tmp_path / "a.c3d")).notes


@pytest.mark.parametrize("suffix", [".mot", ".sto", ".csv", ".nc"])
def test_forces_alone_come_back_in_their_order_with_their_sides(tmp_path: Path, suffix: str) -> None:
    recording = made_recording()
    time = recording.plates[0].force.plate_time.values
    put = (
        made_plate("plate 1", time, [[0.6, 0.5, 0], [0, 0.5, 0], [0, 0, 0], [0.6, 0, 0]], Side.RIGHT),
        replace(recording.plates[1], side=Side.LEFT),
        replace(recording.plates[1], force=recording.plates[1].force * 0.5),
    )
    start = tmp_path / "start.mot"
    start.write_text(forces_text(put, "start"))
    found = read_source(convert(start, tmp_path / f"a{suffix}").path)
    assert isinstance(found, Forces)
    same_plates(found.plates, put, newtons=1e-6, metres=1e-9, newton_metres=1e-8)
    assert [plate.side for plate in found.plates] == [Side.RIGHT, Side.LEFT, None]


def test_forces_of_a_csv_keep_the_names_of_their_plates(tmp_path: Path) -> None:
    put = made_recording().plates
    path = tmp_path / "f.csv"
    path.write_text(forces_csv(put, "f"))
    found = read_source(path)
    assert isinstance(found, Forces)
    same_plates(found.plates, put, newtons=1e-6, metres=1e-9, newton_metres=1e-8)
    assert [plate.name for plate in found.plates] == ["plate 1", "plate 2"]


def test_a_lost_force_is_not_written_as_none(tmp_path: Path) -> None:
    plate = made_recording().plates[0]
    lost = plate.force.copy()
    lost[300] = np.nan
    for name, text in (
        ("a.mot", forces_text([replace(plate, force=lost)], "a")),
        ("a.csv", forces_csv([replace(plate, force=lost)], "a")),
    ):
        (tmp_path / name).write_text(text)
        found = read_source(tmp_path / name)
        assert isinstance(found, Forces)
        assert np.flatnonzero(np.isnan(found.plates[0].force.values).any(axis=1)).tolist() == [300]


_LABELS = st.lists(
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12),
    min_size=1,
    max_size=4,
    unique=True,
)


@settings(max_examples=40, deadline=None)
@given(
    labels=_LABELS, first_frame=st.integers(1, 100_000), rate=st.sampled_from([24.0, 59.94, 120.0, 1000.0])
)
def test_any_label_and_frame_comes_back_from_text(labels: list[str], first_frame: int, rate: float) -> None:
    put = made_recording(labels=labels, first_frame=first_frame, rate=rate, frames=12)
    with TemporaryDirectory() as folder:
        for name, text in (
            ("a.csv", markers_csv(put)),
            ("a.trc", trc_text(put.markers, put.rate, put.first_frame, "a.trc")),
        ):
            path = Path(folder) / name
            path.write_text(text, encoding="utf-8", newline="\n")
            found = read_recording(path)
            assert found.labels == put.labels
            assert found.first_frame == first_frame
            np.testing.assert_allclose(found.markers.time, put.markers.time, atol=1e-6)
            np.testing.assert_allclose(found.markers.values, put.markers.values, atol=METRES[path.suffix])
