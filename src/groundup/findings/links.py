"""Published ways from a fault of ankle or foot to a load of the knee, and those that lead elsewhere."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from groundup.evidence.table import Row, row


class Influence(StrEnum):
    """What a fault does to a load, as published."""

    RAISES = "raises"
    LOWERS = "lowers"
    NONE = "none"


@dataclass(frozen=True)
class Link:
    """One fault and one load pattern.

    Attributes
    ----------
    fault, pattern : str
        Names of the findings.
    effect : Influence
    evidence : Row
    words : str
        What was published.
    but, but_evidence : what was published that speaks against it; empty and None where nothing was.
    """

    fault: str
    pattern: str
    effect: Influence
    evidence: Row
    words: str
    but: str
    but_evidence: Row | None


@cache
def links() -> tuple[Link, ...]:
    """Every published link; a pair that is not among them has none. Figures from memory are refused."""
    table = (resources.files("groundup.findings") / "tables" / "links.csv").read_text("utf-8")
    return tuple(
        Link(
            line["fault"],
            line["pattern"],
            Influence(line["effect"]),
            row(line["evidence"], may_drive=True),
            line["words"],
            line["but"],
            row(line["but_evidence"], may_drive=True) if line["but_evidence"] else None,
        )
        for line in csv.DictReader(table.splitlines())
    )
