"""One sequence of events per foot out of what plates and markers say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from groundup.motion.motion import VALID
from groundup.motion.plate_feet import PlateStep
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import Event, EventKind

SAME = 0.15  # s: a plate and a marker event this near are the same one
_CLOSE = 0.02  # s: where the plate may have missed the edge of a contact, it counts only if the markers agree
_LEAST_FOR_BIAS = 2
_SHORTEST_STANCE = {Task.WALKING: 0.20, Task.RUNNING: 0.08, Task.LANDING: 0.08}
_SHORTEST_SWING = {Task.WALKING: 0.15, Task.RUNNING: 0.15, Task.LANDING: 0.05}
_CONFIDENCE_PLATE, _CONFIDENCE_BOTH = 0.9, 1.0


@dataclass(frozen=True)
class PlateEvent:
    """An end of a loading as an event; `sure` is False where the foot may also have stood elsewhere."""

    event: Event
    step: PlateStep
    sure: bool


@dataclass(frozen=True)
class Merged:
    """Events in order of time, marker-minus-plate differences [ms] by kind, and the plate each came from."""

    events: tuple[Event, ...]
    differences: tuple[tuple[Event, float], ...]
    bias_ms: dict[EventKind, float]
    removed: int


def plate_events(steps: Sequence[PlateStep]) -> list[PlateEvent]:
    """Both ends of every loading whose foot is known and whose end the recording holds.

    Where one foot loads two plates at once only the outer ends count.
    """
    found = []
    for step in steps:
        others = [s for s in steps if s is not step and s.side is step.side and _overlap(s, step)]
        if step.first is not None and step.loading.start_seen:
            outer = all(s.loading.start >= step.loading.start for s in others)
            event = Event(step.first, EventKind.CONTACT, step.loading.start, "plate", _CONFIDENCE_PLATE)
            if outer:
                found.append(
                    PlateEvent(event, step, step.state == VALID or (step.toe_off and not step.heel_off))
                )
        if step.last is not None and step.loading.end_seen:
            outer = all(s.loading.end <= step.loading.end for s in others)
            event = Event(step.last, EventKind.OFF, step.loading.end, "plate", _CONFIDENCE_PLATE)
            if outer:
                found.append(
                    PlateEvent(event, step, step.state == VALID or (step.heel_off and not step.toe_off))
                )
    return found


def merge(from_plates: Sequence[PlateEvent], from_markers: Sequence[Event], task: Task) -> Merged:
    """Plates first; markers confirm them and speak where no plate does.

    The median marker-minus-plate difference of a kind, where at least two steps have both, is the bias of the
    markers in this trial; it is taken off the events that only the markers give.
    """
    left = list(from_markers)
    merged: list[Event] = []
    differences: list[tuple[Event, float]] = []
    for plate in sorted(from_plates, key=lambda p: not p.sure):
        twin = _nearest(plate.event, left)
        gap = None if twin is None else twin.time - plate.event.time
        if not plate.sure and (gap is None or abs(gap) > _CLOSE):
            continue
        if any(_same(plate.event, event) for event in merged):
            continue
        if twin is None or gap is None:
            merged.append(plate.event)
            continue
        left.remove(twin)
        event = replace(plate.event, source="plate+markers", confidence=_CONFIDENCE_BOTH - min(abs(gap), 0.1))
        merged.append(event)
        if plate.sure:
            differences.append((event, 1e3 * gap))
    bias = _bias(differences)
    left = [replace(e, time=e.time - 1e-3 * bias.get(e.kind, 0.0)) for e in left]
    spans = [(p.step.side, p.step.loading.start, p.step.loading.end) for p in from_plates if p.sure]
    kept = [e for e in left if not any(_inside(e, span) for span in spans)]
    events = possible([*merged, *kept], task)
    removed = len(merged) + len(left) - len(events)
    return Merged(events, tuple(differences), bias, removed)


def possible(events: Sequence[Event], task: Task) -> tuple[Event, ...]:
    """Events with the less trustworthy of any two that exclude each other left out, in order of time.

    A foot cannot leave the ground within a shortest stance after it met it, nor meet it twice within both a
    shortest stance and a shortest swing.
    """
    kept: list[Event] = []
    for event in sorted(events, key=lambda e: -e.confidence):
        if all(_compatible(event, other, task) for other in kept if other.side is event.side):
            kept.append(event)
    return tuple(sorted(kept, key=lambda e: e.time))


def _compatible(one: Event, two: Event, task: Task) -> bool:
    early, late = sorted((one, two), key=lambda e: e.time)
    stance = _SHORTEST_STANCE.get(task, 0.08)
    swing = _SHORTEST_SWING.get(task, 0.05)
    gap = late.time - early.time
    if early.kind is late.kind:
        return gap >= stance + swing
    return gap >= (stance if early.kind is EventKind.CONTACT else swing)


def _bias(differences: Sequence[tuple[Event, float]]) -> dict[EventKind, float]:
    bias = {}
    for kind in EventKind:
        values = [ms for event, ms in differences if event.kind is kind]
        if len(values) >= _LEAST_FOR_BIAS:
            bias[kind] = float(np.median(values))
    return bias


def _nearest(event: Event, others: Sequence[Event]) -> Event | None:
    near = [other for other in others if _same(event, other)]
    return min(near, key=lambda other: abs(other.time - event.time), default=None)


def _same(one: Event, two: Event) -> bool:
    return one.side is two.side and one.kind is two.kind and abs(one.time - two.time) < SAME


def _inside(event: Event, span: tuple[Side | None, float, float]) -> bool:
    """Whether a marker event contradicts a plate: within the loading by that very foot."""
    side, start, end = span
    return event.side is side and start + 0.05 < event.time < end - 0.05


def _overlap(one: PlateStep, two: PlateStep) -> bool:
    return one.loading.start < two.loading.end and two.loading.start < one.loading.end
