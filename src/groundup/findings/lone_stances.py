"""Whole stances that belong to no complete stride: a lab often sees one step of each foot and no more."""

from collections.abc import Iterator
from dataclasses import replace

from groundup.findings.definition import Phase
from groundup.loads.knee.span import GAIT
from groundup.motion.cycles import cycle_curves
from groundup.motion.motion import Contact, Cycle, Motion, Movement
from groundup.quantities import Side
from groundup.recording.recording import EventKind

_SAME = 1e-3
NEEDS_STRIDE = (Phase.WHOLE, Phase.SWING)
"""Phases that a stance alone does not have."""


def lone_stances(movement: Movement, motion: Motion) -> Movement | None:
    """Take the stances of a gait that no stride begins with, as a movement whose repetitions end at off.

    Parameters
    ----------
    movement, motion : of the same trial.

    Returns
    -------
    Movement or None
        None where there are none. Its repetitions go from contact to off of the same foot, both found.
    """
    if movement.task not in GAIT:
        return None
    cycles = tuple(cycle for side in Side for cycle in _stances(movement, side))
    if not cycles:
        return None
    return replace(movement, cycles=cycles, cycle_curves=cycle_curves(cycles, motion.angles))


def single_supports(movement: Movement, motion: Motion) -> Movement | None:
    """Take the stances that the recording cuts short, yet whose single support it shows from end to end.

    Parameters
    ----------
    movement, motion : of the same trial.

    Returns
    -------
    Movement or None
        None where there are none. Its repetitions hold for what is read in single support alone: where the
        recording cuts them, contact or off is not known.
    """
    if movement.task not in GAIT:
        return None
    cycles = tuple(
        Cycle(contact.side, number, contact.start, contact.end, marks)
        for side in Side
        for number, contact in enumerate((c for c in movement.contacts if c.side is side), start=1)
        for marks in [_marks(movement, contact)]
        if not _is_whole(movement, contact) and {"opposite_off", "opposite_contact"} <= marks.keys()
    )
    if not cycles:
        return None
    return replace(movement, cycles=cycles, cycle_curves=cycle_curves(cycles, motion.angles))


def _stances(movement: Movement, side: Side) -> Iterator[Cycle]:
    begun = [cycle.start for cycle in movement.cycles if cycle.side is side]
    for number, contact in enumerate((c for c in movement.contacts if c.side is side), start=1):
        if _is_whole(movement, contact) and not any(abs(contact.start - start) < _SAME for start in begun):
            yield Cycle(side, number, contact.start, contact.end, _marks(movement, contact))


def _is_whole(movement: Movement, contact: Contact) -> bool:
    """Whether both ends were found, not cut by the recording."""
    return all(
        any(e.side is contact.side and e.kind is kind and abs(e.time - at) < _SAME for e in movement.events)
        for kind, at in ((EventKind.CONTACT, contact.start), (EventKind.OFF, contact.end))
    )


def _marks(movement: Movement, contact: Contact) -> dict[str, float]:
    """Instants of the other foot within a stance, and the stance's own end."""
    inside = [
        e for e in movement.events if e.side is contact.side.other and contact.start < e.time < contact.end
    ]
    offs = [e.time for e in inside if e.kind is EventKind.OFF]
    lands = [e.time for e in inside if e.kind is EventKind.CONTACT]
    found = {"off": contact.end}
    if offs:
        found["opposite_off"] = min(offs)
    if lands:
        found["opposite_contact"] = max(lands)
    return found
