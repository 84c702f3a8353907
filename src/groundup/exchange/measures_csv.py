"""``measures.csv``: every measure of a person, tidy, one row for a measure, leg and task."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import numpy as np

from groundup.quantities import BadInputError

NAME = "measures.csv"
_LARGEST_BYTES = 1 << 24
_LARGEST = 1e9
"""No measure, count or change is larger."""
_NEXT = "give the folder that 'groundup analyze' wrote, or analyse the recording again"

COLUMNS = (
    "measure",
    "label",
    "side",
    "task",
    "phase",
    "value",
    "sd",
    "error_sd",
    "low_90",
    "high_90",
    "main_error",
    "why_no_interval",
    "margin",
    "unit",
    "sign_word",
    "n",
    "trials",
    "detectable_change",
    "detectable_source",
    "reference",
    "reference_mean",
    "reference_sd",
    "z",
    "reference_fits",
    "other_leg",
    "difference_from_other_leg",
    "needs",
    "why_not_measurable",
)

NUMBERS = ("value", "n", "detectable_change")
MAYBE = ("sd", "low_90", "high_90")
"""Columns that a reader uses where they are; tables of release 0.1 lack them."""
NEEDED = ("measure", "label", "side", "task", "phase", "unit", "why_not_measurable", *NUMBERS)
"""Columns that a reader needs, and those of them that hold numbers."""


class MeasureRow(Protocol):
    """One row (`groundup.findings.measure.Measure` gives it)."""

    def row(self) -> dict[str, str | float]:
        """Values by column; NaN where there is no number."""
        ...


def measures_csv(measures: Iterable[MeasureRow]) -> str:
    """Text of the table; numbers with 4 decimals, empty where there is none."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for measure in measures:
        writer.writerow({name: cell(value) for name, value in measure.row().items()})
    return buffer.getvalue()


def read_measures(folder: Path) -> list[dict[str, str]]:
    """Rows of the ``measures.csv`` of a result folder, as text.

    Raises
    ------
    BadInputError
        If there is none, or it is not what `groundup analyze` writes.
    """
    path = folder / NAME if folder.is_dir() else folder
    if not path.is_file():
        raise BadInputError(folder, "the result folder", f"a file {NAME} in it", "none", _NEXT)
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise BadInputError(path, "the file", "a table of measures", "one beyond 16 MB", _NEXT)
        text = path.read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise BadInputError(path, "the file", "a table of measures", str(problem), _NEXT) from problem
    header = next(csv.reader(io.StringIO(text, newline="")), [])
    missing = [name for name in NEEDED if name not in header]
    if missing:
        found = ", ".join(header)[:80] or "nothing"
        raise BadInputError(path, "line 1", f"a column {missing[0]!r}", found, _NEXT)
    for line, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise BadInputError(path, f"line {line}", f"{len(header)} cells", "another number", _NEXT)
        for name in (*NUMBERS, *(name for name in MAYBE if name in row)):
            _check_number(path, line, name, row[name])
    return rows


def _check_number(path: Path, line: int, name: str, text: str) -> None:
    try:
        known = not text or abs(float(text)) < _LARGEST
    except ValueError:
        known = False
    if not known:
        raise BadInputError(path, f"line {line}, {name}", "a number or nothing", repr(text)[:40], _NEXT)


def cell(value: str | float) -> str:
    """Write one cell: text as it is, a number with 4 decimals, nothing for none."""
    if isinstance(value, str):
        return value
    if not np.isfinite(value):
        return ""
    return f"{value:.4f}" if isinstance(value, float) else str(value)
