"""Questionnaires and strength of the intake for the page: figures with what they may be held against."""

from dataclasses import dataclass

from groundup.assessment import Analysis
from groundup.report.words import NONE, number
from groundup.screening.scores import Score
from groundup.screening.strength import strength_ratios

_PAINS = {"pain_now": "now", "pain_usual": "usual, last week", "pain_worst": "worst, last week"}


@dataclass(frozen=True)
class FormRow:
    """A questionnaire: total, what a change must exceed, and where that comes from."""

    title: str
    total: str
    beyond_error: str
    that_matters: str
    source: str


@dataclass(frozen=True)
class TestsSection:
    """What the page shows of the intake's figures."""

    forms: tuple[FormRow, ...]
    strength: tuple[tuple[str, str, str], ...]


def tests_section(analysis: Analysis) -> TestsSection | None:
    """Rows of the section; None where neither was asked."""
    scores = {} if analysis.intake is None else analysis.intake.scores()
    ratios = strength_ratios(analysis.intake)
    if not scores and not ratios:
        return None
    return TestsSection(
        tuple(_form(name, score) for name, score in scores.items()),
        tuple((one.words, str(one.n), one.comparison) for one in ratios),
    )


def _form(name: str, score: Score) -> FormRow:
    form = score.questionnaire
    side = next((f", {word} ankle" for word in ("left", "right") if name.endswith(word)), "")
    pain = f", {_PAINS[name]}" if name in _PAINS else ""
    return FormRow(
        f"{form.title}{side}{pain}",
        score.reason if score.total is None else number(score.total, 0 if score.total % 1 == 0 else 1),
        NONE if form.detectable is None else f"{form.detectable:g}",
        NONE if form.important is None else f"{form.important:g}",
        form.source,
    )
