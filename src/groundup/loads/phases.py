"""The stretches of time that joint work is told for: parts of a stance, a swing, a landing, a squat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from groundup.body.subject import Subject
from groundup.loads.centre_of_mass import centre_of_mass
from groundup.loads.knee.span import GAIT, Span, spans
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Contact, Cycle, Motion, Movement
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import EventKind

LOADING, REST, STANCE, SWING = "loading response", "rest of stance", "stance", "swing"
LANDING, DESCENT, ASCENT = "landing", "descent", "ascent"
ABSORBING = {
    Task.WALKING: LOADING,
    Task.RUNNING: STANCE,
    Task.LANDING: LANDING,
    Task.SQUAT: DESCENT,
    Task.SINGLE_LEG_SQUAT: DESCENT,
}
"""The phase of each task in which the body is caught: who absorbs it is told for this one."""

# The lowest centre of mass is looked for this long beyond the lowest pelvis [s].
_BEYOND = 0.3


@dataclass(frozen=True)
class Phase:
    """One phase of one leg.

    Attributes
    ----------
    side : Side
    number : int
        Of the stance or repetition it belongs to, from 1 per side.
    name : str
    start, end : float
        [s], absolute.
    on_plates : bool
        Whether the foot's whole force was measured, or the foot was in the air.
    reason : str
        Why not, where it was not.
    """

    side: Side
    number: int
    name: str
    start: float
    end: float
    on_plates: bool
    reason: str = ""


def phases(movement: Movement, subject: Subject, motion: Motion) -> tuple[Phase, ...]:
    """Phases of a trial, in order of side and time.

    Loading response: from contact until the other foot leaves the ground. Landing: from the first foot's
    contact to the lowest centre of mass. Squat: from where the pelvis begins to sink to its lowest point, and
    from there to where it stops rising.

    Parameters
    ----------
    movement : Movement
    subject, motion : of the same trial; the landing's lowest centre of mass is theirs.
    """
    own = whole_spans(movement, motion.poses.time.values)
    if movement.task in GAIT:
        found = [*_of_stances(own, movement), *_swings(movement)]
    elif movement.task is Task.LANDING:
        found = list(_landings(own, movement, subject, motion))
    elif movement.task in (Task.SQUAT, Task.SINGLE_LEG_SQUAT):
        found = list(_squats(own, movement))
    else:
        found = []
    return tuple(sorted(found, key=lambda p: (list(Side).index(p.side), p.start, p.name)))


def whole_spans(movement: Movement, time: FloatArray) -> tuple[Span, ...]:
    """Stances and repetitions of a trial; a stance cut by the recording's ends counts as not measured.

    Parameters
    ----------
    movement : Movement
    time : (F,) [s]
    """
    edge = 1.5 * float(np.median(np.diff(time)))
    return tuple(
        replace(span, on_plates=False, reason="the recording begins or ends within it")
        if span.stance and span.on_plates and (span.start <= time[0] + edge or span.end >= time[-1] - edge)
        else span
        for span in spans(movement)
    )


def _of_stances(own: Sequence[Span], movement: Movement) -> Iterator[Phase]:
    for span in own:
        told = (span.on_plates, span.reason)
        yield Phase(span.side, span.number, STANCE, span.start, span.end, *told)
        if movement.task is not Task.WALKING:
            continue
        offs = [
            e.time
            for e in movement.events
            if e.side is span.side.other and e.kind is EventKind.OFF and span.start < e.time < span.end
        ]
        if offs:
            yield Phase(span.side, span.number, LOADING, span.start, min(offs), *told)
            yield Phase(span.side, span.number, REST, min(offs), span.end, *told)


def _swings(movement: Movement) -> Iterator[Phase]:
    for cycle in movement.cycles:
        if cycle.side is not None and "off" in cycle.marks:
            yield Phase(cycle.side, cycle.number, SWING, cycle.marks["off"], cycle.end, on_plates=True)


def _landings(own: Sequence[Span], movement: Movement, subject: Subject, motion: Motion) -> Iterator[Phase]:
    height, time = centre_of_mass(subject, motion)[:, 1], motion.poses.time.values
    for span in own:
        cycle = _cycle_of(span, movement.cycles)
        if cycle is None or not {"contact", "bottom"} <= cycle.marks.keys():
            continue
        start = cycle.marks["contact"]
        inside = (time >= start) & (time <= cycle.marks["bottom"] + _BEYOND) & np.isfinite(height)
        if not inside.any():
            continue
        lowest = float(time[inside][np.argmin(height[inside])])
        told = _seen(span, movement.contacts, start, lowest)
        if told[0] and lowest >= time[np.isfinite(height)][-1]:
            told = (False, "the recording ends before the lowest point")
        yield Phase(span.side, span.number, LANDING, start, lowest, *told)


def _squats(own: Sequence[Span], movement: Movement) -> Iterator[Phase]:
    for span in own:
        cycle = _cycle_of(span, movement.cycles)
        if cycle is not None and "bottom" in cycle.marks:
            bottom = cycle.marks["bottom"]
            told = (span.on_plates, span.reason)
            yield Phase(span.side, span.number, DESCENT, span.start, bottom, *told)
            yield Phase(span.side, span.number, ASCENT, bottom, span.end, *told)


def _seen(span: Span, contacts: Sequence[Contact], start: float, end: float) -> tuple[bool, str]:
    """Whether a foot in the air, or on plates, is all there is; a contact before the landing has no say."""
    under = [c for c in contacts if c.side is span.side and c.start < end and c.end > start]
    if not under:
        return False, "this foot did not come down"
    return span.on_plates, span.reason


def _cycle_of(span: Span, cycles: Sequence[Cycle]) -> Cycle | None:
    return next((c for c in cycles if c.start == span.start and c.side in (None, span.side)), None)
