"""The stretches of time a knee load is told for: a stance, a squat, a landing."""

from dataclasses import dataclass

from groundup.motion.motion import WHOLE, Contact, Movement
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import EventKind

GAIT = (Task.WALKING, Task.RUNNING)
_SHORTEST = 0.05
_SAME = 1e-3


@dataclass(frozen=True)
class Span:
    """One stance or repetition of one leg.

    Attributes
    ----------
    side : Side
    number : int
        From 1, per side, in order of time.
    start, end : float
        [s], absolute.
    stance : bool
        True for a stance of gait, whose halves are told apart; False for a repetition of a squat or landing.
    on_plates : bool
        Whether the foot's whole force was measured.
    reason : str
        Why not, where it was not.
    """

    side: Side
    number: int
    start: float
    end: float
    stance: bool
    on_plates: bool
    reason: str = ""


def spans(movement: Movement) -> tuple[Span, ...]:
    """Stances of gait, repetitions of everything else; none where nothing was cut.

    Parameters
    ----------
    movement : Movement
    """
    if movement.task in GAIT or not movement.cycles:
        return tuple(span for side in Side for span in _stances(movement, side))
    return tuple(span for side in Side for span in _repetitions(movement, side))


def _stances(movement: Movement, side: Side) -> list[Span]:
    whole = [c for c in movement.contacts if c.side is side and _is_whole(c, movement)]
    return [
        Span(side, number, c.start, c.end, movement.task in GAIT, c.state in WHOLE, _why(c))
        for number, c in enumerate(sorted(whole, key=lambda c: c.start), start=1)
    ]


def _repetitions(movement: Movement, side: Side) -> list[Span]:
    own = [c for c in movement.cycles if c.side in (None, side)]
    found = []
    for number, cycle in enumerate(sorted(own, key=lambda c: c.start), start=1):
        under = [
            c
            for c in movement.contacts
            if c.side is side and min(c.end, cycle.end) - max(c.start, cycle.start) > _SHORTEST
        ]
        bad = [c for c in under if c.state not in WHOLE]
        measured = bool(under) and not bad
        reason = "" if measured else _why(bad[0]) if bad else "the foot met no plate"
        found.append(Span(side, number, cycle.start, cycle.end, False, measured, reason))
    return found


def _is_whole(contact: Contact, movement: Movement) -> bool:
    """Whether both ends were found: a stance cut by the end of the recording has no peaks or impulse."""
    ends = ((EventKind.CONTACT, contact.start), (EventKind.OFF, contact.end))
    found = all(
        any(e.side is contact.side and e.kind is kind and abs(e.time - at) < _SAME for e in movement.events)
        for kind, at in ends
    )
    return (found or contact.state in WHOLE) and contact.end - contact.start > _SHORTEST


def _why(contact: Contact) -> str:
    return "" if contact.state in WHOLE else contact.reason or contact.state
