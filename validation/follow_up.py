"""Plan, test of a change and progress: what may be said of them, and both errors at work."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from itertools import cycle
from math import inf
from pathlib import Path
from typing import Any

import numpy as np

from groundup.evidence.table import row
from groundup.findings import answer as answers
from groundup.findings.findings import find
from groundup.plan import plan as plans
from groundup.plan import trend as follow
from groundup.plan import verdict as verdicts
from groundup.plan.prediction import Prediction
from groundup.plan.visit import Visit
from groundup.quantities import Side
from groundup.screening.intake import Intake
from groundup.screening.questions import QUESTIONS
from validation.line import Line
from validation.sabotage import wrapped

_TESTS = 4000
_DETECTABLE = 5.0
_HALF = 3.0
_CLEAR = {question.name: False for question in QUESTIONS if not question.numeric}
_PEOPLE = 64


def lines() -> Iterator[Line]:
    """Plans over people, stretching gains over their published range, tests of changes that are known."""
    yield from _plans()
    yield _stretching()
    yield _beyond()
    yield from _tested()


def _plans() -> Iterator[Line]:
    laid = [(intake, *_planned(intake)) for intake in _people()]
    screened = [plan for intake, _, plan in laid if not intake.triage().verdict_withheld]
    behind = [plan for intake, _, plan in laid if intake.triage().verdict_withheld]
    empty = sum(not (plan.offers or plan.targets or plan.tests) for plan in behind)
    yield Line(
        "plan: nothing laid out behind a red flag",
        f"{empty} of {len(behind)}",
        "all",
        empty == len(behind) > 0,
    )
    always = sum(any(offer.option.place == "hip and knee" for offer in plan.offers) for plan in screened)
    yield Line(
        "plan: the exercise with the best evidence on pain listed",
        f"{always} of {len(screened)}",
        "all",
        always == len(screened) > 0,
    )
    priced = [
        offer.option.trade_off
        for plan in screened
        for offer in plan.offers
        if offer.option.name == "medial_orthosis"
    ]
    sizes = [f"{row(name).value:.0f} %" for name in ("D07.walking", "D07.running")]
    told = sum(all(size in text for size in sizes) for text in priced)
    yield Line(
        "plan: medial posting told with its rise of the adduction moment (VT07)",
        f"{told} of {len(priced)}",
        "all",
        told == len(priced) > 0,
    )
    yield _nobody_picked()


def _nobody_picked() -> Line:
    """VT27: how mobile a pronated foot is must not change which options are listed (EVIDENCE D15)."""
    names = []
    for drop in (2.0, 6.0, 10.0, 14.0, 20.0):
        intake = _intake("left", 28.0, 8, drop=drop)
        names.append([offer.option.name for offer in _planned(intake)[1].offers])
    same = all(one == names[0] for one in names) and "medial_orthosis" in names[0]
    reached = "the same" if same else "it differs"
    return Line("plan: options over how mobile the foot is (VT27)", reached, "the same", same)


def _stretching() -> Line:
    """VT31: what is published to be gained is below the error of one lunge, and is not a change yet."""
    gains = [row(name).value for name in ("D20.stretching", "D20.longer")]
    error = row("B03.within_deg").value
    inside = np.linspace(-error, error, 201)[1:-1]
    said = [_lunge(24.0, 24.0 + gain).outcome for gain in (*gains, *inside)]
    open_ = sum(one is follow.Outcome.NOT_YET for one in said)
    return Line(
        "progress: stretching gain below one test's error is not detectable yet (VT31)",
        f"{open_} of {len(said)}",
        "all",
        open_ == len(said),
    )


def _beyond() -> Line:
    error = row("B03.within_deg").value
    said = [
        _lunge(24.0, 24.0 + sign * (error + more)).outcome for sign in (-1, 1) for more in (0.1, 2.0, 9.0)
    ]
    seen = sum(one is follow.Outcome.CHANGED for one in said)
    return Line("progress: a gain beyond it is a change", f"{seen} of {len(said)}", "all", seen == len(said))


def _tested() -> Iterator[Line]:
    """Test changes that are known, measured with an error as large as was published.

    The detectable change is 1.96 standard deviations of the error of a change (EVIDENCE A61): an expectation
    that is true is then refused in at most one test of twenty, wherever the truth lies in it.
    """
    rng = np.random.default_rng(31)
    sd = _DETECTABLE / 1.96
    for what, low, high in (("narrow", 5.0, 7.0), ("wide", 2.0, 12.0), ("direction only", 0.0, inf)):
        top = 12.0 if high == inf else high
        truth = rng.uniform(low, top, _TESTS)
        seen = truth + rng.normal(0.0, sd, _TESTS)
        refused = np.mean([_verdict(low, high, change) is verdicts.Verdict.FAILED for change in seen])
        yield Line(
            f"test, expectation true, {what}: refused",
            f"{100 * refused:.1f} %",
            "<= 5 %",
            bool(refused <= 0.05),
        )
    seen = -8.0 + rng.normal(0.0, sd, _TESTS)
    held = np.mean([_verdict(3.0, 9.0, change) is verdicts.Verdict.HELD for change in seen])
    failed = np.mean([_verdict(3.0, 9.0, change) is verdicts.Verdict.FAILED for change in seen])
    yield Line("test, the opposite happens: held", f"{100 * held:.1f} %", "0 %", bool(held == 0.0))
    yield Line(
        "test, the opposite happens: refused", f"{100 * failed:.1f} %", ">= 95 %", bool(failed >= 0.95)
    )
    still = rng.normal(0.0, sd, _TESTS)
    wrongly = np.mean([_verdict(3.0, 9.0, change) is verdicts.Verdict.HELD for change in still])
    yield Line("test, nothing happens: held", f"{100 * wrongly:.1f} %", "<= 5 %", bool(wrongly <= 0.05))


def _verdict(low: float, high: float, change: float) -> verdicts.Verdict:
    expected = Prediction("knee_flexion_peak", Side.LEFT, low, high, "deg", "validation")
    (one,) = verdicts.judge([expected], [_row(60.0)], [_row(60.0 + change)])
    return one.verdict


def _row(value: float) -> dict[str, str]:
    """One row of ``measures.csv``, with an interval narrower than the error between sessions."""
    return {
        "measure": "knee_flexion_peak",
        "label": "Peak knee flexion",
        "side": "left",
        "task": "squat",
        "phase": "whole repetition",
        "unit": "deg",
        "value": str(float(value)),
        "n": "5",
        "low_90": str(float(value - _HALF)),
        "high_90": str(float(value + _HALF)),
        "detectable_change": str(_DETECTABLE),
        "why_not_measurable": "",
    }


def _lunge(first: float, last: float) -> follow.Trend:
    visits = []
    for day, value in ((date(2026, 1, 10), first), (date(2026, 3, 10), last)):
        test = {"name": "lunge_deg", "side": "left", "value": value, "unit": "deg", "repeats": 3}
        visits.append(
            Visit(Path(str(day)), day, True, "", "", None, False, "", False, True, (), (test,), {}, ())
        )
    (one,) = follow.trends(visits)
    return one


def _planned(intake: Intake) -> tuple[answers.Answer, plans.Plan]:
    found = find((), intake)
    told = answers.answer(found, intake)
    return told, plans.plan(told, found, (), intake)


def _people() -> Iterator[Intake]:
    """People over lunge, posture and side; every fourth with a red flag or with no question asked."""
    rng = np.random.default_rng(7)
    for k in range(_PEOPLE):
        side = str(list(Side)[k % 2])
        flags: dict[str, Any] = {} if k % 8 == 3 else {**_CLEAR, "visible_deformity": k % 8 == 7}
        yield _intake(side, float(rng.uniform(18.0, 42.0)), int(rng.integers(-4, 13)), flags)


def _intake(
    side: str, lunge: float, posture: int, flags: dict[str, Any] | None = None, drop: float = 7.0
) -> Intake:
    share, rest = divmod(abs(posture), 6)
    sign = 1 if posture >= 0 else -1
    items = [sign * (share + (k < rest)) for k in range(6)]
    tests = {"lunge_deg": [lunge], "foot_posture_items": items, "navicular_drop_mm": [drop]}
    content = {
        "about": {"age_years": 30},
        "complaint": {"side": side, "onset": "gradual"},
        "red_flags": _CLEAR if flags is None else flags,
        f"tests_{side}": tests,
    }
    return Intake.model_validate(content)


def _without_flags(plan: plans.Plan) -> plans.Plan:
    """Lay the plan out whatever the flags say."""
    return plan if plan.offers else replace(plan, offers=_planned(_intake("left", 24.0, 8))[1].offers)


def _without_strength(plan: plans.Plan) -> plans.Plan:
    return replace(plan, offers=tuple(o for o in plan.offers if o.option.place != "hip and knee"))


def _without_price(found: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(replace(option, trade_off="None published.") for option in found)


def _picking() -> AbstractContextManager[None]:
    """List the orthosis for every other person only."""
    turns = cycle((False, True))

    def change(plan: plans.Plan) -> plans.Plan:
        left_out = next(turns)
        return replace(
            plan, offers=tuple(o for o in plan.offers if not left_out or o.option.kind != "orthosis")
        )

    return wrapped("groundup.plan.plan", "plan", change)


def _eager(found: tuple[follow.Trend, ...]) -> tuple[follow.Trend, ...]:
    """Call every difference a change."""
    return tuple(replace(trend, outcome=follow.Outcome.CHANGED) for trend in found)


def _deaf(found: tuple[follow.Trend, ...]) -> tuple[follow.Trend, ...]:
    return tuple(replace(trend, outcome=follow.Outcome.NOT_YET) for trend in found)


def _always(verdict: verdicts.Verdict) -> Callable[[], AbstractContextManager[None]]:
    def change(found: tuple[verdicts.Judged, ...]) -> tuple[verdicts.Judged, ...]:
        return tuple(replace(one, verdict=verdict) for one in found)

    return lambda: wrapped("groundup.plan.verdict", "judge", change)


def _in(
    function: str, change: Callable[[Any], Any], module: str
) -> Callable[[], AbstractContextManager[None]]:
    return lambda: wrapped(f"groundup.plan.{module}", function, change)


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "plan: nothing laid out": _in("plan", _without_flags, "plan"),
    "plan: the exercise": _in("plan", _without_strength, "plan"),
    "plan: medial posting": _in("options", _without_price, "option"),
    "plan: options over": _picking,
    "progress: stretching gain": _in("trends", _eager, "trend"),
    "progress: a gain beyond": _in("trends", _deaf, "trend"),
    "test, expectation true": _always(verdicts.Verdict.FAILED),
    "test, the opposite happens: held": _always(verdicts.Verdict.HELD),
    "test, the opposite happens: refused": _always(verdicts.Verdict.CANNOT_TELL),
    "test, nothing happens: held": _always(verdicts.Verdict.HELD),
}
