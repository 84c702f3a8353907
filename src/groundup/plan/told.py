"""A bedside test in words, for the terminal."""

from collections.abc import Sequence
from math import isfinite

from groundup.plan.verdict import Judged, overall
from groundup.quantities.printable import printable

LIMITS = "It tells whether this change did to the measure what was expected; it says nothing of pain."


def told(before: str, after: str, tested: Sequence[Judged]) -> str:
    """Lay a test out as text: the verdict, then one block for each expectation."""
    lines = [f"{printable(before)} → {printable(after)}: {overall(tested)}"]
    for one in tested:
        lines += ["", *_block(one)]
    return "\n".join([*lines, "", LIMITS])


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
