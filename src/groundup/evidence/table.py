"""The evidence tables, and the one rule on them: a figure from memory drives no finding."""

import csv
import functools
import importlib.resources
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from groundup.quantities.errors import GroundupError


class Confidence(StrEnum):
    """How a figure was checked."""

    SEEN = "V"
    DATA = "V-data"
    SECONDARY = "V2"
    COMPUTED = "calc"
    MEMORY = "M"


class UnprovenError(GroundupError):
    """A figure whose source has not been seen was asked to drive a finding."""


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes
    ----------
    id : str
        Stable name: the number of the evidence entry and, after a dot, which of its figures.
    quantity : str
        What was measured, in words.
    value : float
        In `unit`.
    spread : float or None
        Standard deviation, in `unit`; None where the source gives none.
    unit : str
        As in the source (deg, mm, ms, N, Hz, ...); "1" for a ratio.
    population : str
        Whom or what it was measured on.
    citation, doi : str
        A ``?`` after a DOI: the DOI itself has not been looked up.
    confidence : Confidence
    note : str
        What a reader must know before using it.
    """

    id: str
    quantity: str
    value: float
    spread: float | None
    unit: str
    population: str
    citation: str
    doi: str
    confidence: Confidence
    note: str

    @property
    def may_drive(self) -> bool:
        """Whether a finding may rest on it: its source has been seen."""
        return self.confidence is not Confidence.MEMORY


def row(identifier: str, *, may_drive: bool = False) -> Row:
    """One row of the evidence tables.

    Parameters
    ----------
    identifier : str
        E.g. ``"F31.inclination"``.
    may_drive : bool
        True where a finding or a threshold shown to a person will rest on the figure. Priors and tracking
        weights need not ask for it.

    Raises
    ------
    KeyError
        If there is no such row.
    UnprovenError
        If `may_drive` is asked of a figure that is marked as from memory.
    """
    found = rows()[identifier]
    if may_drive and not found.may_drive:
        raise UnprovenError(
            f"evidence {found.id} ({found.quantity}, {found.citation}) is from memory and may not drive a "
            "finding; check its source first."
        )
    return found


@functools.cache
def rows() -> dict[str, Row]:
    """Every row by its id, in the order of the tables."""
    found: dict[str, Row] = {}
    for entry in _read():
        if entry.id in found:
            raise KeyError(f"evidence {entry.id} stands in the tables twice")
        found[entry.id] = entry
    return found


def _read() -> Iterator[Row]:
    folder = importlib.resources.files("groundup.evidence") / "tables"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".csv"):
            continue
        for line in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
            yield Row(
                id=line["id"],
                quantity=line["quantity"],
                value=float(line["value"]),
                spread=float(line["spread"]) if line["spread"] else None,
                unit=line["unit"],
                population=line["population"],
                citation=line["citation"],
                doi=line["doi"],
                confidence=Confidence(line["confidence"]),
                note=line["note"],
            )
