"""``work.csv``: what each joint gives and absorbs, tidy: one row per joint of each phase."""

from collections.abc import Sequence

from groundup.exchange.csv_text import csv_text, number
from groundup.loads.work import JointWork

COLUMNS = (
    "side",
    "number",
    "phase",
    "start_s",
    "end_s",
    "joint",
    "positive_J_per_kg",
    "negative_J_per_kg",
    "share_of_absorbed_percent",
    "measured_share",
    "axes",
    "why_not_measurable",
)
_DECIMALS, _PERCENT_DECIMALS, _TIME_DECIMALS = 4, 1, 6


def work_csv(works: Sequence[JointWork]) -> str:
    """Text of the table.

    Parameters
    ----------
    works : sequence of JointWork
        In the order written.
    """
    return csv_text(COLUMNS, map(_row, works))


def _row(work: JointWork) -> tuple[str, ...]:
    phase = work.phase
    return (
        phase.side,
        str(phase.number),
        phase.name,
        number(phase.start, _TIME_DECIMALS),
        number(phase.end, _TIME_DECIMALS),
        work.joint,
        number(work.positive, _DECIMALS),
        number(work.negative, _DECIMALS),
        number(work.share, _PERCENT_DECIMALS),
        number(work.measured, 2),
        work.axes,
        work.reason,
    )
