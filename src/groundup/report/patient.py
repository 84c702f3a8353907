"""The page for the patient: one sheet in plain words, only where red flags are screened and none is up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from groundup.assessment import Analysis
from groundup.evidence.table import row
from groundup.findings.bedside import Clearance, propose
from groundup.findings.leg_answer import DECIDED, Certainty, LegAnswer, Outcome, lean
from groundup.plan.plan import Offer
from groundup.quantities import Side
from groundup.report import patient_words as words
from groundup.report.chain_picture import chain_picture
from groundup.report.deviation import deviations, plain
from groundup.screening.rule import Urgency
from groundup.screening.rules import RULES

NAME = "patient.html"
_MOST_TRIED = 3
_MOST_OPTIONS = 3
_WEEKS = {
    "limited dorsiflexion": "D27.stretching",
    "overpronation": "D27.orthoses",
    "ankle instability": "D27.balance",
}


@dataclass(frozen=True)
class PatientPage:
    """What the sheet says; every entry is one or two whole sentences.

    Attributes
    ----------
    date : str
    looked_at, found, open, meaning, tried, options, back : sentences.
    picture : both legs.
    colours : what its colours say.
    warnings : (how soon, signs) with the most urgent first.
    synthetic : whether no person was measured.
    """

    date: str
    looked_at: tuple[str, ...]
    found: tuple[str, ...]
    open: str
    meaning: tuple[str, ...]
    tried: tuple[str, ...]
    options: tuple[str, ...]
    back: tuple[str, ...]
    picture: Markup
    colours: str
    warnings: tuple[tuple[str, tuple[str, ...]], ...]
    synthetic: bool


def patient_page(analysis: Analysis) -> PatientPage | None:
    """Gather the sheet; None where a red flag is raised or could still be."""
    answer, intake = analysis.answer, analysis.intake
    if answer.withheld or intake is None:
        return None
    findings = [finding for finding in analysis.findings if finding.side in answer.sides]
    legs = [leg for leg in answer.legs if leg.side in answer.sides]
    allowed = [one for one in propose(findings, intake) if one.clearance is not Clearance.NOT_TODAY]
    links = plain(deviations(analysis.measures, analysis.findings))
    levels = {link.level for link in links}
    return PatientPage(
        date=_date(analysis.created),
        looked_at=tuple(_looked_at(analysis)),
        found=tuple(_found(analysis)),
        open=_open(analysis),
        meaning=tuple(_meaning(leg) for leg in legs),
        tried=tuple(words.TRY[one.test.name] for one in allowed[:_MOST_TRIED]),
        options=tuple(_options(analysis.plan.offers)),
        back=tuple(_back({f.name for f in findings if lean(f) > 0}, legs)),
        picture=chain_picture(links),
        colours=" ".join(said for level, said in words.COLOURS.items() if level in levels),
        warnings=tuple(_warnings()),
        synthetic=analysis.synthetic,
    )


def _looked_at(analysis: Analysis) -> Iterator[str]:
    tasks = dict.fromkeys(trial.movement.task for trial in analysis.trials)
    done = list(dict.fromkeys(words.DONE.get(task, "moved") for task in tasks))
    yield f"We recorded how you move while you {_listed(done)}."
    yield "A computer worked out what your feet, ankles, knees and hips do."
    yield "We also asked you about warning signs. You had none."


def _found(analysis: Analysis) -> Iterator[str]:
    """Tell what is there or not, both legs together where they agree; what only leans, with a maybe."""
    for name in words.TOPICS:
        points = {f.side: lean(f) for f in analysis.findings if f.name == name and lean(f)}
        if len(points) == len(Side) and len(set(points.values())) == 1:
            both = next(iter(points.values()))
            yield _maybe((words.FOUND_BOTH if both > 0 else words.NOT_FOUND_BOTH)[name], both)
            continue
        for side, one in points.items():
            yield _maybe((words.FOUND if one > 0 else words.NOT_FOUND)[name].format(side=side), one)


def _maybe(text: str, points: int) -> str:
    return f"{text}." if abs(points) == DECIDED else f"Maybe {text}."


def _open(analysis: Analysis) -> str:
    told = {finding.name for finding in analysis.findings if lean(finding)}
    unknown = [topic for name, topic in words.TOPICS.items() if name not in told]
    return f"We could not tell: {_listed(unknown)}." if unknown else ""


def _meaning(leg: LegAnswer) -> str:
    likely = leg.certainty is Certainty.LIKELY
    if leg.outcome is Outcome.IN_PART:
        sure = "It is likely" if likely else "It may be"
        return (
            f"{sure} that your ankle and foot add to the load on your {leg.side} knee. "
            "If they move in another way, this load may change."
        )
    if leg.outcome is Outcome.LITTLE:
        sure = "It is likely" if likely else "It may be"
        return (
            f"{sure} that your ankle and foot add little to the load on your {leg.side} knee. "
            "So it is worth looking at your hip, your trunk and how much you train."
        )
    return (
        f"We cannot tell yet if your ankle and foot add to the load on your {leg.side} knee. "
        "More tests are needed."
    )


def _options(offers: Sequence[Offer]) -> Iterator[str]:
    """Give what is listed for everybody, then the first that may be done for each finding."""
    allowed = [offer.option for offer in offers if offer.clearance is not Clearance.NOT_TODAY]
    by_fault = {option.faults: option for option in reversed(allowed)}
    for option in [one for one in allowed if by_fault[one.faults] is one][:_MOST_OPTIONS]:
        yield words.OPTIONS[option.name]


def _back(found: set[str], legs: list[LegAnswer]) -> Iterator[str]:
    rows = [_WEEKS[name] for name in sorted(found) if name in _WEEKS]
    if not rows and any(leg.outcome is Outcome.LITTLE for leg in legs):
        rows = ["D27.strength"]
    if rows:
        weeks = max(row(name, may_drive=True).value for name in rows)
        yield f"Be tested again after about {weeks:.0f} weeks of training."
    yield "Come back sooner if the pain stays or gets worse."


def _warnings() -> Iterator[tuple[str, tuple[str, ...]]]:
    titles = {
        Urgency.EMERGENCY: "Go to an emergency room at once if",
        Urgency.SAME_DAY: "See a doctor on the same day if",
        Urgency.URGENT: "See a doctor within days if",
    }
    for urgency, title in titles.items():
        signs = (words.WARNINGS.get(rule.name) for rule in RULES if rule.urgency is urgency)
        found = tuple(sign for sign in signs if sign)
        if found:
            yield title, found


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _date(created: str) -> str:
    try:
        when = datetime.fromisoformat(created)
    except ValueError:
        return created
    return f"{when.day} {when:%B %Y}"
