"""An effect as a file: what was asked, what would change, how sure that is; docs/whatif.md has the format."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

import groundup
from groundup.exchange.outputs import EFFECTS
from groundup.motion.task import Task
from groundup.quantities import BadInputError, Side
from groundup.whatif.change import Change, FootChange
from groundup.whatif.effect import Effect, Effects, Told
from groundup.whatif.outcomes import OUTCOMES
from groundup.whatif.words import change_in_words

SCHEMA = "groundup.effect"
SCHEMA_VERSION = 1
_LENGTHS = ("heel_lift", "arch_support")
_BY_NAME = {outcome.name: outcome for outcome in OUTCOMES}


@dataclass(frozen=True)
class SavedEffects:
    """Effects as read from a file: `trial` they are of, `seed` of their draws."""

    trial: str
    seed: int
    effects: Effects


def effect_file_name(trial: str, change: Change) -> str:
    """Name a file after the trial and the change: the same question again replaces its answer."""
    return re.sub(r"[^\w.+-]+", "-", f"{trial} {change_in_words(change)}").strip("-").lower() + ".json"


def effects_json(saved: SavedEffects) -> str:
    """Write effects as JSON."""
    found = saved.effects
    record = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "groundup_version": groundup.__version__,
        "trial": saved.trial,
        "task": str(found.task),
        "moment": found.moment,
        "in_words": change_in_words(found.change),
        "change": {str(side): _asked(found.change.of(side)) for side in Side},
        "force": found.force,
        "draws": found.draws,
        "members": found.measured_members,
        "seed": saved.seed,
        "assumed": _told(found.assumed),
        "other": None if found.other is None else _told(found.other),
    }
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def read_effects(file: Path) -> SavedEffects:
    """Read effects back.

    Raises
    ------
    BadInputError
        If it is no file of effects, or of a later version.
    """
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        known = {(SCHEMA, version) for version in range(1, SCHEMA_VERSION + 1)}
        known.remove((record["schema"], record["schema_version"]))
        effects = Effects(
            Change(foot_change_of(record["change"]["left"]), foot_change_of(record["change"]["right"])),
            Task(record["task"]),
            record["moment"],
            int(record["draws"]),
            int(record["members"]),
            _branch(record["assumed"]),
            None if record["other"] is None else _branch(record["other"]),
            record["force"],
        )
        return SavedEffects(str(record["trial"]), int(record["seed"]), effects)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise BadInputError(
            file,
            "file",
            f"{SCHEMA}, version {SCHEMA_VERSION}",
            "something else",
            "give a file that 'groundup whatif' of this version wrote",
        ) from problem


def read_all_effects(result: Path) -> tuple[SavedEffects, ...]:
    """Every effect that was asked for of a result, by name."""
    return tuple(read_effects(file) for file in sorted((result / EFFECTS).glob("*.json")))


def _asked(foot: FootChange) -> dict[str, float]:
    """Give what is not zero, in millimetres and degrees."""
    found = {}
    for name, value in asdict(foot).items():
        if value:
            unit, amount = ("mm", 1000.0 * value) if name in _LENGTHS else ("deg", float(np.rad2deg(value)))
            found[f"{name}_{unit}"] = round(amount, 6)
    return found


def foot_change_of(told: Mapping[str, float]) -> FootChange:
    """Take a change of one foot by amounts with their unit in the name, e.g. ``heel_lift_mm``."""
    found = {}
    for key, value in told.items():
        name, _, unit = key.rpartition("_")
        found[name] = value / 1000.0 if unit == "mm" else float(np.deg2rad(value))
    return FootChange(**found)


def _told(branch: Told) -> dict[str, object]:
    return {
        "heel": branch.heel,
        "cost": _number(branch.cost),
        "settled": branch.settled,
        "effects": [_effect(one) for one in branch.effects],
        "kneecap_untold": [str(side) for side in branch.kneecap_untold],
    }


def _effect(one: Effect) -> dict[str, object]:
    return {
        "name": one.outcome.name,
        "label": one.outcome.label,
        "side": str(one.side),
        "unit": one.outcome.unit,
        "recorded": _number(one.recorded),
        "change": _number(one.value),
        "low": _number(one.low),
        "high": _number(one.high),
        "rising": _number(one.rising),
        "determined": one.determined,
        "word": one.word,
    }


def _branch(record: Mapping[str, object]) -> Told:
    effects = record["effects"]
    if not isinstance(effects, list):
        raise TypeError
    return Told(
        str(record["heel"]),
        float(str(record["cost"])),
        int(str(record["settled"])),
        tuple(
            Effect(
                _BY_NAME[one["name"]],
                Side(one["side"]),
                float(one["recorded"]),
                float(one["change"]),
                float(one["low"]),
                float(one["high"]),
                float(one["rising"]),
            )
            for one in effects
        ),
        _sides(record.get("kneecap_untold", [])),
    )


def _sides(told: object) -> tuple[Side, ...]:
    if not isinstance(told, list):
        raise TypeError
    return tuple(Side(side) for side in told)


def _number(value: float) -> float:
    return float(f"{value:.6g}")
