"""What to test today: bedside tests chosen by what is found or open, with what speaks against doing them."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from groundup.evidence.table import Row, row
from groundup.findings.finding import Finding
from groundup.findings.leg_answer import DECIDED, Outcome, answer_leg, lean
from groundup.findings.precaution import Precaution, holds
from groundup.quantities import Side

if TYPE_CHECKING:
    from groundup.screening.intake import Intake


@dataclass(frozen=True)
class Bedside:
    """One test.

    Attributes
    ----------
    name, title, how : str
    counts_for, counts_against : what would count for the ankle and foot, and what against.
    evidence : rows it rests on.
    beware : what must be ruled out before.
    price : what the test itself does to the knee; empty where nothing is published.
    price_evidence : rows of the price.
    """

    name: str
    title: str
    how: str
    counts_for: str
    counts_against: str
    evidence: tuple[Row, ...]
    beware: tuple[Precaution, ...]
    price: str
    price_evidence: tuple[Row, ...]


class Clearance(StrEnum):
    """Whether the test may be done."""

    FREE = "nothing known against it"
    ASK = "ask first"
    NOT_TODAY = "not today"


@dataclass(frozen=True)
class Proposal:
    """A test for this person.

    Attributes
    ----------
    test : Bedside
    sides : legs it is for.
    why : str
    clearance : Clearance
    because : what holds against it, or was not asked.
    """

    test: Bedside
    sides: tuple[Side, ...]
    why: str
    clearance: Clearance
    because: tuple[Precaution, ...]


@cache
def bedside_tests() -> dict[str, Bedside]:
    """Every test by its name; a figure from memory is refused."""
    text = (resources.files("groundup.findings") / "tables" / "bedside.toml").read_text("utf-8")
    return {entry["name"]: _test(entry) for entry in tomllib.loads(text)["test"]}


def propose(findings: Sequence[Finding], intake: "Intake | None") -> tuple[Proposal, ...]:
    """Choose tests: what changes the ankle where a fault was found, then what tells where one is open.

    Parameters
    ----------
    findings : sequence of Finding
        Of the legs in question.
    intake : Intake, optional
        Precautions that were not asked are named, never taken for absent.
    """
    found = []
    for name, wanted in _RULES.items():
        reasons = {side: wanted([f for f in findings if f.side is side]) for side in Side}
        sides = tuple(side for side in Side if reasons[side])
        if sides:
            why = next((why for why in reasons.values() if why.endswith("present")), reasons[sides[0]])
            found.append(_proposal(bedside_tests()[name], sides, why, intake))
    return tuple(sorted(found, key=lambda one: one.clearance is Clearance.NOT_TODAY))


def cleared(
    beware: Sequence[Precaution], intake: "Intake | None"
) -> tuple[Clearance, tuple[Precaution, ...]]:
    """Tell whether something may be done with this person, and what speaks against it or was not asked."""
    states = {precaution: holds(precaution, intake) for precaution in beware}
    against = tuple(p for p, state in states.items() if state)
    unasked = tuple(p for p, state in states.items() if state is None)
    if against:
        return Clearance.NOT_TODAY, against
    return (Clearance.ASK if unasked else Clearance.FREE), unasked


def _proposal(test: Bedside, sides: tuple[Side, ...], why: str, intake: "Intake | None") -> Proposal:
    return Proposal(test, sides, why, *cleared(test.beware, intake))


def _test(entry: dict[str, str | list[str]]) -> Bedside:
    def cited(key: str) -> tuple[Row, ...]:
        return tuple(row(identifier, may_drive=True) for identifier in entry.get(key, ()))

    return Bedside(
        str(entry["name"]),
        str(entry["title"]),
        str(entry["how"]),
        str(entry["counts_for"]),
        str(entry["counts_against"]),
        cited("evidence"),
        tuple(Precaution[name] for name in entry["beware"]),
        str(entry.get("price", "")),
        cited("price_evidence"),
    )


Wanted = Callable[[Sequence[Finding]], str]
"""Why a test is wanted for the leg whose findings are given; empty where it is not."""


def _points_to(fault: str) -> Wanted:
    def why(findings: Sequence[Finding]) -> str:
        points = max((lean(f) for f in findings if f.name == fault), default=0)
        return "" if points <= 0 else f"{fault} is {'present' if points == DECIDED else 'possible'}"

    return why


def _lacks(fault: str, words: str, why: str) -> Wanted:
    def told(findings: Sequence[Finding]) -> str:
        lacking = [what for f in findings if f.name == fault and f.settled_by for what in f.missing]
        return why if any(what.startswith(words) for what in lacking) else ""

    return told


def _open(fault: str) -> Wanted:
    """Want a test again where what was seen does not settle a fault and leans neither way."""

    def told(findings: Sequence[Finding]) -> str:
        unsettled = [f for f in findings if f.name == fault and f.settled_by and not lean(f)]
        return f"{fault} is open" if unsettled else ""

    return told


def _explains_little(findings: Sequence[Finding]) -> str:
    little = bool(findings) and answer_leg(findings).outcome is Outcome.LITTLE
    return "the ankle and foot explain little" if little else ""


def _either(first: Wanted, second: Wanted) -> Wanted:
    return lambda findings: first(findings) or second(findings)


_RULES: dict[str, Wanted] = {
    "heel_lift": _points_to("limited dorsiflexion"),
    "arch_tape": _points_to("overpronation"),
    "balance": _points_to("ankle instability"),
    "lunge": _either(
        _lacks("limited dorsiflexion", "weight-bearing lunge", "dorsiflexion was not tested"),
        _open("limited dorsiflexion"),
    ),
    "foot_posture": _either(
        _lacks("overpronation", "foot posture", "foot posture was not tested"), _open("overpronation")
    ),
    "cait": _either(
        _lacks("ankle instability", "Cumberland", "instability was not asked for"), _open("ankle instability")
    ),
    "above": _explains_little,
}
"""When a test is proposed; the first are told first."""
