"""The interview on the terminal: questions out, answers in, and a way back."""

from collections.abc import Mapping
from pathlib import Path

import typer

from groundup.quantities import BadInputError
from groundup.screening.entry import Entry, Section, Value, parse
from groundup.screening.intake import Intake, read_intake
from groundup.screening.interview import Wish, interview
from groundup.screening.questions import AskedOf, Question
from groundup.screening.sections import sections
from groundup.screening.sheet import Place, fill

HELP = (
    "y yes, n no, Enter if it was not asked or nobody can say, b back to the question before, s to skip the "
    "rest of a section. Stop with Ctrl-C; nothing is written then."
)
_WISHES = {"b": Wish.BACK, "back": Wish.BACK, "s": Wish.SKIP, "skip": Wish.SKIP}


def ask_intake(file: Path) -> Intake:
    """Hold the whole interview, going on from what the file says already.

    Raises
    ------
    BadInputError
        If the file cannot be used.
    """
    if file.suffix.lower() != ".toml":
        raise BadInputError(
            file, "its name", "one that ends in .toml", file.suffix or "no ending", "name it so"
        )
    known = read_intake(file) if file.exists() else Intake()
    typer.echo(HELP)
    typer.echo("\nRed flags, the most urgent first")
    before = known.answers
    found = interview(ask_question, before)
    flags = {k: v for k, v in found.items() if k in known.red_flags or before.get(k) != v}
    typer.echo("\nNow the person, the complaint and the tests; a section that is skipped stays as it was.")
    given = fill(sections(), _ask_section, lambda entry: _ask_entry(entry, known))
    return _joined(known, flags, given)


def ask_question(question: Question) -> bool | float | Wish | None:
    """Put one red-flag question until the answer can be used; None where nobody can say."""
    who = " [examine]" if question.asked_of is AskedOf.EXAMINER else ""
    hint = f"number of {question.unit}" if question.numeric else "y/n"
    while True:
        said = _said(f"{question.text}{who} ({hint})").lower()
        if not said:
            return None
        if said in _WISHES:
            return _WISHES[said]
        if question.numeric:
            try:
                number = float(said)
            except ValueError:
                continue
            if 0.0 <= number < 1e5:
                return number
        elif said in ("y", "yes", "n", "no"):
            return said.startswith("y")


def _ask_section(section: Section) -> bool | Wish:
    said = _said(f"\n{section.title}: {len(section.entries)} questions. y to answer them").lower()
    return _WISHES.get(said, said in ("y", "yes"))


def _ask_entry(entry: Entry, known: Intake) -> Value | Wish | None:
    """Put one question until the answer can be used; what is known stands in brackets and stays by Enter."""
    held = _held(entry, known)
    stays = f" {{{held}}}" if held is not None else ""
    while True:
        said = _said(f"{entry.text} ({entry.hint}){stays}")
        if not said:
            return None
        if said.lower() in _WISHES:
            return _WISHES[said.lower()]
        try:
            return parse(entry, said)
        except ValueError as problem:
            typer.echo(f"  {problem}")


def _held(entry: Entry, known: Intake) -> object:
    value = getattr(getattr(known, entry.part), entry.field)
    return value.get(entry.key) if entry.key and value is not None else value


def _said(prompt: str) -> str:
    return str(typer.prompt(prompt, default="", show_default=False)).strip()


def _joined(known: Intake, flags: Mapping[str, bool | float], given: Mapping[Place, Value]) -> Intake:
    content = known.model_dump()
    content["red_flags"] = dict(flags)
    for (part, field, key), value in given.items():
        if key:
            content[part][field] = {**(content[part][field] or {}), key: value}
        else:
            content[part][field] = value
    return Intake.model_validate(content)
