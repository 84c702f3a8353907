"""What is known of one leg before it is judged: measures, clinical tests, history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from groundup.findings.measure import Measure
from groundup.quantities import Side
from groundup.screening.scores import CAIT, score

if TYPE_CHECKING:
    from groundup.screening.intake import Intake


@dataclass(frozen=True)
class Leg:
    """One leg; None for what was not asked or tested.

    Attributes
    ----------
    side : Side
    measures : every measure of the person, both legs.
    lunge_deg, lunge_cm, other_lunge_cm : means of the repeats of the weight-bearing lunge.
    foot_posture : sum of the six foot posture items.
    sprains : of this ankle.
    gives_way : times this ankle gave way in the last six months.
    stability : total of the Cumberland ankle instability tool of this ankle.
    pain_sites : where pain is told of this leg; empty where it is told of the other one only.
    """

    side: Side
    measures: Sequence[Measure]
    lunge_deg: float | None = None
    lunge_cm: float | None = None
    other_lunge_cm: float | None = None
    foot_posture: int | None = None
    sprains: int | None = None
    stability: float | None = None
    pain_sites: tuple[str, ...] | None = None
    gives_way: int | None = None

    def judged(self, name: str) -> Measure | None:
        """Find a measure of this leg whose reference fits the person; else one that was measured at all."""
        own = [m for m in self.measures if m.side is self.side and m.definition.name == name]
        fitting = [m for m in own if m.comparison is not None and m.comparison.may_judge]
        return next(iter([*fitting, *(m for m in own if m.n), *own]), None)

    def of_other_leg(self, measure: Measure) -> Measure | None:
        """Find the same measure, in the same task, of the other leg."""
        own = (m for m in self.measures if m.side is self.side.other and m.task is measure.task)
        return next((m for m in own if m.definition.name == measure.definition.name and m.n), None)

    def measured(self, name: str) -> Measure | None:
        """Find a measure of this leg by name, in the first task that shows it."""
        own = (m for m in self.measures if m.side is self.side and m.definition.name == name)
        return next((m for m in own if m.n), None)


def leg(side: Side, measures: Sequence[Measure], intake: "Intake | None") -> Leg:
    """Gather what is known of a leg; without an intake, only the measures are."""
    if intake is None:
        return Leg(side, measures)
    sides = {Side.LEFT: intake.tests_left, Side.RIGHT: intake.tests_right}
    tests, other = sides[side], sides[side.other]
    history = {Side.LEFT: intake.ankle_left, Side.RIGHT: intake.ankle_right}[side]
    forms = intake.questionnaires
    items = {Side.LEFT: forms.cait_left, Side.RIGHT: forms.cait_right}[side]
    return Leg(
        side,
        measures,
        _mean(tests.lunge_deg),
        _mean(tests.lunge_cm),
        _mean(other.lunge_cm),
        None if tests.foot_posture_items is None else sum(tests.foot_posture_items),
        history.sprains,
        None if items is None else score(CAIT, items).total,
        _pain(side, intake),
        history.giving_way_in_six_months,
    )


def _pain(side: Side, intake: "Intake") -> tuple[str, ...] | None:
    told = intake.complaint
    if told.sites is None or told.side is None:
        return None
    return tuple(told.sites) if told.side in ("both", str(side)) else ()


def _mean(repeats: Sequence[float] | None) -> float | None:
    return float(np.mean(repeats)) if repeats else None
