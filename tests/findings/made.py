"""Measures made by hand."""

import numpy as np

from groundup.findings.measure import Measure
from groundup.findings.reference import Person, compare
from groundup.findings.registry import definitions
from groundup.motion.task import Task
from groundup.quantities import Side

ADULT = Person(30.0)


def made(
    name: str,
    value: float,
    side: Side = Side.LEFT,
    *,
    task: Task = Task.WALKING,
    n: int = 3,
    margin: float = float("nan"),
    person: Person = ADULT,
    speed: float | None = 1.3,
) -> Measure:
    """One measure, with what it is compared with."""
    bare = Measure(definitions()[name], side, task, np.full(n, value), "trial", margin=margin)
    told = compare(bare, person, speed)
    return Measure(
        bare.definition, side, task, bare.values, "trial", comparison=told[0] if told else None, margin=margin
    )
