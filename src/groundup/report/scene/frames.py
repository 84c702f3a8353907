"""Which frames of a trial are shown: at most so many, thinned first, then cut to the cycles that say most."""

import numpy as np

from groundup.assessment import TrialResult
from groundup.mechanics.tree import FloatArray, IntArray
from groundup.motion.motion import Cycle
from groundup.motion.task import Task

FASTEST, SLOWEST = 60.0, 30.0
"""Frames a second: no more are shown, and thinning stops here [Hz]."""
MOST = 600
"""Frames of one trial."""
MOST_TOGETHER = 6_000
"""Frames of all trials of a report."""


def shown_frames(trial: TrialResult, most: int = MOST) -> IntArray:
    """Numbers of the frames that are shown, evenly apart.

    Parameters
    ----------
    trial : TrialResult
    most : int
        Where even thirty frames a second are more, a stretch about the most typical repetition is shown.
    """
    time = trial.motion.poses.time.values
    usable = np.flatnonzero(np.isfinite(trial.motion.poses.values).all(axis=1))
    if len(usable) < 2 or len(time) < 2:
        return usable
    first, last = int(usable[0]), int(usable[-1])
    rate = 1.0 / float(np.median(np.diff(time)))
    step = max(1, int(np.ceil(rate / FASTEST - 1e-6)))
    slowest = max(step, int(rate / SLOWEST + 1e-6))
    while step < slowest and (last - first) // step + 1 > most:
        step += 1
    length = step * (most - 1)
    if last - first > length:
        middle = _typical_instant(trial, time)
        centre = int(np.argmin(np.abs(time - middle))) if middle is not None else first + length // 2
        first = int(np.clip(centre - length // 2, first, last - length))
        last = first + length
    return np.arange(first, last + 1, step)


def _typical_instant(trial: TrialResult, time: FloatArray) -> float | None:
    """Middle of the repetition that lasts about as long as most and lies nearest the trial's middle."""
    cycles = trial.movement.cycles
    if not cycles:
        return None
    lengths = np.array([c.end - c.start for c in cycles])
    usual = float(np.median(lengths))
    centre = 0.5 * float(time[0] + time[-1])

    def rank(cycle: Cycle) -> tuple[bool, float]:
        odd = abs(cycle.end - cycle.start - usual) > 0.1 * usual
        return odd, abs(0.5 * (cycle.start + cycle.end) - centre)

    best = min(cycles, key=rank)
    return 0.5 * (best.start + best.end)


def telling_instant(trial: TrialResult, shown: IntArray, force: FloatArray) -> int:
    """Place, among the shown frames, of the one a still picture takes.

    The lowest point of a squat; else where the ground carries most; else the middle of a first step.

    Parameters
    ----------
    trial : TrialResult
    shown : (N,) frame numbers.
    force : (N, 2) vertical ground force on each foot [N], NaN where not known.
    """
    time = trial.motion.poses.time.values[shown]
    carried = np.nan_to_num(force).sum(axis=1)
    lowest = [c.marks["bottom"] for c in trial.movement.cycles if "bottom" in c.marks]
    starts = [c.start for c in trial.movement.cycles]
    squats = trial.movement.task in (Task.SQUAT, Task.SINGLE_LEG_SQUAT)
    repeated = [(time >= c.start) & (time <= c.end) for c in trial.movement.cycles]
    # Beside the repetitions people only stand, and a filter's end may say more than that.
    during = np.any(repeated, axis=0) if repeated else np.ones(len(time), np.bool_)
    if (carried * during).max(initial=0.0) > 0.0 and not (squats and lowest):
        return int(np.argmax(carried * during))
    inside = [t for t in (lowest or starts) if time[0] <= t <= time[-1]]
    return int(np.argmin(np.abs(time - inside[0]))) if inside else len(shown) // 2
