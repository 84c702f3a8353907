"""``shares.csv``: where in the chain a knee quantity's deviation from a reference motion sits."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from groundup.exchange.csv_text import csv_text, number

NAME = "shares.csv"
COLUMNS = (
    "reference",
    "task",
    "side",
    "phase",
    "quantity",
    "label",
    "level",
    "part",
    "of",
    "value",
    "sd",
    "timing_sd",
    "error_sd",
    "low_90",
    "high_90",
    "lowest_order",
    "highest_order",
    "unit",
    "sign_word",
    "observed",
    "usual",
    "n",
    "n_usual",
    "usual_trials",
    "markers",
    "usual_sd",
    "spread",
    "verdict",
    "cancellation",
    "closure_mm",
)
_WHOLE = ("n", "n_usual")


class SharedDeviation(Protocol):
    """One deviation (`groundup.findings.share.share.Share` has this shape)."""

    def rows(self) -> Iterable[Mapping[str, str | float]]:
        """Values by column, one row for each part; NaN where there is no number."""
        ...

    def record(self) -> Mapping[str, object]:
        """Values by name, the parts nested."""
        ...


def shares_csv(shares: Iterable[SharedDeviation]) -> str:
    """Text of the table; numbers with 4 decimals, empty where there is none."""
    return csv_text(
        COLUMNS, ([_cell(row[name], name) for name in COLUMNS] for share in shares for row in share.rows())
    )


def _cell(value: str | float, name: str) -> str:
    return value if isinstance(value, str) else number(value, 0 if name in _WHOLE else 4)
