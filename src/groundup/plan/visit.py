"""One visit of a person, out of a result folder: day, who, what was measured, tested and asked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from groundup.exchange.assessment_json import read_assessment
from groundup.exchange.measures_csv import read_measures
from groundup.plan.record import Entry
from groundup.quantities import BadInputError, GroundupError

_NEXT = "give the folder that 'groundup analyze' wrote, or analyse the recording again"
_LARGEST_BYTES = 1 << 26
_DAYS_IN_YEAR = 365.25
_YEARS_APART = 1.5
"""Ages are told in whole years, each up to a year off."""


@dataclass(frozen=True)
class Visit:
    """What one result tells of a person.

    Attributes
    ----------
    folder : Path
    day : date
        Of the recording where the intake says it, else of the analysis.
    dated : bool
        Whether the intake says the day.
    code, sex : str
        Empty where not told.
    age : float or None
        Years.
    synthetic : bool
    headline : str
        What screening found.
    raised : whether a red flag was raised.
    clear : whether every red flag was screened and none raised.
    measures : rows of ``measures.csv``.
    tests, scores, targets : records of ``assessment.json``; scores by their names.
    """

    folder: Path
    day: date
    dated: bool
    code: str
    sex: str
    age: float | None
    synthetic: bool
    headline: str
    raised: bool
    clear: bool
    measures: tuple[Mapping[str, str], ...]
    tests: tuple[Mapping[str, Any], ...]
    scores: Mapping[str, Mapping[str, Any]]
    targets: tuple[Mapping[str, Any], ...]

    @property
    def name(self) -> str:
        """Name of the folder."""
        return self.folder.name or str(self.folder)


def read_visits(folders: Sequence[Path]) -> tuple[Visit, ...]:
    """Read results of one person, the oldest first.

    Raises
    ------
    BadInputError
        If a folder holds no result.
    GroundupError
        If there are fewer than two, one is given twice, or they are of different people.
    """
    if len(folders) < 2:
        raise GroundupError(
            f"expected two result folders or more, found {len(folders)}; give one for each visit."
        )
    places = [folder.resolve() for folder in folders]
    twice = next((place for place in places if places.count(place) > 1), None)
    if twice is not None:
        raise GroundupError(f"expected each visit once, found {twice.name} twice; give each folder once.")
    visits = sorted((read_visit(place) for place in places), key=lambda visit: visit.day)
    for k, visit in enumerate(visits):
        for earlier in visits[:k]:
            _same_person(earlier, visit)
    return tuple(visits)


def same_person(baseline: Path, changed: Path) -> tuple[Visit, Visit]:
    """Read two results of one person as they are given, whatever their days.

    Raises
    ------
    BadInputError
        If one is no result.
    GroundupError
        If they are of different people.
    """
    before, after = read_visit(baseline.resolve()), read_visit(changed.resolve())
    _same_person(*sorted((before, after), key=lambda visit: visit.day))
    return before, after


def of_person(visits: Sequence[Visit], path: Path, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Give the tests of a record, once it is of these visits' person.

    Raises
    ------
    BadInputError
        If codes say that it is of another person.
    """
    own = {visit.code for visit in visits if visit.code}
    other = sorted({entry.person for entry in entries if entry.person} - own)
    if own and other:
        raise BadInputError(
            path, "person", f"tests of {sorted(own)[0]!r}", repr(other[0]), "give this person's record"
        )
    return tuple(entries)


def read_visit(folder: Path) -> Visit:
    """Read one result.

    Raises
    ------
    BadInputError
        If it is none.
    """
    measures = read_measures(folder)
    told = read_assessment(folder)
    screening = told["screening"]
    try:
        about = screening.get("about") or {}
        given = about.get("date")
        day = date.fromisoformat(given if given else _created(folder)[:10])
        return Visit(
            folder,
            day,
            bool(given),
            str(about.get("code") or ""),
            str(about.get("sex") or ""),
            None if about.get("age_years") is None else float(about["age_years"]),
            bool(told["synthetic"]),
            str(screening["headline"]),
            bool(screening["red_flags"]["raised"]),
            not screening["verdict_withheld"],
            tuple(measures),
            tuple(dict(one) for one in screening.get("tests", ())),
            {str(name): dict(one) for name, one in screening["questionnaires"].items()},
            tuple(dict(one) for one in (told.get("plan") or {}).get("targets", ())),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise BadInputError(
            folder / "assessment.json",
            "screening",
            "what 'groundup analyze' writes",
            str(problem)[:80],
            _NEXT,
        ) from problem


def _created(folder: Path) -> str:
    """Day of the analysis: two runs on the same input differ in it, so it stands in the summary alone."""
    path = folder / "summary.json"
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise BadInputError(path, "the file", "a summary", "one beyond 64 MB", _NEXT)
        return str(json.loads(path.read_text(encoding="utf-8"))["run"]["created"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as problem:
        raise BadInputError(path, "run, created", "a date", str(problem)[:80], _NEXT) from problem


def _same_person(one: Visit, other: Visit) -> None:
    """Refuse two results whose intakes say that they are of different people."""
    pairs = (("code", one.code, other.code), ("sex", one.sex, other.sex))
    for what, first, second in pairs:
        if first and second and first != second:
            raise _different(one, other, f"{what} {first!r} and {second!r}", "give one person's results")
    if one.synthetic != other.synthetic:
        raise _different(one, other, "a recording that was generated beside a person's", "take it out")
    if one.age is not None and other.age is not None:
        passed = (other.day - one.day).days / _DAYS_IN_YEAR
        if abs(other.age - one.age - passed) > _YEARS_APART:
            raise _different(
                one,
                other,
                f"ages {one.age:g} and {other.age:g} on {one.day} and {other.day}",
                "give one person's results, and the day of each recording in its intake ([about] date)",
            )


def _different(one: Visit, other: Visit, found: str, step: str) -> GroundupError:
    return GroundupError(f"expected results of one person, found {found} ({one.name}, {other.name}); {step}.")
