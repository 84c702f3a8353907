"""A laboratory's own norms: what they hold, as references and curves for a comparison."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from groundup.evidence.table import Confidence, Row
from groundup.findings.fit import Fit
from groundup.findings.reference import Reference
from groundup.findings.reference_curve import ReferenceCurve
from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task

OWN = "LAB"
"""Stands where published references have the number of their evidence entry."""


@dataclass(frozen=True)
class Figure:
    """One measure over the people of a norm.

    Attributes
    ----------
    mean, sd : in the measure's unit; sd between people.
    spread : what 1.96 times must be exceeded by one person in forty more, on either side: the standard
        deviation widened for how few people it was estimated from.
    n : people.
    unit : str
    """

    mean: float
    sd: float
    spread: float
    n: int
    unit: str


@dataclass(frozen=True)
class CurveNorm:
    """One angle over the cycle; arrays (101,) [deg], as :class:`Figure`."""

    mean: FloatArray
    sd: FloatArray
    spread: FloatArray
    n: int


@dataclass(frozen=True)
class TaskNorm:
    """What a norm holds of one task; `speed` (low, high) [m/s] of its people, None where nobody goes."""

    task: Task
    n: int
    speed: tuple[float, float] | None
    figures: Mapping[str, Figure]
    curves: Mapping[str, CurveNorm]


@dataclass(frozen=True)
class Norms:
    """A laboratory's norms.

    Attributes
    ----------
    name : str
    n : people.
    ages : (youngest, oldest) [years]; None where not everybody's was told.
    footwear : "barefoot" or "shod"; empty where not told or mixed.
    synthetic : some of the people were made up.
    tasks : by task.
    notes : what was left out, and why.
    """

    name: str
    n: int
    ages: tuple[float, float] | None
    footwear: str
    synthetic: bool
    tasks: Mapping[Task, TaskNorm]
    notes: tuple[str, ...] = field(default=())

    @property
    def population(self) -> str:
        """Whom it was measured on, in words."""
        ages = "age not told" if self.ages is None else f"{self.ages[0]:g} to {self.ages[1]:g} years"
        made_up = ", some of them synthetic" if self.synthetic else ""
        return f"{self.n} people of this laboratory{made_up}, {ages}, {self.footwear or 'footwear not told'}"

    def references(self) -> tuple[Reference, ...]:
        """As references of measures."""
        return tuple(
            Reference(
                measure=name,
                task=norm.task,
                evidence=Row(
                    OWN,
                    name,
                    figure.mean,
                    figure.spread,
                    figure.unit,
                    self.population,
                    self.name,
                    "",
                    Confidence.DATA,
                    f"{figure.n} people",
                ),
                of_adults=True,
                speed=norm.speed,
                sign=1,
                footwear=self.footwear,
                ages=self.ages,
                own=True,
            )
            for norm in self.tasks.values()
            for name, figure in norm.figures.items()
        )

    def curves(self) -> tuple[ReferenceCurve, ...]:
        """As reference curves."""
        return tuple(
            ReferenceCurve(
                norm.task,
                angle,
                curve.mean,
                curve.spread,
                self.name,
                self.population,
                Fit(True, norm.speed, self.footwear, self.ages, ages_told=self.ages is not None),
                note=f"{curve.n} people",
            )
            for norm in self.tasks.values()
            for angle, curve in norm.curves.items()
        )


def spread_of(sd: FloatArray, n: int, t_975: float) -> FloatArray:
    """Widen a standard deviation so that one new person lies within 1.96 of it in 95 of 100 cases.

    Parameters
    ----------
    sd : array
        Of `n` people.
    n : int
    t_975 : float
        Student's t at 0.975 with n - 1 degrees of freedom.

    Notes
    -----
    The prediction interval of one further normal value: mean +- t sd sqrt(1 + 1/n).
    """
    return np.asarray(sd * np.sqrt(1.0 + 1.0 / n) * t_975 / 1.96)
