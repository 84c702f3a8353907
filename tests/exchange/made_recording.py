"""Recordings of known numbers, to be written and read again."""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from groundup.quantities import Side
from groundup.recording.recording import Event, EventKind, ForcePlate, Person, Recording

LABELS = ("LASI", "Knöchel links", "膝", "RASI__2")


def made_recording(
    *, first_frame: int = 31, rate: float = 100.0, frames: int = 60, labels: Sequence[str] = LABELS
) -> Recording:
    """Markers low over two plates, with gaps, the plates (the second turned), events, analog, person."""
    random = np.random.default_rng(7)
    time = (first_frame - 1 + np.arange(frames)) / rate
    positions = random.normal(scale=0.01, size=(frames, len(labels), 3))
    positions += [[0.3 + 0.6 * (k % 2), 0.25, 0.1] for k in range(len(labels))]
    positions[5:9, 0] = np.nan
    positions[-1, -1] = np.nan
    samples = time[0] + np.arange(10 * frames) / (10 * rate)
    return Recording(
        name="made",
        sources=(),
        rate=rate,
        first_frame=first_frame,
        markers=xr.DataArray(
            positions,
            dims=("time", "marker", "axis"),
            coords={"time": time, "marker": list(labels), "axis": ["x", "y", "z"]},
            attrs={"units": "m", "frame": "file"},
        ),
        plates=(
            made_plate("plate 1", samples, [[0.6, 0.5, 0], [0, 0.5, 0], [0, 0, 0], [0.6, 0, 0]]),
            made_plate(
                "plate 2", samples, [[0.7, 0.5, 0.01], [0.7, 0, 0.01], [1.2, 0, 0.01], [1.2, 0.5, 0.01]]
            ),
        ),
        analog=xr.DataArray(
            random.normal(size=(samples.size, 2)),
            dims=("analog_time", "channel"),
            coords={
                "analog_time": samples,
                "channel": ["EMG tibialis", "EMG tibialis"],
                "unit": ("channel", ["V", "mV"]),
            },
        ),
        events=(
            Event(Side.LEFT, EventKind.CONTACT, time[0] + 0.011, "file", 1.0),
            Event(None, EventKind.OFF, time[0] + 0.25, "file", 1.0),
            Event(Side.RIGHT, EventKind.OFF, time[0] + 0.5, "file", 1.0),
        ),
        person=Person(70.5, 1.75, {Side.LEFT: 0.9}, {}, {Side.RIGHT: 0.07}),
        declared_up="+z",
    )


def made_plate(
    name: str, time: np.ndarray, corners: list[list[float]], side: Side | None = None
) -> ForcePlate:
    """A step in the middle: up to 800 N, the point of application wandering, a twist; nothing elsewhere."""
    loaded = np.zeros(time.size, dtype=bool)
    loaded[time.size // 3 : 2 * time.size // 3] = True
    phase = np.linspace(0.0, np.pi, int(loaded.sum()))
    force, point, twist = (
        np.zeros((time.size, 3)),
        np.full((time.size, 3), np.nan),
        np.full((time.size, 3), np.nan),
    )
    force[loaded] = np.column_stack([80 * np.cos(phase), 20 * np.sin(phase), 300 + 500 * np.sin(phase)])
    middle = np.mean(corners, axis=0)
    point[loaded] = middle + np.column_stack([0.1 * np.cos(phase), 0.05 * np.sin(phase), 0 * phase])
    twist[loaded] = np.column_stack([0 * phase, 0 * phase, 5 * np.sin(2 * phase)])

    def series(values: np.ndarray, units: str) -> xr.DataArray:
        return xr.DataArray(
            values,
            dims=("plate_time", "axis"),
            coords={"plate_time": time, "axis": ["x", "y", "z"]},
            attrs={"units": units, "frame": "file"},
        )

    return ForcePlate(
        name, 2, np.array(corners, dtype=float), series(force, "N"), series(point, "m"), series(twist, "N m"),
        20.0, np.zeros(3), side,
    )  # fmt: skip


def same_plates(
    found: Sequence[ForcePlate],
    put: Sequence[ForcePlate],
    *,
    newtons: float,
    metres: float,
    newton_metres: float,
) -> None:
    """Assert that plates hold the same, missing samples included."""
    assert len(found) == len(put)
    assert any(np.isfinite(plate.centre_of_pressure.values).any() for plate in put)
    for plate, given in zip(found, put, strict=True):
        np.testing.assert_allclose(plate.force.plate_time, given.force.plate_time, atol=1e-6)
        for name, tolerance in (
            ("force", newtons),
            ("centre_of_pressure", metres),
            ("free_moment", newton_metres),
        ):
            np.testing.assert_allclose(
                getattr(plate, name).values, getattr(given, name).values, atol=tolerance, rtol=1e-7
            )
