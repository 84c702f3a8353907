"""What to do next: after the flags, after the answer, and by which faults were found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundup.evidence.table import Row, row
from groundup.findings.answer import Answer
from groundup.findings.finding import Finding, Kind
from groundup.findings.leg_answer import LegAnswer, Outcome, lean
from groundup.screening.triage import Triage, screen

if TYPE_CHECKING:
    from groundup.screening.intake import Intake


@dataclass(frozen=True)
class Step:
    """One thing to do; `evidence` are the rows it rests on."""

    text: str
    evidence: tuple[Row, ...] = ()


SEE = (
    "Have pain evaluated by a professional when it came without a clear injury or stays despite local "
    "treatment."
)
"""The plain advice (EVIDENCE E17), where nobody asked whether it applies."""


def next_steps(answer: Answer, findings: Sequence[Finding], intake: "Intake | None") -> tuple[Step, ...]:
    """Say what to do, first things first.

    Parameters
    ----------
    answer : Answer
    findings : sequence of Finding
        Of the legs in question.
    intake : Intake, optional
    """
    triage = screen({}) if intake is None else intake.triage()
    if triage.raised:
        return (Step("Act on the red flag above; what was measured here can wait."),)
    if triage.open:
        ask = "Ask the red-flag questions: groundup intake person.toml, then analyse again with --intake."
        return (Step(ask), *_see(triage))
    return (*_after(answer, findings), *_of_faults(findings), *_see(triage))


def _after(answer: Answer, findings: Sequence[Finding]) -> Iterator[Step]:
    legs = [leg for leg in answer.legs if leg.side in answer.sides]
    told = {outcome: [leg for leg in legs if leg.outcome is outcome] for outcome in Outcome}
    if told[Outcome.IN_PART]:
        yield Step(
            f"{_whose(told[Outcome.IN_PART], legs)}Record the same task again with the change and compare: "
            "groundup compare before/ after/ says whether the knee's load changed beyond error."
        )
    if told[Outcome.OPEN]:
        names = {name for leg in told[Outcome.OPEN] for name in leg.unjudged}
        settling = dict.fromkeys(f.settled_by for f in findings if f.name in names and f.settled_by)
        yield from (Step(f"To judge the knee's load: {what}.") for what in settling)
        if any(f.settled_by for f in findings if f.kind is Kind.FAULT and lean(f) == 0):
            yield Step("Do today's tests, put the results into the intake file and analyse again.")
    if told[Outcome.LITTLE]:
        whose = _whose(told[Outcome.LITTLE], legs)
        yield Step(f"{whose}Look above the ankle and beyond it: hip, trunk, training load.")


def _whose(some: Sequence[LegAnswer], every: Sequence[LegAnswer]) -> str:
    """Name the leg where a step is not for all that are asked about."""
    return "" if len(some) == len(every) else f"{str(some[0].side).capitalize()} leg: "


def _of_faults(findings: Sequence[Finding]) -> Iterator[Step]:
    """Say what trials bear for a fault that was found, and when a change can be seen at all."""
    found = {finding.name for finding in findings if lean(finding) > 0}
    if "limited dorsiflexion" in found:
        yield Step(
            "Calf stretching gained about 2 to 3° in trials; one lunge cannot show that, so repeat it three "
            "times on each day.",
            _rows("D20.stretching", "B03.detectable"),
        )
    if "overpronation" in found:
        yield Step(
            "Orthoses, where they are tried: reports at 6 weeks favoured them over flat inserts, at a year "
            "not; how mobile the foot is does not tell for whom.",
            _rows("D13.early"),
        )
    if "ankle instability" in found:
        yield Step(
            "Balance training raised the instability score by 4 points in trials; 3 count as a change.",
            _rows("D24.balance", "B21.detectable"),
        )


def _rows(*identifiers: str) -> tuple[Row, ...]:
    return tuple(row(identifier, may_drive=True) for identifier in identifiers)


def _see(triage: Triage) -> Iterator[Step]:
    """Say when a professional should see it (EVIDENCE E17): told it holds, in general where not asked."""
    if triage.advice:
        yield Step("Have the pain evaluated by a professional, as said above.")
    elif triage.advice_open:
        yield Step(SEE)
