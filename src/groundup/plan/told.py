"""A bedside test and progress in words, for the terminal."""

from collections import Counter
from collections.abc import Sequence
from math import isfinite

from groundup.plan.trend import Kind, Outcome, Trend
from groundup.plan.verdict import Judged, overall
from groundup.plan.visit import Visit
from groundup.quantities.printable import printable

LIMITS = "It tells whether this change did to the measure what was expected; it says nothing of pain."


def told(before: str, after: str, tested: Sequence[Judged]) -> str:
    """Lay a test out as text: the verdict, then one block for each expectation."""
    lines = [f"{printable(before)} → {printable(after)}: {overall(tested)}"]
    for one in tested:
        lines += ["", *_block(one)]
    return "\n".join([*lines, "", LIMITS])


def progress_text(visits: Sequence[Visit], trends: Sequence[Trend]) -> str:
    """Tell the last visit's red flags, then what changed, then how much else was followed."""
    followed = [trend for trend in trends if trend.outcome is not Outcome.ONCE]
    counts = Counter(trend.outcome for trend in followed)
    days = ", ".join(f"{visit.day} {printable(visit.name)}" for visit in visits)
    said = ", ".join(f"{counts[one]} {one}" for one in Outcome if one is not Outcome.ONCE)
    lines = [visits[-1].headline, days, said]
    lines += [_line(t) for t in followed if t.outcome is Outcome.CHANGED or t.kind is not Kind.MEASURE]
    return "\n".join(
        [*lines, "Measures and complaints stand side by side; neither is worked out from the other."]
    )


def _line(trend: Trend) -> str:
    where = ", ".join(part for part in (trend.side, trend.task) if part)
    reason = f", {trend.reason}" if trend.reason else ""
    return printable(
        f"  {trend.label}{f' ({where})' if where else ''}: {trend.points[0].value:.1f} to "
        f"{trend.points[-1].value:.1f} {trend.unit}, {trend.outcome}{reason}"
    )


def _block(one: Judged) -> list[str]:
    prediction, change = one.prediction, one.change
    label = prediction.measure if change is None else f"{change.label}, {change.side}, {change.task}"
    lines = [f"{printable(label)}: {one.verdict}, {printable(one.reason)}"]
    lines.append(f"  expected  {printable(prediction.range)} ({printable(prediction.source)})")
    if change is not None and isfinite(change.change):
        give = f" give or take {one.error:.2f}" if isfinite(one.error) else ""
        lines.append(
            f"  measured  {change.before:.2f} to {change.after:.2f}, {change.change:+.2f}{give} "
            f"{printable(change.unit)}"
        )
    return lines
