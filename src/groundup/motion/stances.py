"""From events to stances: when a foot met the ground, when it left, and what is missing of either."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from groundup.motion.feet import BodyPoints
from groundup.quantities import Side
from groundup.recording.recording import Event, EventKind, FloatArray

Stance = tuple[float, float, str]
"""Start and end [s], and what of them was not seen, in words; empty where both are events."""


def stances_of(events: Sequence[Event], points: BodyPoints, side: Side) -> list[Stance]:
    """Contact-to-off intervals; the ends of what is seen of the foot close those that miss an event.

    Parameters
    ----------
    events : sequence of Event
        Of this foot, in order of time.
    points : BodyPoints
    side : Side
    """
    time, seen = points.time, _seen(points, side)
    found: list[Stance] = []
    begin: float | None = None
    for event in events:
        if event.kind is EventKind.CONTACT:
            if begin is not None:
                end = min(_seen_until(begin, time, seen), event.time)
                found.append((begin, end, "its end was not found"))
            begin = event.time
        elif begin is not None:
            found.append((begin, event.time, ""))
            begin = None
        elif not found:
            start = -_seen_until(-event.time, -time[::-1], seen[::-1])
            found.append((start, event.time, "on the ground when the foot is first seen"))
    if begin is not None:
        found.append((begin, _seen_until(begin, time, seen), "on the ground when the foot is last seen"))
    return [stance for stance in found if stance[1] > stance[0]]


def _seen_until(begin: float, time: FloatArray, seen: NDArray[np.bool_]) -> float:
    """Last instant up to which a foot is seen without a break; `begin` itself where it is not seen."""
    first = int(np.searchsorted(time, begin))
    lost = np.flatnonzero(~seen[first:])
    stop = first + int(lost[0]) if len(lost) else len(time)
    return float(time[stop - 1]) if stop > first else begin


def _seen(points: BodyPoints, side: Side) -> NDArray[np.bool_]:
    """(F,) whether a foot is seen."""
    foot = points.feet.get(side)
    if foot is None:
        return np.zeros(len(points.time), dtype=bool)
    return np.asarray(np.isfinite(foot.heel).all(axis=1) & np.isfinite(foot.forefoot).all(axis=1))
