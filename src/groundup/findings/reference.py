"""What a measure is compared with: published values of a stated population, and how far they fit a person."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from groundup.evidence.table import Row, row
from groundup.findings.fit import Fit, Person, misfits
from groundup.motion.task import Task

if TYPE_CHECKING:
    from groundup.findings.measure import Measure

__all__ = ["FEWEST_CYCLES", "Comparison", "Person", "Reference", "compare", "references"]

FEWEST_CYCLES = 3
"""A comparison rests on at least this many repetitions; fewer are shown without one.

From three steps on, spatiotemporal means agree with those of ten (evidence X02); no such figure was found for
joint angles.
"""


@dataclass(frozen=True)
class Reference:
    """Published mean and spread of a measure.

    Attributes
    ----------
    measure : str
    task : Task
    evidence : Row
    of_adults : bool
        False where the values come from children.
    speed : (low, high) speeds it holds for [m/s], None where it does not depend on it or none is stated.
        Adult loads told for free walking hold within two standard deviations of the free speed of adults
        (N001).
    sign : int
        -1 where the source gives the amount in the direction of our negative word.
    footwear : str
        "barefoot" or "shod"; empty where the source does not say.
    ages : (youngest, oldest) it holds for [years]; None: any adult, or any child.
    own : bool
        The user's own laboratory's, preferred to published ones.
    """

    measure: str
    task: Task
    evidence: Row
    of_adults: bool
    speed: tuple[float, float] | None
    sign: int
    footwear: str = ""
    ages: tuple[float, float] | None = None
    own: bool = False

    @property
    def mean(self) -> float:
        """In our sign."""
        return self.sign * self.evidence.value

    @property
    def sd(self) -> float:
        """Between people."""
        if self.evidence.spread is None:
            raise ValueError(f"evidence {self.evidence.id} has no spread and cannot be a reference")
        return self.evidence.spread


@dataclass(frozen=True)
class Comparison:
    """A measure against a reference.

    Attributes
    ----------
    reference : Reference
    z : float
        Standard deviations from the reference's mean, in our sign.
    misfits : why the reference does not fit this person; a verdict needs none.
    """

    reference: Reference
    z: float
    misfits: tuple[str, ...]

    @property
    def may_judge(self) -> bool:
        """Whether the comparison may carry a verdict."""
        return not self.misfits


@cache
def references() -> tuple[Reference, ...]:
    """Every reference, from the table; a figure from memory is refused."""
    table = (resources.files("groundup.findings") / "tables" / "references.csv").read_text("utf-8")
    return tuple(_reference(line) for line in csv.DictReader(table.splitlines()))


def compare(
    measure: "Measure", person: Person, speed: float | None, own: Sequence[Reference] = ()
) -> tuple[Comparison, ...]:
    """Compare a measure with every reference of its task: the laboratory's own first, then what fits best.

    Parameters
    ----------
    measure : Measure
    person : Person
    speed : float, optional
        Of the trial [m/s].
    own : sequence of Reference
        Of the user's own laboratory.
    """
    if not measure.n:
        return ()
    known = (*own, *references())
    found = [r for r in known if r.measure == measure.definition.name and r.task is measure.task]
    compared = [
        Comparison(r, (measure.value - r.mean) / r.sd, _misfits(r, measure, person, speed)) for r in found
    ]
    return tuple(sorted(compared, key=_order))


def _order(one: Comparison) -> tuple[bool, bool, int, bool]:
    """Sort what may judge first, the laboratory's own before published values."""
    return not one.may_judge, not one.reference.own, len(one.misfits), not one.reference.of_adults


def _misfits(
    reference: Reference, measure: "Measure", person: Person, speed: float | None
) -> tuple[str, ...]:
    few = (f"{measure.n} of at least {FEWEST_CYCLES} repetitions",) if measure.n < FEWEST_CYCLES else ()
    fit = Fit(
        reference.of_adults,
        reference.speed,
        reference.footwear,
        reference.ages,
        ages_told=not reference.own or reference.ages is not None,
    )
    return (*few, *misfits(fit, person, speed))


def _reference(line: dict[str, str]) -> Reference:
    speed = (float(line["speed_low"]), float(line["speed_high"])) if line["speed_low"] else None
    return Reference(
        measure=line["measure"],
        task=Task(line["task"]),
        evidence=row(line["evidence"], may_drive=True),
        of_adults=line["population"] == "adults",
        speed=speed,
        sign=int(line["sign"]),
        footwear=line["footwear"],
    )
