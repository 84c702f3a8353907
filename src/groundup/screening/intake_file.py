"""Write an intake as TOML: whole, or into the text of a file whose other parts stay as they stand."""

import json
import tomllib
from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from groundup.screening.intake import Intake
from groundup.screening.intake_parts import LEFT_OUT
from groundup.screening.questions import BY_NAME


def intake_toml(intake: Intake) -> str:
    """Text of an intake that reads back identical; what was not asked is not in it."""
    parts = ((name, _lines(name, part)) for name, part in _content(intake).items())
    return "\n".join("\n".join([f"[{name}]", *lines, ""]) for name, lines in parts)


def with_changes(text: str, intake: Intake) -> str:
    """Put an intake into the text of an older one: parts that did not change stay as they stand.

    Parameters
    ----------
    text : str
        TOML of the older intake; empty for a new one.
    intake : Intake
        What the text shall say.

    Returns
    -------
    str
        Text that reads back as `intake`; written anew as a whole where the older layout cannot hold it.
    """
    before, after = _content(Intake.model_validate(tomllib.loads(text))), _content(intake)
    merged = text
    for name in after:
        if before.get(name) != after[name]:
            merged = _with_part(merged, name, _lines(name, after[name]))
    for name in before:
        if name not in after:
            merged = _with_part(merged, name, [])
    return merged if _reads_as(merged, intake) else intake_toml(intake)


def _reads_as(text: str, intake: Intake) -> bool:
    try:
        return Intake.model_validate(tomllib.loads(text)) == intake
    except (tomllib.TOMLDecodeError, ValidationError):
        return False


def _content(intake: Intake) -> dict[str, dict[str, object]]:
    """Parts with something in them."""
    dumped = intake.model_dump(exclude_none=False)
    return {name: held for name, part in dumped.items() if (held := _without_none(part))}


def _without_none(part: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in part.items() if value is not None}


def _lines(part: str, content: Mapping[str, object]) -> list[str]:
    lines = []
    for name, value in content.items():
        if part == "red_flags":
            lines.append(f"# {BY_NAME[name].text}")
        lines.append(f"{name} = {_value(value)}")
    return lines


def _value(value: object) -> str:
    if value is None:
        return json.dumps(LEFT_OUT)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        # JSON's strings are TOML's, but for the delete character.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_value(str(k))} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return repr(value)


def _with_part(text: str, name: str, lines: Sequence[str]) -> str:
    """Replace a part, its sub-tables too, or add it at the end; without lines it is taken out."""
    kept, skipping = [], False
    for line in text.splitlines():
        if line.strip().startswith("["):
            header = line.split("#")[0].strip().strip("[]").strip()
            skipping = header == name or header.startswith(f"{name}.")
        if not skipping:
            kept.append(line)
    while kept and not kept[-1].strip():
        kept.pop()
    if not lines:
        return "\n".join(kept) + "\n"
    return "\n".join([*kept, *([""] if kept else []), f"[{name}]", *lines]) + "\n"
