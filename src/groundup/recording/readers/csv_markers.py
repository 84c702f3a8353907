"""CSV files of markers: positions by named, unit-bearing columns, as ``groundup convert`` writes them."""

import re
from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from groundup.quantities import BadInputError, Operation
from groundup.recording.readers.csv_table import CSVTable, read_csv
from groundup.recording.readers.csv_tables import holds_forces
from groundup.recording.readers.magnitude import clean_positions
from groundup.recording.readers.source import source_file
from groundup.recording.readers.timing import Clock, even_clock
from groundup.recording.readers.units import length_factor
from groundup.recording.recording import Recording

_POSITION = re.compile(r"^(?P<label>.+)[ _](?P<axis>[xyz])$", re.IGNORECASE)
_NEXT = "name the columns as the manual's page on formats says, or export the trial as C3D or TRC"


class CSVReader:
    """Reads CSV files of markers."""

    name = "CSV"
    suffixes = (".csv",)

    def sniff(self, path: Path, head: bytes) -> bool:  # noqa: ARG002 - the protocol's signature
        """Whether the name ends as a CSV's."""
        return path.suffix.lower() in self.suffixes

    def read(self, path: Path) -> Recording:
        """Read one file.

        Raises
        ------
        BadInputError
            If it does not hold markers in columns with units, or a row or time cannot be understood.
        """
        table = read_csv(path)
        if holds_forces(table):
            raise BadInputError(
                path,
                "column names",
                "a recording with markers",
                "ground forces only",
                "give the C3D or TRC of the trial, with the forces as .mot (groundup convert makes one)",
            )
        return markers_of(table)


def holds_markers(table: CSVTable) -> bool:
    """Whether the columns of a table are a frame number, time and positions."""
    return _clock_column(table) is not None and any(
        _POSITION.match(column.name) for column in table.columns if column.unit
    )


def markers_of(table: CSVTable) -> Recording:
    """Make a recording of a table of markers (see :meth:`CSVReader.read`)."""
    path = table.path
    places = _places(table)
    at = _clock_column(table)
    if at is None or not places:
        found = ", ".join(f"'{column.name}'" for column in table.columns[:3])
        raise BadInputError(path, "column names", "'time [s]', 'LASI x [m]' and so on", found[:80], _NEXT)
    clock = even_clock(table.values[:, at], table.lines, None, path)
    metres, notes = _positions(table, places, clock)
    return Recording(
        name=path.stem,
        sources=(source_file(path, CSVReader.name),),
        rate=clock.rate,
        first_frame=_first_frame(table, clock),
        markers=xr.DataArray(
            metres,
            dims=("time", "marker", "axis"),
            coords={"time": clock.time, "marker": list(places), "axis": ["x", "y", "z"]},
            attrs={"units": "m", "frame": "file"},
        ),
        notes=(*clock.notes, *notes),
        operations=(Operation("read", {"file": path.name}),),
    )


def _clock_column(table: CSVTable) -> int | None:
    at = table.index("time")
    return at if at is not None and table.columns[at].unit == "s" else None


def _places(table: CSVTable) -> dict[str, dict[str, int]]:
    """Label -> axis -> column, in the order of the file."""
    places: dict[str, dict[str, int]] = {}
    for i, column in enumerate(table.columns):
        if column.name.lower() in ("frame", "time"):
            continue
        match = _POSITION.match(column.name)
        if match is None or not column.unit:
            raise BadInputError(
                table.path,
                f"column {i + 1}",
                "a position such as 'LASI x [m]'",
                f"'{column.name[:40]}'",
                _NEXT,
            )
        places.setdefault(match["label"], {})[match["axis"].lower()] = i
    for label, axes in places.items():
        if len(axes) != 3:
            raise BadInputError(
                table.path, f"columns of '{label[:40]}'", "x, y and z", ", ".join(sorted(axes)), _NEXT
            )
    return places


def _positions(
    table: CSVTable, places: dict[str, dict[str, int]], clock: Clock
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    columns = [places[label][axis] for label in places for axis in "xyz"]
    factors = np.array([length_factor(table.columns[c].unit, table.path, f"column {c + 1}") for c in columns])
    metres = np.full((int(clock.row[-1]) + 1, len(places), 3), np.nan)
    metres[clock.row] = (table.values[:, columns] * factors).reshape(len(table.lines), len(places), 3)
    metres[~np.isfinite(metres).all(axis=2)] = np.nan
    return clean_positions(metres)


def _first_frame(table: CSVTable, clock: Clock) -> int:
    """Return the file's own number of the first frame; that of the clock where no column says it.

    Raises
    ------
    BadInputError
        If the frame numbers do not go with the time.
    """
    at = table.index("frame")
    if at is None:
        return round(clock.start * clock.rate) + 1
    numbers = table.values[:, at]
    wrong = ~(numbers == numbers[0] + clock.row)
    if wrong.any() or not abs(numbers[0]) < 2**31:
        row = int(np.argmax(wrong))
        raise BadInputError(
            table.path,
            f"line {table.lines[row]}, column {at + 1}",
            "a frame number that goes with the time",
            f"{numbers[row]:g}",
            "correct the line or leave the column out",
        )
    return int(numbers[0])
