"""Walking through the sections: each can be skipped, each answer taken back."""

from collections.abc import Callable, Sequence

from groundup.screening.entry import Entry, Section, Value
from groundup.screening.interview import Wish

Place = tuple[str, str, str]
"""Part, field and key of a value."""

AskSection = Callable[[Section], bool | Wish]
"""Whether the section is to be asked, or BACK."""
AskEntry = Callable[[Entry], Value | Wish | None]
"""A value, None where it stays as it was, BACK, or SKIP for the rest of the section."""


def fill(sections: Sequence[Section], ask_section: AskSection, ask: AskEntry) -> dict[Place, Value]:
    """Ask section by section.

    Returns
    -------
    dict
        Place -> value, of what was answered; what was not is missing.
    """
    given: dict[Place, Value] = {}
    put: list[tuple[int, int]] = []
    number, step = 0, -1
    while number < len(sections):
        section = sections[number]
        answer = ask_section(section) if step < 0 else ask(section.entries[step])
        if answer is Wish.BACK:
            if put:
                number, step = put.pop()
                given.pop(_place(sections, number, step), None)
            continue
        put.append((number, step))
        if step >= 0 and answer is not None and not isinstance(answer, Wish):
            given[section.entries[step].place] = answer
        leave = answer is Wish.SKIP or (step < 0 and answer is not True)
        step += 1
        if leave or step == len(section.entries):
            number, step = number + 1, -1
    return given


def _place(sections: Sequence[Section], number: int, step: int) -> Place:
    return ("", "", "") if step < 0 else sections[number].entries[step].place
