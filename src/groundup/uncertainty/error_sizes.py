"""What may be wrong, and by how much: every kind of error as a row with what it rests on."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from groundup.uncertainty.segment_slips import SegmentSpread, segment_spread

SCALES: Mapping[str, Mapping[str, float]] = {
    "mm": {"mm": 1.0, "cm": 10.0, "m": 1e3},
    "deg": {"deg": 1.0, "rad": float(np.rad2deg(1.0))},
    "ms": {"ms": 1.0, "s": 1e3},
    "N": {"N": 1.0, "kN": 1e3},
    "1": {"1": 1.0, "%": 0.01},
}
"""Unit of a row -> units it may be given in -> what one of them is in it."""

_TO_SI = {"1": 1.0, "N": 1.0, "mm": 1e-3, "ms": 1e-3, "deg": float(np.deg2rad(1.0))}
_MASSES = "segment_masses"


@dataclass(frozen=True)
class ErrorSize:
    """One kind of error.

    Attributes
    ----------
    error, label : str
        Source of error it counts to, for files and for people.
    part : str
        What of it: a landmark, an axis.
    value : float
        Its size, a standard deviation unless `what` says otherwise, in `unit`.
    unit : str
        One of `SCALES`.
    source : str
        Evidence rows or citation it rests on; empty for an assumption.
    what : str
        How it follows from them.
    """

    error: str
    label: str
    part: str
    value: float
    unit: str
    source: str
    what: str

    @property
    def in_si(self) -> float:
        """Its size [m, rad, s, N, 1]."""
        return self.value * _TO_SI[self.unit]


@dataclass(frozen=True)
class ErrorSizes:
    """Every kind of error of body, markers and forces.

    Attributes
    ----------
    rows : tuple of ErrorSize
    file : str
        Where some of them are from; empty for the published ones.
    """

    rows: tuple[ErrorSize, ...]
    file: str = ""

    def of(self, error: str, part: str) -> float:
        """Give the size of one kind of error [m, rad, s, N, 1]."""
        return next(row.in_si for row in self.rows if (row.error, row.part) == (error, part))

    @property
    def labels(self) -> dict[str, str]:
        """What each source of error is called, for people."""
        return {row.error: row.label for row in self.rows}

    @property
    def segments(self) -> SegmentSpread:
        """Standard deviations of segments' mass, centre and radius, as shares of them."""
        return SegmentSpread(*(self.of(_MASSES, part) for part in SegmentSpread._fields))

    @property
    def changes(self) -> tuple[tuple[ErrorSize, ErrorSize], ...]:
        """Rows that differ from the published ones, each with that."""
        pairs = zip(self.rows, published().rows, strict=True)
        return tuple((own, known) for own, known in pairs if own.value != known.value)


@cache
def published() -> ErrorSizes:
    """Errors as published or assumed: the tables ``body_errors.csv``, ``force_errors.csv``, and segments'."""
    body, force = (
        csv.DictReader(
            (resources.files("groundup.uncertainty") / "tables" / f"{name}_errors.csv")
            .read_text("utf-8")
            .splitlines()
        )
        for name in ("body", "force")
    )
    rows = [
        ErrorSize(
            row["source"],
            row["label"],
            row["part"],
            float(row["value"]),
            row["unit"],
            row["evidence"],
            row["what"],
        )
        for row in body
    ]
    rows += [
        ErrorSize(
            row["name"],
            row["label"],
            row["part"],
            float(row["value"]),
            row["unit"],
            " doi:".join(filter(None, (row["citation"], row["doi"]))),
            row["what"],
        )
        for row in force
    ]
    words = "share of it by which two published tables differ"
    rows += [
        ErrorSize(
            _MASSES, "the masses of the leg's segments", part, value, "1", "F10 to F15, F20 to F25", words
        )
        for part, value in segment_spread()._asdict().items()
    ]
    return ErrorSizes(tuple(rows))
