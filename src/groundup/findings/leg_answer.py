"""Whether one knee's load comes from the ankle and foot below it, and what speaks for and against."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from groundup.findings.finding import Finding, Kind, Verdict
from groundup.findings.links import Influence, Link, links
from groundup.findings.reasons import Reason, observed, published
from groundup.quantities import Side


class Outcome(StrEnum):
    """What the ankle and foot have to do with a knee's load."""

    IN_PART = "in part"
    LITTLE = "little"
    OPEN = "open"


class Certainty(StrEnum):
    """How sure: likely rests on observations that decide, possible on some that support only."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    CANNOT_TELL = "can't tell"
    WITHHELD = "withheld"


DECIDED, LEANS = 2, 1
"""How far a finding points: settled either way, or by observations that support only."""


@dataclass(frozen=True)
class LegAnswer:
    """The answer for one leg.

    Attributes
    ----------
    side : Side
    outcome : Outcome
    certainty : Certainty
    carried : ways from a fault of the foot to a load of the knee that are found in this leg.
    faults, patterns : names of those that are present or consistent with what was seen.
    unsettled : findings that observations point at, either way, and none decides.
    usual : loads that were found as usual and could have met a fault that is not ruled out.
    unjudged : load patterns that could still be met by a fault that was found, and nothing tells.
    missing : what was not tested or measured and could change the answer.
    reasons_for, reasons_against : every one, in no order.
    """

    side: Side
    outcome: Outcome
    certainty: Certainty
    carried: tuple[Link, ...]
    faults: tuple[str, ...]
    patterns: tuple[str, ...]
    unsettled: tuple[str, ...]
    usual: tuple[str, ...]
    unjudged: tuple[str, ...]
    missing: tuple[str, ...]
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]


def lean(finding: Finding) -> int:
    """Tell how far a finding points: +2 present, -2 not present, +1 or -1 where arguments support only.

    Arguments that only support, and all speak against, leave the verdict open; they lean all the same.
    """
    if finding.verdict is Verdict.PRESENT:
        return DECIDED
    if finding.verdict is Verdict.ABSENT:
        return -DECIDED
    if finding.verdict is Verdict.CONSISTENT:
        return LEANS
    return -LEANS if finding.arguments and not finding.reasons_for else 0


def answer_leg(findings: Sequence[Finding]) -> LegAnswer:
    """Answer for the leg whose findings these are.

    A way from the foot to the knee is carried where the fault at its lower end and the load at its upper end
    are both found in this leg; it is closed where either is found not to be there. One way that is carried
    makes it *in part*; all ways closed make it *little*; else it cannot be told. What decides at both ends of
    a carried way, or at one end of every closed one, makes it likely.
    """
    leans = {finding.name: lean(finding) for finding in findings}
    ways = [link for link in links() if link.effect is Influence.RAISES]
    ends = [(link, leans.get(link.fault, 0), leans.get(link.pattern, 0)) for link in ways]
    carried = [(link, min(low, high)) for link, low, high in ends if low > 0 and high > 0]
    closed = [-min(low, high) for _, low, high in ends if low < 0 or high < 0]
    outcome, strength = Outcome.OPEN, 0
    if carried:
        outcome, strength = Outcome.IN_PART, max(strength for _, strength in carried)
    elif len(closed) == len(ways):
        outcome, strength = Outcome.LITTLE, min(closed)
    certainty = {DECIDED: Certainty.LIKELY, LEANS: Certainty.POSSIBLE}.get(strength, Certainty.CANNOT_TELL)
    faults, patterns = (_names(findings, kind, leans) for kind in (Kind.FAULT, Kind.PATTERN))
    side = findings[0].side
    met = tuple(link for link, _ in carried)
    return LegAnswer(
        side,
        outcome,
        certainty,
        met,
        faults,
        patterns,
        tuple(name for name, found in leans.items() if abs(found) == LEANS),
        tuple(dict.fromkeys(link.pattern for link, low, high in ends if low >= 0 and high < 0)),
        tuple(dict.fromkeys(link.pattern for link, low, high in ends if low > 0 and not high)),
        _missing(findings, leans, ends),
        (*_observed(findings, True), *(published(w.words, w.fault, side, w.evidence) for w in met)),
        (*_observed(findings, False), *_against(met, faults, patterns, side)),
    )


def _missing(
    findings: Sequence[Finding], leans: dict[str, int], ends: Sequence[tuple[Link, int, int]]
) -> tuple[str, ...]:
    """Say what lacks at the ends of ways that nothing decided yet; at the foot first."""
    told = {finding.name: finding.missing for finding in findings}
    undecided = [link for link, low, high in ends if -DECIDED not in (low, high) and min(low, high) < DECIDED]
    open_ends = [*(link.fault for link in undecided), *(link.pattern for link in undecided)]
    names = dict.fromkeys(name for name in open_ends if abs(leans.get(name, 0)) < DECIDED)
    return tuple(dict.fromkeys(what for name in names for what in told.get(name, ())))


def _names(findings: Sequence[Finding], kind: Kind, leans: dict[str, int]) -> tuple[str, ...]:
    return tuple(f.name for f in findings if f.kind is kind and leans[f.name] > 0)


def _observed(findings: Sequence[Finding], supports: bool) -> Iterator[Reason]:
    """Give arguments for, or against; what no way joins is told only of a fault not there."""
    ways = [link for link in links() if link.effect is Influence.RAISES]
    joined = {name for way in ways for name in (way.fault, way.pattern)}
    for finding in findings:
        if finding.name in joined or (not supports and finding.kind is Kind.FAULT):
            yield from (
                observed(argument, finding.name, finding.side)
                for argument in finding.arguments
                if argument.supports is supports
            )


def _against(
    carried: Sequence[Link], faults: Sequence[str], patterns: Sequence[str], side: Side
) -> Iterator[Reason]:
    """Give published results that speak against what was found in this leg."""
    for link in links():
        if link in carried and link.but_evidence is not None:
            yield published(link.but, link.fault, side, link.but_evidence)
        if link.fault not in faults:
            continue
        if link.effect is Influence.NONE or (link.effect is Influence.LOWERS and link.pattern in patterns):
            yield published(link.words, link.fault, side, link.evidence)
