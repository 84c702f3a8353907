"""What a change is expected to do to measures, by a file or in words: measure, leg, range, unit."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite
from pathlib import Path
from typing import Any

from groundup.findings.registry import definitions
from groundup.quantities import BadInputError, GroundupError, Side
from groundup.quantities.printable import printable

SCHEMA, SCHEMA_VERSION = "groundup.effect", 1
_LARGEST_BYTES = 1 << 22
_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_WORDS = re.compile(
    rf"\s*(?P<measure>\w+)\s+(?P<side>left|right)\s+(?P<low>{_NUMBER})?\s*\.\.\s*(?P<high>{_NUMBER})?"
    r"\s+(?P<unit>.+?)\s*"
)
_FORM = "MEASURE SIDE LOW..HIGH UNIT, e.g. 'knee_flexion_peak left 3..9 deg'"
MEASURES = {
    "knee_flexion": "knee_flexion_peak",
    "knee_adduction": "knee_valgus_peak",
    "ankle_dorsiflexion": "ankle_dorsiflexion_peak",
    "hip_flexion": "hip_flexion_at_peak_depth",
    "hip_adduction": "hip_adduction_peak",
}
"""Measure that shows what an effect at the lowest point of a squat is of; the others have none."""
TASKS = ("squat", "single-leg squat")
"""Tasks whose effects are told at an instant that a measure shows."""


@dataclass(frozen=True)
class Prediction:
    """The expected change of one measure.

    Attributes
    ----------
    measure : str
        As in ``measures.csv``.
    side : Side
    low, high : float
        Ends of the range of the change, in `unit`; infinite where it is open.
    unit : str
    source : str
        Where it comes from, in words.
    task : str
        Empty where it holds for every task.
    """

    measure: str
    side: Side
    low: float
    high: float
    unit: str
    source: str
    task: str = ""

    @property
    def sure(self) -> bool:
        """Whether it says which way the measure goes."""
        return self.low > 0.0 or self.high < 0.0 or (self.low, self.high) in ((0.0, inf), (-inf, 0.0))

    @property
    def range(self) -> str:
        """Range of the change in words."""
        low, high = (f"{end:+.3g}" if end else "0" for end in (self.low, self.high))
        if not isfinite(self.high):
            return f"above {low} {self.unit}"
        return f"{low} to {high} {self.unit}" if isfinite(self.low) else f"below {high} {self.unit}"


def read_predictions(given: str) -> tuple[Prediction, ...]:
    """Read what is expected, from a file of ``groundup whatif`` or from words.

    Parameters
    ----------
    given : str
        Name of a file, or MEASURE SIDE LOW..HIGH UNIT; an end left out is open.

    Raises
    ------
    BadInputError
        If the file is not one, or tells nothing that is measured.
    GroundupError
        If the words are not of that form, or name no measure.
    """
    path = Path(given)
    if path.suffix.lower() == ".json" or path.is_file():
        return _of_file(path)
    return (_of_words(given),)


def _of_words(given: str) -> Prediction:
    found = _WORDS.fullmatch(given)
    if found is None or (found["low"] is None and found["high"] is None):
        raise GroundupError(
            f"expected --prediction as a file of 'groundup whatif' or as {_FORM}, found "
            f"{printable(given)[:80]!r}; write it so."
        )
    low = -inf if found["low"] is None else float(found["low"])
    high = inf if found["high"] is None else float(found["high"])
    return _checked(found["measure"], Side(found["side"]), low, high, found["unit"], "told by the user")


def _checked(
    measure: str, side: Side, low: float, high: float, unit: str, source: str, task: str = ""
) -> Prediction:
    definition = definitions().get(measure)
    if definition is None:
        raise GroundupError(
            f"expected a measure of measures.csv in --prediction, found {measure!r}; take a name from there."
        )
    if definition.unit != unit:
        raise GroundupError(
            f"expected --prediction of {measure} in {definition.unit}, found {printable(unit)[:40]!r}; write "
            "it in that unit."
        )
    if low > high:
        raise GroundupError(
            f"expected --prediction of {measure} with the lower end first, found {low:g}..{high:g}; turn it "
            "round."
        )
    return Prediction(measure, side, low, high, unit, source, task)


def _of_file(path: Path) -> tuple[Prediction, ...]:
    told = _document(path)
    branch = told.get("assumed")
    effects = branch.get("effects") if isinstance(branch, dict) else None
    if not isinstance(effects, list):
        raise _bad(path, "assumed, effects", "a list", type(effects).__name__)
    if str(told.get("task")) not in TASKS:
        found_task = printable(str(told.get("task")))[:40]
        raise _bad(path, "task", "a squat, whose effects a measure shows", found_task)
    found = tuple(one for effect in effects if (one := _of_effect(path, told, effect)) is not None)
    if not found:
        raise _bad(
            path,
            "effects",
            "one whose direction is determined, on a quantity that measures.csv holds",
            "none",
        )
    return found


def _document(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise _bad(path, "the file", f"a file of 'groundup whatif', or {_FORM}", "none")
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise _bad(path, "the file", "effects", "one beyond 4 MB")
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise _bad(path, "the file", "effects in JSON", str(problem)[:80]) from problem
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        raise _bad(path, "schema", repr(SCHEMA), "another document")
    if told.get("schema_version") != SCHEMA_VERSION or isinstance(told.get("schema_version"), bool):
        raise _bad(path, "schema_version", str(SCHEMA_VERSION), repr(told.get("schema_version"))[:40])
    return told


def _of_effect(path: Path, told: Mapping[str, Any], effect: object) -> Prediction | None:
    """Take one effect; None where no measure shows it, or its direction is not determined."""
    if not isinstance(effect, dict):
        raise _bad(path, "effects", "a record for each", type(effect).__name__)
    name = str(effect.get("name"))
    low, high = (_end(path, name, effect.get(key)) for key in ("low", "high"))
    measure = MEASURES.get(name)
    if measure is None:
        return None
    if low <= 0.0 <= high:
        return None
    try:
        side = Side(str(effect.get("side")))
    except ValueError:
        raise _bad(path, "effects, side", "left or right", printable(str(effect.get("side")))[:40]) from None
    source = f"groundup whatif: {told.get('in_words', '')}"
    return _checked(measure, side, low, high, str(effect.get("unit")), source, str(told.get("task", "")))


def _end(path: Path, name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _bad(path, f"effects, {printable(name)[:40]}", "numbers for low and high", repr(value)[:40])
    return float(value)


def _bad(path: Path, place: str, expected: str, found: str) -> BadInputError:
    return BadInputError(path, place, expected, found, "give a file that 'groundup whatif' wrote")
