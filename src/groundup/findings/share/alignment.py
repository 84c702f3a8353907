"""Which instants of two repetitions belong together: by events in gait, by the pelvis's height in a squat."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groundup.findings.definition import Phase
from groundup.findings.share.leg_links import LegLinks
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side

TIMING = 0.02
"""How far phases may be out of step, of a repetition."""
# Of the way that both squats go down, what counts as down there; and what is left out at its start, where
# standing sways and no depth is reached.
_DEEP, _SHALLOW = 0.9, 0.1


@dataclass(frozen=True)
class Repetition:
    """One stance or squat of a leg.

    Attributes
    ----------
    leg : LegLinks (F, ...) over the frames at `time`.
    time : (F,) [s].
    phases : first and last instants [s].
    height : (F,) of the pelvis [m], by which squats are aligned; None in gait.
    trial, side : the recording's name, and whose leg it is.
    fixed : whether it is a reference that no error of measurement moves.
    """

    leg: LegLinks
    time: FloatArray
    phases: Mapping[Phase, tuple[float, float]]
    height: FloatArray | None = None
    trial: str = ""
    side: Side = Side.RIGHT
    fixed: bool = False

    @property
    def length(self) -> float:
        """From the start of its first phase to the end of its last [s]."""
        return max(end for _, end in self.phases.values()) - min(start for start, _ in self.phases.values())


def together(
    own: Repetition, other: Repetition, phase: Phase, points: int
) -> tuple[FloatArray, FloatArray] | None:
    """Find instants of two repetitions that belong together.

    Parameters
    ----------
    own, other : Repetition
    phase : Phase
    points : int
        How many instants.

    Returns
    -------
    (P,) instants of each [s], or None
        None where one of them has no such phase. In gait a phase is stretched evenly between its events. In
        a squat the pelvis of both is equally far below where it began: the deeper one is left where the
        other turns.
    """
    if phase not in own.phases or phase not in other.phases:
        return None
    if own.height is None or other.height is None:
        return np.linspace(*own.phases[phase], points), np.linspace(*other.phases[phase], points)
    ways = [_way_down(one, one.height) for one in (own, other) if one.height is not None]
    reach = min(float(drop[-1]) for _, drop in ways)
    if not reach > 0.0:
        return None
    first = _DEEP if phase is Phase.BOTTOM else _SHALLOW
    depths = reach * np.linspace(first, 1.0, points)
    found = [np.interp(depths, drop, time) for time, drop in ways]
    return found[0], found[1]


def _way_down(one: Repetition, height: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Instants on the way down and how far the pelvis has come down by then, never up again (n,) [s], [m]."""
    start, end = one.phases[Phase.DOWN]
    inside = (one.time >= start) & (one.time <= end) & np.isfinite(height)
    if not inside.any():
        return np.zeros(1), np.zeros(1)
    lowered = np.maximum.accumulate(height[inside][0] - height[inside])
    return one.time[inside], lowered + 1e-9 * np.arange(len(lowered))
