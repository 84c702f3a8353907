"""A bedside test: what was expected of a change beside what was measured, both with their errors."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

import numpy as np

from groundup.findings.change import Change, changes
from groundup.findings.change import Outcome as Compared
from groundup.plan.prediction import Prediction


class Verdict(StrEnum):
    """Whether what was expected came."""

    HELD = "held"
    FAILED = "failed"
    CANNOT_TELL = "can't tell"


@dataclass(frozen=True)
class Judged:
    """One expectation and what was measured.

    Attributes
    ----------
    prediction : Prediction
    change : Change or None
        As ``groundup compare`` tells it; None where neither result holds the measure.
    error : float
        What the observed change may be off, either way: the larger of the detectable change and half the
        90 % interval of the two measurements; NaN where neither is known.
    verdict : Verdict
    reason : str
    """

    prediction: Prediction
    change: Change | None
    error: float
    verdict: Verdict
    reason: str


def judge(
    predictions: Sequence[Prediction],
    before: Sequence[Mapping[str, str]],
    after: Sequence[Mapping[str, str]],
) -> tuple[Judged, ...]:
    """Compare expectations with two results.

    Parameters
    ----------
    predictions : sequence of Prediction
    before, after : rows of ``measures.csv``, without and with the change.
    """
    found = changes(before, after)
    return tuple(one for prediction in predictions for one in _of(prediction, found))


def overall(tested: Sequence[Judged]) -> Verdict:
    """Tell all together: one that failed fails it; else one that held holds it."""
    told = {one.verdict for one in tested}
    for verdict in (Verdict.FAILED, Verdict.HELD):
        if verdict in told:
            return verdict
    return Verdict.CANNOT_TELL


def _of(prediction: Prediction, found: Sequence[Change]) -> Iterator[Judged]:
    own = [
        change
        for change in found
        if (change.measure, change.side) == (prediction.measure, str(prediction.side))
        and prediction.task in ("", change.task)
    ]
    seen = [change for change in own if isfinite(change.change)] or own[:1]
    if not seen:
        reason = "neither result holds this measure"
        yield Judged(prediction, None, float("nan"), Verdict.CANNOT_TELL, reason)
    for change in seen:
        yield _tested(prediction, change)


def _tested(prediction: Prediction, change: Change) -> Judged:
    error = float(np.fmax(change.detectable, change.error))
    verdict, reason = _verdict(prediction, change, error)
    return Judged(prediction, change, error, verdict, reason)


def _verdict(prediction: Prediction, change: Change, error: float) -> tuple[Verdict, str]:
    """Hold the observed change, give or take its error, against the expected range.

    Apart from each other: failed. Wholly inside, or beyond error the expected way where a way is expected:
    held. All else is left open, and so is whatever ``groundup compare`` would leave open.
    """
    if change.outcome is Compared.CANNOT_TELL:
        return Verdict.CANNOT_TELL, change.reason
    if not isfinite(error):
        return Verdict.CANNOT_TELL, "no error is known of this measure"
    low, high = change.change - error, change.change + error
    if low > prediction.high or high < prediction.low:
        return Verdict.FAILED, "the change is outside the expected range by more than its error"
    if prediction.low <= low and high <= prediction.high:
        return Verdict.HELD, "the change is within the expected range, with its error"
    if prediction.sure and abs(change.change) > error:
        return Verdict.HELD, "changed beyond error, the expected way, and the ranges meet"
    if not prediction.sure:
        return Verdict.CANNOT_TELL, "the expected range holds both ways"
    return Verdict.CANNOT_TELL, "the change is within its error"
