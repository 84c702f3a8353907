"""The plan: what belongs to what was found, the exercise for everybody, nothing behind a red flag."""

import re

import pytest

from groundup.evidence.table import row
from groundup.findings.answer import answer
from groundup.findings.bedside import Clearance
from groundup.findings.findings import find
from groundup.findings.measure import Measure
from groundup.plan.option import options
from groundup.plan.plan import Plan, plan
from groundup.quantities import Side
from groundup.screening.intake import Intake
from tests.findings.made import made
from tests.screened import CLEAR, screened

LIMITED = {"lunge_deg": [24.0], "foot_posture_items": [0] * 6}
PRONATED = {"foot_posture_items": [2, 2, 2, 2, 1, 1]}
SAFE = {
    "numb_or_diabetic_feet": False,
    "falls": False,
    "recent_surgery": False,
    "acute_sprain_or_fracture": False,
}


def planned(intake: Intake | None, measures: tuple[Measure, ...] = ()) -> Plan:
    found = find(measures, intake)
    return plan(answer(found, intake), found, measures, intake)


def names(found: Plan) -> list[str]:
    return [offer.option.name for offer in found.offers]


def test_every_kind_the_ankle_offers_is_there_and_an_exercise_above_it() -> None:
    kinds = {option.kind for option in options() if option.place == "ankle"}
    assert {
        "orthosis",
        "mobility",
        "strengthening",
        "balance and proprioception",
        "footwear",
        "gait retraining",
    } <= kinds
    assert [option.name for option in options() if option.always] == ["hip_and_knee_strength"]


@pytest.mark.parametrize("option", options(), ids=lambda option: option.name)
def test_every_option_tells_all_a_professional_needs(option) -> None:
    assert option.always or option.faults
    assert option.evidence
    for text in (option.title, option.expected, option.course, option.strength, option.trade_off):
        assert text
    assert option.decides
    assert option.beware


@pytest.mark.parametrize("option", options(), ids=lambda option: option.name)
def test_figures_in_the_words_are_those_of_the_rows(option) -> None:
    """Each figure with a decimal point stands in a row; a row has no other source than its entry."""
    rows = " ".join(f"{r.value:g} {r.spread} {r.quantity} {r.note} {r.population}" for r in option.rows)
    told = re.findall(r"\d+\.\d+", f"{option.expected} {option.trade_off}")
    assert all(f"{round(float(figure), 1):g}" in _rounded(rows) for figure in told), (told, rows)


def _rounded(text: str) -> set[str]:
    return {f"{round(float(figure), 1):g}" for figure in re.findall(r"\d+(?:\.\d+)?", text)}


def test_a_medial_post_tells_its_price_with_the_published_size() -> None:
    orthosis = next(option for option in options() if option.name == "medial_orthosis")
    assert f"{row('D07.walking').value:.0f} % in walking" in orthosis.trade_off
    assert f"{row('D07.running').value:.0f} % in running" in orthosis.trade_off


def test_what_was_found_chooses_the_options_on_its_leg() -> None:
    found = planned(screened(complaint={"side": "left"}, tests_left=LIMITED))
    assert names(found) == ["hip_and_knee_strength", "calf_stretching", "ankle_mobilisation", "heel_lift"]
    assert all(offer.sides == (Side.LEFT,) for offer in found.offers)


def test_a_mirrored_person_gets_the_mirrored_plan() -> None:
    left, right = (planned(screened(**{f"tests_{side}": LIMITED})) for side in Side)
    assert names(left) == names(right)
    assert [t.side for t in left.targets] == [t.side.other for t in right.targets if t.side]


def test_nothing_found_leaves_the_exercise_for_everybody() -> None:
    found = planned(screened())
    assert names(found) == ["hip_and_knee_strength"]
    assert found.targets == ()


@pytest.mark.parametrize(
    "intake",
    [None, Intake(), screened(red_flags={**CLEAR, "visible_deformity": True}, tests_left=LIMITED)],
)
def test_red_flags_stand_before_it(intake: Intake | None) -> None:
    found = planned(intake)
    assert (found.offers, found.targets) == ((), ())
    assert found.withheld.startswith("The answer is withheld")


def test_a_precaution_stops_an_option_and_an_open_one_is_asked_for() -> None:
    both = screened(tests_left={**LIMITED, **PRONATED}, precautions={**SAFE, "numb_or_diabetic_feet": True})
    clearance = {offer.option.name: offer.clearance for offer in planned(both).offers}
    assert clearance["medial_orthosis"] is Clearance.NOT_TODAY
    assert clearance["calf_stretching"] is Clearance.FREE
    asked = planned(screened(tests_left=LIMITED)).offers
    assert all(offer.clearance is Clearance.ASK for offer in asked)


def test_a_load_that_an_option_raises_and_is_there_already_is_said() -> None:
    raised = tuple(
        made(f"knee_adduction_moment_{which}_peak", 0.90, margin=0.01) for which in ("first", "second")
    )
    found = planned(screened(complaint={"side": "left"}, tests_left=PRONATED), raised)
    told = {offer.option.name: offer.raised_already for offer in found.offers}
    assert told["medial_orthosis"] == (Side.LEFT,)
    assert told["lateral_wedge"] == (Side.LEFT,)  # it raises eversion, and the foot pronates
    assert told["footwear"] == ()


def test_targets_are_measurable() -> None:
    intake = screened(
        complaint={"side": "left", "pain_usual": 4},
        tests_left=LIMITED,
        questionnaires={"koos_pf": [2] * 11, "akps": None},
    )
    lunge, form, pain = planned(intake).targets
    assert (lunge.side, lunge.now, lunge.target, lunge.detectable) == (Side.LEFT, 24.0, 35.0, 4.7)
    assert lunge.weeks.value == 8.0
    assert (form.name, form.target, form.detectable) == ("koos_pf", pytest.approx(66.4), 16.0)
    assert (pain.name, pain.target, pain.at_least) == ("pain_usual", pytest.approx(2.84), False)


def test_a_target_within_error_says_that_it_could_not_be_seen() -> None:
    near = {"lunge_deg": [29.0], "foot_posture_items": [0] * 6}
    lunge = next(t for t in planned(screened(tests_left=near)).targets if t.name == "lunge_deg")
    assert lunge.can_be_seen  # 6 degrees to go, 4.7 are detectable
    rise = made("rearfoot_eversion_peak", -7.0)
    found = planned(screened(tests_left=PRONATED), (rise,))
    heel = next(t for t in found.targets if t.name == "rearfoot_eversion_peak")
    assert heel.target == pytest.approx(-6.1)
    assert not heel.can_be_seen
