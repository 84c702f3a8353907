"""Joint moments and powers over the cycle: one grid per task, rows from the hip down, columns by plane."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from markupsafe import Markup

from groundup.assessment import Analysis
from groundup.exchange.summary import mean_curve
from groundup.loads.cycle_loads import told_rows
from groundup.loads.loads import Loads
from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.report.cell import MOST_SINGLES
from groundup.report.curves import places
from groundup.report.cycle_curves import GAIT
from groundup.report.figure import Band, Chart, Curve, draw
from groundup.report.interval_band import Ends, load_interval
from groundup.report.moment_layout import MOMENTS, POWERS, MomentChart
from groundup.report.scale import percent_axis, value_axis
from groundup.report.words import number, plural
from groundup.uncertainty.ensemble import Ensemble

_MOMENT, _POWER = "N·m/kg", "W/kg"
_STEP = 2


@dataclass(frozen=True)
class LoadCell:
    """One chart; `chart` is None where nothing could be measured, and `reasons` say why."""

    title: str
    plane: str
    chart: Markup | None
    ranges: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class MomentPage:
    """Moments and powers of one task.

    `missing` says why there is none, for trials without loads; `rows` is then empty. `trials` are places
    among the analysis' trials. `band_words` say what the shaded bands are; empty where there are none.
    """

    title: str
    subtitle: str
    missing: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[LoadCell, ...]], ...]
    single: bool
    trials: tuple[int, ...] = ()
    band_words: str = ""


def moment_pages(analysis: Analysis) -> tuple[MomentPage, ...]:
    """One page for every task that has repetitions."""
    pages = []
    for task in Task:
        trials = [t for t in analysis.trials if t.movement.task is task and t.movement.cycles]
        if not trials:
            continue
        loads = [t.loads for t in trials if isinstance(t.loads, Loads)]
        missing = tuple((t.recording.name, t.loads.reason) for t in trials if not isinstance(t.loads, Loads))
        noun = "gait cycle" if task in GAIT else "repetition"
        pages.append(
            replace(_page(task, noun, loads, missing, analysis.ensemble), trials=places(analysis, trials))
        )
    return tuple(pages)


def _page(
    task: Task, noun: str, loads: list[Loads], missing: tuple[tuple[str, str], ...], many: Ensemble | None
) -> MomentPage:
    title = f"{str(task).capitalize()}: moments and powers over the {noun}"
    counts = {side: sum(len(told_rows(one.curves, side)) for one in loads) for side in Side}
    words = " · ".join(f"{str(side).capitalize()}: {plural(n, noun)}" for side, n in counts.items())
    if not loads:
        return MomentPage(title, "", missing, (), single=False)

    def cell(told: MomentChart) -> LoadCell:
        return _cell(told, loads, noun, partial(load_interval, many, task))

    rows = [(name, tuple(cell(t) for t in told)) for name, told in MOMENTS]
    rows.append(("Power", tuple(cell(t) for t in POWERS)))
    shaded = "90 % interval of the mean" if many is not None else ""
    single = any(n > 1 for n in counts.values())
    return MomentPage(title, words, missing, tuple(rows), single, band_words=shaded)


def _stems(told: MomentChart, loads: list[Loads]) -> tuple[str, ...]:
    """Axes that are measured on both sides, or on the only one that has the first."""
    if told.table == "moments":
        return told.stems
    axes = {w.axes for one in loads for w in one.work if told.title.lower().startswith(w.joint)}
    kept = set.intersection(*(set(words.split(", ")) for words in axes)) if axes else set()
    return tuple(s for s in told.stems if s == told.stems[0] or s.partition("_")[2] in kept)


def _cell(
    told: MomentChart, loads: list[Loads], noun: str, sure: Callable[[list[str], Side, FloatArray], Ends]
) -> LoadCell:
    unit = _MOMENT if told.table == "moments" else _POWER
    stems = _stems(told, loads)
    drawn: list[Curve] = []
    bands: list[Band] = []
    ranges, reasons = [], []
    for side in Side:
        columns = [f"{stem}_{side}" for stem in stems]
        curves = np.vstack([_over_cycles(one, told.table, columns, side) for one in loads])
        if not np.isfinite(curves).any():
            reasons.append(f"{str(side).capitalize()}: {_reason(told, loads, columns[0], len(curves), noun)}")
            continue
        xs, mean = np.linspace(0.0, 100.0, curves.shape[1]), mean_curve(curves)
        if not np.isfinite(mean).any():
            mean = np.nanmean(curves[np.isfinite(curves).any(axis=1)], axis=0)
        if 1 < len(curves) <= MOST_SINGLES:
            drawn += [
                Curve(xs[::_STEP], c[::_STEP], str(side), False) for c in curves if np.isfinite(c).any()
            ]
        drawn.append(Curve(xs, mean, str(side), True))
        ends = sure([f"{told.table}.{stem}" for stem in stems], side, mean)
        bands += [Band(xs, *ends, str(side))] if ends is not None else []
        low, high = (number(float(f(mean)), 2) for f in (np.nanmin, np.nanmax))
        ranges.append((str(side), f"{str(side)[0].upper()} {low} to {high}"))
    if len(reasons) == len(Side) and len({r.partition(": ")[2] for r in reasons}) == 1:
        reasons = [reasons[0].partition(": ")[2].capitalize()]
    plane = str(told.plane)
    if told.table == "powers" and len(stems) < len(told.stems):
        plane = ", ".join(stem.partition("_")[2] for stem in stems)
    chart = _chart(told, unit, noun, drawn, bands, ranges) if drawn else None
    return LoadCell(told.title, plane, chart, tuple(ranges), tuple(reasons))


def _over_cycles(loads: Loads, table: str, columns: list[str], side: Side) -> FloatArray:
    """(N, P) sum of some columns over a leg's repetitions."""
    summed = loads.curves[table].sel(coordinate=columns).sum("coordinate", skipna=False)
    return np.asarray(summed.transpose("cycle", "percent").values[told_rows(loads.curves, side)])


def _chart(
    told: MomentChart,
    unit: str,
    noun: str,
    drawn: list[Curve],
    bands: list[Band],
    ranges: list[tuple[str, str]],
) -> Markup:
    parts = [c.ys for c in drawn] + [end for band in bands for end in (band.low, band.high)]
    values = np.concatenate([ys[np.isfinite(ys)] for ys in parts])
    return draw(
        Chart(
            alt=f"{told.title}, {told.plane}, in {unit} against % of {noun}; up: {told.positive}, down: "
            f"{told.negative}. " + ", ".join(words for _, words in ranges) + ".",
            positive=told.positive,
            negative=told.negative,
            x_axis=percent_axis(),
            x_label=f"% of {noun}",
            x_unit="%",
            y_axis=value_axis(float(values.min()), float(values.max()), told.smallest),
            curves=tuple(drawn),
            bands=tuple(bands),
            y_unit=f" {unit}",
            decimals=2,
        )
    )


def _reason(told: MomentChart, loads: list[Loads], column: str, cycles: int, noun: str) -> str:
    if not cycles:
        return f"no complete {noun}"
    for one in loads:
        reasons = (
            one.dynamics.not_measurable if told.table == "moments" else one.dynamics.power_not_measurable
        )
        if column in reasons:
            return reasons[column]
    return f"the force on this foot is not known within a complete {noun}"
