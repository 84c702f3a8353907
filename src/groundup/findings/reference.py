"""What a measure is compared with: published values of a stated population, and how far they fit a person."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from groundup.evidence.table import Row, row
from groundup.motion.task import Task

if TYPE_CHECKING:
    from groundup.findings.measure import Measure

FEWEST_CYCLES = 3
"""A comparison rests on at least this many repetitions; fewer are shown without one."""
ADULT_YEARS = 18.0


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
    """

    measure: str
    task: Task
    evidence: Row
    of_adults: bool
    speed: tuple[float, float] | None
    sign: int

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


@dataclass(frozen=True)
class Person:
    """What a reference must fit.

    Attributes
    ----------
    age_years : float, optional
        Not known: the population is stated, and no verdict rests on it.
    walking_aid : str, optional
        What the person walks with; references are of people without.
    """

    age_years: float | None = None
    walking_aid: str | None = None


@cache
def references() -> tuple[Reference, ...]:
    """Every reference, from the table; a figure from memory is refused."""
    table = (resources.files("groundup.findings") / "tables" / "references.csv").read_text("utf-8")
    return tuple(_reference(line) for line in csv.DictReader(table.splitlines()))


def compare(measure: "Measure", person: Person, speed: float | None) -> tuple[Comparison, ...]:
    """Compare a measure with every reference of its task, those that fit best first.

    Parameters
    ----------
    measure : Measure
    person : Person
    speed : float, optional
        Of the trial [m/s].
    """
    if not measure.n:
        return ()
    found = [r for r in references() if r.measure == measure.definition.name and r.task is measure.task]
    compared = [
        Comparison(r, (measure.value - r.mean) / r.sd, _misfits(r, measure, person, speed)) for r in found
    ]
    return tuple(sorted(compared, key=lambda c: (len(c.misfits), not c.reference.of_adults)))


def _misfits(
    reference: Reference, measure: "Measure", person: Person, speed: float | None
) -> tuple[str, ...]:
    age, aid, low_high = person.age_years, person.walking_aid, reference.speed
    reasons: Sequence[tuple[bool, str]] = (
        (measure.n < FEWEST_CYCLES, f"{measure.n} of at least {FEWEST_CYCLES} repetitions"),
        (age is None, "the person's age is not known"),
        (
            age is not None and (age >= ADULT_YEARS) != reference.of_adults,
            "the reference is of adults" if reference.of_adults else "the reference is of children",
        ),
        (
            (aid or "none").strip().lower() not in ("none", "no"),
            "the reference is of people who walk without an aid",
        ),
        (low_high is not None and speed is None, "the speed is not known"),
        (
            low_high is not None and speed is not None and not low_high[0] <= speed <= low_high[1],
            f"the speed of {speed or 0.0:.2f} m/s is not that of the reference",
        ),
    )
    return tuple(reason for applies, reason in reasons if applies)


def _reference(line: dict[str, str]) -> Reference:
    speed = (float(line["speed_low"]), float(line["speed_high"])) if line["speed_low"] else None
    return Reference(
        measure=line["measure"],
        task=Task(line["task"]),
        evidence=row(line["evidence"], may_drive=True),
        of_adults=line["population"] == "adults",
        speed=speed,
        sign=int(line["sign"]),
    )
