"""The record of tests that stays with the person: a JSON file to which entries are only ever added."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from groundup.exchange.replace_file import replace_file
from groundup.plan.verdict import Judged, Verdict, overall
from groundup.quantities import BadInputError

SCHEMA, SCHEMA_VERSION = "groundup.tests", 1
_LARGEST_BYTES = 1 << 24
_NEXT = "give a file that 'groundup test --record' wrote, or a new name"
_ENTRY = {"tested": str, "before": str, "after": str, "verdict": str, "quantities": list}


@dataclass(frozen=True)
class Entry:
    """One test of the record.

    `tested` is when it was compared, ISO 8601; `person` the code of the intake, empty where none is told;
    `quantities` one record for each expectation.
    """

    tested: str
    person: str
    before: str
    after: str
    verdict: str
    quantities: tuple[dict[str, Any], ...]


def read_record(path: Path) -> tuple[Entry, ...]:
    """Read a record; the oldest entry first.

    Raises
    ------
    BadInputError
        If the file is no record, or of a version this release does not read.
    """
    return tuple(_entry(one) for one in _entries(path))


def add_entry(
    path: Path, tested: str, person: str, before: str, after: str, found: Sequence[Judged]
) -> Entry:
    """Add a test at the end of a record, made where there is none; earlier entries stay as they are.

    Parameters
    ----------
    path : Path
    tested : str
        When, ISO 8601.
    person : str
        Code of the person in the intake; empty where none is told.
    before, after : names of the two results.
    found : sequence of Judged

    Raises
    ------
    BadInputError
        If the file is no record, or one of another person.
    """
    known = _entries(path) if path.exists() else []
    others = {code for one in known if (code := str(one.get("person", "")))}
    if person and others - {person}:
        raise BadInputError(
            path, "person", f"a record of {person!r}", repr(sorted(others)[0]), "give each person their own"
        )
    fresh: dict[str, Any] = {
        "tested": tested,
        "person": person,
        "before": before,
        "after": after,
        "verdict": str(overall(found)),
        "quantities": [_quantity(one) for one in found],
    }
    document = {"schema": SCHEMA, "schema_version": SCHEMA_VERSION, "entries": [*known, fresh]}
    replace_file(path, json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n")
    return _entry(fresh)


def _entries(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise BadInputError(path, "the record", "a file", "a folder" if path.is_dir() else "none", _NEXT)
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise BadInputError(path, "the file", "a record of tests", "one beyond 16 MB", _NEXT)
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise BadInputError(
            path, "the file", "a record of tests in JSON", str(problem)[:80], _NEXT
        ) from problem
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise BadInputError(path, "schema", repr(SCHEMA), "another document", _NEXT)
    version = document.get("schema_version")
    if version != SCHEMA_VERSION or isinstance(version, bool):
        raise BadInputError(path, "schema_version", str(SCHEMA_VERSION), repr(version)[:40], _NEXT)
    entries = document.get("entries")
    if not isinstance(entries, list):
        raise BadInputError(path, "entries", "a list", type(entries).__name__, _NEXT)
    for number, one in enumerate(entries, 1):
        _check(path, number, one)
    return entries


def _check(path: Path, number: int, one: object) -> None:
    place = f"entry {number}"
    if not isinstance(one, dict):
        raise BadInputError(path, place, "a record", type(one).__name__, _NEXT)
    for name, kind in _ENTRY.items():
        if not isinstance(one.get(name), kind):
            raise BadInputError(path, f"{place}, {name}", kind.__name__, repr(one.get(name))[:40], _NEXT)
    if one["verdict"] not in tuple(Verdict) or not all(isinstance(q, dict) for q in one["quantities"]):
        raise BadInputError(
            path, place, "held, failed or can't tell, with quantities", "something else", _NEXT
        )


def _entry(one: dict[str, Any]) -> Entry:
    return Entry(
        one["tested"],
        str(one.get("person", "")),
        one["before"],
        one["after"],
        one["verdict"],
        tuple(one["quantities"]),
    )


def _quantity(one: Judged) -> dict[str, Any]:
    prediction, change = one.prediction, one.change
    return {
        "measure": prediction.measure,
        "label": prediction.measure if change is None else change.label,
        "side": str(prediction.side),
        "task": prediction.task if change is None else change.task,
        "unit": prediction.unit,
        "expected_low": _or_none(prediction.low),
        "expected_high": _or_none(prediction.high),
        "source": prediction.source,
        "before": None if change is None else _or_none(change.before),
        "after": None if change is None else _or_none(change.after),
        "change": None if change is None else _or_none(change.change),
        "error": _or_none(one.error),
        "verdict": str(one.verdict),
        "reason": one.reason,
    }


def _or_none(value: float) -> float | None:
    return round(float(value), 4) if isfinite(value) else None
