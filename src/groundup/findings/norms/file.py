"""The file of a laboratory's norms: JSON, versioned, refused in one sentence where it is not that."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from groundup.findings.norms.norms import CurveNorm, Figure, Norms, TaskNorm
from groundup.findings.reference_curve import PERCENT
from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task
from groundup.quantities import BadInputError

SCHEMA = "groundup.norms"
SCHEMA_VERSION = 1
_LARGEST_BYTES = 1 << 24
_LARGEST = 1e9
_NEXT = "give the file that 'groundup norms build' wrote, or build it again"


def norms_json(norms: Norms) -> str:
    """Text of a norms file."""
    document = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "name": norms.name,
        "people": norms.n,
        "ages_years": None if norms.ages is None else list(norms.ages),
        "footwear": norms.footwear,
        "synthetic": norms.synthetic,
        "notes": list(norms.notes),
        "tasks": {str(task): _task(one) for task, one in norms.tasks.items()},
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def read_norms(path: Path) -> Norms:
    """Read a norms file.

    Raises
    ------
    BadInputError
        If it cannot be read, is none, or holds what no norm can.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise BadInputError(path, "the file", "norms", "a file beyond 16 MB", _NEXT)
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise BadInputError(path, "the file", "norms as JSON", str(problem)[:120], _NEXT) from problem
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema != SCHEMA or document.get("schema_version") != SCHEMA_VERSION:
        raise BadInputError(path, "schema", f"{SCHEMA}, version {SCHEMA_VERSION}", repr(schema)[:60], _NEXT)
    try:
        return _norms(document)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise BadInputError(
            path, "its contents", "people, tasks, figures", str(problem)[:80], _NEXT
        ) from problem


def _norms(document: Mapping[str, Any]) -> Norms:
    ages = document["ages_years"]
    return Norms(
        name=str(document["name"]),
        n=int(document["people"]),
        ages=None if ages is None else _pair(ages),
        footwear=str(document["footwear"]),
        synthetic=bool(document["synthetic"]),
        tasks={Task(name): _task_norm(Task(name), held) for name, held in document["tasks"].items()},
        notes=tuple(str(note) for note in document["notes"]),
    )


def _task_norm(task: Task, held: Mapping[str, Any]) -> TaskNorm:
    speed = held["speed_m_s"]
    return TaskNorm(
        task=task,
        n=int(held["people"]),
        speed=None if speed is None else _pair(speed),
        figures={
            str(name): Figure(
                _number(one["mean"]),
                _spread(one["sd"]),
                _spread(one["spread"]),
                int(one["people"]),
                str(one["unit"]),
            )
            for name, one in held["measures"].items()
        },
        curves={
            str(name): CurveNorm(
                _array(one["mean_deg"]), _array(one["sd_deg"]), _array(one["spread_deg"]), int(one["people"])
            )
            for name, one in held["curves"].items()
        },
    )


def _task(norm: TaskNorm) -> dict[str, Any]:
    return {
        "people": norm.n,
        "speed_m_s": None if norm.speed is None else [_short(v) for v in norm.speed],
        "measures": {
            name: {
                "mean": _short(one.mean),
                "sd": _short(one.sd),
                "spread": _short(one.spread),
                "people": one.n,
                "unit": one.unit,
            }
            for name, one in norm.figures.items()
        },
        "curves": {
            name: {
                "mean_deg": _listed(one.mean),
                "sd_deg": _listed(one.sd),
                "spread_deg": _listed(one.spread),
                "people": one.n,
            }
            for name, one in norm.curves.items()
        },
    }


def _listed(values: FloatArray) -> list[float | None]:
    return [_short(float(v)) if np.isfinite(v) else None for v in values]


def _short(value: float) -> float:
    return float(f"{value:.6g}")


def _array(values: list[float | None]) -> FloatArray:
    found = np.array([np.nan if v is None else _number(v) for v in values], np.float64)
    if found.shape != PERCENT.shape:
        raise ValueError(f"a curve of {len(found)} points")
    return found


def _pair(values: list[float]) -> tuple[float, float]:
    low, high = (_number(v) for v in values)
    return low, high


def _number(value: float) -> float:
    number = float(value)
    if not math.isfinite(number) or abs(number) > _LARGEST:
        raise ValueError(f"{number} is no figure")
    return number


def _spread(value: float) -> float:
    number = _number(value)
    if number <= 0.0:
        raise ValueError(f"a spread of {number}")
    return number
