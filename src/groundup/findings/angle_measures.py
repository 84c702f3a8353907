"""Measures read off joint-angle curves."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from groundup.findings.definition import Definition, Phase, Pick
from groundup.findings.phases import window
from groundup.findings.pick import pick
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Cycle, Movement
from groundup.motion.task import Task
from groundup.quantities import ANGLES, Angle, Side

_ANGLE = {angle.name: angle for angle in ANGLES}
_MDC = "A61.detectable"


@dataclass(frozen=True)
class AngleMeasure:
    """A measure and where it is read: angle, phase, pick."""

    definition: Definition
    angle: Angle
    pick: Pick


def _measure(row: dict[str, str]) -> AngleMeasure:
    angle, pick = _ANGLE[row["angle"]], Pick[row["pick"].upper()]
    timed, signed = pick is Pick.TIME_OF_LOWEST, pick not in (Pick.RANGE, Pick.TIME_OF_LOWEST)
    definition = Definition(
        name=row["name"],
        label=row["label"],
        phase=Phase[row["phase"].upper()],
        unit="% of phase" if timed else "deg",
        positive=angle.positive if signed else "",
        negative=angle.negative if signed else "",
        tasks=tuple(Task(task) for task in row["tasks"].split(";")),
        detectable="" if timed else _MDC,
    )
    return AngleMeasure(definition, angle, pick)


@cache
def angle_measures() -> tuple[AngleMeasure, ...]:
    """Every measure of an angle curve, in the order they are told (from the ground up)."""
    table = (resources.files("groundup.findings") / "tables" / "angle_measures.csv").read_text("utf-8")
    return tuple(_measure(row) for row in csv.DictReader(table.splitlines()))


def read(measure: AngleMeasure, movement: Movement, side: Side) -> FloatArray:
    """(..., N) the measure in each repetition that tells of a leg; NaN where its phase is not seen whole.

    Where the curves have a member axis, it is in front. What is told from one side's view (the pelvis, the
    trunk) is told from that leg's in a repetition of both legs too.
    """
    if not movement.cycles or not movement.cycle_curves.size:
        return np.zeros(0)
    running = movement.task is Task.RUNNING
    column = measure.angle.column(side)
    chosen = [(i, c) for i, c in enumerate(movement.cycles) if c.side in (None, side)]
    table = movement.cycle_curves
    names = table.indexes["angle"]
    if column not in names:
        return np.full(len(chosen), np.nan)
    # Turned only where need be: to be told so takes longer than to read a measure.
    ordered = table.dims[-3:] == ("cycle", "angle", "percent")
    whole = (table if ordered else table.transpose(..., "cycle", "angle", "percent")).values
    curves = np.degrees(whole[..., names.get_loc(column), :])
    percent = np.asarray(table.percent.values, np.float64)
    if measure.angle.mirrored and side is Side.LEFT:
        told = np.array([-1.0 if c.side is None else 1.0 for c in movement.cycles])
        curves = curves * told[:, None]
    values = [_pick(measure, cycle, curves[..., i, :], percent, running=running) for i, cycle in chosen]
    return np.stack(values, axis=-1) if values else np.zeros((*curves.shape[:-2], 0))


def _pick(
    measure: AngleMeasure, cycle: Cycle, curve: FloatArray, percent: FloatArray, *, running: bool
) -> FloatArray:
    bounds = window(cycle, measure.definition.phase, running=running)
    if bounds is None:
        return np.full(curve.shape[:-1], np.nan)
    return pick(measure.pick, curve, percent, bounds)
