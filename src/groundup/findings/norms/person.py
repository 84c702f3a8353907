"""One person of a norm, as read back from a result folder."""

import csv
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from groundup.exchange.measures_csv import read_measures
from groundup.exchange.summary import SCHEMA, mean_curve
from groundup.findings.fit import shod, wears
from groundup.findings.reference import FEWEST_CYCLES
from groundup.findings.reference_curve import PERCENT
from groundup.findings.stride_measures import SPEED
from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task
from groundup.quantities import BadInputError

_NEXT = "give folders that 'groundup analyze' wrote, or analyse the recordings again"


@dataclass(frozen=True)
class NormPerson:
    """What one result tells.

    Attributes
    ----------
    folder : Path
    files : SHA-256 of the recordings: the same ones twice are one person.
    age_years : float or None
    footwear : "barefoot", "shod" or empty.
    unusual : why the person is no norm; empty where nothing speaks against it.
    synthetic : bool
    speeds : task -> mean of both legs [m/s].
    values : (task, measure) -> mean of both legs over repetitions; unit beside it.
    curves : (task, angle) -> (101,) mean of both legs [deg].
    """

    folder: Path
    files: frozenset[str]
    age_years: float | None
    footwear: str
    unusual: str
    synthetic: bool
    speeds: Mapping[Task, float]
    values: Mapping[tuple[Task, str], tuple[float, str]]
    curves: Mapping[tuple[Task, str], FloatArray]


def read_person(folder: Path) -> NormPerson:
    """Read a result folder.

    Raises
    ------
    BadInputError
        If it is none, or damaged.
    """
    summary = _summary(folder)
    about = summary.get("screening", {}).get("about") or {}
    try:
        tasks = {str(trial["name"]): Task(trial["task"]) for trial in summary["trials"]}
        files = frozenset(str(s["sha256"]) for trial in summary["trials"] for s in trial["sources"])
        values = _values(read_measures(folder))
        curves = _curves(folder / "cycles.csv", tasks)
    except (KeyError, TypeError, ValueError, OSError, csv.Error) as problem:
        raise BadInputError(
            folder, "the result", "trials, measures, cycles", str(problem)[:80], _NEXT
        ) from problem
    age = about.get("age_years")
    return NormPerson(
        folder=folder,
        files=files,
        age_years=None if age is None else float(age),
        footwear=shod(about.get("footwear")),
        unusual=_unusual(about, summary.get("screening", {})),
        synthetic=bool(summary.get("synthetic")),
        speeds={task: value for (task, name), (value, _) in values.items() if name == SPEED},
        values=values,
        curves=curves,
    )


def _summary(folder: Path) -> dict[str, Any]:
    path = folder / "summary.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise BadInputError(path, "the file", "a summary", str(problem)[:80], _NEXT) from problem
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise BadInputError(path, "schema", SCHEMA, "another", _NEXT)
    return found


def _unusual(about: Mapping[str, Any], screening: Mapping[str, Any]) -> str:
    if wears(about.get("walking_aid")):
        return "walks with an aid"
    if wears(about.get("orthoses")):
        return "wears orthoses"
    if (screening.get("red_flags") or {}).get("raised"):
        return "a red flag is raised"
    return "tells pain" if about.get("pain") else ""


def _values(rows: list[dict[str, str]]) -> dict[tuple[Task, str], tuple[float, str]]:
    """Mean of both legs of every measure seen in enough repetitions."""
    found: dict[tuple[Task, str], list[float]] = defaultdict(list)
    units: dict[tuple[Task, str], str] = {}
    for row in rows:
        if row["value"] and row["n"] and float(row["n"]) >= FEWEST_CYCLES:
            key = Task(row["task"]), row["measure"]
            found[key].append(float(row["value"]))
            units[key] = row["unit"]
    return {key: (float(np.mean(values)), units[key]) for key, values in found.items()}


def _curves(path: Path, tasks: Mapping[str, Task]) -> dict[tuple[Task, str], FloatArray]:
    cycles: dict[tuple[Task, str, str], dict[tuple[str, str], list[tuple[float, float]]]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            of = cycles.setdefault((tasks[row["trial"]], row["angle"], row["side"]), {})
            value = float(row["value_deg"]) if row["value_deg"] else np.nan
            of.setdefault((row["trial"], row["cycle"]), []).append((float(row["percent"]), value))
    legs: dict[tuple[Task, str], list[FloatArray]] = defaultdict(list)
    for (task, angle, _), curves in cycles.items():
        if len(curves) >= FEWEST_CYCLES:
            stacked = np.array([np.interp(PERCENT, *np.array(points).T) for points in curves.values()])
            legs[task, angle].append(mean_curve(stacked))
    return {key: np.mean(means, axis=0) for key, means in legs.items()}
