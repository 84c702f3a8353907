"""OpenSim and SIMM tables (.mot, .sto): a header in one of two dialects, column names, rows of numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundup.quantities import BadInputError
from groundup.recording.readers.source import ends_with_newline, refuse_cut_number, text_lines

_NEXT = "correct the line or export the file again"
_MAX_HEADER_LINES = 200
_DEGREES_IN_WORDS = {"angles are in degrees.": "yes", "angles are in radians.": "no"}
"""How older files say what ``inDegrees`` says now."""


@dataclass(frozen=True)
class StorageTable:
    """A table as stored.

    Attributes
    ----------
    path : Path
    title : str
        The header's free name ("Coordinates", "grf_walk" ...), possibly empty.
    header : mapping
        Lower-case key -> value, of both ``key=value`` and SIMM ``key value`` lines.
    columns : tuple of str
        Without "time".
    time : (rows,) array
        [s]
    values : (rows, columns) array
    lines : list of int
        Line number of each row.
    notes : tuple of str
    """

    path: Path
    title: str
    header: Mapping[str, str]
    columns: tuple[str, ...]
    time: NDArray[np.float64]
    values: NDArray[np.float64]
    lines: list[int]
    notes: tuple[str, ...] = field(default=())

    @property
    def in_degrees(self) -> bool:
        """Whether the header says that rotations are in degrees."""
        return self.header.get("indegrees", "no").lower().startswith("y")

    def column(self, name: str) -> NDArray[np.float64]:
        """Values of one column (rows,)."""
        return self.values[:, self.columns.index(name)]


def read_table(path: Path) -> StorageTable:
    """Read a .mot or .sto file of numbers.

    Raises
    ------
    BadInputError
        If header, column names or a row cannot be understood, or the file is cut off.
    """
    lines = text_lines(path, "table")
    end = header_end(path, lines)
    title, header = _header(lines[:end])
    at = next((i for i in range(end + 1, len(lines)) if lines[i].strip()), None)
    if at is None:
        raise BadInputError(
            path, f"line {end + 2}", "column names after 'endheader'", "the end of the file", _NEXT
        )
    names = lines[at].split()
    if len(names) < 2 or names[0].lower() != "time":
        raise BadInputError(
            path, f"line {at + 1}", "column names starting with 'time'", f"'{lines[at].strip()[:40]}'", _NEXT
        )
    refuse_quaternions(path, header)
    rows, numbers = [], []
    for i in range(at + 1, len(lines)):
        if lines[i].strip():
            rows.append(_row(path, i + 1, lines[i].split(), len(names)))
            numbers.append(i + 1)
    if not rows:
        raise BadInputError(path, f"line {at + 2}", "rows of numbers", "none", "export the file again")
    table = np.array(rows)
    refuse_cut_number(path, lines, numbers)
    notes = _count_notes(path, header, len(names), len(rows), cut_off=not ends_with_newline(path))
    return StorageTable(path, title, header, tuple(names[1:]), table[:, 0], table[:, 1:], numbers, notes)


def header_end(path: Path, lines: list[str]) -> int:
    """Index of the 'endheader' line.

    Raises
    ------
    BadInputError
        If there is none: then this is no such table.
    """
    for i, line in enumerate(lines[:_MAX_HEADER_LINES]):
        if line.strip().lower() == "endheader":
            return i
    raise BadInputError(
        path, "header", "a line 'endheader'", "none", "give an OpenSim or SIMM table (.mot, .sto)"
    )


def _header(lines: list[str]) -> tuple[str, dict[str, str]]:
    title, header = "", {}
    for line in lines:
        text = line.strip()
        key, equals, value = text.partition("=")
        if equals and " " not in key.strip():
            header[key.strip().lower()] = value.strip()
            continue
        key, _, value = text.partition(" ")
        if key.lower() in ("name", "datacolumns", "datarows", "otherdata", "range"):
            header[key.lower()] = value.strip()
        elif text.lower() in _DEGREES_IN_WORDS:
            header.setdefault("indegrees", _DEGREES_IN_WORDS[text.lower()])
        elif text and not title:
            title = text
    if "datacolumns" in header:
        header.setdefault("indegrees", "yes")  # SIMM's motions are in degrees always
    return title or header.get("name", ""), header


def refuse_quaternions(path: Path, header: Mapping[str, str]) -> None:
    """Orientations of inertial sensors are no positions.

    Raises
    ------
    BadInputError
        If the header declares a data type that is not numbers.
    """
    kind = header.get("datatype", "double").lower()
    if kind not in ("double", "float"):
        found = (
            "orientations of inertial sensors (DataType=Quaternion)"
            if kind == "quaternion"
            else f"DataType={kind}"
        )
        raise BadInputError(
            path,
            "header",
            "numbers (markers or ground forces)",
            found,
            "give the C3D or TRC of the trial; sensors alone are not read",
        )


def _row(path: Path, number: int, cells: list[str], width: int) -> list[float]:
    if len(cells) != width:
        raise BadInputError(path, f"line {number}", f"{width} columns", f"{len(cells)}", _NEXT)
    try:
        return [float(cell) for cell in cells]
    except ValueError:
        return [_value(path, number, column, cell) for column, cell in enumerate(cells, 1)]


def _value(path: Path, number: int, column: int, cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        if "nan" in cell.lower() or "#" in cell:
            return np.nan
        raise BadInputError(
            path, f"line {number}, column {column}", "a number", f"'{cell[:30]}'", _NEXT
        ) from None


def _count_notes(
    path: Path, header: Mapping[str, str], columns: int, rows: int, *, cut_off: bool
) -> tuple[str, ...]:
    notes = []
    for keys, found, what in (
        (("ncolumns", "datacolumns"), columns, "columns"),
        (("nrows", "datarows"), rows, "rows"),
    ):
        stated = next((header[key] for key in keys if header.get(key, "").isdigit()), None)
        if stated is None or int(stated) == found:
            continue
        if what == "rows" and cut_off and found < int(stated):
            raise BadInputError(
                path,
                "last line",
                f"{stated} complete rows",
                f"the file cut off after {found}",
                "copy or export the file again",
            )
        notes.append(f"the header of {path.name} counts {stated} {what}, the file holds {found}")
    return tuple(notes)
