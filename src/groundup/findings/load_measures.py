"""The named measures of what the joints carry."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from groundup.findings.definition import MARKERS, PLATES, Definition, Phase, Pick
from groundup.loads.knee.measure import definition as knee_definition
from groundup.motion.task import Task

_MDC = "A61.detectable"


class Source(StrEnum):
    """What a measure is read from."""

    MOMENTS = "moments"
    POWERS = "powers"
    KNEE = "knee"
    IMPACT = "impact"
    ABSORBED = "absorbed"
    BORNE = "borne"


@dataclass(frozen=True)
class LoadMeasure:
    """A measure and where it is read.

    Attributes
    ----------
    definition : Definition
    source : Source
    quantity : str
        Coordinate, figure or joint, without its side.
    pick : Pick or None
        What is read off a curve; None for figures found elsewhere.
    sign : int
        -1 where the measure is told in the direction of the curve's negative word.
    """

    definition: Definition
    source: Source
    quantity: str
    pick: Pick | None
    sign: int


@cache
def load_measures() -> tuple[LoadMeasure, ...]:
    """Every measure of a load, in the order they are told (from the ground up)."""
    table = (resources.files("groundup.findings") / "tables" / "load_measures.csv").read_text("utf-8")
    return tuple(_measure(row) for row in csv.DictReader(table.splitlines()))


def _measure(row: dict[str, str]) -> LoadMeasure:
    source = Source(row["source"])
    alone = source is Source.KNEE and not knee_definition(row["quantity"]).needs_force
    definition = Definition(
        name=row["name"],
        label=row["label"],
        phase=Phase[row["phase"].upper()],
        unit=row["unit"],
        positive=row["positive"],
        negative=row["negative"],
        tasks=tuple(Task(task) for task in row["tasks"].split(";")),
        # The published detectable change is one of angles; none is known for loads.
        detectable=_MDC if row["unit"] == "deg" else "",
        needs=MARKERS if alone else PLATES,
    )
    picked = Pick[row["pick"].upper()] if row["pick"] else None
    return LoadMeasure(definition, source, row["quantity"], picked, int(row["sign"]))
