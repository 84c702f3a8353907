"""Red flags over a person's answers: what is raised, what is clear, what was not asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundup.screening.advice import ADVICE
from groundup.screening.condition import Answers
from groundup.screening.rule import Rule, Urgency
from groundup.screening.rules import RULES


@dataclass(frozen=True)
class OpenRule:
    """A rule that the answers so far do not decide, and the questions that would."""

    rule: Rule
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Triage:
    """What the red flags say.

    Attributes
    ----------
    raised : rules that hold, most urgent first.
    open : rules that cannot be told, with what to ask; most urgent first.
    clear : rules that do not hold.
    advice : what to do without hurry; no flag, and withholds nothing.
    advice_open : advice that cannot be told yet, with what to ask.
    """

    raised: tuple[Rule, ...]
    open: tuple[OpenRule, ...]
    clear: tuple[Rule, ...]
    advice: tuple[Rule, ...] = ()
    advice_open: tuple[OpenRule, ...] = ()

    @property
    def screened(self) -> bool:
        """Whether every rule is decided."""
        return not self.open

    @property
    def urgency(self) -> Urgency | None:
        """Urgency of the most urgent flag; None where none is raised."""
        return max((rule.urgency for rule in self.raised), default=None)

    @property
    def verdict_withheld(self) -> bool:
        """Whether the movement findings must stand back: a flag is raised, or one could still be."""
        return bool(self.raised) or not self.screened

    @property
    def headline(self) -> str:
        """One sentence for the top of every page."""
        if self.raised:
            titles = "; ".join(rule.title for rule in self.raised)
            return f"Red flag, {self.raised[0].urgency.words}: {titles}."
        if not self.clear:
            return "Red flags not screened."
        if self.open:
            return (
                f"Red flags not fully screened: {len(self.open)} of {len(self.open) + len(self.clear)} "
                "rules wait for an answer; none is raised so far."
            )
        return "No red flag in what was asked."


def screen(answers: Answers, rules: Sequence[Rule] = RULES) -> Triage:
    """Apply every rule.

    Parameters
    ----------
    answers : mapping question -> True, False, a number, or None
        A missing question was not asked, which is never a no.
    rules : sequence of Rule
    """
    by_urgency = sorted(rules, key=lambda rule: -rule.urgency)
    state = {rule.name: rule.when.holds(answers) for rule in by_urgency}
    return Triage(
        raised=tuple(rule for rule in by_urgency if state[rule.name]),
        open=tuple(
            OpenRule(rule, rule.when.open_questions(answers))
            for rule in by_urgency
            if state[rule.name] is None
        ),
        clear=tuple(rule for rule in by_urgency if state[rule.name] is False),
        advice=tuple(rule for rule in ADVICE if rule.when.holds(answers)),
        advice_open=tuple(
            OpenRule(rule, rule.when.open_questions(answers))
            for rule in ADVICE
            if rule.when.holds(answers) is None
        ),
    )
