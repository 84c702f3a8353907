"""``measures.csv``: every measure of a person, tidy, one row for a measure, leg and task."""

import csv
import io
from collections.abc import Iterable
from typing import Protocol

import numpy as np

COLUMNS = (
    "measure",
    "label",
    "side",
    "task",
    "phase",
    "value",
    "sd",
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
    "needs",
    "why_not_measurable",
)


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
        writer.writerow({name: _text(value) for name, value in measure.row().items()})
    return buffer.getvalue()


def _text(value: str | float) -> str:
    if isinstance(value, str):
        return value
    if not np.isfinite(value):
        return ""
    return f"{value:.4f}" if isinstance(value, float) else str(value)
