"""The interview: red-flag questions in the order that decides the most urgent rules first."""

from collections.abc import Callable

from groundup.screening.condition import Answers
from groundup.screening.questions import BY_NAME, Question
from groundup.screening.triage import screen

Ask = Callable[[Question], bool | float | None]
"""Puts one question; None where the person cannot or will not say."""


def interview(ask: Ask, answers: Answers | None = None) -> dict[str, bool | float]:
    """Ask until every rule is decided, or only questions that nobody could answer are left.

    Parameters
    ----------
    ask : callable
    answers : mapping, optional
        What is known already.

    Returns
    -------
    dict
        Question -> answer; what could not be answered is missing, and its rules stay open.
    """
    known: dict[str, bool | float] = {k: v for k, v in (answers or {}).items() if v is not None}
    unanswered: set[str] = set()
    while (question := _next(known, unanswered)) is not None:
        answer = ask(BY_NAME[question])
        if answer is None:
            unanswered.add(question)
        else:
            known[question] = answer
    return known


def _next(answers: Answers, unanswered: set[str]) -> str | None:
    """Question that the most urgent undecided rule waits for, of those not yet put."""
    waiting = (question for rule in screen(answers).open for question in rule.questions)
    return next((question for question in waiting if question not in unanswered), None)
