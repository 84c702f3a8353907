"""TRC files (Motion Analysis, OpenSim): marker positions as text, in many dialects."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from groundup.quantities import BadInputError, Operation
from groundup.recording.readers.magnitude import clean_positions
from groundup.recording.readers.source import ends_with_newline, refuse_cut_number, source_file, text_lines
from groundup.recording.readers.timing import even_clock
from groundup.recording.readers.units import length_factor

if TYPE_CHECKING:
    from groundup.recording.recording import Recording

_AXIS_WORD = re.compile(r"^[xyz]\d*$", re.IGNORECASE)
_MISSING = {
    "",
    "nan",
    "-nan",
    "+nan",
    "nan(ind)",
    "-nan(ind)",
    "1.#qnan",
    "-1.#qnan",
    "1.#ind",
    "-1.#ind",
    "na",
    "n/a",
    "null",
    "none",
    "inf",
    "-inf",
    "+inf",
}
_NEXT = "correct the line or export the trial again"


class TRCReader:
    """Reads TRC files."""

    name = "TRC"
    suffixes = (".trc",)

    def sniff(self, path: Path, head: bytes) -> bool:
        """Whether the first line starts as a TRC does, or the name ends as one."""
        return (
            head.lstrip(b"\xef\xbb\xbf \t").lower().startswith(b"pathfiletype")
            or path.suffix.lower() == ".trc"
        )

    def read(self, path: Path) -> "Recording":
        """Read one file.

        Raises
        ------
        BadInputError
            If header, unit, columns or time cannot be understood or the last row is cut off.
        """
        return read_trc(path)


@dataclass(frozen=True)
class _Header:
    rate: float | None
    frames: int | None
    markers: int | None
    unit: str


@dataclass(frozen=True)
class TRCTable:
    """What a TRC file holds, as plain arrays.

    Attributes
    ----------
    rate : frames per second [Hz].
    first_frame : the file's own number of the first frame.
    labels : (M,) distinct names.
    time : (F,) on an even clock [s].
    position : (F, M, 3) [m]; NaN where missing.
    unit : the file's word for its unit.
    notes : what was odd.
    """

    rate: float
    first_frame: int
    labels: tuple[str, ...]
    time: NDArray[np.float64]
    position: NDArray[np.float64]
    unit: str
    notes: tuple[str, ...]


def read_trc(path: Path) -> "Recording":
    """Read a TRC file (see :meth:`TRCReader.read`)."""
    import xarray as xr

    from groundup.recording.recording import Recording

    table = read_trc_table(path)
    markers = xr.DataArray(
        table.position,
        dims=("time", "marker", "axis"),
        coords={"time": table.time, "marker": list(table.labels), "axis": ["x", "y", "z"]},
        attrs={"units": "m", "frame": "file"},
    )
    return Recording(
        name=path.stem,
        sources=(source_file(path, TRCReader.name),),
        rate=table.rate,
        first_frame=table.first_frame,
        markers=markers,
        notes=table.notes,
        operations=(Operation("read", {"file": path.name, "unit": table.unit}),),
    )


def read_trc_table(path: Path) -> TRCTable:
    """Read a TRC file as plain arrays (see :meth:`TRCReader.read`): xarray takes longer to import."""
    lines = text_lines(path, "TRC file")
    header = _header(path, lines)
    labels, first_data = _labels(path, lines)
    unit = length_factor(header.unit, path, "line 3, Units")
    names, notes = _distinct(labels)
    frames, seconds, position, numbers = _rows(path, lines, first_data, len(labels))
    notes += _count_notes(header, len(labels), len(numbers))
    _refuse_cut_off(path, header, len(numbers))
    refuse_cut_number(path, lines, numbers)
    _refuse_cut_marker(path, position[-1, -1], numbers[-1])
    clock = even_clock(seconds, numbers, header.rate, path)
    metres = np.full((int(clock.row[-1]) + 1, len(labels), 3), np.nan)
    metres[clock.row] = position * unit
    metres[(metres == 0).all(axis=2)] = np.nan
    metres[~np.isfinite(metres).all(axis=2)] = np.nan
    metres, far_notes = clean_positions(metres)
    return TRCTable(
        rate=clock.rate,
        first_frame=frames,
        labels=tuple(names),
        time=clock.time,
        position=metres,
        unit=header.unit,
        notes=(*notes, *clock.notes, *far_notes),
    )


def _header(path: Path, lines: list[str]) -> _Header:
    """Values under the names of the second line, or by place where the two lines differ in length."""
    if len(lines) < 5 or not lines[0].lstrip().lower().startswith("pathfiletype"):
        raise BadInputError(
            path, "line 1", "the TRC header 'PathFileType'", f"'{(lines or [''])[0][:40]}'", "give a TRC file"
        )
    words, values = lines[1].split(), lines[2].split()
    if len(values) < 5:
        raise BadInputError(path, "line 3", "rates, counts and unit", f"'{lines[2].strip()[:60]}'", _NEXT)
    names = ["datarate", "camerarate", "numframes", "nummarkers", "units"]
    if len(words) == len(values):
        names = [word.lower() for word in words]
    found = dict(zip(names, values, strict=False))
    return _Header(
        _number(found.get("datarate")),
        _count(found.get("numframes")),
        _count(found.get("nummarkers")),
        found.get("units", ""),
    )


def _number(word: str | None) -> float | None:
    try:
        return float(word) if word is not None else None
    except ValueError:
        return None


def _count(word: str | None) -> int | None:
    value = _number(word)
    return int(value) if value is not None and np.isfinite(value) else None


def _labels(path: Path, lines: list[str]) -> tuple[list[str], int]:
    """Marker labels and the index of the first line that may hold data."""
    at = next((i for i, line in enumerate(lines[:12]) if line.lstrip().lower().startswith("frame")), None)
    if at is None:
        raise BadInputError(
            path, "line 4", "column names from 'Frame#' on", f"'{lines[3].strip()[:40]}'", _NEXT
        )
    cells = [
        cell.strip() for cell in (lines[at].split("\t") if lines[at].count("\t") > 1 else lines[at].split())
    ]
    labels = [cell for cell in cells if cell][2:]
    if not labels:
        raise BadInputError(path, f"line {at + 1}", "marker names after 'Frame#' and 'Time'", "none", _NEXT)
    following = at + 1
    if following < len(lines):
        words = lines[following].split()
        if words and all(_AXIS_WORD.match(word) for word in words):
            following += 1
    return labels, following


def _distinct(labels: list[str]) -> tuple[list[str], list[str]]:
    counts: dict[str, int] = {}
    names = []
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
        names.append(label if counts[label] == 1 else f"{label}__{counts[label]}")
    repeated = sorted(label for label, count in counts.items() if count > 1)
    if not repeated:
        return names, []
    shown = ", ".join(repeated[:5])
    return names, [
        f"labels used more than once ({shown}): the first keeps its name, later ones end in __2, __3 ..."
    ]


def _rows(
    path: Path, lines: list[str], start: int, markers: int
) -> tuple[int, NDArray[np.float64], NDArray[np.float64], list[int]]:
    """First frame number, times [s], positions (rows, markers, 3) in file units, and line numbers."""
    width = 2 + 3 * markers
    table, numbers = [], []
    for i in range(start, len(lines)):
        if not lines[i].strip():
            continue
        table.append(_values(path, i + 1, _cells(path, i + 1, lines[i], width)))
        numbers.append(i + 1)
    if not table:
        raise BadInputError(
            path, f"line {start + 1}", "rows of marker positions", "none", "export the trial again"
        )
    values = np.array(table)
    blank = np.isnan(values[:, 1])
    if blank.any():
        line = numbers[int(np.argmax(blank))]
        raise BadInputError(path, f"line {line}, column 2", "a time", "no number", _NEXT)
    first = int(values[0, 0]) if np.isfinite(values[0, 0]) else 1
    return first, values[:, 1], values[:, 2:].reshape(len(table), markers, 3), numbers


def _cells(path: Path, number: int, line: str, width: int) -> list[str]:
    """Exactly `width` cells; tabs keep blanks, spaces cannot."""
    cells = [cell.strip() for cell in line.split("\t")] if "\t" in line else line.split()
    while len(cells) > width and not cells[-1]:
        cells.pop()
    if len(cells) == width:
        return cells
    words = line.split()
    if len(words) == width:
        return words
    raise BadInputError(
        path,
        f"line {number}",
        f"{width} columns (frame, time and {(width - 2) // 3} markers)",
        f"{len(cells)}",
        _NEXT,
    )


def _values(path: Path, number: int, cells: list[str]) -> list[float]:
    try:
        return [float(cell) for cell in cells]
    except ValueError:
        return [_value(path, number, column, cell) for column, cell in enumerate(cells, 1)]


def _value(path: Path, number: int, column: int, cell: str) -> float:
    if cell.lower() in _MISSING:
        return np.nan
    try:
        return float(cell)
    except ValueError:
        raise BadInputError(
            path, f"line {number}, column {column}", "a number", f"'{cell[:30]}'", _NEXT
        ) from None


def _count_notes(header: _Header, markers: int, rows: int) -> list[str]:
    notes = []
    if header.markers is not None and header.markers != markers:
        notes.append(f"the header counts {header.markers} markers, the file names {markers}")
    if header.frames is not None and header.frames != rows:
        notes.append(f"the header counts {header.frames} frames, the file holds {rows}")
    return notes


def _refuse_cut_off(path: Path, header: _Header, rows: int) -> None:
    """Fewer rows than promised and no line end after the last one: the file was cut off inside a number."""
    if header.frames is None or rows >= header.frames:
        return
    if not ends_with_newline(path):
        raise BadInputError(
            path,
            "last line",
            f"{header.frames} complete frames",
            f"the file cut off after {rows}",
            "copy or export the file again",
        )


def _refuse_cut_marker(path: Path, last: NDArray[np.float64], line: int) -> None:
    """Refuse a last marker with one or two of its three numbers and no line end: the others were cut off."""
    count = int(np.isfinite(last).sum())
    if count in (1, 2) and not ends_with_newline(path):
        raise BadInputError(
            path,
            f"line {line}, the last",
            "three numbers for the last marker, or none",
            f"{count}, and no line end: the file was cut off",
            "copy or export the file again",
        )
