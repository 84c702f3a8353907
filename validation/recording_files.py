"""Files as read against what others read from them: plate forces, centres of pressure, markers."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import numpy as np

from groundup.recording.readers.c3d import read_c3d
from groundup.recording.readers.c3d_isolated import C3DProcess
from groundup.recording.readers.storage import read_table
from groundup.recording.readers.trc import read_trc
from groundup.recording.recording import ForcePlate, Recording
from groundup.recording.wrench import Wrench
from validation.line import SHARED, Line
from validation.sabotage import wrapped

FOLDER = SHARED / "opensim_core_c3d_walking2_walking5"
FORCE_N = 0.1
POINT_MM = 0.5
LOADED_N = 50.0
MARKER_MM = 0.051
"""The expected markers are printed with five digits: half a unit of the last is 0.05 mm from 1 to 10 m, and
the C3D's own single precision adds less than 0.001 mm there."""


def lines() -> Iterator[Line]:
    """Plates and markers of walking2 and walking5.

    The expected forces hold no baseline subtraction, so the same is read here: like with like.
    """
    with C3DProcess() as process:
        for trial in ("walking2", "walking5"):
            recording = read_c3d(FOLDER / f"{trial}.c3d", process, subtract_baseline=False)
            yield from _plate_lines(trial, recording, FOLDER / "expected" / f"std_cop_{trial}_grfs.sto")
            yield _marker_line(trial, recording, FOLDER / "expected" / f"std_{trial}_markers.trc")


def _plate_lines(trial: str, recording: Recording, expected_file: Path) -> Iterator[Line]:
    table = read_table(expected_file)
    force_error, point_error, moment_error = [], [], []
    for number, plate in enumerate(recording.plates, 1):
        at = np.rint((table.time - plate.force.plate_time.values[0]) * 2000).astype(int)
        force = np.column_stack([table.column(f"f{number}_{axis}") for axis in (1, 2, 3)])
        point = np.column_stack([table.column(f"p{number}_{axis}") for axis in (1, 2, 3)])
        moment = np.column_stack([table.column(f"m{number}_{axis}") for axis in (1, 2, 3)])
        loaded = force[:, 2] > LOADED_N
        force_error.append(np.abs(plate.force.values[at] - force).max())
        point_error.append(np.abs(plate.centre_of_pressure.values[at] * 1000 - point)[loaded].max())
        moment_error.append(np.abs(plate.free_moment.values[at] - moment / 1000)[loaded].max())
    force_max, point_max, moment_max = np.max(force_error), np.max(point_error), np.max(moment_error)
    yield Line(f"plate force, {trial}", f"{force_max:.2g} N", f"<= {FORCE_N} N", bool(force_max <= FORCE_N))
    yield Line(
        f"centre of pressure above 50 N, {trial}",
        f"{point_max:.2g} mm",
        f"<= {POINT_MM} mm",
        bool(point_max <= POINT_MM),
    )
    yield Line(f"free moment above 50 N, {trial}", f"{moment_max:.2g} N m", "reported", None)


def _marker_line(trial: str, recording: Recording, expected_file: Path) -> Line:
    expected = read_trc(expected_file)
    at = np.rint((expected.markers.time.values - recording.markers.time.values[0]) * recording.rate).astype(
        int
    )
    given = ~np.isnan(expected.markers.values).all(axis=(1, 2))
    ours = recording.markers.sel(marker=list(expected.labels)).values[at[given]]
    theirs = expected.markers.values[given]
    both = np.isfinite(ours) & np.isfinite(theirs)
    same_gaps = float((np.isnan(ours) == np.isnan(theirs)).mean())
    error = float(np.abs(ours - theirs)[both].max()) * 1000
    return Line(
        f"markers and gaps, {trial}",
        f"{error:.2g} mm, {100 * same_gaps:.2f} % of gaps alike",
        f"<= {MARKER_MM} mm, 100 %",
        bool(error <= MARKER_MM and same_gaps == 1.0),
    )


def _every_plate(change: Callable[[ForcePlate], ForcePlate]) -> AbstractContextManager[None]:
    """Change every plate of every C3D that is read."""
    return wrapped(
        "groundup.recording.readers.c3d",
        "read_c3d",
        lambda recording: replace(recording, plates=tuple(change(plate) for plate in recording.plates)),
    )


def _moment_in_the_wrong_unit() -> AbstractContextManager[None]:
    return wrapped(
        "groundup.recording.wrench", "from_sensor_origin", lambda load: Wrench(load.force, load.moment * 1000)
    )


SABOTAGES = {
    "plate force": lambda: _every_plate(lambda plate: replace(plate, force=-plate.force)),
    "centre of pressure above 50 N": _moment_in_the_wrong_unit,
    "markers and gaps": lambda: wrapped(
        "groundup.recording.readers.c3d",
        "read_c3d",
        lambda recording: replace(recording, markers=recording.markers * 10),
    ),
}
