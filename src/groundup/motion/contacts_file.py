"""Contacts given by the user: the columns of ``contacts.csv``, read and checked row by row."""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from groundup.motion.motion import STATES, Contact
from groundup.quantities import BadInputError, Side

REQUIRED = ("side", "start_s", "end_s", "plates", "state")
_NEXT = "give the columns of contacts.csv, as groundup wrote it"


@dataclass(frozen=True)
class GivenContact:
    """One row: the contact, its line in the file, and the trial it names ("" where it names none)."""

    contact: Contact
    line: int
    trial: str


def read_contacts(path: Path | str) -> tuple[GivenContact, ...]:
    """Read a contacts file.

    Parameters
    ----------
    path : Path or str
        CSV with the columns ``side, start_s, end_s, plates, state``; ``reason`` and ``trial`` count where
        they are there, and every other column (our own figures) is passed over.

    Returns
    -------
    tuple of GivenContact
        In the order of the file, marked as overridden; whether they fit a trial is not looked at here.

    Raises
    ------
    BadInputError
        If the file cannot be read or a row does not say what it must.
    """
    path = Path(path)
    rows = csv.DictReader(io.StringIO(_text(path), newline=""))
    columns = [(name or "").strip() for name in rows.fieldnames or ()]
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        found = f"{', '.join(columns[:8])}" if any(columns) else "nothing"
        raise BadInputError(path, "line 1", f"the columns {', '.join(REQUIRED)}", found, _NEXT)
    rows.fieldnames = columns
    given = []
    try:
        for row in rows:
            cells = {name: (row[name] or "").strip() for name in columns}
            given.append(_given(path, rows.line_num, cells))
    except csv.Error as problem:
        raise BadInputError(path, f"line {rows.line_num}", "a CSV table", str(problem), _NEXT) from None
    if not given:
        raise BadInputError(path, "line 2", "a contact", "no row", _NEXT)
    return tuple(given)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadInputError(path, "the file", "a CSV table in UTF-8", "other bytes", _NEXT) from None
    except OSError as problem:
        found = problem.strerror or str(problem)
        raise BadInputError(path, "the file", "a file of contacts", found, "check its name") from None


def _given(path: Path, line: int, cells: Mapping[str, str]) -> GivenContact:
    start, end = (_seconds(path, line, name, cells[name]) for name in ("start_s", "end_s"))
    if end <= start:
        found = f"{cells['end_s']} after a start at {cells['start_s']}"
        raise BadInputError(path, f"line {line}, end_s", "a time after start_s", found, "correct one of them")
    side = _one_of(path, line, "side", cells["side"], [str(s) for s in Side])
    state = _one_of(path, line, "state", cells["state"], STATES)
    plates = tuple(name.strip() for name in cells["plates"].split(";") if name.strip())
    reason = cells.get("reason", "") or f"given in {path.name}"
    contact = Contact(Side(side), start, end, plates, state, reason, overridden=True)
    return GivenContact(contact, line, cells.get("trial", ""))


def _seconds(path: Path, line: int, name: str, text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not math.isfinite(seconds):
        found = repr(text) if text else "nothing"
        raise BadInputError(path, f"line {line}, {name}", "a time in seconds", found, "write it as 1.25")
    return seconds


def _one_of(path: Path, line: int, name: str, text: str, known: Sequence[str]) -> str:
    word = text.lower()
    if word not in known:
        found = repr(text) if text else "nothing"
        raise BadInputError(path, f"line {line}, {name}", f"one of {', '.join(known)}", found, "choose one")
    return word
