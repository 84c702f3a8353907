"""When each foot meets and leaves the ground: plates, markers and the file's own events, reconciled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from groundup.motion.contacts import plate_contacts
from groundup.motion.events_markers import marker_events
from groundup.motion.feet import BodyPoints
from groundup.motion.motion import OTHER, Contact
from groundup.motion.plate_axes import turned_axes
from groundup.motion.plate_feet import plate_steps
from groundup.motion.reconcile import SAME, Merged, merge, plate_events, possible
from groundup.motion.task import Task
from groundup.motion.unseen_contacts import unseen_contacts
from groundup.quantities import Side
from groundup.recording.recording import Event, EventKind, FloatArray, Recording

STEPPING = (Task.WALKING, Task.RUNNING, Task.LANDING)
_CONFIDENCE_FILE = 0.5
_WORDS = {EventKind.CONTACT: "contacts", EventKind.OFF: "offs"}


@dataclass(frozen=True)
class Findings:
    """What was found of the feet's contacts.

    Attributes
    ----------
    events : tuple of Event
        In order of time.
    contacts : tuple of Contact
        Each stance of each foot and the plates that saw it.
    disagreement_ms : tuple of float
        Marker minus plate, every event that both give [ms].
    notes : tuple of str
        Sentences for the quality page.
    """

    events: tuple[Event, ...]
    contacts: tuple[Contact, ...]
    disagreement_ms: tuple[float, ...]
    notes: tuple[str, ...]


def find_events(
    recording: Recording, points: BodyPoints, task: Task, heading: FloatArray, mass: float | None = None
) -> Findings:
    """Contacts and offs of both feet.

    Parameters
    ----------
    recording : Recording
        In lab frame, identified.
    points : BodyPoints
        Of this recording.
    task : Task
        Walking, running and landing have events; other tasks only plate contacts.
    heading : (F,) array
        Direction of progression per frame, angle about Y from lab X [rad], to the left positive.
    mass : float, optional
        Body mass [kg]: it tells a leg held up from one that stands beside the plates.

    Returns
    -------
    Findings
    """
    steps = [step for plate in recording.plates for step in plate_steps(plate, points)]
    if task not in STEPPING:
        known = plate_contacts(steps, (), (), points)
        return Findings((), _all_contacts(known, recording, points, task, mass), (), ())
    merged = merge(plate_events(steps), marker_events(points, task, heading), task)
    sided, side_notes = _sided(recording.events, merged.events)
    events = possible([*merged.events, *_only_in_file(sided, merged.events, points)], task)
    notes = (*_bias_notes(merged), *_file_notes(sided, merged.events), *side_notes, *_none_note(task, events))
    differences = tuple(ms for _, ms in merged.differences)
    known = plate_contacts(steps, events, merged.differences, points)
    return Findings(events, _all_contacts(known, recording, points, task, mass), differences, notes)


def _all_contacts(
    known: Sequence[Contact], recording: Recording, points: BodyPoints, task: Task, mass: float | None
) -> tuple[Contact, ...]:
    """Contacts found, those on plates with turned axes refused, and those that only the markers betray."""
    turned = {plate.name: turned_axes(plate, points, task) for plate in recording.plates}
    judged = [_refused(contact, turned) for contact in known]
    unseen = unseen_contacts(judged, points, recording.plates, mass or recording.person.mass)
    return tuple(sorted((*judged, *unseen), key=lambda contact: (contact.start, contact.side)))


def _refused(contact: Contact, turned: Mapping[str, str]) -> Contact:
    wrong = [
        f"the axes of {name} look turned round: {turned[name]}" for name in contact.plates if turned[name]
    ]
    if not wrong:
        return contact
    return replace(contact, state=OTHER, reason="; ".join([*wrong, *filter(None, [contact.reason])]))


def _sided(events: Sequence[Event], found: Sequence[Event]) -> tuple[list[Event], tuple[str, ...]]:
    """Events of the file; those without a side take that of the event found at the same time."""
    sided, derived, unknown = [], 0, 0
    for event in events:
        if event.side is not None:
            sided.append(event)
            continue
        near = [e for e in found if e.kind is event.kind and abs(e.time - event.time) < SAME]
        if near:
            nearest = min(near, key=lambda e: abs(e.time - event.time))
            sided.append(replace(event, side=nearest.side))
            derived += 1
        else:
            unknown += 1
    notes = []
    if derived:
        notes.append(
            f"{derived} events in the file do not say which foot; their side was taken from the markers"
        )
    if unknown:
        notes.append(
            f"{unknown} events in the file do not say which foot and match no step; they are not used"
        )
    return sided, tuple(notes)


def _only_in_file(sided: Sequence[Event], found: Sequence[Event], points: BodyPoints) -> list[Event]:
    """Events of the file at instants at which neither plates nor that foot's markers can speak."""
    return [
        replace(event, source="file", confidence=_CONFIDENCE_FILE)
        for event in sided
        if not any(_same(event, other) for other in found) and not _markers_speak(event, points)
    ]


def _markers_speak(event: Event, points: BodyPoints) -> bool:
    """Whether pelvis and foot are seen for 0.1 s to both sides of an event."""
    foot = points.feet.get(event.side) if event.side is not None else None
    if foot is None:
        return False
    if not points.time[0] + 0.1 <= event.time <= points.time[-1] - 0.1:
        return False
    near = np.abs(points.time - event.time) <= 0.1
    needed = np.concatenate([foot.heel[near], foot.forefoot[near], points.pelvis[near]])
    return bool(np.isfinite(needed).all())


def _same(one: Event, two: Event) -> bool:
    return one.side is two.side and one.kind is two.kind and abs(one.time - two.time) < SAME


def _bias_notes(merged: Merged) -> tuple[str, ...]:
    notes = []
    for kind, bias in merged.bias_ms.items():
        values = [ms for event, ms in merged.differences if event.kind is kind]
        notes.append(
            f"{_WORDS[kind]} from markers come {abs(bias):.0f} ms {'late' if bias > 0 else 'early'} against "
            f"the plates (median of {len(values)}, {min(values):.0f} to {max(values):.0f} ms); this was "
            f"taken off those that only the markers show"
        )
    return tuple(notes)


def _file_notes(sided: Sequence[Event], found: Sequence[Event]) -> tuple[str, ...]:
    """How the file's own events lie against what was found."""
    notes = []
    for kind in EventKind:
        gaps, lone = [], 0
        for event in (e for e in sided if e.kind is kind):
            near = [e.time - event.time for e in found if _same(event, e)]
            if near:
                gaps.append(1e3 * min(near, key=abs))
            else:
                lone += 1
        if gaps:
            median = float(np.median(gaps))
            notes.append(
                f"{len(gaps)} {_WORDS[kind]} annotated in the file: ours lie {abs(median):.0f} ms "
                f"{'after' if median > 0 else 'before'} them (median; at most {max(map(abs, gaps)):.0f} ms)"
            )
        if lone:
            notes.append(f"{lone} {_WORDS[kind]} annotated in the file were not found in plates or markers")
    return tuple(notes)


def _none_note(task: Task, events: Sequence[Event]) -> tuple[str, ...]:
    missing = [side for side in Side if not any(event.side is side for event in events)]
    if len(missing) == len(Side):
        return (f"no foot contact was found in this {task} trial, so it has no cycles",)
    return tuple(f"no contact of the {side} foot was found" for side in missing)
