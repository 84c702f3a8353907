"""Gait events a C3D carries: the EVENT group, or the header's short list where that is all there is."""

import re

import numpy as np

from groundup.quantities import Side
from groundup.recording.readers.c3d_isolated import RawC3D
from groundup.recording.readers.c3d_parameters import Parameters
from groundup.recording.recording import Event, EventKind

_CONTACT = re.compile(r"(strike|contact|touch ?down|foot ?down|^[lr]?(hs|fs|ic|on)$|\bic\b)", re.IGNORECASE)
_OFF = re.compile(r"(\boff|toe.?off|lift|^[lr]?(to|fo|off)$)", re.IGNORECASE)
_LEFT = re.compile(r"(\bleft\b|^l(?=(hs|fs|ic|to|fo|on|off)$)|^l[ _.])", re.IGNORECASE)
_RIGHT = re.compile(r"(\bright\b|^r(?=(hs|fs|ic|to|fo|on|off)$)|^r[ _.])", re.IGNORECASE)


def read_events(raw: RawC3D) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """Contacts and offs with absolute times [s], in time order, and what had to be said.

    The side comes from EVENT:CONTEXTS, else from the label ("Left Foot Strike", "RHS"); without
    either it is None. Labels that are neither contact nor off are counted in a note.
    """
    entries = _event_group(raw) or [
        (time, label.strip(), "")
        for time, label in zip(raw.header_event_times, raw.header_event_labels, strict=False)
        if label.strip()
    ]
    events: list[Event] = []
    other: list[str] = []
    for time, label, context in entries:
        kind = _kind(label)
        if kind is None or not np.isfinite(time):
            other.append(label or "(no label)")
            continue
        events.append(Event(_side(context, label), kind, float(time), "file", 1.0))
    notes = []
    if other:
        names = ", ".join(sorted(set(other))[:4])
        notes.append(
            f"{len(other)} events in the file are neither a contact nor an off ({names}) and were left aside"
        )
    sideless = sum(event.side is None for event in events)
    if sideless:
        notes.append(f"{sideless} of {len(events)} events in the file name no side")
    outside = _outside(raw, events)
    if outside:
        notes.append(f"{outside} of {len(events)} events in the file lie outside its frames")
    return tuple(sorted(events, key=lambda event: event.time)), tuple(notes)


def _event_group(raw: RawC3D) -> list[tuple[float, str, str]]:
    """(absolute time, label, context) of each entry of the EVENT group."""
    parameters = Parameters(raw.parameters)
    times: list[float] = []
    for block in parameters.number_lists("EVENT", "TIMES"):
        pairs = block[: block.size // 2 * 2].reshape(2, -1, order="F") if block.ndim < 2 else block
        if pairs.shape[0] < 2:
            continue
        times.extend(pairs[0] * 60.0 + pairs[1])
    used = parameters.whole("EVENT", "USED")
    count = len(times) if used is None or used < 0 else min(len(times), used)
    labels = parameters.words("EVENT", "LABELS")
    contexts = parameters.words("EVENT", "CONTEXTS")
    return [
        (times[i], labels[i] if i < len(labels) else "", contexts[i] if i < len(contexts) else "")
        for i in range(count)
    ]


def _kind(label: str) -> EventKind | None:
    if _OFF.search(label):
        return EventKind.OFF
    return EventKind.CONTACT if _CONTACT.search(label) else None


def _side(context: str, label: str) -> Side | None:
    word = context.strip().lower()
    if word in ("left", "l"):
        return Side.LEFT
    if word in ("right", "r"):
        return Side.RIGHT
    left, right = bool(_LEFT.search(label)), bool(_RIGHT.search(label))
    if left == right:
        return None
    return Side.LEFT if left else Side.RIGHT


def _outside(raw: RawC3D, events: list[Event]) -> int:
    first = (raw.first_frame - 1) / raw.rate
    last = first + raw.points.shape[2] / raw.rate
    slack = 1.0 / raw.rate
    return sum(not first - slack <= event.time <= last + slack for event in events)
