"""Build a laboratory's norms from the results of many people."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from groundup.findings.norms.norms import CurveNorm, Figure, Norms, TaskNorm, spread_of
from groundup.findings.norms.person import NormPerson, read_person
from groundup.findings.reference import FEWEST_CYCLES
from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task
from groundup.quantities import BadInputError

FEWEST_PEOPLE = 3
"""Fewer give no spread between people that is worth its name; the widening for few people does the rest."""


def build_norms(folder: Path, name: str = "") -> Norms:
    """Take mean and spread between people over all results below a folder.

    Parameters
    ----------
    folder : Path
        Holds result folders of ``groundup analyze``, at any depth, one for each person.
    name : str
        What the norms are called; the folder's name where empty.

    Raises
    ------
    BadInputError
        If there are fewer than three people to build from, or a result is damaged.
    """
    people, notes = _people(folder)
    if len(people) < FEWEST_PEOPLE:
        left_out = f"; {'; '.join(notes)}" if notes else ""
        raise BadInputError(
            folder,
            "results below it",
            f"those of at least {FEWEST_PEOPLE} people",
            f"{len(people)}{left_out}",
            "analyse more people, each into a folder below it",
        )
    ages = [person.age_years for person in people]
    known = [age for age in ages if age is not None]
    worn = {person.footwear for person in people}
    names = dict.fromkeys(task for person in people for task, _ in (*person.values, *person.curves))
    tasks = {task: norm for task in names if (norm := _task(task, people)) is not None}
    if not tasks:
        raise BadInputError(
            folder,
            "results below it",
            f"a task that {FEWEST_PEOPLE} people did at least {FEWEST_CYCLES} times",
            "none",
            "analyse more repetitions of each person, all trials of one together",
        )
    return Norms(
        name=name or folder.resolve().name,
        n=len(people),
        ages=(min(known), max(known)) if len(known) == len(people) else None,
        footwear=worn.pop() if len(worn) == 1 else "",
        synthetic=any(person.synthetic for person in people),
        tasks=tasks,
        notes=tuple(notes),
    )


def _people(folder: Path) -> tuple[list[NormPerson], list[str]]:
    people: list[NormPerson] = []
    notes, seen = [], set[str]()
    for result in _results(folder):
        person = read_person(result)
        place = result.relative_to(folder) if result != folder else Path(result.name)
        if person.unusual:
            notes.append(f"{place} left out: {person.unusual}")
        elif person.files & seen:
            notes.append(f"{place} left out: its recordings are in another result too")
        else:
            seen |= person.files
            people.append(person)
    return people, notes


def _results(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise BadInputError(
            folder, "the folder", "a folder of results", "none", "give one that holds result folders"
        )
    yield from sorted(path.parent for path in folder.rglob("summary.json"))


def _task(task: Task, people: Sequence[NormPerson]) -> TaskNorm | None:
    speeds = [person.speeds[task] for person in people if task in person.speeds]
    names = dict.fromkeys(n for person in people for t, n in person.values if t is task)
    angles = dict.fromkeys(n for person in people for t, n in person.curves if t is task)
    figures = {name: figure for name in names if (figure := _figure(task, name, people)) is not None}
    curves = {angle: curve for angle in angles if (curve := _curve(task, angle, people)) is not None}
    if not figures and not curves:
        return None
    most = max([one.n for one in figures.values()] + [one.n for one in curves.values()])
    return TaskNorm(task, most, (min(speeds), max(speeds)) if speeds else None, figures, curves)


def _figure(task: Task, name: str, people: Sequence[NormPerson]) -> Figure | None:
    told = [person.values[task, name] for person in people if (task, name) in person.values]
    values = np.array([value for value, _ in told])
    if len(values) < FEWEST_PEOPLE or not values.std(ddof=1) > 0.0:
        return None
    sd = values.std(ddof=1)
    return Figure(float(values.mean()), float(sd), float(_widened(sd, len(values))), len(values), told[0][1])


def _curve(task: Task, angle: str, people: Sequence[NormPerson]) -> CurveNorm | None:
    told = [person.curves[task, angle] for person in people if (task, angle) in person.curves]
    if len(told) < FEWEST_PEOPLE:
        return None
    stacked = np.array(told)
    whole = np.isfinite(stacked).all(axis=0)
    mean = np.where(whole, stacked.mean(axis=0), np.nan)
    sd = np.where(whole, stacked.std(axis=0, ddof=1), np.nan)
    return CurveNorm(mean, sd, _widened(sd, len(told)), len(told))


def _widened(sd: FloatArray, n: int) -> FloatArray:
    # Only who builds norms waits for this import.
    from scipy.stats import t

    return spread_of(np.asarray(sd), n, float(t.ppf(0.975, n - 1)))
