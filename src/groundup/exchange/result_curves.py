"""Curves of every repetition of a person, read back from a result folder."""

import csv
import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task
from groundup.quantities import BadInputError

_PERCENT = np.arange(101.0)
_LARGEST_BYTES = 1 << 28
_NEXT = "give the folder that 'groundup analyze' wrote, or analyse the recording again"

CurveKey = tuple[Task, str, str]
"""Task, leg ("left", "right", empty for the body in a repetition of both legs), angle."""


def read_curves(folder: Path) -> dict[CurveKey, FloatArray]:
    """Read every repetition's angles.

    Parameters
    ----------
    folder : Path
        That ``groundup analyze`` wrote.

    Returns
    -------
    Task, leg, angle -> (N, 101) of each repetition [deg], NaN where not seen; empty where the folder holds no
    ``cycles.csv`` and ``summary.json``, but a table of measures alone.

    Raises
    ------
    BadInputError
        If one of them is damaged.
    """
    cycles, summary = folder / "cycles.csv", folder / "summary.json"
    if not cycles.is_file() or not summary.is_file():
        return {}
    for path in (cycles, summary):
        if path.stat().st_size > _LARGEST_BYTES:
            raise BadInputError(path, "the file", "a result", "one beyond 256 MB", _NEXT)
    try:
        told = json.loads(summary.read_text(encoding="utf-8"))
        return _stacked(cycles, {str(t["name"]): Task(t["task"]) for t in told["trials"]})
    except (OSError, ValueError, TypeError, KeyError, RecursionError, csv.Error) as problem:
        raise BadInputError(
            cycles, "the table", "curves of repetitions", str(problem)[:80], _NEXT
        ) from problem


def _stacked(path: Path, tasks: Mapping[str, Task]) -> dict[CurveKey, FloatArray]:
    found: dict[CurveKey, dict[tuple[str, str], list[tuple[float, float]]]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            own = found.setdefault((tasks[row["trial"]], row["side"], row["angle"]), defaultdict(list))
            value = float(row["value_deg"]) if row["value_deg"] else np.nan
            own[row["trial"], row["cycle"]].append((float(row["percent"]), value))
    return {
        key: np.stack([np.interp(_PERCENT, *np.array(points).T) for points in curves.values()])
        for key, curves in found.items()
    }
