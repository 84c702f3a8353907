"""``assessment.json``: screening, answer, measures and findings with their evidence, for programs.

Two runs on the same input write the same bytes: date and timings are in ``summary.json``. A missing number is
null. Each measure and each threshold names its unit.
"""

import importlib.resources
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from groundup.exchange.contents import Contents
from groundup.exchange.summary import clean, summary
from groundup.quantities import BadInputError

NAME = "assessment.json"
SCHEMA = "groundup.assessment"
SCHEMA_VERSION = 2
_LARGEST_BYTES = 1 << 26
_NEXT = "give the folder that 'groundup analyze' wrote, or analyse the recording again"

Json = Any


def assessment_json(analysis: Contents, folders: Sequence[str]) -> str:
    """Assessment as JSON text, with its keys in one order.

    Parameters
    ----------
    analysis : Contents
        A :class:`groundup.assessment.Analysis`.
    folders : sequence of str
        Where each trial's own files lie, relative to this one ("." for the same folder).
    """
    told = summary(analysis, folders)
    subject = told["subject"]
    document: dict[str, Json] = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "program": told["program"],
        "synthetic": told["synthetic"],
        "settings": told["settings"],
        "notes": told["notes"],
        "ensemble": told["ensemble"],
        "person": subject["person"],
        "screening": told["screening"],
        "answer": _plain(analysis.answer),
        "measures": [_blank_as_null(measure.row()) for measure in analysis.measures],
        "shares": [_plain(share.record()) for share in analysis.shares],
        "findings": [_plain(finding) for finding in analysis.findings],
        "plan": _plain(analysis.plan),
        "quality": {"subject": subject, "trials": told["trials"]},
    }
    return json.dumps(clean(document), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def schema() -> dict[str, Json]:
    """JSON Schema of the file, as shipped with the package."""
    text = (
        importlib.resources.files("groundup.exchange").joinpath("assessment.schema.json").read_text("utf-8")
    )
    found: dict[str, Json] = json.loads(text)
    return found


def read_assessment(path: Path) -> dict[str, Json]:
    """Read an ``assessment.json``, or the one in a result folder.

    Returns
    -------
    dict
        The document, of schema version 2; one of version 1, which knew no shares, is read as one without.

    Raises
    ------
    BadInputError
        If there is none, it is not one, or its schema version is not read by this release.
    """
    place = path / NAME if path.is_dir() else path
    if not place.is_file():
        raise BadInputError(path, "the assessment", f"a file {NAME}", "none", _NEXT)
    try:
        if place.stat().st_size > _LARGEST_BYTES:
            raise BadInputError(place, "the file", "an assessment", "one beyond 64 MB", _NEXT)
        document = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise BadInputError(place, "the file", "an assessment in JSON", str(problem)[:80], _NEXT) from problem
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise BadInputError(place, "schema", repr(SCHEMA), "another document", _NEXT)
    version = document.get("schema_version")
    if version == 1 and not isinstance(version, bool):
        document, version = {**document, "schema_version": SCHEMA_VERSION, "shares": []}, SCHEMA_VERSION
    if version != SCHEMA_VERSION or isinstance(version, bool):
        hint = (
            "read it with the release of groundup named in it under program, or analyse the recording again"
        )
        raise BadInputError(place, "schema_version", f"{SCHEMA_VERSION}", repr(version)[:40], hint)
    missing = [name for name in schema()["required"] if name not in document]
    if missing:
        raise BadInputError(place, "the document", f"a key {missing[0]!r}", "none", _NEXT)
    return document


def _plain(value: Json) -> Json:
    """Turn records into mappings by the names of their fields."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _blank_as_null(row: Mapping[str, str | float]) -> dict[str, Json]:
    return {name: None if value == "" else value for name, value in row.items()}
