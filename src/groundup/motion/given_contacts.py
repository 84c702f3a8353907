"""Put the contacts a user gives in the place of those found, once they fit the trial."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from groundup.motion.contacts_file import GivenContact, read_contacts
from groundup.motion.motion import SPLIT, WHOLE, Contact, Movement
from groundup.quantities import BadInputError, Side
from groundup.recording.recording import ForcePlate, Recording

_SAME_S = 0.0015  # a time written with three decimals is the same time


def contacts_by_trial(path: Path | str, recordings: Sequence[Recording]) -> dict[str, tuple[Contact, ...]]:
    """Read a contacts file and give each trial its own, checked against its plates.

    Parameters
    ----------
    path : Path or str
    recordings : sequence of Recording
        Every trial of the analysis. With more than one, each row names its own in a column ``trial``.

    Returns
    -------
    dict
        Trial name -> its contacts in order of time; trials the file does not name are left out.

    Raises
    ------
    BadInputError
        If a row does not fit: unknown trial or plate, outside the recording, two contacts of a foot or two
        feet on a plate at once, a plate without load.
    """
    path = Path(path)
    trials = {recording.name: recording for recording in recordings}
    given: dict[str, list[GivenContact]] = {}
    for row in read_contacts(path):
        name = row.trial or (recordings[0].name if len(recordings) == 1 else "")
        if name not in trials:
            expected = f"one of the trials {', '.join(trials)}"
            raise BadInputError(
                path, f"line {row.line}, trial", expected, repr(row.trial) if row.trial else "nothing",
                "name the trial of each row in a column trial",
            )  # fmt: skip
        _check(path, row, trials[name])
        given.setdefault(name, []).append(row)
    for rows in given.values():
        _refuse_overlaps(path, rows)
    return {
        name: tuple(sorted((r.contact for r in rows), key=lambda c: (c.start, c.side)))
        for name, rows in given.items()
    }


def with_given_contacts(movement: Movement, given: Mapping[str, Sequence[Contact]], name: str) -> Movement:
    """Replace a trial's contacts by the given ones; a row that says what was found anyway stays as found.

    Events and cycles are not touched: contacts say which force is on which foot.
    """
    if name not in given:
        return movement
    contacts = tuple(_found_twin(contact, movement.contacts) or contact for contact in given[name])
    changed = sum(contact.overridden for contact in contacts)
    gone = sum(not any(_same(c, mine) for mine in contacts) for c in movement.contacts)
    note = (
        f"the contacts are those given: {changed} of {len(contacts)} differ from what was found, "
        f"and {gone} found contacts are not among them"
    )
    return replace(movement, contacts=contacts, notes=(*movement.notes, note))


def _found_twin(given: Contact, found: Sequence[Contact]) -> Contact | None:
    return next((contact for contact in found if _same(given, contact)), None)


def _same(one: Contact, two: Contact) -> bool:
    return (
        one.side is two.side
        and abs(one.start - two.start) < _SAME_S
        and abs(one.end - two.end) < _SAME_S
        and set(one.plates) == set(two.plates)
        and one.state == two.state
    )


def _check(path: Path, row: GivenContact, recording: Recording) -> None:
    contact, time = row.contact, recording.markers.time.values
    frame = 1.0 / recording.rate
    if contact.end < time[0] - frame or contact.start > time[-1] + frame:
        raise BadInputError(
            path,
            f"line {row.line}, start_s",
            f"a time within {recording.name}, {time[0]:.3f} to {time[-1]:.3f} s",
            f"{contact.start:.3f} to {contact.end:.3f} s",
            "give the times of this trial",
        )
    plates = {plate.name: plate for plate in recording.plates}
    place = f"line {row.line}, plates"
    for name in contact.plates:
        if name not in plates:
            expected = f"plates of {recording.name} ({', '.join(plates) or 'it has none'})"
            raise BadInputError(path, place, expected, repr(name), "use the names of contacts.csv")
    least = {SPLIT: 2}.get(contact.state, 1)
    if contact.state in WHOLE and (len(contact.plates) < least or (least == 1 and len(contact.plates) > 1)):
        expected = f"{'two plates or more' if least == 2 else 'one plate'} for the state {contact.state!r}"
        found = "; ".join(contact.plates) or "none"
        raise BadInputError(path, place, expected, found, "name the plates, or choose another state")
    for name in contact.plates if contact.state in WHOLE else ():
        if not _loaded(plates[name], contact):
            expected = f"a plate that is loaded between {contact.start:.3f} and {contact.end:.3f} s"
            raise BadInputError(path, place, expected, f"no load on {name}", "correct the plate or the times")


def _loaded(plate: ForcePlate, contact: Contact) -> bool:
    time = plate.force.plate_time.values
    vertical = plate.force.transpose(..., "axis").values[(time >= contact.start) & (time <= contact.end), 1]
    return bool(np.any(vertical > plate.threshold))


def _refuse_overlaps(path: Path, rows: Sequence[GivenContact]) -> None:
    for side in Side:
        own = sorted((r for r in rows if r.contact.side is side), key=lambda r: r.contact.start)
        for before, after in pairwise(own):
            if after.contact.start < before.contact.end - _SAME_S:
                raise BadInputError(
                    path,
                    f"line {after.line}, start_s",
                    f"a time after the {side} contact of line {before.line} ended at "
                    f"{before.contact.end:.3f} s",
                    f"{after.contact.start:.3f} s",
                    "let contacts of a foot follow each other",
                )
    whole = [r for r in rows if r.contact.state in WHOLE]
    left, right = ([r for r in whole if r.contact.side is side] for side in Side)
    for one in left:
        for two in right:
            shared = set(one.contact.plates) & set(two.contact.plates)
            apart = min(one.contact.end, two.contact.end) - max(one.contact.start, two.contact.start)
            if shared and apart > _SAME_S:
                raise BadInputError(
                    path,
                    f"line {max(one.line, two.line)}, plates",
                    f"a plate that line {min(one.line, two.line)} does not use at the same time",
                    min(shared),
                    "give both contacts the state 'two feet on one plate'",
                )
