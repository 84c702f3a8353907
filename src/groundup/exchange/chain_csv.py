"""``chain.csv``: when each link of a leg turns furthest, and by how much one is later than another."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from groundup.exchange.csv_text import csv_text, number

COLUMNS = (
    "side",
    "task",
    "phase",
    "what",
    "link",
    "with",
    "value",
    "low_90",
    "high_90",
    "unit",
    "n",
    "why_not_measurable",
)


class TimedLeg(Protocol):
    """One leg (`groundup.findings.chain.LegTiming` has this shape)."""

    def rows(self) -> Iterable[Mapping[str, str | float]]:
        """Values by column; NaN where there is no number."""
        ...


def chain_csv(legs: Iterable[TimedLeg]) -> str:
    """Text of the table; numbers with 2 decimals, empty where there is none."""
    return csv_text(
        COLUMNS, ([_cell(row[name], name) for name in COLUMNS] for leg in legs for row in leg.rows())
    )


def _cell(value: str | float, name: str) -> str:
    return value if isinstance(value, str) else number(value, 0 if name == "n" else 2)
