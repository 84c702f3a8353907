"""When each link of a leg turns furthest, and who leads in time; a description that names no cause."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from groundup.findings.lone_stances import lone_stances
from groundup.findings.timing import FEWEST, Told, coupling, lags, onset_and_peak, told
from groundup.loads.knee.span import GAIT
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Cycle, Motion, Movement
from groundup.motion.task import Task
from groundup.quantities import Side


@dataclass(frozen=True)
class Link:
    """One turn that is followed: `sign` makes it positive in the way told by `words`."""

    name: str
    label: str
    words: str
    angle: str
    sign: float = 1.0
    sided: bool = True


LINKS = (
    Link("rearfoot_eversion", "Heel, eversion", "the heel is most everted", "rearfoot_inversion", -1.0),
    Link("tibial_rotation", "Tibia, inward (at the knee)", "the tibia most turned in", "knee_rotation"),
    Link("knee_flexion", "Knee, flexion", "the knee most bent", "knee_flexion"),
    Link("knee_adduction", "Knee, adduction (varus)", "the knee most adducted", "knee_adduction"),
    Link("hip_rotation", "Hip, inward", "the hip most turned in", "hip_rotation"),
    Link("hip_adduction", "Hip, adduction", "the hip most adducted", "hip_adduction"),
    Link("pelvis_obliquity", "Pelvis, this side up", "the pelvis highest", "pelvis_obliquity", sided=False),
)
"""From the ground up."""
TASKS = (*GAIT, Task.SQUAT, Task.SINGLE_LEG_SQUAT, Task.LANDING)


@dataclass(frozen=True)
class LinkTiming:
    """One link of one leg: onset and peak in percent of the phase."""

    link: Link
    onset: Told
    peak: Told


@dataclass(frozen=True)
class LegTiming:
    """One leg in one task.

    Attributes
    ----------
    side, task, phase : of what the percents are told.
    cycles : int
        Repetitions looked at.
    links : from the ground up.
    later : (link, link) -> peak of the second after the first [% of the phase].
    lags : (link, link) -> shift of the second curve at which it is most like the first [%]; positive: later.
    coupling : Told
        Direction of rearfoot eversion with tibial rotation [deg], 0 (heel only) to 90 (tibia only).
    """

    side: Side
    task: Task
    phase: str
    cycles: int
    links: tuple[LinkTiming, ...]
    later: dict[tuple[str, str], Told]
    lags: dict[tuple[str, str], Told]
    coupling: Told

    def rows(self) -> Iterator[dict[str, str | float]]:
        """As rows of ``chain.csv``."""
        for one in self.links:
            yield self._row("onset", one.link.name, "", one.onset, "% of phase")
            yield self._row("peak", one.link.name, "", one.peak, "% of phase")
        for name, pairs in (("peak_later", self.later), ("lag", self.lags)):
            for (first, second), value in pairs.items():
                yield self._row(name, first, second, value, "% of phase")
        yield self._row("coupling_angle", LINKS[0].name, LINKS[1].name, self.coupling, "deg")

    def _row(self, what: str, first: str, second: str, value: Told, unit: str) -> dict[str, str | float]:
        return {
            "side": str(self.side),
            "task": str(self.task),
            "phase": self.phase,
            "what": what,
            "link": first,
            "with": second,
            "value": value.value,
            "low_90": value.low,
            "high_90": value.high,
            "unit": unit,
            "n": float(value.n),
            "why_not_measurable": value.reason,
        }


def leg_timings(movement: Movement, motion: Motion) -> tuple[LegTiming, ...]:
    """Time the links of both legs over a trial's repetitions; none for tasks that have none.

    Parameters
    ----------
    movement, motion : of the same trial.

    Returns
    -------
    tuple of LegTiming
        Gait: over stance, peaks sought until the other foot lands (all of stance in running). Squat and
        landing: over the way down (100 % is the lowest pelvis), peaks sought up to it.
    """
    if movement.task not in TASKS:
        return ()
    lone = lone_stances(movement, motion)
    movements = [movement] if lone is None else [movement, lone]
    legs = (_leg(side, movements, motion) for side in Side)
    return tuple(leg for leg in legs if leg is not None)


def _leg(side: Side, movements: list[Movement], motion: Motion) -> LegTiming | None:
    found = [c for movement in movements for c in _curves(movement, side)]
    if not found:
        return None
    task, names = movements[0].task, [link.name for link in LINKS]
    curves = np.stack([c for c, _ in found])
    turning = task not in GAIT
    instants = np.array(
        [[onset_and_peak(row, until, may_end=turning) for row in rows] for rows, until in found]
    )
    reasons = [motion.not_measurable.get(_column(link, side), "") for link in LINKS]
    links = tuple(
        LinkTiming(link, *(told(instants[:, k, i], _why(reasons[k], link)) for i in (0, 1)))
        for k, link in enumerate(LINKS)
    )
    pairs = [(i, j) for i in range(len(LINKS)) for j in range(i + 1, len(LINKS))]
    shifts = lags(curves)
    later = {
        (names[i], names[j]): told(
            instants[:, j, 1] - instants[:, i, 1], links[i].peak.reason or links[j].peak.reason
        )
        for i, j in pairs
    }
    shift = {
        (names[i], names[j]): told(
            shifts[:, i, j], reasons[i] or reasons[j] or "the curves are alike at no shift that can be told"
        )
        for i, j in pairs
    }
    angle = told(
        coupling(curves[:, 0], curves[:, 1]), reasons[0] or reasons[1] or "not seen over a whole phase"
    )
    phase = "way down" if turning else "stance"
    return LegTiming(side, task, phase, len(found), links, later, shift, angle)


def _why(reason: str, link: Link) -> str:
    return reason or f"{link.label}: not seen throughout, or no peak of 1° or more"


def _column(link: Link, side: Side) -> str:
    return f"{link.angle}_{side}" if link.sided else link.angle


def _curves(movement: Movement, side: Side) -> Iterator[tuple[FloatArray, float]]:
    """(7, 101) [deg] over the phase of each repetition of a leg, and how far its peaks are sought [%]."""
    table = movement.cycle_curves
    if not table.size:
        return
    names = table.indexes["angle"]
    values = np.degrees(table.transpose("cycle", "angle", "percent").values)
    for i, cycle in enumerate(movement.cycles):
        if cycle.side not in (None, side):
            continue
        bounds = _phase(cycle, movement.task)
        if bounds is None:
            continue
        start, end, until = bounds
        at = np.linspace(start, end, 101)
        rows = np.full((len(LINKS), 101), np.nan)
        for k, link in enumerate(LINKS):
            if (column := _column(link, side)) in names:
                # A repetition of no side tells the pelvis from the right.
                seen = -1.0 if not link.sided and cycle.side is None and side is Side.LEFT else 1.0
                curve = values[i, names.get_loc(column)]
                rows[k] = seen * link.sign * np.interp(at, table.percent.values, curve)
        yield rows, until


def _phase(cycle: Cycle, task: Task) -> tuple[float, float, float] | None:
    """First and last percent of the repetition, and how far into the phase peaks are sought [%]."""
    last = "off" if task in GAIT else "bottom"
    if last not in cycle.marks:
        return None
    start = cycle.marks.get("contact", cycle.start)
    end = cycle.marks[last]
    until = min(cycle.marks.get("opposite_contact", end), end) if task in GAIT else end
    span = cycle.end - cycle.start
    if end <= start or span <= 0.0:
        return None
    first, stop = (100.0 * (t - cycle.start) / span for t in (start, end))
    return first, stop, 100.0 * (until - start) / (end - start)


__all__ = ["FEWEST", "LINKS", "TASKS", "LegTiming", "Link", "LinkTiming", "leg_timings"]
