"""The faults on the page: verdicts in words, what is missing, and nothing behind a raised red flag."""

from groundup.findings.findings import find
from groundup.report.page import render
from groundup.screening.intake import Intake
from tests.report import fakes


def _page(content: dict[str, object]) -> str:
    intake = Intake.model_validate(content)
    return render(fakes.analysis(intake=intake, findings=find((), intake)))


def test_both_verdicts_are_told_with_their_reason_and_source() -> None:
    page = _page({"tests_left": {"lunge_deg": [20.0]}, "tests_right": {"lunge_deg": [41.0]}})
    assert "present, marked" in page
    assert "not present" in page
    assert "Lunge 20°, limited below 30°" in page
    assert "(B05)" in page


def test_what_was_not_tested_is_named_with_what_settles_it() -> None:
    page = _page({})
    assert "can&#39;t tell" in page
    assert "Not tested: weight-bearing lunge" in page
    assert "To settle it" in page


def test_a_raised_flag_withholds_the_faults() -> None:
    page = _page({"tests_left": {"lunge_deg": [20.0]}, "red_flags": {"visible_deformity": True}})
    assert "Lunge 20" not in page
    assert 'id="faults"' not in page
