"""Which foot was on which plate, on every shared recording with force plates: table and figure.

What is expected is pinned in :mod:`validation.contacts_expected`; the figure goes to
``validation/out/contacts.html``.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from groundup.analyze import prepare
from groundup.loads.ground_force import ground_force
from groundup.motion.events import Findings, find_events
from groundup.motion.feet import BodyPoints, body_points
from groundup.motion.motion import WHOLE, Contact
from groundup.motion.passes import progression_heading
from groundup.motion.recognise import recognise_task
from groundup.quantities import Side
from groundup.recording.read import read_recording
from groundup.recording.recording import EventKind, Recording
from groundup.report.contact_map import contact_maps
from validation.contact_page import contact_page
from validation.contacts_expected import BODY, EXPECTED
from validation.line import SHARED, Line
from validation.sabotage import wrapped

FIGURE = Path(__file__).resolve().parent / "out" / "contacts.html"
START_S = 0.05
"""How far a start may lie from the one pinned [s]."""
_STATES = {
    "valid": "valid",
    "shared": "two feet on one plate",
    "split": "one foot on two plates",
    "partial": "partial foot",
    "other": "other",
}


@dataclass(frozen=True)
class _Trial:
    recording: Recording
    points: BodyPoints
    contacts: tuple[Contact, ...]

    @property
    def on_plates(self) -> list[Contact]:
        """Contacts that a plate saw."""
        return [contact for contact in self.contacts if contact.plates]


def lines() -> Iterator[Line]:
    """Every recording against its row; sides against what files and bodies say; the figure."""
    trials = {name: _trial(name) for name in EXPECTED}
    for name, trial in trials.items():
        yield _against_row(name, trial)
    yield _told("side of the strike annotated in the file", [_by_events(t) for t in trials.values()])
    yield _told("side in the names of the force columns", [_by_columns(t) for t in trials.values()])
    unnamed = [trial for name, trial in trials.items() if EXPECTED[name][2] == BODY]
    yield _told("side of the pelvis on which the pressure lies", [_by_pelvis(t) for t in unnamed])
    yield _figure(trials)


def _against_row(name: str, trial: _Trial) -> Line:
    _, row, whence = EXPECTED[name]
    wanted = [entry.split() for entry in row.split("; ") if entry]
    found = list(trial.on_plates)
    numbers = {plate.name: str(k) for k, plate in enumerate(trial.recording.plates, 1)}
    wrong = []
    for side, start, plates, state in wanted:
        twin = next(
            (
                c
                for c in found
                if c.side[0].upper() == side
                and abs(c.start - float(start)) <= START_S
                and sorted(numbers[p] for p in c.plates) == plates.split("+")
                and c.state == _STATES[state]
            ),
            None,
        )
        if twin is None:
            wrong.append(f"no {side} {start} {plates} {state}")
        else:
            found.remove(twin)
    wrong += [f"{c.side} {c.start:.2f} {'+'.join(c.plates)} {c.state} too much" for c in found]
    said = "; ".join(wrong[:3]) or f"{len(wanted)} of {len(wanted)} contacts"
    return Line(f"contacts, {_short(name)} ({whence})", said, "side, plate, state; start <= 50 ms", not wrong)


def _told(what: str, counts: list[tuple[int, int]]) -> Line:
    right, total = (sum(count[k] for count in counts) for k in (0, 1))
    return Line(f"contacts, {what}", f"{right} of {total}", "all", right == total > 0)


def _by_events(trial: _Trial) -> tuple[int, int]:
    """Contacts of which the file annotates a strike, and how many on the side we say."""
    right = total = 0
    strikes = [e for e in trial.recording.events if e.kind is EventKind.CONTACT]
    for contact in trial.on_plates:
        near = [e for e in strikes if abs(e.time - contact.start) <= START_S]
        if near and contact.start > trial.points.time[0] + START_S:
            total += 1
            right += min(near, key=lambda e: abs(e.time - contact.start)).side is contact.side
    return right, total


def _by_columns(trial: _Trial) -> tuple[int, int]:
    named = {plate.name: plate.side for plate in trial.recording.plates if plate.side is not None}
    pairs = [(c.side, named[p]) for c in trial.on_plates for p in c.plates if p in named]
    return sum(one is two for one, two in pairs), len(pairs)


def _by_pelvis(trial: _Trial) -> tuple[int, int]:
    """Whole contacts, and how many lie on their own side of the pelvis across the direction of walking.

    Asked where nothing else says the foot; a fast runner's feet land on one line.
    """
    ground = ground_force(trial.recording, trial.contacts)
    if ground is None:
        return 0, 0
    time, frames = ground.force.time.values, trial.points.time
    heading = progression_heading(trial.recording)
    right = total = 0
    for contact in trial.contacts:
        if contact.state not in WHOLE:
            continue
        inside = (time >= contact.start) & (time <= contact.end)
        at = ground.centre_of_pressure.sel(side=str(contact.side)).values[inside]
        pelvis = np.stack(
            [np.interp(time[inside], frames, column) for column in trial.points.pelvis.T], axis=1
        )
        turn = np.interp(time[inside], frames, heading)
        away = at - pelvis
        to_right = float(np.nanmedian(away[:, 0] * np.sin(turn) + away[:, 2] * np.cos(turn)))
        if np.isfinite(to_right):
            total += 1
            right += (to_right > 0.0) == (contact.side is Side.RIGHT)
    return right, total


def _figure(trials: dict[str, _Trial]) -> Line:
    sections = []
    for name, trial in trials.items():
        ground = ground_force(trial.recording, trial.contacts)
        maps = contact_maps(trial.contacts, trial.recording.plates, trial.points, ground)
        sections.append((_short(name), EXPECTED[name][2], maps))
    drawn = sum(len(maps) for _, _, maps in sections)
    wanted = sum(len(trial.on_plates) for trial in trials.values())
    if drawn == wanted:
        FIGURE.parent.mkdir(exist_ok=True)
        FIGURE.write_text(contact_page(sections), encoding="utf-8")
    return Line(
        f"contacts, figure validation/{FIGURE.parent.name}/{FIGURE.name}",
        f"{drawn} contacts drawn", f"all {wanted}", drawn == wanted > 0,
    )  # fmt: skip


@cache
def _trial(name: str) -> _Trial:
    forces = EXPECTED[name][0]
    recording = prepare(read_recording(SHARED / name, SHARED / forces if forces else None))
    points = body_points(recording)
    task, _ = recognise_task(recording)
    found = find_events(recording, points, task, progression_heading(recording))
    return _Trial(recording, points, found.contacts)


def _short(name: str) -> str:
    parts = name.rpartition(".")[0].split("/")
    return f"{parts[0].partition('_')[0]} {parts[-2]}/{parts[-1]}" if len(parts) > 2 else parts[-1]


def _changed(change: str) -> AbstractContextManager[None]:
    def wrong(findings: Findings) -> Findings:
        if change == "side":
            turned = tuple(replace(c, side=c.side.other) for c in findings.contacts)
        else:
            turned = tuple(replace(c, state="valid" if c.plates else c.state) for c in findings.contacts)
            turned = tuple(replace(c, start=c.start + 0.1) for c in turned)
        return replace(findings, contacts=turned)

    return wrapped("groundup.motion.events", "find_events", wrong)


SABOTAGES = {
    "contacts, test_small": lambda: _changed("side"),
    "contacts, treadmill_events": lambda: _changed("state"),
    "contacts, side of the strike": lambda: _changed("side"),
    "contacts, side in the names": lambda: _changed("side"),
    "contacts, side of the pelvis": lambda: _changed("side"),
    "contacts, figure": lambda: wrapped("groundup.report.contact_map", "contact_maps", lambda maps: maps[1:]),
}
