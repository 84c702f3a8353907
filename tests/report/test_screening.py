"""Red flags come first on the page, and what was not asked is never shown as clear."""

from groundup.console import analysis_text
from groundup.report.page import render
from groundup.screening.intake import Intake
from groundup.screening.interview import interview
from groundup.screening.rules import RULES
from tests.report import fakes


def _page(intake: Intake | None) -> str:
    return render(fakes.analysis(intake=intake))


def test_without_an_intake_the_page_says_so() -> None:
    page = _page(None)
    assert "Red flags not screened." in page
    assert "No red flag" not in page


def test_a_raised_flag_stands_before_every_figure() -> None:
    page = _page(Intake(red_flags={"visible_deformity": True}))
    assert page.index("Red flag, emergency") < page.index('class="glance"')
    assert "source pending" not in page.split('class="glance"')[0]


def test_an_open_flag_names_its_question() -> None:
    page = _page(Intake(red_flags={"visible_deformity": False}))
    assert "not fully screened" in page
    assert "Is the joint swollen, and warm or red as well?" in page


def test_a_clear_screening_is_said() -> None:
    answers = interview(lambda question: 40.0 if question.numeric else False)
    page = _page(Intake(red_flags=answers))
    assert "No red flag in what was asked." in page
    assert "Still to be asked" not in page


def test_the_console_says_it_first() -> None:
    analysis = fakes.analysis(intake=Intake(red_flags={"cannot_bear_weight": True}))
    assert analysis_text(analysis).splitlines()[0].startswith("Red flag, same day")


def test_the_plain_advice_stands_beside_the_flags_on_page_and_console() -> None:
    answers = interview(lambda question: 40.0 if question.numeric else False)
    intake = Intake.model_validate({"red_flags": answers, "complaint": {"persists_despite_treatment": True}})
    page = _page(intake)
    assert "No red flag in what was asked." in page
    assert "Have it evaluated by a professional" in page
    injured = {**answers, "recent_injury": True, "days_since_injury": 90.0, "cannot_take_four_steps": False}
    assert "Have it evaluated by a professional" not in _page(Intake(red_flags=injured))
    told = fakes.analysis(intake=intake).screening
    assert told["verdict_withheld"] is False
    assert [rule["evidence"] for rule in told["advice"]["given"]] == ["E17"]


def test_the_summary_tells_flags_and_questionnaires() -> None:
    told = fakes.analysis(
        intake=Intake.model_validate(
            {"red_flags": {"visible_deformity": True}, "questionnaires": {"lefs": [4] * 20}}
        )
    ).screening
    assert [rule["name"] for rule in told["red_flags"]["raised"]] == ["visible_deformity"]
    assert told["questionnaires"]["lefs"]["total"] == 80
    assert told["questionnaires"]["lefs"]["smallest_change_beyond_error"] == 9
    nothing = fakes.analysis(intake=None).screening
    assert nothing["asked"] is False
    assert not nothing["red_flags"]["clear"]
    assert len(nothing["red_flags"]["open"]) == len(RULES)
