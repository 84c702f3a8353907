"""Two natural walks of one real person: do they differ by no more than the stated intervals allow?

The markers stayed on between the walks, so the errors of body and markers are the same in both and cancel;
each walk shows a leg once, and how far a person's strides differ is taken from a walk of many strides.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from math import hypot, sqrt

import numpy as np

from groundup.analyze import analyze
from groundup.assessment import Analysis
from groundup.findings.measure import Measure
from validation.line import SHARED, Line
from validation.sabotage import wrapped

_FOLDER = SHARED / "opencap_lab_subject4_squat_dropjump_gait"
_WALKS = ("walking1", "walking2")
_MANY_STRIDES = SHARED / "gaitalytics_pig_cgm2_gait" / "treadmill_events.c3d"
_MEMBERS, _MASS = 100, 62.6
_STATED, _BORROWED = 0.90, (0.80, 1.0)
_TIMES_SD = 1.645


@dataclass(frozen=True)
class _Pair:
    """One measure in both walks; `spread` between strides of the walk of many, NaN where it has none."""

    first: Measure
    second: Measure
    spread: float

    @property
    def difference(self) -> float:
        return self.second.value - self.first.value

    @property
    def independent(self) -> float:
        """Half the interval of the difference as ``groundup compare`` takes it."""
        widths = [m.error.high - m.error.low for m in (self.first, self.second) if m.error is not None]
        return 0.5 * hypot(*widths)

    @property
    def together(self) -> float:
        """The same where the errors of the body are those of one session, with the spread of strides."""
        one, two = self.first.error, self.second.error
        if one is None or two is None or one.truths is None or two.truths is None:
            return float("nan")
        apart = float(np.nanstd(two.truths - one.truths))
        return _TIMES_SD * hypot(apart, self.spread * sqrt(1.0 / self.first.n + 1.0 / self.second.n))


def lines() -> Iterator[Line]:
    """Differences inside the intervals, as stated and with the errors that cancel taken out."""
    pairs = _pairs()
    inside = [abs(p.difference) <= p.independent for p in pairs]
    yield Line(
        "two natural walks of one person: measures that differ by less than their intervals",
        f"{100 * np.mean(inside):.0f} % of {len(inside)}",
        f">= {100 * _STATED:.0f} %: errors that both share cancel",
        bool(np.mean(inside) >= _STATED),
    )
    known = [p for p in pairs if np.isfinite(p.spread)]
    held = [abs(p.difference) <= p.together for p in known]
    beyond = sorted((p for p in known), key=lambda p: -abs(p.difference) / p.together)[:3]
    worst = ", ".join(f"{p.first.definition.name} {p.first.side} {p.difference:+.1f}" for p in beyond)
    low, high = _BORROWED
    yield Line(
        "the same, shared errors cancelled, strides spread as in a walk of many: inside the 90 % interval",
        f"{100 * np.mean(held):.0f} % of {len(held)}; furthest: {worst}",
        f"{100 * low:.0f}-{100 * high:.0f} %: another person's strides, on a treadmill",
        bool(low <= np.mean(held) <= high),
    )


@cache
def _analyses() -> tuple[Analysis, Analysis]:
    first, second = (
        analyze(
            [_FOLDER / "MarkerData" / f"{name}.trc", _FOLDER / "GRF" / f"{name}_grf.mot"],
            static=_FOLDER / "MarkerData" / "static1.trc",
            mass=_MASS,
            ensemble=_MEMBERS,
        )
        for name in _WALKS
    )
    return first, second


def _pairs() -> list[_Pair]:
    first, second = _analyses()
    spread: dict[str, list[float]] = {}
    for one in analyze([_MANY_STRIDES]).measures:
        if one.n > 1:
            spread.setdefault(one.definition.name, []).append(one.sd)
    others = {(m.definition.name, m.side): m for m in second.measures}
    found = []
    for one in first.measures:
        other = others.get((one.definition.name, one.side))
        if other is not None and one.n and other.n and one.error is not None and other.error is not None:
            sds = spread.get(one.definition.name, [float("nan")])
            found.append(_Pair(one, other, float(np.sqrt(np.mean(np.square(sds))))))
    return found


def _changed(analysis: Analysis, change: Callable[[Measure], Measure]) -> Analysis:
    if any(trial.recording.name == _WALKS[1] for trial in analysis.trials):
        return replace(analysis, measures=tuple(change(m) for m in analysis.measures))
    return analysis


def _a_fifth_more(measure: Measure) -> Measure:
    return replace(measure, values=1.2 * measure.values + 0.2)


def _surer(analysis: Analysis) -> Analysis:
    def narrow(measure: Measure) -> Measure:
        if measure.error is None:
            return measure
        low, high = (
            measure.value + 0.1 * (e - measure.value) for e in (measure.error.low, measure.error.high)
        )
        return replace(measure, error=replace(measure.error, low=low, high=high))

    return replace(analysis, measures=tuple(narrow(m) for m in analysis.measures))


@contextmanager
def _wrong(change: Callable[[Analysis], Analysis]) -> Iterator[None]:
    with wrapped("groundup.analyze", "analyze", change):
        yield


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "two natural walks": partial(_wrong, _surer),
    "the same, shared": partial(_wrong, partial(_changed, change=_a_fifth_more)),
}
