"""The page of one person over time: how they are beside how they move, each number with its error."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from markupsafe import Markup

from groundup.plan.record import Entry
from groundup.plan.trend import Kind, Outcome, Trend
from groundup.plan.visit import Visit
from groundup.report.environment import asset, environment
from groundup.report.progress_chart import decimals_of, progress_chart
from groundup.report.words import NONE, number, plural, with_unit

_MOST_CHARTS = 12
_SURE = {Outcome.CHANGED: "changed", Outcome.NOT_YET: "notyet"}


@dataclass(frozen=True)
class Card:
    """One number as drawn: where it went, what can be said of it, what it rests on."""

    title: str
    where: str
    chart: Markup
    said: str
    outcome: str
    level: str
    reason: str
    source: str


@dataclass(frozen=True)
class TableRow:
    """One number of the table: name, place, a value for each visit, change, error, what can be said."""

    label: str
    place: str
    values: tuple[str, ...]
    change: str
    detectable: str
    outcome: str
    level: str
    reason: str


def progress_page(visits: Sequence[Visit], trends: Sequence[Trend], tests: Sequence[Entry]) -> str:
    """Render the page.

    Parameters
    ----------
    visits : the oldest first.
    trends : every number, the ones that changed first.
    tests : bedside tests of the person's record.

    Returns
    -------
    str
        One self-contained HTML page.
    """
    followed = [trend for trend in trends if trend.outcome is not Outcome.ONCE]
    moved = [trend for trend in followed if trend.kind is not Kind.QUESTIONNAIRE]
    drawn = [t for t in moved if t.kind is Kind.TEST or t.outcome is Outcome.CHANGED or isfinite(t.target)]
    shown = sorted(drawn, key=lambda t: (not isfinite(t.target), t.kind is Kind.MEASURE))[:_MOST_CHARTS]
    return (
        environment()
        .get_template("progress.html.j2")
        .render(
            css=asset("page.css") + asset("progress.css") + asset("print.css"),
            visits=[_visit(k, visit) for k, visit in enumerate(visits)],
            last=visits[-1],
            undated=not all(visit.dated for visit in visits),
            person=_person(visits),
            synthetic=visits[-1].synthetic,
            summary=_summary(followed),
            feels=[_card(visits, t) for t in followed if t.kind is Kind.QUESTIONNAIRE],
            moves=[_card(visits, trend) for trend in shown],
            more=len(drawn) - len(shown),
            rows=[_row(visits, trend) for trend in followed],
            once=len(trends) - len(followed),
            tests=[_test(entry) for entry in tests],
            Outcome=Outcome,
        )
    )


def _person(visits: Sequence[Visit]) -> str:
    last = visits[-1]
    parts = [last.code, last.sex, "" if last.age is None else f"{last.age:g} years"]
    return ", ".join(part for part in parts if part)


def _visit(k: int, visit: Visit) -> tuple[str, str, str, str]:
    return str(k + 1), _day(visit), visit.name, visit.headline


def _day(visit: Visit) -> str:
    return f"{visit.day.day} {visit.day:%B %Y}{'' if visit.dated else ' (of the analysis)'}"


def _summary(followed: Sequence[Trend]) -> str:
    counts = Counter(trend.outcome for trend in followed)
    told = ", ".join(
        f"{counts[one]} {one}" for one in (Outcome.CHANGED, Outcome.NOT_YET, Outcome.CANNOT_TELL)
    )
    if not followed:
        return "No number was seen at two visits."
    return f"Of {plural(len(followed), 'number')} seen at two visits or more: {told}."


def _card(visits: Sequence[Visit], trend: Trend) -> Card:
    decimals = decimals_of(trend)
    first, last = (number(point.value, decimals) for point in (trend.points[0], trend.points[-1]))
    said = f"{first} → {last} {trend.unit}, {_signed(trend.change, decimals)}"
    beyond = f"; {trend.detectable:g} can be detected" if isfinite(trend.detectable) else ""
    target = f"; target {round(trend.target, 1):g}" if isfinite(trend.target) else ""
    return Card(
        trend.label,
        _place(trend),
        progress_chart(visits, trend),
        f"{said}{beyond}{target}",
        str(trend.outcome),
        _SURE.get(trend.outcome, "open"),
        trend.reason,
        trend.source,
    )


def _place(trend: Trend) -> str:
    leg = f"{trend.side} leg" if trend.side else ""
    return ", ".join(part for part in (leg, trend.task, trend.phase) if part)


def _row(visits: Sequence[Visit], trend: Trend) -> TableRow:
    decimals = decimals_of(trend)
    by_visit = {point.visit: point for point in trend.points}
    values = tuple(
        NONE if k not in by_visit else number(by_visit[k].value, decimals) for k in range(len(visits))
    )
    return TableRow(
        trend.label,
        _place(trend),
        values,
        f"{_signed(trend.change, decimals)} {trend.unit}",
        with_unit(trend.detectable, decimals, ""),
        str(trend.outcome),
        _SURE.get(trend.outcome, "open"),
        trend.reason,
    )


def _signed(value: float, decimals: int) -> str:
    text = number(value, decimals)
    return f"+{text}" if value > 0.0 and float(f"{value:.{decimals}f}") else text


def _test(entry: Entry) -> tuple[str, str, str, list[str]]:
    return entry.tested[:10], f"{entry.before} → {entry.after}", entry.verdict, list(_quantities(entry))


def _quantities(entry: Entry) -> Iterator[str]:
    for one in entry.quantities:
        ends = (_end(one.get("expected_low")), _end(one.get("expected_high")))
        leg = ", ".join(str(one.get(name)) for name in ("side", "task") if one.get(name))
        measured = _end(one.get("change"))
        error = one.get("error")
        give = f" ± {number(float(error), 2)}" if error is not None else ""
        unit, verdict, reason = (one.get(name, "") for name in ("unit", "verdict", "reason"))
        yield (
            f"{one.get('label', '')}, {leg}: expected {ends[0] or 'open'} to {ends[1] or 'open'}, measured "
            f"{measured or NONE}{give} {unit}: {verdict}, {reason}"
        )


def _end(value: Any) -> str:
    return "" if value is None else _signed(float(value), 2)
