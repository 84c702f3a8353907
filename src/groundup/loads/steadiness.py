"""How steady the rearfoot is from side to side while the leg stands alone."""

from collections.abc import Sequence

import numpy as np

from groundup.loads.figure import Figure, FigureDefinition
from groundup.loads.knee.span import Span
from groundup.mechanics.derivatives import differentiate
from groundup.motion.motion import Motion, Movement
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import EventKind

# Of stance, in running, where the other foot is in the air throughout.
_RUNNING = (0.3, 0.7)
_LEAST_SAMPLES = 6
_WINDOW = "mid-stance: first half of single support in walking, 30 to 70 % of stance in running"
SPREAD = FigureDefinition(
    "rearfoot_unsteadiness",
    "Rearfoot unsteadiness in mid-stance",
    "deg",
    2,
    f"standard deviation of rearfoot inversion about its straight trend; {_WINDOW}",
)
SPEED = FigureDefinition(
    "rearfoot_speed",
    "Rearfoot inversion speed in mid-stance",
    "deg/s",
    0,
    f"root mean square of the angular velocity of rearfoot inversion; {_WINDOW}",
)


def measure_steadiness(own: Sequence[Span], motion: Motion, movement: Movement) -> tuple[Figure, ...]:
    """Tell the rearfoot's frontal steadiness of every stance.

    Parameters
    ----------
    own : sequence of Span
    motion, movement : of the same trial.
    """
    found: list[Figure] = []
    time = motion.angles.time.values
    rate = 1.0 / float(np.median(np.diff(time)))
    known = [str(a) for a in motion.angles["angle"].values]
    columns = [c for side in Side if (c := f"rearfoot_inversion_{side}") in known]
    angles = np.degrees(motion.angles.transpose("time", "angle").sel(angle=columns).values)
    speeds = differentiate(angles, rate).rate
    for span in (s for s in own if s.stance):
        column = f"rearfoot_inversion_{span.side}"
        window, reason = _mid_stance(span, movement), motion.not_measurable.get(column, "")
        spread = speed = float("nan")
        if window is None:
            reason = reason or "when the other foot leaves and lands was not seen"
        elif column in known and not reason:
            angle, moving = angles[:, columns.index(column)], speeds[:, columns.index(column)]
            inside = (time >= window[0]) & (time <= window[1])
            if inside.sum() >= _LEAST_SAMPLES and np.isfinite(angle[inside]).all():
                spread = detrended_spread(time[inside], angle[inside])
                speed = float(np.sqrt(np.mean(moving[inside] ** 2)))
            else:
                reason = "the rearfoot is not seen throughout mid-stance"
        start, end = window or (span.start, span.end)
        found += [
            Figure(definition, span.side, span.number, start, end, value, reason)
            for definition, value in ((SPREAD, spread), (SPEED, speed))
        ]
    return tuple(found)


def detrended_spread(
    time: np.ndarray[tuple[int], np.dtype[np.float64]], values: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> float:
    """Root mean square of a curve about the straight line that fits it best, in its own unit."""
    line = np.polynomial.Polynomial.fit(time, values, 1)
    return float(np.sqrt(np.mean((values - line(time)) ** 2)))


def _mid_stance(span: Span, movement: Movement) -> tuple[float, float] | None:
    length = span.end - span.start
    if movement.task is Task.RUNNING:
        return span.start + _RUNNING[0] * length, span.start + _RUNNING[1] * length
    other = [e for e in movement.events if e.side is span.side.other and span.start < e.time < span.end]
    offs = [e.time for e in other if e.kind is EventKind.OFF]
    downs = [e.time for e in other if e.kind is EventKind.CONTACT]
    if not offs or not downs or max(downs) <= min(offs):
        return None
    return min(offs), 0.5 * (min(offs) + max(downs))
