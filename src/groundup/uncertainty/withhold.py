"""Measures whose interval is so wide that they tell nothing: withheld, with the reason."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from groundup.findings.measure import Measure
from groundup.quantities import MeasurementError

WITHHELD = "withheld: "
"""What the reason of a measure begins with that was measured and is not shown."""

_USUAL_SD = 2.0
"""So many standard deviations either way hold 95 of 100 healthy people."""


def without_the_too_wide(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """Withhold every measure whose 90 % interval is wider than what it would have to tell apart.

    Notes
    -----
    Beside a reference: wider than the mean +- 2 SD of healthy people, and not beyond it, so that usual and
    unusual cannot be told apart. Without one: wider than the smallest change between two sessions that
    exceeds error, either way, and not clear of zero. Where neither is known nothing says what is too wide,
    and nothing is withheld.
    """
    whole = [_or_withheld(one) for one in measures]
    gone = {(m.definition.name, m.side, m.task) for m in whole if m.reason.startswith(WITHHELD)}
    return tuple(
        replace(m, other_leg=float("nan")) if (m.definition.name, m.side.other, m.task) in gone else m
        for m in whole
    )


def _or_withheld(measure: Measure) -> Measure:
    if measure.error is None or not measure.n:
        return measure
    why = _too_wide(measure, measure.error)
    if not why:
        return measure
    error, unit = measure.error, measure.definition.unit
    source = f"; most of it: {error.main_source}" if "%" in error.main_source else ""
    reason = f"{WITHHELD}its 90 % interval ({error.low:.3g} to {error.high:.3g} {unit}) is {why}{source}"
    return replace(measure, values=np.zeros(0), comparison=None, reason=reason, other_leg=float("nan"))


def _too_wide(measure: Measure, error: MeasurementError) -> str:
    """Say what the interval is wider than; nothing where it is not, or nothing is known."""
    width, told = error.high - error.low, measure.comparison
    if told is not None:
        mean, reach = told.reference.mean, _USUAL_SD * told.reference.sd
        if width <= 2.0 * reach or error.low > mean + reach or error.high < mean - reach:
            return ""
        usual = f"{mean:.3g} ± {reach:.3g}, {told.reference.evidence.id}"
        return (
            f"wider than what 95 of 100 healthy people show ({usual}), so that usual and unusual cannot be "
            "told apart"
        )
    change = measure.detectable_change
    # An amount starts at nought, so that a change from there is the least that can be told of it.
    least = 0.0 if measure.definition.positive else change
    if not width > 2.0 * change or error.low > least or error.high < 0.0:
        return ""
    return (
        f"wider than ± {change:.3g}, the smallest change between sessions that exceeds error "
        f"({measure.definition.detectable}), and no reference tells how people differ"
    )
