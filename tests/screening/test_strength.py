"""Strength as ratios: between the sides, against the opponent, never a verdict."""

import pytest

from groundup.quantities import Side
from groundup.report.page import render
from groundup.screening.intake import Intake
from groundup.screening.strength import strength_ratios
from groundup.screening.summary import screening_summary
from tests.report import fakes

TESTS = Intake.model_validate(
    {
        "tests_left": {
            "strength_newton": {
                "hip_abductors": [90.0, 110.0],
                "hip_adductors": [200.0],
                "ankle_evertors": [88.8],
                "ankle_invertors": [100.0],
            }
        },
        "tests_right": {"strength_newton": {"hip_abductors": [125.0, 125.0], "knee_extensors": [0.0]}},
        "questionnaires": {"koos_pf": [1] * 11},
    }
)


def test_ratios_follow_from_the_means_of_the_repeats() -> None:
    found = {(one.name, one.side): one for one in strength_ratios(TESTS)}
    between = found["hip_abductors_weaker_over_stronger", None]
    assert between.value == pytest.approx(100.0 / 125.0)
    assert between.weaker is Side.LEFT
    assert between.n == 2
    assert "the left side has 80 % of the right" in between.words
    assert found["hip_abductors_over_hip_adductors", Side.LEFT].value == pytest.approx(0.5)
    assert found["ankle_evertors_over_ankle_invertors", Side.LEFT].value == pytest.approx(0.888)
    assert len(found) == 3, "no ratio of what was not tested, or gave no force"


def test_no_ratio_is_judged() -> None:
    for one in strength_ratios(TESTS):
        assert "verdict" in one.comparison
    assert strength_ratios(None) == ()
    assert strength_ratios(Intake()) == ()


def test_equal_sides_have_no_weaker_one() -> None:
    same = {"strength_newton": {"hip_abductors": [100.0]}}
    (one,) = strength_ratios(Intake.model_validate({"tests_left": same, "tests_right": same}))
    assert one.weaker is None
    assert "equal on both sides" in one.words


def test_page_and_summary_show_them_with_the_questionnaires() -> None:
    page = render(fakes.analysis(intake=TESTS))
    assert "the left side has 80 % of the right" in page
    assert "KOOS patellofemoral subscale" in page
    assert 'id="tests"' not in render(fakes.analysis(intake=Intake()))
    told = screening_summary(TESTS)
    assert [one["ratio"] for one in told["strength"]] == pytest.approx([0.8, 0.5, 0.888])
    assert told["questionnaires"]["koos_pf"]["total"] == 75
