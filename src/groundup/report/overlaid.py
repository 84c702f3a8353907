"""Curves before and after, drawn over each other: one grid for each task and leg."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from groundup.exchange.result_curves import CurveKey
from groundup.exchange.summary import mean_curve
from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task
from groundup.quantities import Angle, Side
from groundup.report.cell import Cell, Range
from groundup.report.cycle_curves import GAIT
from groundup.report.figure import Band, Chart, Curve, draw
from groundup.report.layout import GRID
from groundup.report.scale import degree_axis, percent_axis
from groundup.report.words import number, plural, sign_word

Curves = Mapping[CurveKey, FloatArray]
WHEN = ("before", "after")
_XS = np.linspace(0.0, 100.0, 101)
_BOTH = ""


@dataclass(frozen=True)
class Overlay:
    """One leg's grid in one task; `key` is the class of the leg's colour."""

    title: str
    link: str
    key: str
    counts: str
    rows: tuple[tuple[str, tuple[Cell | None, ...]], ...]


def overlays(before: Curves, after: Curves) -> tuple[Overlay, ...]:
    """Draw every task and leg that both results show.

    Parameters
    ----------
    before, after : task, leg, angle -> (N, 101) of each repetition [deg].
    """
    tasks = [task for task in Task if all(any(k[0] is task for k in curves) for curves in (before, after))]
    return tuple(overlay for task in tasks for overlay in _of_task(task, before, after))


def _of_task(task: Task, before: Curves, after: Curves) -> Iterator[Overlay]:
    noun = "gait cycle" if task in GAIT else "repetition"
    for leg in (str(Side.LEFT), str(Side.RIGHT), _BOTH):
        counts = [
            max((len(v) for k, v in c.items() if k[:2] == (task, leg)), default=0) for c in (before, after)
        ]
        rows = tuple(
            (title, tuple(_cell(a, task, leg, noun, before, after) for a in row)) for title, row in GRID
        )
        kept = tuple(row for row in rows if any(cell is not None for cell in row[1]))
        if min(counts) and kept:
            whose = f"{leg} leg" if leg else "pelvis and trunk"
            told = f"{plural(counts[0], noun)} before, {counts[1]} after"
            yield Overlay(f"{str(task).capitalize()}: {whose}", f"{task}, {whose}", leg or "both", told, kept)


def _cell(angle: Angle | None, task: Task, leg: str, noun: str, before: Curves, after: Curves) -> Cell | None:
    if angle is None:
        return None
    shown = {
        when: c[task, leg, angle.name]
        for when, c in zip(WHEN, (before, after), strict=True)
        if (task, leg, angle.name) in c
    }
    if not shown:
        return None
    missing = tuple(f"Not measured {when}." for when in WHEN if when not in shown)
    means = {when: mean_curve(curves) for when, curves in shown.items()}
    if not all(np.isfinite(mean).any() for mean in means.values()):
        return None
    bands = tuple(Band(_XS, *_spread(curves), when) for when, curves in shown.items() if len(curves) > 1)
    drawn = np.concatenate([*means.values(), *(end for band in bands for end in (band.low, band.high))])
    ranges = tuple(Range(when, when, _range(mean)) for when, mean in means.items())
    side = Side(leg) if leg else Side.RIGHT
    chart = Chart(
        alt=f"{angle.label} in degrees against % of {noun}; up is {angle.positive}, down {angle.negative}. "
        + " ".join(f"{r.letter.capitalize()}: {r.text}." for r in ranges),
        positive=sign_word(angle, True, side),
        negative=sign_word(angle, False, side),
        x_axis=percent_axis(),
        x_label=f"% of {noun}",
        x_unit="%",
        y_axis=degree_axis(float(np.nanmin(drawn)), float(np.nanmax(drawn))),
        curves=tuple(Curve(_XS, mean, when, True) for when, mean in means.items()),
        bands=bands,
    )
    return Cell(angle.label, angle.plane, angle.zero, draw(chart), ranges, missing)


def _spread(curves: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Mean less and more one standard deviation between the repetitions; NaN below two of them."""
    mean, seen = mean_curve(curves), np.isfinite(curves).sum(axis=0)
    square = np.nansum((curves - mean) ** 2, axis=0)
    sd = np.where(seen > 1, np.sqrt(square / np.maximum(seen - 1, 1)), np.nan)
    return mean - sd, mean + sd


def _range(mean: FloatArray) -> str:
    return f"{number(float(np.nanmin(mean)), 0)} to {number(float(np.nanmax(mean)), 0)}°"
