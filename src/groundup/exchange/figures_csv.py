"""``impact.csv`` and ``base.csv``: figures of impact and base of support, tidy: one row per value."""

from collections.abc import Sequence

from groundup.exchange.csv_text import csv_text, number
from groundup.loads.figure import Figure

COLUMNS = (
    "side",
    "number",
    "start_s",
    "end_s",
    "measure",
    "value",
    "unit",
    "why_not_measurable",
    "definition",
)
_DECIMALS, _TIME_DECIMALS = 4, 6
_BOTH = "both"


def figures_csv(figures: Sequence[Figure]) -> str:
    """Text of the table.

    Parameters
    ----------
    figures : sequence of Figure
        In the order written; `number` 0 tells of all repetitions together.
    """
    return csv_text(COLUMNS, map(_row, figures))


def _row(figure: Figure) -> tuple[str, ...]:
    told = figure.definition
    return (
        figure.side or _BOTH,
        str(figure.number),
        number(figure.start, _TIME_DECIMALS),
        number(figure.end, _TIME_DECIMALS),
        told.name,
        number(figure.value, _DECIMALS),
        told.unit,
        figure.reason,
        told.definition,
    )
