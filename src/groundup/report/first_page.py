"""Page 1: the answer, the leg, the reasons for and against, what to test today, what to do next."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from groundup.assessment import Analysis
from groundup.evidence.table import Row
from groundup.findings.answer import Answer
from groundup.findings.bedside import Clearance, Proposal, propose
from groundup.findings.finding import Finding
from groundup.findings.leg_answer import Certainty, lean
from groundup.findings.next_steps import Step, next_steps
from groundup.findings.reasons import Reason
from groundup.findings.reference import FEWEST_CYCLES
from groundup.plan.expected import Expected
from groundup.quantities import Side
from groundup.report.chain_picture import LEGEND, chain_picture, swatch
from groundup.report.deviation import Level, Link, deviations
from groundup.report.own_effect import own_effect
from groundup.report.patient import NAME as PATIENT
from groundup.report.share_section import first_sentences
from groundup.whatif.effect_file import SavedEffects

_MOST_TESTS = 4
_MOST_MISSING = 5
_MOST_MISFITS = 3
MEDIAL = "medial load"
"""What a medial wedge raises."""
MEANING = {
    Certainty.LIKELY: "rests on observations that decide",
    Certainty.POSSIBLE: "rests in part on observations that support only",
    Certainty.CANNOT_TELL: "since what is known decides neither way",
    Certainty.WITHHELD: "since red flags come first",
}
"""What a certainty means."""


@dataclass(frozen=True)
class Card:
    """A bedside test as shown; `own` is what it would do to this person, empty where none is told."""

    title: str
    why: str
    how: str
    own: str
    counts_for: str
    counts_against: str
    price: str
    clearance: str
    because: str
    level: str
    source: str


@dataclass(frozen=True)
class FirstPage:
    """What page 1 shows; lists are empty where something stands before them.

    Attributes
    ----------
    sentence, certainty, meaning : str
        The answer.
    level : str
        "withheld", "open" or "told": how it is drawn.
    others : (leg, outcome in words) of a leg the sentence is not about.
    picture : drawing of both legs; None behind a red flag.
    legend : (swatch, words).
    notable : what the drawing shows outside the usual, in words.
    unjudged : why published values do not fit this person, where that leaves links blank.
    shares : (leg, where its knee's strongest deviation from their own motion sits).
    reasons_for, reasons_against : (leg, text, source); the leg is empty where one is told of only.
    missing : str
    tests : Card
    tests_wait : whether the tests wait for red flags.
    steps : (text, source)
    patient : file of the sheet for the patient; empty where it is withheld.
    """

    sentence: str
    certainty: str
    meaning: str
    level: str
    picture: Markup | None
    legend: tuple[tuple[Markup, str], ...]
    notable: tuple[str, ...]
    unjudged: str
    shares: tuple[tuple[str, str], ...]
    reasons_for: tuple[tuple[str, str, str], ...]
    reasons_against: tuple[tuple[str, str, str], ...]
    missing: str
    tests: tuple[Card, ...]
    tests_wait: bool
    steps: tuple[tuple[str, str], ...]
    patient: str


def first_page(analysis: Analysis, effects: Sequence[SavedEffects] = ()) -> FirstPage:
    """Gather page 1 of an analysis, with effects of today's tests in this person."""
    own = _own(analysis.plan.tests, effects)
    answer, intake = analysis.answer, analysis.intake
    raised = intake is not None and bool(intake.triage().raised)
    sides = answer.sides or tuple(Side)
    findings = [finding for finding in analysis.findings if finding.side in sides]
    links = deviations(analysis.measures, analysis.findings)
    levels = [level for level in Level if any(link.level is level for link in links)]
    named = len(sides) > 1
    return FirstPage(
        sentence=answer.sentence,
        certainty=answer.sure,
        meaning=_meaning(answer),
        level={Certainty.WITHHELD: "withheld", Certainty.CANNOT_TELL: "open"}.get(answer.certainty, "told"),
        picture=None if raised else chain_picture(links),
        legend=tuple((swatch(level), LEGEND[level]) for level in levels),
        notable=tuple(_notable(links)),
        unjudged=_misfits(analysis) if Level.UNKNOWN in levels else "",
        shares=() if raised else first_sentences(analysis),
        reasons_for=tuple(_reason(reason, named) for reason in answer.reasons_for),
        reasons_against=tuple(_reason(reason, named) for reason in answer.reasons_against),
        missing=_shortened(answer.missing),
        tests=()
        if raised
        else tuple(_card(one, named, findings, own) for one in propose(findings, intake)[:_MOST_TESTS]),
        tests_wait=answer.withheld,
        steps=tuple(_step(step) for step in next_steps(answer, findings, intake)),
        patient="" if answer.withheld else PATIENT,
    )


def _meaning(answer: Answer) -> str:
    if answer.sure == str(answer.certainty):
        return MEANING[answer.certainty]
    told = dict.fromkeys(leg.certainty for leg in answer.legs if leg.side in answer.sides)
    return "; ".join(f"{certainty} {MEANING[certainty]}" for certainty in told)


def _notable(links: Sequence[Link]) -> Iterator[str]:
    """Say what the drawing shows; a difference between the legs once for both."""
    differ: set[str] = set()
    for link in links:
        said = link.level is Level.DIFFERS and link.name in differ
        if link.level in (Level.OUTSIDE, Level.FAR, Level.DIFFERS) and not said:
            yield f"{str(link.side).capitalize()} {link.name}: {link.words}"
        differ |= {link.name} if link.level is Level.DIFFERS else set()


def _misfits(analysis: Analysis) -> str:
    told = [m.comparison.misfits for m in analysis.measures if m.comparison is not None]
    few = f"of at least {FEWEST_CYCLES} repetitions"
    counts = Counter(
        f"fewer than {FEWEST_CYCLES} repetitions" if reason.endswith(few) else reason
        for misfits in told
        for reason in misfits
    )
    return "; ".join(reason for reason, _ in counts.most_common(_MOST_MISFITS))


def _reason(reason: Reason, named: bool) -> tuple[str, str, str]:
    weight = "decides" if reason.decides else "supports"
    source = reason.source if reason.text.startswith("Published") else f"{weight} · {reason.source}"
    return (str(reason.side).capitalize() if named else "", reason.text, source)


def _shortened(missing: tuple[str, ...]) -> str:
    """Give names only; why each lacks stands with the findings."""
    names = list(dict.fromkeys(what.partition(":")[0] for what in missing))
    more = len(names) - _MOST_MISSING
    return "; ".join([*names[:_MOST_MISSING], *([f"and {more} more"] if more > 0 else [])])


def _own(tests: Sequence[Expected], effects: Sequence[SavedEffects]) -> dict[str, str]:
    """Test -> what it would do to this person."""
    found = {test.test: own_effect(test, effects) for test in tests}
    return {name: f"{own.label.capitalize()}: {own.words}" for name, own in found.items() if own is not None}


def _card(proposal: Proposal, named: bool, findings: Sequence[Finding], own: Mapping[str, str]) -> Card:
    test = proposal.test
    loaded = any(f.name == MEDIAL and lean(f) > 0 for f in findings if f.side in proposal.sides)
    already = " It is raised on this knee already." if loaded else ""
    legs = " and ".join(map(str, proposal.sides))
    return Card(
        title=test.title,
        why=f"{proposal.why} ({legs})" if named else proposal.why,
        how=test.how,
        own=own.get(test.name, ""),
        counts_for=test.counts_for,
        counts_against=test.counts_against,
        price=f"{test.price} ({_ids(test.price_evidence)}){already}" if test.price else "",
        clearance=str(proposal.clearance),
        because=", ".join(proposal.because),
        level={Clearance.FREE: "free", Clearance.ASK: "ask", Clearance.NOT_TODAY: "stop"}[proposal.clearance],
        source=_ids(test.evidence),
    )


def _step(step: Step) -> tuple[str, str]:
    return step.text, _ids(step.evidence)


def _ids(rows: tuple[Row, ...]) -> str:
    return ", ".join(dict.fromkeys(row.id.partition(".")[0] for row in rows))
