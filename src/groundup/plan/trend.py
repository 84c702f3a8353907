"""One number of a person over the visits, with its error and what can be said of its change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite, nan
from typing import Any

from groundup.evidence.table import row, rows
from groundup.findings.change import Change, changes
from groundup.findings.change import Outcome as Compared
from groundup.plan.visit import Visit


class Kind(StrEnum):
    """Where a number comes from."""

    QUESTIONNAIRE = "questionnaire"
    TEST = "clinical test"
    MEASURE = "measure"


class Outcome(StrEnum):
    """What can be said of a change between the first and the last visit that tell a number."""

    CHANGED = "changed beyond error"
    NOT_YET = "not detectable yet"
    CANNOT_TELL = "can't tell"
    ONCE = "seen once"


@dataclass(frozen=True)
class Point:
    """Value at one visit; `low` and `high` are the ends of its 90 % interval, NaN where none is known."""

    visit: int
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Trend:
    """One number over the visits.

    Attributes
    ----------
    kind : Kind
    name, label, side, task, phase, unit : str
        Side is empty for what is of the whole person.
    points : Point of every visit that tells it, the oldest first.
    detectable, important, error : float
        Smallest change beyond error, smallest that people notice, half the 90 % interval of the change; NaN
        where not known.
    outcome : Outcome
    reason : str
        Why it cannot be told; or what else there is to say of the change.
    source : str
        Where the detectable change comes from.
    target : float
        NaN where none was set.
    """

    kind: Kind
    name: str
    label: str
    side: str
    task: str
    phase: str
    unit: str
    points: tuple[Point, ...]
    detectable: float
    important: float
    error: float
    outcome: Outcome
    reason: str
    source: str
    target: float = nan

    @property
    def change(self) -> float:
        """Last less first; NaN where there is one only."""
        return self.points[-1].value - self.points[0].value if len(self.points) > 1 else nan

    @property
    def size(self) -> float:
        """Change in detectable changes, for sorting; 0 where that is not known."""
        return abs(self.change) / self.detectable if self.detectable > 0.0 and len(self.points) > 1 else 0.0


TESTS = {
    "lunge_deg": ("Weight-bearing lunge, shank angle", "B03.within_deg"),
    "lunge_cm": ("Weight-bearing lunge, toe to wall", "B03.within_cm"),
    "navicular_drop_mm": ("Navicular drop", ""),
    "balance_anterior_cm": ("Y-balance, forward reach", ""),
    "balance_posteromedial_cm": ("Y-balance, reach back and inward", ""),
    "balance_posterolateral_cm": ("Y-balance, reach back and outward", ""),
    "foot_posture": ("Foot posture index", ""),
    "calf_raises": ("Calf raises on one leg", ""),
}
"""Clinical tests: what people read, and the row of the change that one test can detect."""
_RATINGS = {"pain_now": "pain now", "pain_usual": "usual pain", "pain_worst": "worst pain"}
NO_ERROR = "no detectable change is published"


def trends(visits: Sequence[Visit]) -> tuple[Trend, ...]:
    """Follow every number: questionnaires, clinical tests, then measures, each the biggest change first.

    None is worked out from another: how a person is and how a person moves stand side by side.
    """
    found = [*_questionnaires(visits), *_tests(visits), *_measures(visits)]
    kinds, outcomes = list(Kind), list(Outcome)
    return tuple(sorted(found, key=lambda t: (kinds.index(t.kind), outcomes.index(t.outcome), -t.size)))


def _questionnaires(visits: Sequence[Visit]) -> Iterator[Trend]:
    for name in dict.fromkeys(name for visit in visits for name in visit.scores):
        told = [(k, visit.scores[name]) for k, visit in enumerate(visits) if name in visit.scores]
        points = tuple(
            Point(k, float(one["total"]), nan, nan, 1) for k, one in told if one.get("total") is not None
        )
        if points:
            last = told[-1][1]
            side = next((word for word in ("left", "right") if name.endswith(f"_{word}")), "")
            rating = f", {_RATINGS[name]}" if name in _RATINGS else ""
            yield _judged(
                Kind.QUESTIONNAIRE,
                name,
                f"{last['title']}{rating}",
                side,
                "points",
                points,
                _number(last.get("smallest_change_beyond_error")),
                _number(last.get("smallest_change_that_matters")),
                str(last.get("source", "")),
                _target(visits, name.removesuffix(f"_{side}"), side, ""),
            )


def _tests(visits: Sequence[Visit]) -> Iterator[Trend]:
    keys = dict.fromkeys((str(t["name"]), str(t["side"])) for visit in visits for t in visit.tests)
    for name, side in keys:
        own = [
            (k, test)
            for k, visit in enumerate(visits)
            for test in visit.tests
            if (test["name"], test["side"]) == (name, side)
        ]
        points = tuple(Point(k, float(test["value"]), nan, nan, int(test["repeats"])) for k, test in own)
        label, identifier = TESTS.get(name, (name, ""))
        known = row(identifier, may_drive=True) if identifier else None
        yield _judged(
            Kind.TEST,
            name,
            label,
            side,
            str(own[0][1]["unit"]),
            points,
            nan if known is None else known.value,
            nan,
            "" if known is None else f"{known.citation} ({known.id.partition('.')[0]})",
            _target(visits, name, side, ""),
        )


def _judged(
    kind: Kind,
    name: str,
    label: str,
    side: str,
    unit: str,
    points: tuple[Point, ...],
    detectable: float,
    important: float,
    source: str,
    target: float,
) -> Trend:
    """Judge what is told without an interval: by its detectable change alone, however often it was repeated.

    Repeats on one day do not tell how much a test differs between days, so a gain below the error of one test
    stays not detectable yet (VT31).
    """
    # Rounded, so that a gain of just the detectable change is not beyond it by the machine's last digit.
    change = round(abs(points[-1].value - points[0].value), 6) if len(points) > 1 else nan
    noticed = change >= important
    if len(points) < 2:
        outcome, reason = Outcome.ONCE, ""
    elif not isfinite(detectable):
        outcome = Outcome.CANNOT_TELL
        reason = f"{NO_ERROR}; as large as people notice" if noticed else NO_ERROR
    elif change > detectable:
        outcome = Outcome.CHANGED
        reason = (
            ""
            if not isfinite(important)
            else "by as much as people notice"
            if noticed
            else "by less than people notice"
        )
    else:
        outcome, reason = Outcome.NOT_YET, "smaller than the error of one test"
    return Trend(
        kind,
        name,
        label,
        side,
        "",
        "",
        unit,
        points,
        detectable,
        important,
        nan,
        outcome,
        reason,
        source,
        target,
    )


def _measures(visits: Sequence[Visit]) -> Iterator[Trend]:
    keys: dict[tuple[str, ...], list[tuple[int, Mapping[str, str]]]] = {}
    for k, visit in enumerate(visits):
        for one in visit.measures:
            key = tuple(one[name] for name in ("measure", "side", "task", "phase"))
            keys.setdefault(key, []).append((k, one))
    for key, seen in keys.items():
        measured = [(k, one) for k, one in seen if one["value"]]
        if measured:
            yield _measure(visits, key, measured)


def _measure(
    visits: Sequence[Visit], key: tuple[str, ...], measured: Sequence[tuple[int, Mapping[str, str]]]
) -> Trend:
    """Judge by the same rules as ``groundup compare``, between the first and the last visit that show it."""
    name, side, task, phase = key
    first, last = measured[0][1], measured[-1][1]
    points = tuple(
        Point(
            k,
            float(one["value"]),
            _number(one.get("low_90")),
            _number(one.get("high_90")),
            int(float(one["n"] or 0)),
        )
        for k, one in measured
    )
    (found,) = changes([first], [last])
    once = len(points) < 2
    outcome = Outcome.ONCE if once else _OUTCOMES[found.outcome]
    return Trend(
        Kind.MEASURE,
        name,
        last["label"],
        side,
        task,
        phase,
        last["unit"],
        points,
        found.detectable,
        nan,
        nan if once else found.error,
        outcome,
        "" if once else found.reason or _where(found),
        _source(str(last.get("detectable_source") or "")),
        _target(visits, name, side, task),
    )


def _source(identifier: str) -> str:
    """Citation of an evidence row by its number; as it stands where a later release knows it only."""
    known = rows().get(identifier)
    return identifier if known is None else f"{known.citation} ({identifier.partition('.')[0]})"


def _where(found: Change) -> str:
    return found.direction if found.outcome is Compared.CHANGED else ""


_OUTCOMES = {
    Compared.CHANGED: Outcome.CHANGED,
    Compared.UNCHANGED: Outcome.NOT_YET,
    Compared.CANNOT_TELL: Outcome.CANNOT_TELL,
}


def _target(visits: Sequence[Visit], name: str, side: str, task: str) -> float:
    """Give the target that was set first; later plans start from where the person is then."""
    for visit in visits:
        for one in visit.targets:
            if (one.get("name"), one.get("side") or "", one.get("task") or "") == (name, side, task):
                return _number(one.get("target"))
    return nan


def _number(value: Any) -> float:
    return float(value) if value not in (None, "") else nan
