"""C3D files as another library reads them, and what a C3D cannot count."""

from dataclasses import replace
from pathlib import Path

import ezc3d
import numpy as np
import pytest
from made_recording import made_recording

from groundup.exchange.writers.c3d import write_c3d
from groundup.exchange.writers.c3d_plates import platform, why_not
from groundup.quantities import BadInputError, Side
from groundup.recording.read import read_recording
from groundup.recording.recording import Event, EventKind, Recording


def written(recording: Recording, path: Path, unit: str = "mm") -> Path:
    write_c3d(recording, path, unit=unit, platforms=[platform(plate) for plate in recording.plates])
    return path


@pytest.mark.parametrize(("unit", "per_metre"), [("mm", 1e3), ("cm", 1e2), ("m", 1.0)])
def test_ezc3d_reads_the_same_points_and_events(tmp_path: Path, unit: str, per_metre: float) -> None:
    put = made_recording()
    file = ezc3d.c3d(str(written(put, tmp_path / "a.c3d", unit)))
    assert file["header"]["points"]["first_frame"] + 1 == put.first_frame
    assert file["header"]["points"]["frame_rate"] == put.rate
    positions = put.markers.transpose("axis", "marker", "time").values * per_metre
    seen = np.isfinite(positions).all(axis=0)
    np.testing.assert_allclose(file["data"]["points"][:3, seen], positions[:, seen], rtol=1e-6, atol=1e-5)
    np.testing.assert_array_equal(file["data"]["meta_points"]["residuals"][0] < 0, ~seen)
    event = file["parameters"]["EVENT"]
    assert event["LABELS"]["value"] == ["Foot Strike", "Foot Off", "Foot Off"]
    assert event["CONTEXTS"]["value"] == ["Left", "General", "Right"]
    np.testing.assert_allclose(event["TIMES"]["value"][1], [e.time for e in put.events], atol=1e-6)


@pytest.mark.parametrize(("unit", "per_metre"), [("mm", 1e3), ("m", 1.0)])
def test_the_platform_filter_of_ezc3d_finds_the_same_forces(
    tmp_path: Path, unit: str, per_metre: float
) -> None:
    put = made_recording()
    path = written(put, tmp_path / "a.c3d", unit)
    platforms = ezc3d.c3d(str(path), extract_forceplat_data=True)["data"]["platform"]
    assert len(platforms) == len(put.plates) == 2
    for found, plate in zip(platforms, put.plates, strict=True):
        assert plate.corners is not None
        np.testing.assert_allclose(found["corners"].T, plate.corners * per_metre, atol=1e-4)
        np.testing.assert_allclose(found["force"].T, plate.force.values, atol=1e-4)
        loaded = np.isfinite(plate.centre_of_pressure.values).all(axis=1)
        pressure = plate.centre_of_pressure.values[loaded] * per_metre
        np.testing.assert_allclose(found["center_of_pressure"].T[loaded], pressure, atol=1e-6 * per_metre)
        factor = {"mm": 1e3, "m": 1.0}[found["unit_position"]]
        np.testing.assert_allclose(
            found["Tz"].T[loaded], plate.free_moment.values[loaded] * factor, atol=1e-4 * factor
        )


def test_lists_longer_than_a_parameter_go_on(tmp_path: Path) -> None:
    labels = [f"marker {k}" for k in range(300)]
    put = made_recording(labels=labels)
    events = tuple(Event(Side.LEFT, EventKind.CONTACT, 0.3 + k * 1e-3, "file", 1.0) for k in range(300))
    found = read_recording(written(replace(put, events=events), tmp_path / "a.c3d"))
    assert found.labels == tuple(labels)
    assert len(found.events) == 300
    np.testing.assert_allclose([e.time for e in found.events], [e.time for e in events], atol=1e-6)


@pytest.mark.parametrize(
    ("start", "frames", "words"),
    [(0, 10, "a start at 0 s"), (65536, 10, "multiple"), (1, 65536, "at most 65535")],
)
def test_what_a_c3d_cannot_count_is_refused(tmp_path: Path, start: int, frames: int, words: str) -> None:
    put = replace(made_recording(first_frame=start, frames=frames, labels=["A"]), plates=(), analog=None)
    with pytest.raises(BadInputError, match=words):
        write_c3d(put, tmp_path / "a.c3d")


def test_a_plate_on_another_clock_is_told(tmp_path: Path) -> None:
    put = made_recording()
    plate = put.plates[0]
    for samples, words in ((slice(0, 300), "with the analog channels"), (slice(0, 595), "with the analog")):
        chosen = {"plate_time": samples}
        cut = replace(
            plate,
            force=plate.force.isel(chosen),
            centre_of_pressure=plate.centre_of_pressure.isel(chosen),
            free_moment=plate.free_moment.isel(chosen),
        )
        assert words in str(why_not(cut, put))
    assert "whole number of times" in str(why_not(cut, replace(put, analog=None)))
    assert "no corners" in str(why_not(replace(plate, corners=None), put))
    assert why_not(plate, put) is None
