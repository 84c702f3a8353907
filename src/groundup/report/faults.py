"""Faults of the foot and loads of the knee for the page: verdict, reasons for and against, what lacks."""

from dataclasses import dataclass

import numpy as np

from groundup.assessment import Analysis
from groundup.findings.finding import Argument, Finding, Kind, Verdict, Weight
from groundup.quantities import Side
from groundup.screening.triage import screen


@dataclass(frozen=True)
class Fault:
    """One fault or load pattern, both legs side by side; `limits`: what must not be read into it."""

    name: str
    legs: tuple[tuple[Side, "Judgement"], ...]
    limits: tuple[str, ...]


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
    strength : what the verdict rests on.
    pain : where pain is told, beside where this acts.
    chance : how probable it is that what was measured is truly beyond a limit; empty where nothing tells.
    """

    verdict: str
    level: str
    reasons_for: tuple[tuple[str, str], ...]
    reasons_against: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    settled_by: str
    strength: str
    pain: str
    chance: str


def fault_rows(analysis: Analysis, kind: Kind = Kind.FAULT) -> list[Fault]:
    """Every finding of a kind; none behind a raised red flag, which comes before all that is measured."""
    triage = screen({}) if analysis.intake is None else analysis.intake.triage()
    if triage.raised:
        return []
    own = [finding for finding in analysis.findings if finding.kind is kind]
    names = dict.fromkeys(finding.name for finding in own)
    return [_fault([finding for finding in own if finding.name == name]) for name in names]


def _fault(findings: list[Finding]) -> Fault:
    return Fault(findings[0].name, tuple((f.side, _judgement(f)) for f in findings), findings[0].limits)


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
        finding.strength if finding.arguments else "",
        finding.pain,
        _chance(finding),
    )


def _chance(finding: Finding) -> str:
    if not np.isfinite(finding.chance):
        return ""
    percent = 100.0 * finding.chance
    told = "below 1 %" if percent < 1.0 else "above 99 %" if percent > 99.0 else f"{percent:.0f} %"
    return f"Probability that the true value is beyond the limit ({finding.chance_of}): {told}"


def _reason(argument: Argument) -> tuple[str, str]:
    source = f"{argument.threshold.citation} ({argument.threshold.id.partition('.')[0]})"
    weight = "decides" if argument.weight is Weight.DECISIVE else "supports only"
    sure = f" · sure to {100.0 * argument.chance:.0f} %" if np.isfinite(argument.chance) else ""
    return argument.text[0].upper() + argument.text[1:], f"{weight}{sure} · {source}"
