"""What can be tried at the ankle, knee and hip: one option with its size, time, price and who decides."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from groundup.evidence.table import Row, row
from groundup.findings.precaution import Precaution


@dataclass(frozen=True)
class Option:
    """One option.

    Attributes
    ----------
    name, title : str
    place : str
        "ankle" or "hip and knee".
    kind : str
        Orthosis, mobility, strengthening, ...
    always : bool
        Listed for everybody, whatever was found.
    faults : findings it is listed for.
    expected : what trials found, of groups of people, with its size.
    course : time course.
    strength : how strong the evidence is.
    trade_off : what it costs; "None published." where nothing is.
    raises : finding that the option makes larger; empty where none.
    evidence, course_evidence, trade_off_evidence : rows of the evidence tables.
    beware : what must be ruled out before.
    decides : who chooses it.
    weeks : Row or None
        After how long a second look is worth it.
    """

    name: str
    title: str
    place: str
    kind: str
    always: bool
    faults: tuple[str, ...]
    expected: str
    course: str
    strength: str
    trade_off: str
    raises: str
    evidence: tuple[Row, ...]
    course_evidence: tuple[Row, ...]
    trade_off_evidence: tuple[Row, ...]
    beware: tuple[Precaution, ...]
    decides: str
    weeks: Row | None

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row it rests on."""
        more = () if self.weeks is None else (self.weeks,)
        return (*self.evidence, *self.course_evidence, *self.trade_off_evidence, *more)


@cache
def options() -> tuple[Option, ...]:
    """Every option in the order it is told; a figure from memory is refused."""
    text = (resources.files("groundup.plan") / "tables" / "options.toml").read_text("utf-8")
    return tuple(_option(entry) for entry in tomllib.loads(text)["option"])


def _option(entry: dict[str, Any]) -> Option:
    def cited(key: str) -> tuple[Row, ...]:
        return tuple(row(identifier, may_drive=True) for identifier in entry[key])

    return Option(
        name=entry["name"],
        title=entry["title"],
        place=entry["place"],
        kind=entry["kind"],
        always=entry.get("always", False),
        faults=tuple(entry.get("faults", ())),
        expected=entry["expected"],
        course=entry["course"],
        strength=entry["strength"],
        trade_off=entry["trade_off"],
        raises=entry.get("raises", ""),
        evidence=cited("evidence"),
        course_evidence=cited("course_evidence"),
        trade_off_evidence=cited("trade_off_evidence"),
        beware=tuple(Precaution[name] for name in entry["beware"]),
        decides=entry["decides"],
        weeks=row(entry["weeks"], may_drive=True) if "weeks" in entry else None,
    )
