"""CSV: one row a frame or sample, one column a number, its unit in brackets in the column's name.

Three tables, told apart by their columns:

- markers: ``frame``, ``time [s]``, then ``LABEL x [m]``, ``LABEL y [m]``, ``LABEL z [m]`` for each marker;
- ground forces: ``time [s]``, then for each plate ``NAME force x [N]``, ``NAME centre of pressure x [m]``,
  ``NAME free moment x [N m]`` and so on for y and z;
- any other table of OpenSim: lines ``# title=...`` and ``# inDegrees=yes`` (or ``no``) where it says so, as
  its numbers have no units of their own, then ``time`` and its columns.

UTF-8, comma, decimal point, line feed; an empty cell is missing. 9 digits, as many as the 32-bit numbers of a
C3D have; the numbers of the third table are written to the last bit.
"""

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np

from groundup.exchange.writers.clock import common_clock
from groundup.recording.readers.storage import StorageTable
from groundup.recording.recording import FloatArray, ForcePlate, Recording

_MEASURED = (
    ("force", "force", "N"),
    ("centre_of_pressure", "centre of pressure", "m"),
    ("free_moment", "free moment", "N m"),
)


def markers_csv(recording: Recording) -> str:
    """Positions of the markers in the recording's own axes [m]."""
    columns = [f"{_name(label)} {axis} [m]" for label in recording.labels for axis in "xyz"]
    values = recording.markers.transpose("time", "marker", "axis").values
    rows = (
        (str(recording.first_frame + i), _time(at), *_cells(values[i].ravel()))
        for i, at in enumerate(recording.markers.time.values)
    )
    return _text(("frame", "time [s]", *columns), rows)


def forces_csv(plates: Sequence[ForcePlate], name: str) -> str:
    """Force on the foot, centre of pressure and free moment of each plate.

    Raises
    ------
    BadInputError
        If the plates have different clocks; `name` is of the file with the plates.
    """
    time = common_clock(plates, name)
    columns: list[str] = []
    blocks: list[FloatArray] = []
    for plate in plates:
        words = plate.name if plate.side is None or "(" in plate.name else f"{plate.name} ({plate.side})"
        for attribute, title, unit in _MEASURED:
            columns += [f"{_name(words)} {title} {axis} [{unit}]" for axis in "xyz"]
            blocks.append(getattr(plate, attribute).values)
    rows = ((_time(at), *_cells(row)) for at, row in zip(time, np.hstack(blocks), strict=True))
    return _text(("time [s]", *columns), rows)


def table_csv(table: StorageTable) -> str:
    """Any table of a .mot or .sto file."""
    rows = (
        tuple("" if np.isnan(number) else repr(number) for number in (at, *row))
        for at, row in zip(table.time.tolist(), table.values.tolist(), strict=True)
    )
    facts = {"title": " ".join(table.title.split()), "inDegrees": table.header.get("indegrees", "")}
    head = "".join(f"# {name}={value}\n" for name, value in facts.items() if value)
    return head + _text(("time", *table.columns), rows)


def _name(words: str) -> str:
    """Blanks for line ends and tabs, which would end a row for some programs."""
    return "".join(" " if character.isspace() else character for character in words)


def _time(seconds: float) -> str:
    return f"{seconds:.9f}"


def _cells(values: FloatArray) -> tuple[str, ...]:
    return tuple("" if np.isnan(value) else f"{value:.9g}" for value in values)


def _text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()
