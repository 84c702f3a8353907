"""Tables of coordinates by name (.mot, .sto), in the model's own units."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from groundup.exchange.osim.model import OsimModel
from groundup.mechanics.tree import FloatArray
from groundup.quantities import BadInputError
from groundup.recording.readers.source import text_lines
from groundup.recording.readers.storage import StorageTable, header_end, read_table

_LARGEST = 1e9
"""Degrees or metres; beyond this it is no pose, and products overflow."""


@dataclass(frozen=True)
class CoordinateTable:
    """Coordinates of a model over time.

    Attributes
    ----------
    file : Path
    time : (T,) rising [s].
    column : coordinate name -> (T,) values [rad or m].
    notes : what its header says that is not so.
    """

    file: Path
    time: FloatArray
    column: dict[str, FloatArray]
    notes: tuple[str, ...] = ()


def read_coordinates(path: Path, model: OsimModel) -> CoordinateTable:
    """Read the coordinates of `model` from a table; columns of other names are left out.

    Raises
    ------
    BadInputError
        If the table cannot be read, does not say degrees or radians, has missing values or times that do
        not rise, or holds none of the model's coordinates.
    """
    table = read_table(path)
    rises = np.diff(table.time) > 0.0
    if not rises.all():
        line = table.lines[int(np.argmin(rises)) + 1]
        raise BadInputError(path, f"line {line}", "a time later than the one before", "none", "sort the rows")
    degrees = _in_degrees(path, table)
    names = [_coordinate(column) for column in table.columns]
    found = {}
    for name, turns in zip(model.chain.coordinate_names, model.in_degrees, strict=True):
        if name in names:
            values = table.values[:, names.index(name)]
            usable = np.abs(values) < _LARGEST
            if not usable.all():
                row = int(np.argmin(usable))
                what = "a missing value" if np.isnan(values[row]) else f"{values[row]:g}"
                place = f"line {table.lines[row]}, {name}"
                raise BadInputError(path, place, "an angle or a length", what, "correct it or fill the gap")
            found[name] = np.radians(values) if degrees and turns else values
    if not found:
        raise BadInputError(
            path,
            "column names",
            f"coordinates of {model.file.name}",
            "none",
            "choose the table of this model",
        )
    return CoordinateTable(path, table.time, found, table.notes)


def _coordinate(column: str) -> str:
    """Coordinate of a column named plainly or as a state, ``/jointset/hip_r/hip_flexion_r/value``."""
    parts = column.split("/")
    return parts[-2] if len(parts) > 2 and parts[-1] == "value" else column


def _in_degrees(path: Path, table: StorageTable) -> bool:
    if "indegrees" in table.header:
        return table.in_degrees
    lines = text_lines(path, "table")
    head = " ".join(lines[: header_end(path, lines)]).lower()
    # Older files say it in words, and SIMM's motions are in degrees always.
    if "angles are in degrees" in head or "datacolumns" in table.header:
        return True
    if "angles are in radians" in head:
        return False
    raise BadInputError(
        path, "header", "inDegrees=yes or inDegrees=no", "neither", "add the line that is true to the header"
    )
