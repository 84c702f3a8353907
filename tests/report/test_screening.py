"""Red flags come first on the page, and what was not asked is never shown as clear."""

from groundup.console import analysis_text
from groundup.report.page import render
from groundup.screening.intake import Intake
from groundup.screening.interview import interview
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
