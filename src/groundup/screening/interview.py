"""The interview: red-flag questions in the order that decides the most urgent rules first."""

from collections.abc import Callable
from enum import Enum

from groundup.screening.condition import Answers
from groundup.screening.questions import BY_NAME, Question
from groundup.screening.triage import screen


class Wish(Enum):
    """What can be said instead of an answer."""

    BACK = "back"
    SKIP = "skip"


Ask = Callable[[Question], bool | float | Wish | None]
"""Puts one question; None where the person cannot or will not say, BACK to answer the one before again,
SKIP to leave what is left."""


def interview(ask: Ask, answers: Answers | None = None) -> dict[str, bool | float]:
    """Ask until every rule is decided, or only questions that nobody could answer are left.

    A question that is put again after going back is answered anew.

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
    put: list[str] = []
    while (question := _next(known, put)) is not None:
        answer = ask(BY_NAME[question])
        if answer is Wish.SKIP:
            break
        if isinstance(answer, Wish):
            if put:
                known.pop(put.pop(), None)
            continue
        put.append(question)
        if answer is not None:
            known[question] = answer
    return known


def _next(answers: Answers, put: list[str]) -> str | None:
    """Question that the most urgent undecided rule, then the advice, waits for, of those not yet put."""
    triage = screen(answers)
    waiting = (question for rule in (*triage.open, *triage.advice_open) for question in rule.questions)
    return next((question for question in waiting if question not in put), None)
