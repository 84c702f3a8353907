"""The rules of the three faults: each way they can come out, and the thresholds they turn at."""

import numpy as np
import pytest

from groundup.findings.angle_measures import angle_measures
from groundup.findings.faults.instability import instability
from groundup.findings.faults.limited_dorsiflexion import limited_dorsiflexion
from groundup.findings.faults.overpronation import overpronation
from groundup.findings.finding import Verdict
from groundup.findings.findings import find
from groundup.findings.leg import Leg, leg
from groundup.findings.measure import Measure
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.screening.intake import Intake

DEFINITIONS = {m.definition.name: m.definition for m in angle_measures()}
LEFT = Side.LEFT


def _measures(side: Side = LEFT, **values: float) -> tuple[Measure, ...]:
    return tuple(
        Measure(DEFINITIONS[name], side, Task.WALKING, np.array([value]), "trial")
        for name, value in values.items()
    )


@pytest.mark.parametrize(
    ("angle", "verdict", "marked"),
    [
        (22.0, Verdict.PRESENT, True),
        (29.9, Verdict.PRESENT, False),
        (30.0, Verdict.CANNOT_TELL, False),
        (35.0, Verdict.CANNOT_TELL, False),
        (35.1, Verdict.ABSENT, False),
        (None, Verdict.CANNOT_TELL, False),
    ],
)
def test_the_lunge_decides_dorsiflexion(angle: float | None, verdict: Verdict, marked: bool) -> None:
    found = limited_dorsiflexion(Leg(LEFT, (), lunge_deg=angle))
    assert (found.verdict, found.marked) == (verdict, marked)
    assert bool(found.settled_by) == (verdict is Verdict.CANNOT_TELL)
    assert bool(found.missing) == (angle is None)


def test_a_shorter_lunge_supports_on_the_shorter_leg_only() -> None:
    shorter = limited_dorsiflexion(Leg(LEFT, (), lunge_cm=6.0, other_lunge_cm=9.0))
    longer = limited_dorsiflexion(Leg(LEFT, (), lunge_cm=9.0, other_lunge_cm=6.0))
    within = limited_dorsiflexion(Leg(LEFT, (), lunge_cm=7.0, other_lunge_cm=9.0))
    assert shorter.verdict is Verdict.CONSISTENT
    assert longer.verdict is within.verdict is Verdict.CANNOT_TELL


def test_posture_and_motion_together_decide_pronation() -> None:
    everts, inverts = _measures(rearfoot_eversion_peak=-8.0), _measures(rearfoot_eversion_peak=-0.5)
    assert overpronation(Leg(LEFT, everts, foot_posture=7)).verdict is Verdict.PRESENT
    assert overpronation(Leg(LEFT, inverts, foot_posture=2)).verdict is Verdict.ABSENT
    assert overpronation(Leg(LEFT, everts, foot_posture=2)).verdict is Verdict.CANNOT_TELL
    assert overpronation(Leg(LEFT, everts)).verdict is Verdict.CONSISTENT
    assert overpronation(Leg(LEFT, (), foot_posture=7)).verdict is Verdict.CONSISTENT
    assert overpronation(Leg(LEFT, everts, foot_posture=10)).marked
    assert not overpronation(Leg(LEFT, everts, foot_posture=9)).marked


def test_two_values_at_their_thresholds_decide_nothing() -> None:
    touching, far = _measures(rearfoot_eversion_peak=-6.5), _measures(rearfoot_eversion_peak=-11.2)
    assert overpronation(Leg(LEFT, touching, foot_posture=6)).verdict is Verdict.CONSISTENT
    assert overpronation(Leg(LEFT, touching, foot_posture=7)).verdict is Verdict.PRESENT
    assert overpronation(Leg(LEFT, far, foot_posture=6)).verdict is Verdict.PRESENT


def test_inversion_is_not_taken_for_eversion() -> None:
    inverted = _measures(rearfoot_eversion_peak=8.0)
    assert overpronation(Leg(LEFT, inverted, foot_posture=7)).verdict is Verdict.CANNOT_TELL


def test_the_other_legs_measure_does_not_count() -> None:
    other = _measures(Side.RIGHT, rearfoot_eversion_peak=-8.0)
    assert overpronation(Leg(LEFT, other)).verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize(
    ("stability", "sprains", "gives_way", "verdict"),
    [
        (20.0, 2, 2, Verdict.PRESENT),
        (25.0, 1, 9, Verdict.PRESENT),
        (20.0, 2, None, Verdict.CONSISTENT),
        (20.0, 2, 1, Verdict.CANNOT_TELL),
        (20.0, 0, 5, Verdict.CONSISTENT),
        (20.0, None, None, Verdict.CONSISTENT),
        (26.0, 2, 0, Verdict.CANNOT_TELL),
        (28.0, 2, 5, Verdict.ABSENT),
        (28.0, 2, None, Verdict.ABSENT),
        (None, 3, None, Verdict.CANNOT_TELL),
        (None, 3, 4, Verdict.CONSISTENT),
    ],
)
def test_questionnaire_and_history_decide_instability(
    stability: float | None, sprains: int | None, gives_way: int | None, verdict: Verdict
) -> None:
    judged = instability(Leg(LEFT, (), stability=stability, sprains=sprains, gives_way=gives_way))
    assert judged.verdict is verdict


def test_the_intake_reaches_the_leg_it_tells_of() -> None:
    intake = Intake.model_validate(
        {
            "tests_left": {"lunge_deg": [24.0, 26.0], "foot_posture_items": [1, 1, 2, 1, 1, 1]},
            "tests_right": {"lunge_deg": [40.0], "lunge_cm": [11.0]},
            "ankle_right": {"sprains": 3, "giving_way_in_six_months": 4},
            "questionnaires": {"cait_right": [0, 0, 0, 0, 0, 0, 0, 0, 0]},
        }
    )
    left, right = leg(LEFT, (), intake), leg(Side.RIGHT, (), intake)
    assert (left.lunge_deg, left.foot_posture, left.other_lunge_cm, left.sprains) == (25.0, 7, 11.0, None)
    assert (right.lunge_deg, right.foot_posture, right.sprains, right.stability) == (40.0, None, 3, 0.0)
    verdicts = {(f.name, f.side): f.verdict for f in find((), intake)}
    assert verdicts["limited dorsiflexion", LEFT] is Verdict.PRESENT
    assert verdicts["limited dorsiflexion", Side.RIGHT] is Verdict.ABSENT
    assert verdicts["ankle instability", Side.RIGHT] is Verdict.PRESENT


def test_without_an_intake_every_finding_names_what_is_missing() -> None:
    for finding in find((), None):
        assert finding.verdict is Verdict.CANNOT_TELL
        assert finding.missing
        assert finding.settled_by


def test_every_argument_names_its_threshold() -> None:
    intake = Intake.model_validate({"tests_left": {"lunge_deg": [24.0]}})
    (argument,) = find((), intake)[0].reasons_for
    assert f"{argument.threshold.value:.0f}°" in argument.text
    assert argument.threshold.may_drive
