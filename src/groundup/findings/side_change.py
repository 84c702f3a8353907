"""What changed in the difference between the legs, in tasks that both do at once."""

from collections.abc import Mapping, Sequence
from math import hypot

import numpy as np

from groundup.findings.angle_measures import angle_measures
from groundup.findings.change import BETWEEN, Change, Outcome, reading_of
from groundup.findings.detectable import cannot_tell, interval_of_change, number, widened
from groundup.findings.heel_down import HEEL_DOWN
from groundup.motion.task import Task
from groundup.quantities import Side

_TASKS = (Task.SQUAT, Task.LANDING)

Row = Mapping[str, str]


def side_changes(before: Sequence[Row], after: Sequence[Row]) -> tuple[Change, ...]:
    """Compare the difference between the legs in two results, angle by angle.

    Parameters
    ----------
    before, after : rows of ``measures.csv``.

    Returns
    -------
    Changes of left less right, of squats and landings on both legs, in the order of `before`; only where both
    legs were measured both times. In gait each leg has strides of its own and is compared with itself.

    Notes
    -----
    Two legs' errors are taken as independent: their difference is told beyond the root of two of what is
    detectable in one leg.
    """
    first, second = _pairs(before), _pairs(after)
    return tuple(_difference(first[key], second[key]) for key in first if key in second)


def _pairs(rows: Sequence[Row]) -> dict[tuple[str, str], tuple[Row, Row]]:
    """Measure and task -> rows of left and right leg, both with a value."""
    wanted = {m.definition.name for m in angle_measures() if m.angle.sided} | {HEEL_DOWN.name}
    told = {(r["measure"], r["task"], r["side"]): r for r in rows if r["value"] and r["measure"] in wanted}
    pairs = {}
    for measure, task in dict.fromkeys(key[:2] for key in told):
        sides = [told.get((measure, task, str(side))) for side in Side]
        if task in _TASKS and None not in sides:
            left, right = (row for row in sides if row is not None)
            pairs[measure, task] = left, right
    return pairs


def _difference(before: tuple[Row, Row], after: tuple[Row, Row]) -> Change:
    values, counts = zip(*(_between(pair) for pair in (before, after)), strict=True)
    one = [number(row["detectable_change"]) for row in (*before, *after)]
    detectable = widened(float(np.sqrt(2.0) * np.fmax.reduce(one)), *counts)
    error = hypot(*(interval_of_change(b, a) for b, a in zip(before, after, strict=True)))
    change = values[1] - values[0]
    reason = cannot_tell(change, detectable, error, counts)
    changed = abs(change) > detectable
    known = before[0]
    return Change(
        measure=known["measure"],
        label=known["label"],
        side=BETWEEN,
        task=known["task"],
        phase=known["phase"],
        unit=known["unit"],
        before=values[0],
        after=values[1],
        n_before=counts[0],
        n_after=counts[1],
        detectable=detectable,
        outcome=Outcome.CANNOT_TELL if reason else Outcome.CHANGED if changed else Outcome.UNCHANGED,
        reason=reason,
        error=error,
    )


def _between(pair: tuple[Row, Row]) -> tuple[float, int]:
    (left, n_left), (right, n_right) = (reading_of(row) for row in pair)
    return left - right, min(n_left, n_right)
