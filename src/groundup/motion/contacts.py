"""Contacts of each foot with the ground, and which plates saw them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from groundup.motion.feet import BodyPoints
from groundup.motion.motion import Contact
from groundup.motion.plate_feet import PARTIAL, SHARED, SPLIT, VALID, PlateStep
from groundup.motion.reconcile import SAME
from groundup.quantities import Side
from groundup.recording.recording import Event, EventKind, FloatArray

NO_PLATE = "no plate"
_GRAVITY_OF_STATE = (SHARED, PARTIAL, VALID)


def contacts(
    steps: Sequence[PlateStep],
    events: Sequence[Event],
    differences: Sequence[tuple[Event, float]],
    points: BodyPoints,
) -> tuple[Contact, ...]:
    """Every contact in the recording, on a plate or not.

    Parameters
    ----------
    steps : sequence of PlateStep
    events : sequence of Event
        Reconciled.
    differences : sequence of (Event, float)
        Marker minus plate [ms].
    points : BodyPoints
        A contact that began before its foot is seen, or lasts longer, is cut where it is first or last seen.
    """
    found = []
    for side in Side:
        own = [step for step in steps if side in (step.side, step.first, step.last)]
        own_events = [event for event in events if event.side is side]
        groups = _groups(own)
        stances = _stances(own_events, points.time, _seen(points, side))
        taken: set[int] = set()
        for group in groups:
            found += _on_plates(side, group, stances, taken, differences)
        for number, (start, end, reason) in enumerate(stances):
            if number not in taken:
                found.append(Contact(side, start, end, (), NO_PLATE, reason))
    return tuple(sorted(found, key=lambda contact: (contact.start, contact.side)))


def _groups(steps: Sequence[PlateStep]) -> list[list[PlateStep]]:
    """Put loadings that overlap in time together: they are one stance of the foot."""
    groups: list[list[PlateStep]] = []
    for step in sorted(steps, key=lambda s: s.loading.start):
        if groups and step.loading.start < max(s.loading.end for s in groups[-1]):
            groups[-1].append(step)
        else:
            groups.append([step])
    return groups


def _seen(points: BodyPoints, side: Side) -> NDArray[np.bool_]:
    """(F,) whether a foot is seen."""
    foot = points.feet.get(side)
    if foot is None:
        return np.zeros(len(points.time), dtype=bool)
    return np.asarray(np.isfinite(foot.heel).all(axis=1) & np.isfinite(foot.forefoot).all(axis=1))


def _stances(
    events: Sequence[Event], time: FloatArray, seen: NDArray[np.bool_]
) -> list[tuple[float, float, str]]:
    """Contact-to-off intervals; the ends of what is seen of the foot close those that miss an event."""
    found: list[tuple[float, float, str]] = []
    begin: float | None = None
    for event in events:
        if event.kind is EventKind.CONTACT:
            if begin is not None:
                found.append((begin, _seen_until(begin, time, seen), "its end was not found"))
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


def _on_plates(
    side: Side,
    group: Sequence[PlateStep],
    stances: Sequence[tuple[float, float, str]],
    taken: set[int],
    differences: Sequence[tuple[Event, float]],
) -> list[Contact]:
    """Match a group of loadings with stances; the loadings stand for themselves where no event fits."""
    first, last = min(s.loading.start for s in group), max(s.loading.end for s in group)
    hit = [k for k, (start, end, _) in enumerate(stances) if min(end, last) - max(start, first) > 0.05]
    if not hit:
        reason = "; ".join(dict.fromkeys(s.reason for s in group if s.reason))
        return [Contact(side, first, last, _names(group), _state(group), reason)]
    found = []
    for number in hit:
        if number in taken:
            continue
        taken.add(number)
        start, end, cut = stances[number]
        if cut:
            start, end = min(start, first), max(end, last) if "last" in cut else end
        own = [s for s in group if min(end, s.loading.end) - max(start, s.loading.start) > 0.05] or list(
            group
        )
        reason = "; ".join(dict.fromkeys([*(s.reason for s in own if s.reason), *([cut] if cut else [])]))
        found.append(
            Contact(side, start, end, _names(own), _state(own), reason, _difference(side, start, differences))
        )
    return found


def _names(group: Sequence[PlateStep]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.plate for step in group))


def _state(group: Sequence[PlateStep]) -> str:
    states = {step.state for step in group}
    if SHARED not in states and len(_names(group)) > 1:
        return SPLIT
    return next((state for state in _GRAVITY_OF_STATE if state in states), VALID)


def _difference(side: Side, start: float, differences: Sequence[tuple[Event, float]]) -> float:
    near = [
        (abs(event.time - start), ms)
        for event, ms in differences
        if event.side is side and event.kind is EventKind.CONTACT and abs(event.time - start) < SAME
    ]
    return min(near)[1] if near else float("nan")
