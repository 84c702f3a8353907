"""Observations of a load: beside published values, beside the other leg, beside where pain is told."""

import numpy as np

from groundup.evidence.table import row
from groundup.findings.beyond import Beyond
from groundup.findings.finding import Argument, Weight
from groundup.findings.leg import Leg
from groundup.findings.measure import Measure
from groundup.findings.reference import FEWEST_CYCLES, Comparison

OUTSIDE = 2.0
"""Standard deviations from the mean beyond which a value is outside the usual (EVIDENCE A01)."""


def beside_published(leg: Leg, name: str, weight: Weight, direction: int = 1) -> tuple[Argument, ...]:
    """Hold a measure against its reference; nothing within its error of the limit, or without a fitting one.

    Parameters
    ----------
    leg : Leg
    name : str
        Of the measure.
    weight : Weight
    direction : int
        -1 where a low value is a high load.
    """
    measure = leg.judged(name)
    if measure is None or measure.comparison is None or not measure.comparison.may_judge:
        return ()
    reference, limit = measure.comparison.reference, _limit(measure.comparison, direction)
    beyond = direction * (measure.value - limit)
    if measure.within_error(limit):
        return ()
    chance = measure.chance_beyond(limit, direction if beyond > 0.0 else -direction)
    unit, words = measure.definition.unit, "above" if direction > 0 else "below"
    usual = f"outside the usual, {words}" if beyond > 0.0 else f"within the usual, which ends {words}"
    said = f"{_label(measure)} {measure.value:.2f}{_interval(measure)} {unit} in {measure.task}"
    text = f"{said}, {usual} {limit:.2f}"
    return (Argument(text, measure.value, reference.evidence, beyond > 0.0, weight, chance),)


def beyond_published(leg: Leg, name: str, direction: int = 1) -> tuple[Beyond, ...]:
    """Give the limit that :func:`beside_published` holds a measure against; empty where no reference fits."""
    measure = leg.judged(name)
    if measure is None or measure.comparison is None or not measure.comparison.may_judge:
        return ()
    limit, words = _limit(measure.comparison, direction), "above" if direction > 0 else "below"
    return (
        Beyond(f"{_label(measure)} {words} {limit:.2f} {measure.definition.unit}", measure, limit, direction),
    )


def _limit(comparison: Comparison, direction: int) -> float:
    return comparison.reference.mean + direction * OUTSIDE * comparison.reference.sd


def _interval(measure: Measure) -> str:
    """How far a value may be off, as it stands behind it."""
    if measure.error is not None:
        return f" ({measure.error.low:.2f} to {measure.error.high:.2f})"
    return "" if np.isnan(measure.margin) else f" ± {measure.margin:.2f}"


def beside_other_leg(leg: Leg, name: str, direction: int = 1) -> tuple[Argument, ...]:
    """Say where a measure exceeds the other leg's by more than the detectable change; supports only.

    Parameters
    ----------
    leg, name, direction : as for :func:`beside_published`.
    """
    measure = leg.judged(name)
    other = None if measure is None else leg.of_other_leg(measure)
    if measure is None or other is None or min(measure.n, other.n) < FEWEST_CYCLES:
        return ()
    more = direction * measure.differs_by(other)
    if not more > 0.0:
        return ()
    evidence, unit = row(measure.definition.detectable, may_drive=True), measure.definition.unit
    text = (
        f"{_label(measure)} {more:.1f} {unit} more than on the other leg in {measure.task}, "
        f"detectable from {measure.detectable_change:.1f}"
    )
    return (Argument(text, more, evidence, True, Weight.SUPPORTING),)


def unjudged(leg: Leg, name: str, words: str) -> tuple[str, ...]:
    """Say why a measure could not be held against published values; empty where it could."""
    measure = leg.judged(name)
    if measure is None:
        return (f"{words}: the task was not recorded",)
    if not measure.n:
        return (f"{words}: {measure.reason}",)
    if measure.comparison is None:
        return (f"{words}: no published values for {measure.task}",)
    reasons = "; ".join(measure.comparison.misfits)
    if reasons:
        return (f"{words}: no published values that fit ({reasons})",)
    if beside_published(leg, name, Weight.SUPPORTING):
        return ()
    return (f"{words}: {measure.value:.2f} {measure.definition.unit} lies within its error of the limit",)


def pain_beside(leg: Leg, site: str) -> str:
    """Say whether pain is told where a load acts."""
    if leg.pain_sites is None:
        return "Where it hurts was not asked"
    if site in leg.pain_sites:
        return f"Pain is told at this site of this leg ({site}); load and pain are told apart"
    where = ", ".join(leg.pain_sites)
    return f"Pain is not told at this site of this leg ({site})" + (f", but: {where}" if where else "")


def _label(measure: Measure) -> str:
    label = measure.definition.label
    return label if label[1:2].isupper() else label[0].lower() + label[1:]
