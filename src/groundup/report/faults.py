"""The faults of ankle and foot for the page: verdict in words, reasons for and against, what is missing."""

from dataclasses import dataclass

from groundup.assessment import Analysis
from groundup.findings.finding import Argument, Finding, Verdict
from groundup.quantities import Side
from groundup.screening.triage import screen


@dataclass(frozen=True)
class Fault:
    """One fault, both legs side by side."""

    name: str
    legs: tuple[tuple[Side, "Judgement"], ...]


@dataclass(frozen=True)
class Judgement:
    """A finding in words.

    Attributes
    ----------
    verdict : str
    level : str
        "present", "absent" or "open": how it is drawn.
    reasons_for, reasons_against : sentences, with their sources.
    missing : what was not tested.
    settled_by : what to test.
    """

    verdict: str
    level: str
    reasons_for: tuple[tuple[str, str], ...]
    reasons_against: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    settled_by: str


def fault_rows(analysis: Analysis) -> list[Fault]:
    """Every fault; none behind a raised red flag, which comes before all that is measured."""
    triage = screen({}) if analysis.intake is None else analysis.intake.triage()
    if triage.raised:
        return []
    names = dict.fromkeys(finding.name for finding in analysis.findings)
    return [
        Fault(name, tuple((f.side, _judgement(f)) for f in analysis.findings if f.name == name))
        for name in names
    ]


def _judgement(finding: Finding) -> Judgement:
    words = str(finding.verdict)
    if finding.verdict is Verdict.CONSISTENT:
        words = "consistent with it, not settled"
    if finding.marked:
        words = "present, marked"
    level = {Verdict.PRESENT: "present", Verdict.ABSENT: "absent"}.get(finding.verdict, "open")
    return Judgement(
        words,
        level,
        tuple(_reason(a) for a in finding.reasons_for),
        tuple(_reason(a) for a in finding.reasons_against),
        finding.missing,
        finding.settled_by,
    )


def _reason(argument: Argument) -> tuple[str, str]:
    source = f"{argument.threshold.citation} ({argument.threshold.id.partition('.')[0]})"
    return argument.text[0].upper() + argument.text[1:], source
