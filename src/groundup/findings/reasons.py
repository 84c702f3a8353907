"""Reasons for and against, the strongest first."""

from collections.abc import Iterable
from dataclasses import dataclass

from groundup.evidence.table import Row, row
from groundup.findings.finding import Argument, Weight
from groundup.findings.patterns.arguments import OUTSIDE
from groundup.findings.reference import references
from groundup.quantities import Side

RULERS = {
    "B02": "B04.detectable",
    "B05": "B03.detectable",
    "B13": "A61.detectable",
    "B19": "B21.detectable",
    "B20": "B21.detectable",
}
"""Detectable change that tells how far a test lies from its threshold; none is published for the others."""


@dataclass(frozen=True)
class Reason:
    """One observation or published result that speaks for or against.

    Attributes
    ----------
    text : str
    side : Side
    about : str
        Finding it belongs to, e.g. ``limited dorsiflexion``.
    source : str
        Citation with the number of the evidence entry.
    decides : bool
        Whether it settles what it is about, or supports only.
    distance : float
        From its threshold, in detectable changes or standard deviations; 0 where neither is published, and
        for published results, which are of other people.
    """

    text: str
    side: Side
    about: str
    source: str
    decides: bool
    distance: float


def observed(argument: Argument, about: str, side: Side) -> Reason:
    """Turn an argument of a finding into a reason."""
    return Reason(
        argument.text[0].upper() + argument.text[1:],
        side,
        about,
        cite(argument.threshold),
        argument.weight is Weight.DECISIVE,
        _distance(argument),
    )


def published(words: str, about: str, side: Side, evidence: Row) -> Reason:
    """Turn a published result into a reason; it never decides about one person."""
    return Reason(f"Published: {words}", side, about, cite(evidence), decides=False, distance=0.0)


def strongest(reasons: Iterable[Reason], most: int) -> tuple[Reason, ...]:
    """Give the strongest, each told once: those that decide, then those furthest from their threshold."""
    distinct = {(reason.text, reason.side): reason for reason in reasons}
    return tuple(sorted(distinct.values(), key=lambda r: (not r.decides, -r.distance))[:most])


def cite(evidence: Row) -> str:
    """Write a source with the number of its entry."""
    return f"{evidence.citation} ({evidence.id.partition('.')[0]})"


def _distance(argument: Argument) -> float:
    """Distance from the threshold, in what is known of error or spread."""
    threshold = argument.threshold
    ruler = RULERS.get(threshold.id.partition(".")[0])
    if ruler is not None:
        return abs(argument.value - threshold.value) / row(ruler, may_drive=True).value
    if threshold.id in {reference.evidence.id for reference in references()} and threshold.spread:
        return abs(abs(argument.value - threshold.value) / threshold.spread - OUTSIDE)
    if threshold.id.endswith(".detectable"):  # held against the other leg
        return max(0.0, argument.value - threshold.value) / threshold.value
    return 0.0
