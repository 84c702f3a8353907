"""What may be wrong with the body and its markers: each kind of error, its size, and where that is from."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

_TO_SI = {"1": 1.0, "mm": 1e-3, "deg": float(np.deg2rad(1.0))}


@dataclass(frozen=True)
class BodyError:
    """One kind of error.

    Attributes
    ----------
    source, label : str
        What it counts to, for files and for people.
    part : str
        What of it: a landmark, an axis.
    value : float
        Standard deviation of a normal error, for each axis [m, rad].
    evidence : tuple of str
        Rows it rests on; empty for an assumption.
    what : str
        How it follows from them.
    """

    source: str
    label: str
    part: str
    value: float
    evidence: tuple[str, ...]
    what: str


@cache
def body_errors() -> tuple[BodyError, ...]:
    """Every kind of error; change a size in ``tables/body_errors.csv``."""
    table = (resources.files("groundup.uncertainty") / "tables" / "body_errors.csv").read_text("utf-8")
    return tuple(
        BodyError(
            row["source"],
            row["label"],
            row["part"],
            float(row["value"]) * _TO_SI[row["unit"]],
            tuple(row["evidence"].split()),
            row["what"],
        )
        for row in csv.DictReader(table.splitlines())
    )


def size_of(source: str, part: str) -> float:
    """Give the standard deviation of one kind of error [m, rad]."""
    return next(e.value for e in body_errors() if (e.source, e.part) == (source, part))
