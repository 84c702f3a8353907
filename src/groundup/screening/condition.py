"""Conditions over answers that may not have been asked: yes, no, or not known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

Answer = bool | None
"""True yes, False no, None not asked."""

Answers = Mapping[str, bool | float | None]
"""Question -> what was answered; a question that is missing was not asked."""


class Condition(Protocol):
    """Something that holds, does not hold, or cannot be told from the answers so far."""

    def holds(self, answers: Answers) -> Answer:
        """Whether it holds (three-valued logic of Kleene: an unknown counts only where it could decide)."""
        ...

    def open_questions(self, answers: Answers) -> tuple[str, ...]:
        """Questions whose answers could still decide it; none once it is decided."""
        ...


@dataclass(frozen=True)
class Yes:
    """A question was answered with yes."""

    question: str

    def holds(self, answers: Answers) -> Answer:
        """See :class:`Condition`."""
        answer = answers.get(self.question)
        return None if answer is None else bool(answer)

    def open_questions(self, answers: Answers) -> tuple[str, ...]:
        """See :class:`Condition`."""
        return () if self.holds(answers) is not None else (self.question,)


@dataclass(frozen=True)
class No:
    """A question was answered with no."""

    question: str

    def holds(self, answers: Answers) -> Answer:
        """See :class:`Condition`."""
        answer = answers.get(self.question)
        return None if answer is None else not answer

    def open_questions(self, answers: Answers) -> tuple[str, ...]:
        """See :class:`Condition`."""
        return () if self.holds(answers) is not None else (self.question,)


@dataclass(frozen=True)
class Between:
    """A number answered lies from `least` up to, but not at, `below`."""

    question: str
    least: float = float("-inf")
    below: float = float("inf")

    def holds(self, answers: Answers) -> Answer:
        """See :class:`Condition`."""
        answer = answers.get(self.question)
        return None if answer is None else self.least <= float(answer) < self.below

    def open_questions(self, answers: Answers) -> tuple[str, ...]:
        """See :class:`Condition`."""
        return () if self.holds(answers) is not None else (self.question,)


class AllOf:
    """Every part holds; one that does not decides it."""

    def __init__(self, *parts: Condition) -> None:
        self.parts = parts

    def holds(self, answers: Answers) -> Answer:
        """See :class:`Condition`."""
        found = [part.holds(answers) for part in self.parts]
        if False in found:
            return False
        return None if None in found else True

    def open_questions(self, answers: Answers) -> tuple[str, ...]:
        """See :class:`Condition`: only the first open part's, since a no there makes the rest needless."""
        if self.holds(answers) is not None:
            return ()
        return next(q for part in self.parts if (q := part.open_questions(answers)))


@dataclass(frozen=True)
class AtLeast:
    """The points of the parts that hold add up to `points`; points may be negative.

    `parts` are (points, condition) pairs.
    """

    points: float
    parts: tuple[tuple[float, Condition], ...]

    def holds(self, answers: Answers) -> Answer:
        """See :class:`Condition`."""
        lowest = highest = 0.0
        for worth, part in self.parts:
            found = part.holds(answers)
            lowest += worth if found or (found is None and worth < 0) else 0.0
            highest += worth if found or (found is None and worth > 0) else 0.0
        if lowest >= self.points:
            return True
        return False if highest < self.points else None

    def open_questions(self, answers: Answers) -> tuple[str, ...]:
        """See :class:`Condition`."""
        if self.holds(answers) is not None:
            return ()
        asked = (q for _, part in self.parts for q in part.open_questions(answers))
        return tuple(dict.fromkeys(asked))


def any_of(*parts: Condition) -> AtLeast:
    """At least one part holds."""
    return AtLeast(1.0, tuple((1.0, part) for part in parts))


def yes(*questions: str) -> Condition:
    """At least one of the questions was answered with yes."""
    return Yes(questions[0]) if len(questions) == 1 else any_of(*(Yes(q) for q in questions))
