"""How every result table writes its cells: fixed decimals, empty where there is no number."""

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np


def number(value: float, decimals: int) -> str:
    """Write fixed decimals: empty for NaN, and no negative zero (it would depend on the machine)."""
    if not np.isfinite(value):
        return ""
    text = f"{value:.{decimals}f}"
    return text[1:] if float(text) == 0.0 and text.startswith("-") else text


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Text of a table: comma, line feed."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()
