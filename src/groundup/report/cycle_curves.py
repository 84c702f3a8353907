"""Curves over cycles: the trials of one task pooled, left over the left cycle and right over the right."""

from collections.abc import Mapping

import numpy as np

from groundup.assessment import Analysis, TrialResult
from groundup.exchange.leg_curves import leg_curves
from groundup.motion.motion import Cycle
from groundup.motion.task import Task
from groundup.quantities import Angle, Side
from groundup.report.cell import Cell, Strand, make_cell
from groundup.report.curve_page import CurvePage, Row, blank_reason, gap_reason, legend
from groundup.report.figure import Line
from groundup.report.interval_band import with_interval
from groundup.report.layout import GRID
from groundup.report.norm_band import NormBand, norm_bands, norm_notes, norm_words
from groundup.report.scale import percent_axis
from groundup.report.words import plural

GAIT = (Task.WALKING, Task.RUNNING)
_MARK_WORDS = {"off": "toe-off", "bottom": "deepest point", "contact": "ground contact", "peak": "peak"}


def cycle_page(analysis: Analysis, task: Task, trials: list[TrialResult]) -> CurvePage:
    """Draw the cycles of all trials of one task."""
    noun = "gait cycle" if task in GAIT else "repetition"
    lines = _mean_marks(trials, task)
    norms = norm_bands(analysis, task, [a for _, angles in GRID for a in angles if a])
    rows = tuple(
        Row(title, tuple(_cycle_cell(analysis, a, trials, noun, lines, norms) if a else None for a in angles))
        for title, angles in GRID
    )
    counts = {side: sum(len(leg_curves(t.movement, _ANY, side)[0]) for t in trials) for side in Side}
    shared = any(c.side is None for t in trials for c in t.movement.cycles)
    if shared:
        subtitle = plural(counts[Side.LEFT], noun)
    else:
        subtitle = " · ".join(f"{str(side).capitalize()}: {plural(n, noun)}" for side, n in counts.items())
    if len(trials) > 1:
        subtitle += f", pooled from {plural(len(trials), 'trial')}"
    return CurvePage(
        title=f"{str(task).capitalize()}: joint angles over the {noun}",
        link=f"{str(task).capitalize()} curves",
        subtitle=subtitle,
        notes=_count_notes(counts, shared, noun),
        rows=rows,
        single=any(n > 1 for n in counts.values()),
        line_words=legend(lines, "mean "),
        reading=_reading(shared, noun) + (_SURE.format(noun=noun) if analysis.ensemble else ""),
        band_words="90 % interval of the mean" if analysis.ensemble else "",
        norm_words=norm_words(norms.values()),
        norm_notes=norm_notes(norms.values()),
    )


_ANY = next(angle for angle in (a for _, row in GRID for a in row) if angle is not None and angle.sided)


def _reading(shared: bool, noun: str) -> str:
    legs = (
        f"Left and right over the same {noun}s."
        if shared
        else f"Left curves run over the left {noun}, right curves over the right one."
    )
    return (
        f"{legs} The bold curve is the mean of the single {noun}s, drawn where at least half of them have a "
        "value; the figures beside each title are its lowest and highest values. Where a curve breaks off, "
        "nothing was measured."
    )


_SURE = (
    " The shaded band holds the true mean in 90 of 100 such measurements: it tells what misplaced markers, "
    "skin and unknown axes do, not how {noun}s differ, which the thin curves tell."
)


def _count_notes(counts: dict[Side, int], shared: bool, noun: str) -> tuple[str, ...]:
    if shared:
        one = counts[Side.LEFT] == 1
        return (f"One {noun} only: the bold curve is that one, and no spread can be shown.",) if one else ()
    notes = []
    for side, n in counts.items():
        name = str(side).capitalize()
        if n == 0:
            notes.append(f"{name}: no complete {noun}, so no {side} curves.")
        elif n == 1:
            notes.append(f"{name}: one {noun} only; the bold curve is that one, and no spread can be shown.")
    return tuple(notes)


def _cycle_cell(
    analysis: Analysis,
    angle: Angle,
    trials: list[TrialResult],
    noun: str,
    lines: tuple[Line, ...],
    norms: Mapping[str, NormBand],
) -> Cell:
    shared = any(c.side is None for t in trials for c in t.movement.cycles)
    sides: tuple[Side | None, ...] = (None,) if shared and not angle.sided else tuple(Side)
    strands = tuple(_cycle_strand(analysis, angle, trials, side, noun) for side in sides)
    norm = norms[angle.name].band if angle.name in norms else None
    return make_cell(angle, strands, percent_axis(), f"% of {noun}", "%", lines, norm)


def _cycle_strand(
    analysis: Analysis, angle: Angle, trials: list[TrialResult], side: Side | None, noun: str
) -> Strand:
    curves = [leg_curves(t.movement, angle, side)[1] for t in trials]
    points = max(c.shape[1] for c in curves)
    stacked = np.vstack([c for c in curves if c.shape[1] == points])
    reason = blank_reason(angle, trials, side) if len(stacked) else f"no complete {side or ''} {noun}"
    strand = Strand(side, np.linspace(0.0, 100.0, points), stacked, reason, gap_reason(analysis, angle, side))
    return with_interval(strand, analysis, (trials[0].movement.task, side, angle.name))


def _mean_marks(trials: list[TrialResult], task: Task) -> tuple[Line, ...]:
    """Mean instant of each named mark, per side, as a vertical line."""
    found: dict[tuple[str, str], list[float]] = {}
    for cycle in (c for t in trials for c in t.movement.cycles):
        for name, x in _mark_percents(cycle).items():
            if not name.startswith("opposite"):
                found.setdefault((str(cycle.side or "both"), name), []).append(x)
    return tuple(
        Line(float(np.mean(xs)), side, _mark_word(name))
        for (side, name), xs in sorted(found.items())
        if task not in GAIT or name == "off"
    )


def _mark_percents(cycle: Cycle) -> dict[str, float]:
    span = cycle.end - cycle.start
    percents = (
        {name: 100.0 * (at - cycle.start) / span for name, at in cycle.marks.items()} if span > 0 else {}
    )
    return {name: x for name, x in percents.items() if 0.0 <= x <= 100.0}


def _mark_word(name: str) -> str:
    return _MARK_WORDS.get(name, name.replace("_", " "))
