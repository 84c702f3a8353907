"""Bedside tests and next steps: chosen by what is found or open, and never where a precaution holds."""

from dataclasses import replace

import pytest

from groundup.findings.answer import answer
from groundup.findings.bedside import Clearance, Proposal, bedside_tests, propose
from groundup.findings.findings import find
from groundup.findings.next_steps import next_steps
from groundup.findings.precaution import Precaution, holds
from groundup.quantities import Side
from groundup.screening.intake import Intake
from tests.screened import CLEAR, screened

SAFE = {
    "numb_or_diabetic_feet": False,
    "falls": False,
    "recent_surgery": False,
    "acute_sprain_or_fracture": False,
}
LIMITED = {"lunge_deg": [24.0], "foot_posture_items": [2, 2, 2, 2, 1, 1]}
UNSTABLE = {"cait_left": [0] * 9, "cait_right": [5, 4, 3, 3, 2, 3, 4, 3, 3]}


def _proposed(intake: Intake) -> dict[str, Proposal]:
    return {one.test.name: one for one in propose(find((), intake), intake)}


def test_nothing_tested_proposes_what_tells_on_both_legs() -> None:
    found = _proposed(screened())
    assert list(found) == ["lunge", "foot_posture", "cait"]
    assert all(one.sides == tuple(Side) for one in found.values())


def test_a_fault_proposes_what_changes_it_on_its_leg() -> None:
    found = _proposed(
        screened(tests_left=LIMITED, ankle_left={"sprains": 2}, questionnaires=UNSTABLE, precautions=SAFE)
    )
    assert {"heel_lift", "arch_tape", "balance"} <= set(found)
    assert all(found[name].sides == (Side.LEFT,) for name in ("heel_lift", "arch_tape", "balance"))
    assert found["heel_lift"].why == "limited dorsiflexion is present"
    assert found["arch_tape"].why == "overpronation is possible"
    assert found["heel_lift"].clearance is Clearance.FREE


def test_a_mirrored_person_gets_the_mirrored_tests() -> None:
    left, right = _proposed(screened(tests_left=LIMITED)), _proposed(screened(tests_right=LIMITED))
    assert left.keys() == right.keys()
    assert all(right[name].sides == (Side.RIGHT,) for name in ("heel_lift", "arch_tape"))


def test_a_medial_wedge_prints_what_it_does_to_the_knee() -> None:
    wedge = bedside_tests()["arch_tape"]
    assert "raises the knee's adduction moment" in wedge.price
    assert {row.id for row in wedge.price_evidence} == {"D06.posting", "D07.walking", "D07.running"}
    by_name = {row.id: row.value for row in wedge.price_evidence}
    assert f"{by_name['D07.walking']:.0f} % in walking" in wedge.price
    assert f"{by_name['D07.running']:.0f} % in running" in wedge.price


@pytest.mark.parametrize(
    ("precautions", "flags", "precaution", "expected"),
    [
        ({}, {}, Precaution.FALLS, None),
        ({"falls": True}, {}, Precaution.FALLS, True),
        ({"falls": False}, {}, Precaution.FALLS, False),
        ({}, {"foot_cold_pale_or_numb": True}, Precaution.FEET, True),
        ({}, {"skin_infection_or_wound": True}, Precaution.FEET, True),
        ({"numb_or_diabetic_feet": False}, {"skin_infection_or_wound": True}, Precaution.FEET, True),
        ({}, {"foot_cold_pale_or_numb": False}, Precaution.FEET, None),
        ({}, {"recent_joint_surgery": True}, Precaution.SURGERY, True),
        ({}, {"recent_joint_surgery": False}, Precaution.SURGERY, None),
        ({}, {"recent_injury": False}, Precaution.INJURY, False),
        ({}, {"recent_injury": True, "days_since_injury": 3}, Precaution.INJURY, True),
        ({}, {"recent_injury": True, "days_since_injury": 30}, Precaution.INJURY, None),
        ({"acute_sprain_or_fracture": True}, {"recent_injury": False}, Precaution.INJURY, True),
    ],
)
def test_precautions_have_three_answers(
    precautions: dict[str, bool],
    flags: dict[str, bool | float],
    precaution: Precaution,
    expected: bool | None,
) -> None:
    intake = Intake.model_validate({"precautions": precautions, "red_flags": flags})
    assert holds(precaution, intake) is expected


def test_nothing_is_known_without_an_intake() -> None:
    assert all(holds(precaution, None) is None for precaution in Precaution)


def test_what_holds_against_a_test_stops_it_and_moves_it_last() -> None:
    found = propose(
        find((), screened(tests_left=LIMITED)),
        screened(tests_left=LIMITED, precautions={**SAFE, "falls": True}),
    )
    assert found[-1].test.name == "heel_lift"
    assert (found[-1].clearance, found[-1].because) == (Clearance.NOT_TODAY, (Precaution.FALLS,))


def test_what_was_not_asked_is_asked_first() -> None:
    lunge = _proposed(screened(precautions={"recent_surgery": False}))["lunge"]
    assert lunge.clearance is Clearance.FREE  # no injury began it, and there was no surgery
    assert _proposed(screened())["lunge"].because == (Precaution.SURGERY,)


def test_no_fault_looks_above() -> None:
    well = {"lunge_deg": [41.0], "foot_posture_items": [0] * 6}
    intake = screened(
        tests_left=well,
        tests_right=well,
        questionnaires={side: [5, 4, 3, 3, 2, 3, 4, 3, 3] for side in ("cait_left", "cait_right")},
    )
    assert "above" in _proposed(intake)
    steps = [step.text for step in next_steps(answer(find((), intake), intake), find((), intake), intake)]
    assert any(text.startswith("Look above the ankle") for text in steps)


def test_steps_put_red_flags_first() -> None:
    flagged = screened(red_flags={**CLEAR, "visible_deformity": True})
    assert [s.text for s in _steps(flagged)] == [
        "Act on the red flag above; what was measured here can wait."
    ]
    assert _steps(None)[0].text.startswith("Ask the red-flag questions")


def test_who_began_without_an_injury_is_sent_to_a_professional() -> None:
    told = "Have the pain evaluated by a professional"
    assert _steps(screened(complaint={"onset": "gradual"}))[-1].text.startswith(told)
    assert _steps(screened(complaint={"persists_despite_treatment": True}))[-1].text.startswith(told)
    assert "stays despite local treatment" in _steps(None)[-1].text


def test_a_test_that_settled_nothing_is_wanted_again() -> None:
    between = _proposed(screened(tests_left={"lunge_deg": [32.0]}, tests_right={"lunge_deg": [41.0]}))[
        "lunge"
    ]
    assert (between.sides, between.why) == ((Side.LEFT,), "limited dorsiflexion is open")


def test_a_change_of_stretching_is_held_against_the_error_of_the_lunge() -> None:
    steps = _steps(screened(tests_left=LIMITED))
    stretching = next(step for step in steps if "stretching" in step.text)
    gain, error = stretching.evidence
    assert gain.value < error.value  # one lunge cannot show it (VT31)


def _steps(intake: Intake | None):
    found = find((), intake)
    return next_steps(answer(found, intake), found, intake)


def test_every_test_is_drawn_from_evidence_that_may_drive() -> None:
    for test in bedside_tests().values():
        assert test.evidence
        assert all(row.may_drive for row in (*test.evidence, *test.price_evidence))
        assert replace(test).how.endswith(".")
