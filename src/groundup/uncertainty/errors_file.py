"""A laboratory's own sizes of errors: a table to fill in, and that table read."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np

from groundup.quantities import BadInputError
from groundup.uncertainty.error_sizes import SCALES, ErrorSize, ErrorSizes, published

COLUMNS = ("error", "part", "value", "unit", "source", "label", "what")
_NEEDED = ("error", "part", "value", "unit", "source")
_LARGEST = {"mm": 100.0, "deg": 45.0, "ms": 100.0, "N": 500.0, "1": 10.0}
"""Beyond these a recording tells nothing, and one linear step is none."""
_LARGEST_BYTES = 1 << 20
_NEXT = "start from the table that 'groundup errors' prints"


def errors_csv(sizes: ErrorSizes) -> str:
    """Text of the table, as it is read."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in sizes.rows:
        writer.writerow((row.error, row.part, f"{row.value:.4g}", row.unit, row.source, row.label, row.what))
    return buffer.getvalue()


def read_errors(path: Path) -> ErrorSizes:
    """Put a laboratory's sizes of errors in the place of the published ones; rows left out keep theirs.

    Parameters
    ----------
    path : Path
        CSV with at least the columns error, part, value, unit and source.

    Raises
    ------
    BadInputError
        If it cannot be read, or a row is unknown, told twice, negative, in a unit of another kind, or differs
        from the published one without saying where it is from.
    """
    known = {(row.error, row.part): row for row in published().rows}
    own: dict[tuple[str, str], ErrorSize] = {}
    for line, cells in _table(path):
        key = (cells["error"], cells["part"])
        if key not in known:
            same = ", ".join(part for error, part in known if error == key[0])
            expected = f"a part of {key[0]} ({same})" if same else "a known error"
            raise BadInputError(
                path, f"line {line}", expected, repr(key[1] if same else key[0])[:60], _NEXT
            )  # fmt: skip
        if key in own:
            raise BadInputError(
                path, f"line {line}", "each error and part once", f"{key[0]}, {key[1]} again", "keep one row"
            )  # fmt: skip
        own[key] = _changed(path, line, cells, known[key])
    return ErrorSizes(tuple(own.get(key, row) for key, row in known.items()), path.name)


def _changed(path: Path, line: int, cells: dict[str, str], known: ErrorSize) -> ErrorSize:
    units = SCALES[known.unit]
    if cells["unit"] not in units:
        raise BadInputError(
            path, f"line {line}, unit", " or ".join(units), repr(cells["unit"])[:40], "give it in one of them"
        )
    try:
        value = float(cells["value"]) * units[cells["unit"]]
    except ValueError:
        value = float("nan")
    largest = _LARGEST[known.unit]
    if not (np.isfinite(value) and 0.0 <= value <= largest):
        raise BadInputError(
            path,
            f"line {line}, value",
            f"a size from 0 to {largest:g} {known.unit}",
            repr(cells["value"])[:40],
            "give a standard deviation",
        )
    # The table is printed with four digits: what was not touched stays to the last bit.
    if f"{value:.4g}" == f"{known.value:.4g}":
        return known
    if cells["source"] in ("", known.source):
        raise BadInputError(
            path,
            f"line {line}, source",
            f"where {cells['value']} {cells['unit']} is from",
            "the source of the published size" if cells["source"] else "nothing",
            "name your measurement or citation",
        )
    return replace(known, value=value, source=cells["source"])


def _table(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Rows with their lines; every needed cell is text without spaces about it."""
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise BadInputError(path, "the file", "a table of errors", "one beyond 1 MB", _NEXT)
        text = path.read_text(encoding="utf-8-sig")
        # A spreadsheet set to a decimal comma parts its cells by semicolons.
        first = text.partition("\n")[0]
        mark = ";" if first.count(";") > first.count(",") else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        said = getattr(problem, "strerror", None) or str(problem)
        raise BadInputError(path, "the file", "a table of errors as CSV", said[:80], _NEXT) from problem
    header = [name.strip().lower() for name in rows[0]] if rows else []
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        found = ", ".join(header)[:80] or "nothing"
        raise BadInputError(path, "line 1", f"a column {missing[0]!r}", found, _NEXT)
    found_rows = []
    for line, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise BadInputError(path, f"line {line}", f"{len(header)} cells", str(len(cells)), _NEXT)
        found_rows.append((line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}))
    return found_rows
