"""Reference curves over a cycle: published key points joined, or a laboratory's own mean and spread."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from groundup.evidence.table import row
from groundup.findings.fit import Fit, Person, misfits
from groundup.findings.periodic_cubic import periodic_cubic
from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task

PERCENT = np.linspace(0.0, 100.0, 101)
_FREE = row("N001.all", may_drive=True)
_LARGEST_Z = 2.0


@dataclass(frozen=True)
class ReferenceCurve:
    """What an angle is held against over the whole cycle.

    Attributes
    ----------
    task : Task
    angle : str
        As in ``quantities.ANGLES``.
    mean, sd : (101,) [deg] in our sign, sd between people.
    source : str
        Where it comes from, with the numbers of the evidence entries.
    population : str
    fit : Fit
        Whom it holds for.
    note : str
        What a reader must know.
    """

    task: Task
    angle: str
    mean: FloatArray
    sd: FloatArray
    source: str
    population: str
    fit: Fit
    note: str = ""

    def misfits(self, person: Person, speed: float | None) -> tuple[str, ...]:
        """Why it does not fit a person; empty where it does."""
        return misfits(self.fit, person, speed)


@dataclass(frozen=True)
class _Point:
    task: Task
    angle: str
    percent: float
    evidence: str
    pace: str


def pace_of(speed: float | None) -> str:
    """Name a walking speed against adults' free one (N001): slow, free or fast; empty if unknown."""
    if speed is None or _FREE.spread is None:
        return ""
    z = (speed - _FREE.value) / _FREE.spread
    return "slow" if z < -_LARGEST_Z else "fast" if z > _LARGEST_Z else "free"


def published_curves(task: Task, speed: float | None) -> tuple[ReferenceCurve, ...]:
    """Curves through published key points, those that depend on speed taken at the person's pace.

    Parameters
    ----------
    task : Task
    speed : float, optional
        [m/s]; free walking is taken where it is not known, and said.
    """
    pace = pace_of(speed) or "free"
    own = [p for p in _points() if p.task is task and p.pace == pace]
    names = dict.fromkeys(p.angle for p in own)
    return tuple(_joined([p for p in own if p.angle == name]) for name in names)


def reference_curve(
    curves: Sequence[ReferenceCurve], task: Task, angle: str, speed: float | None
) -> ReferenceCurve | None:
    """Find the curve for an angle: the laboratory's own, else the published one."""
    known = (*curves, *published_curves(task, speed))
    return next((c for c in known if c.task is task and c.angle == angle), None)


def _joined(points: Sequence[_Point]) -> ReferenceCurve:
    at = np.array([p.percent for p in points])
    figures = [row(p.evidence, may_drive=True) for p in points]
    return ReferenceCurve(
        task=points[0].task,
        angle=points[0].angle,
        mean=periodic_cubic(at, np.array([f.value for f in figures]), PERCENT),
        sd=periodic_cubic(at, np.array([f.spread or 0.0 for f in figures]), PERCENT),
        source=f"{figures[0].citation} ({figures[0].id.partition('.')[0]})",
        population=figures[0].population,
        fit=Fit(of_adults=False, footwear="barefoot"),
        note=f"joined through {len(points)} key values",
    )


@cache
def _points() -> tuple[_Point, ...]:
    table = (resources.files("groundup.findings") / "tables" / "reference_curves.csv").read_text("utf-8")
    return tuple(
        _Point(Task(r["task"]), r["angle"], float(r["percent"]), r["evidence"], r["pace"])
        for r in csv.DictReader(table.splitlines())
    )
