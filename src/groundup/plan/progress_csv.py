"""``progress.csv``: every number of a person at every visit, with what can be said of its change."""

from collections.abc import Iterator, Sequence

from groundup.exchange.csv_text import csv_text, number
from groundup.plan.trend import Point, Trend
from groundup.plan.visit import Visit

COLUMNS = (
    "kind",
    "name",
    "label",
    "side",
    "task",
    "phase",
    "unit",
    "visit",
    "day",
    "result",
    "value",
    "low_90",
    "high_90",
    "n",
    "change_from_first",
    "detectable_change",
    "change_that_matters",
    "error_90",
    "target",
    "outcome",
    "reason",
)


def progress_csv(visits: Sequence[Visit], trends: Sequence[Trend]) -> str:
    """Text of the table: a row for each number and visit; outcome and reason in the row of the last one."""
    return csv_text(COLUMNS, [cells for trend in trends for cells in _rows(visits, trend)])


def _rows(visits: Sequence[Visit], trend: Trend) -> Iterator[list[str]]:
    for point in trend.points:
        yield _cells(visits[point.visit], trend, point)


def _cells(visit: Visit, trend: Trend, point: Point) -> list[str]:
    last = point is trend.points[-1]
    return [
        str(trend.kind),
        trend.name,
        trend.label,
        trend.side,
        trend.task,
        trend.phase,
        trend.unit,
        str(point.visit + 1),
        visit.day.isoformat(),
        visit.name,
        number(point.value, 4),
        number(point.low, 4),
        number(point.high, 4),
        str(point.n),
        number(point.value - trend.points[0].value, 4),
        number(trend.detectable, 4),
        number(trend.important, 4),
        number(trend.error, 4),
        number(trend.target, 4),
        str(trend.outcome) if last else "",
        trend.reason if last else "",
    ]
