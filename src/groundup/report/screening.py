"""Red flags for the top of the first page: what is raised, what was not asked."""

from dataclasses import dataclass

from groundup.assessment import Analysis
from groundup.screening.questions import BY_NAME
from groundup.screening.rule import Rule, Urgency
from groundup.screening.triage import Triage, screen

_MOST_QUESTIONS = 8


@dataclass(frozen=True)
class Panel:
    """What the panel says.

    Attributes
    ----------
    level : str
        "raised", "open" or "clear": how it is drawn.
    headline : str
    raised : rules that hold, most urgent first.
    questions : what to ask next, most urgent first.
    more : how many further questions may follow.
    advice : what to do without hurry; no flag.
    """

    level: str
    headline: str
    raised: tuple[Rule, ...]
    questions: tuple[str, ...]
    more: int
    advice: tuple[Rule, ...]


def panel(analysis: Analysis) -> Panel:
    """Screening of the person; without an intake nothing was asked, and that is said."""
    triage = analysis.intake.triage() if analysis.intake is not None else screen({})
    level = "raised" if triage.raised else "open" if triage.open else "clear"
    asked = triage.clear or triage.raised
    questions = _questions(triage) if asked else ()
    return Panel(
        level,
        triage.headline,
        triage.raised,
        questions[:_MOST_QUESTIONS],
        max(0, len(questions) - _MOST_QUESTIONS),
        triage.advice,
    )


def urgency_words(urgency: Urgency) -> str:
    """First word of an urgency, for a label."""
    return urgency.words.split(":")[0]


def _questions(triage: Triage) -> tuple[str, ...]:
    names = dict.fromkeys(name for rule in triage.open for name in rule.questions)
    return tuple(BY_NAME[name].text for name in names)
