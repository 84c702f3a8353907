"""CSV files as groundup lays them out: named columns with units, rows of numbers on one clock."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundup.quantities import BadInputError
from groundup.recording.readers.source import ends_with_newline, text_lines

_COLUMN = re.compile(r"^(?P<name>.*\S)\s*\[(?P<unit>[^\[\]]+)\]$")
_NEXT = "correct the line or export the file again"
_LAYOUT = "columns such as 'time [s]', 'LASI x [m]'"
_GIVE = "export the trial as C3D or TRC, or name the columns as the manual's page on formats says"


@dataclass(frozen=True)
class Column:
    """A column's name and its unit; the unit is empty where none is given."""

    name: str
    unit: str


@dataclass(frozen=True)
class CSVTable:
    """A table as stored.

    Attributes
    ----------
    path : Path
    header : mapping
        Lower-case key -> value of lines ``# key=value`` before the columns.
    columns : tuple of Column
    values : (rows, columns) array
        NaN where a cell is empty.
    lines : list of int
        Line number of each row.
    """

    path: Path
    header: dict[str, str]
    columns: tuple[Column, ...]
    values: NDArray[np.float64]
    lines: list[int]

    def index(self, name: str) -> int | None:
        """Place of the column of that name, in any case; None where there is none."""
        return next((i for i, column in enumerate(self.columns) if column.name.lower() == name), None)


def read_csv(path: Path) -> CSVTable:
    """Read a CSV file of numbers.

    Raises
    ------
    BadInputError
        If columns or a row cannot be understood, a name occurs twice, or the file is cut off.
    """
    lines = text_lines(path, "CSV file")
    at, header = _preamble(lines)
    if at >= len(lines):
        raise BadInputError(path, f"line {at + 1}", _LAYOUT, "the end of the file", _GIVE)
    columns = tuple(_column(cell) for cell in _cells(path, at + 1, lines[at]))
    _refuse_repeated(path, at + 1, columns)
    rows, numbers = [], []
    for i in range(at + 1, len(lines)):
        if lines[i].strip():
            rows.append(_row(path, i + 1, _cells(path, i + 1, lines[i]), len(columns)))
            numbers.append(i + 1)
    if not rows:
        raise BadInputError(path, f"line {at + 2}", "rows of numbers", "none", "export the file again")
    if not ends_with_newline(path):
        # A last number may have lost digits and still be one.
        raise BadInputError(
            path,
            f"line {numbers[-1]}, the last",
            "a line end after it",
            "none, as in a file that was cut off",
            "copy or export the file again",
        )
    return CSVTable(path, header, columns, np.array(rows), numbers)


def _preamble(lines: list[str]) -> tuple[int, dict[str, str]]:
    header: dict[str, str] = {}
    for i, line in enumerate(lines):
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            header[key.strip().lower()] = value.strip()
        elif line.strip():
            return i, header
    return len(lines), header


def _cells(path: Path, number: int, line: str) -> list[str]:
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error as problem:
        raise BadInputError(
            path, f"line {number}", "cells with commas between them", f"{problem}", _NEXT
        ) from None


def _column(cell: str) -> Column:
    match = _COLUMN.match(cell.strip())
    return Column(match["name"], match["unit"].strip()) if match else Column(cell.strip(), "")


def _refuse_repeated(path: Path, line: int, columns: tuple[Column, ...]) -> None:
    names = [column.name for column in columns]
    twice = next((name for i, name in enumerate(names) if name in names[:i]), None)
    if twice is not None:
        raise BadInputError(
            path, f"line {line}", "a name of its own for each column", f"'{twice[:40]}' twice", _NEXT
        )


def _row(path: Path, number: int, cells: list[str], width: int) -> list[float]:
    if len(cells) != width:
        raise BadInputError(path, f"line {number}", f"{width} columns", f"{len(cells)}", _NEXT)
    row = []
    for column, cell in enumerate(cells, 1):
        try:
            row.append(float(cell) if cell.strip() else np.nan)
        except ValueError:
            place = f"line {number}, column {column}"
            raise BadInputError(path, place, "a number", f"'{cell[:30]}'", _NEXT) from None
    return row
