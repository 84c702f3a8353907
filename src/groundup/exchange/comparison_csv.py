"""``comparison.csv``: every measure before and after, and what can be said of its change."""

import csv
import io
from collections.abc import Iterable

from groundup.exchange.measures_csv import MeasureRow, cell

COLUMNS = (
    "measure",
    "label",
    "side",
    "task",
    "phase",
    "before",
    "after",
    "change",
    "unit",
    "direction",
    "n_before",
    "n_after",
    "detectable_change",
    "outcome",
    "reason",
    "error_90",
)


def comparison_csv(changes: Iterable[MeasureRow]) -> str:
    """Text of the table; numbers with 4 decimals, empty where there is none."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for change in changes:
        writer.writerow({name: cell(value) for name, value in change.row().items()})
    return buffer.getvalue()
