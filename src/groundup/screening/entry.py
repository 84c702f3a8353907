"""One thing that is asked for the intake, and how what is said becomes a value."""

from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from groundup.screening.intake_parts import LEFT_OUT

Value = str | float | int | bool | list[str] | list[float] | list[int] | list[float | None] | dict[str, float]


class Kind(StrEnum):
    """What an answer looks like."""

    TEXT = "words"
    DAY = "year-month-day, as 2026-11-23"
    TEXTS = "words, with commas between"
    NUMBER = "a number"
    COUNT = "a whole number"
    YES_NO = "y or n"
    CHOICE = "the number or the word of one"
    CHOICES = "the numbers or words, with commas between"
    REPEATS = "one number for each repeat"
    ITEMS = "the points item by item"
    RATINGS = "number of the place = rating from 0 to 10, with commas between"


@dataclass(frozen=True)
class Entry:
    """One question of a section.

    Attributes
    ----------
    part, field : where the value belongs in the intake.
    text : str
    kind : Kind
    unit : str
    choices : words to choose from.
    key : str
        Place within a field that holds several by name.
    items : points each item can have; one left out is "-" where `may_leave_out`.
    """

    part: str
    field: str
    text: str
    kind: Kind
    unit: str = ""
    choices: tuple[str, ...] = ()
    key: str = ""
    items: tuple[tuple[float, ...], ...] = ()
    may_leave_out: bool = False

    @property
    def place(self) -> tuple[str, str, str]:
        """Part, field and key."""
        return self.part, self.field, self.key

    @property
    def hint(self) -> str:
        """How to answer."""
        numbered = ", ".join(f"{number} {word}" for number, word in enumerate(self.choices, 1))
        if self.kind is Kind.ITEMS:
            left_out = f"; {LEFT_OUT} for one left out" if self.may_leave_out else ""
            return f"{len(self.items)} items{left_out}"
        return " ".join(word for word in (numbered or str(self.kind), f"[{self.unit}]" if self.unit else ""))


@dataclass(frozen=True)
class Section:
    """Questions that belong together."""

    title: str
    entries: tuple[Entry, ...]


def parse(entry: Entry, said: str) -> Value:
    """Turn what was said into a value.

    Raises
    ------
    ValueError
        With the reason, in words for the person who typed it.
    """
    value = _parsed(entry, said)
    # The model knows the ranges; a value it refuses is asked for again.
    from groundup.screening.intake import Intake

    held = {entry.key: value} if entry.key else value
    try:
        Intake.model_validate({entry.part: {entry.field: held}})
    except ValidationError as problem:
        raise ValueError(problem.errors()[0]["msg"].removeprefix("Value error, ")) from None
    return value


def _parsed(entry: Entry, said: str) -> Value:
    words = [word.strip() for word in said.split(",") if word.strip()]
    match entry.kind:
        case Kind.TEXT | Kind.DAY:
            return said.strip()
        case Kind.TEXTS:
            return words
        case Kind.NUMBER:
            return _number(said)
        case Kind.COUNT:
            return _count(said)
        case Kind.YES_NO:
            return _yes(said)
        case Kind.CHOICE:
            return _chosen(entry, said)
        case Kind.CHOICES:
            return [_chosen(entry, word) for word in words]
        case Kind.REPEATS:
            return [_number(word) for word in said.replace(",", " ").split()]
        case Kind.ITEMS:
            return _items(entry, said.replace(",", " ").split())
        case Kind.RATINGS:
            pairs = [word.partition("=") for word in words]
            return {_chosen(entry, place): _number(rating) for place, _, rating in pairs}


def _number(said: str) -> float:
    try:
        return float(said)
    except ValueError:
        raise ValueError(f"{said.strip()[:30]!r} is no number") from None


def _count(said: str) -> int:
    try:
        return int(said)
    except ValueError:
        raise ValueError(f"{said.strip()[:30]!r} is no whole number") from None


def _yes(said: str) -> bool:
    if said.strip().lower() not in ("y", "yes", "n", "no"):
        raise ValueError("say y or n")
    return said.strip().lower().startswith("y")


def _chosen(entry: Entry, said: str) -> str:
    word = said.strip().lower()
    if word.isdecimal() and 1 <= int(word) <= len(entry.choices):
        return entry.choices[int(word) - 1]
    if word in entry.choices:
        return word
    raise ValueError(f"{word[:30]!r} is none of 1 to {len(entry.choices)}")


def _items(entry: Entry, words: list[str]) -> list[float | None]:
    if len(words) != len(entry.items):
        raise ValueError(f"{len(words)} of {len(entry.items)} items")
    values: list[float | None] = []
    for number, (word, allowed) in enumerate(zip(words, entry.items, strict=True), 1):
        value = None if word == LEFT_OUT and entry.may_leave_out else _number(word)
        if value is not None and value not in allowed:
            points = ", ".join(f"{p:g}" for p in sorted(allowed))
            raise ValueError(f"item {number} has {points}")
        values.append(value)
    return values
