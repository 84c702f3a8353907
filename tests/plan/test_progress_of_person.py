"""One person over time: whose results, in which order, and what may be said of a change."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from groundup.cli import app
from groundup.exchange import outputs
from groundup.findings.answer import answer
from groundup.plan.progress_csv import COLUMNS, progress_csv
from groundup.plan.record import Entry
from groundup.plan.trend import TESTS, Kind, Outcome, Trend, trends
from groundup.plan.visit import Visit, of_person, read_visits
from groundup.quantities import BadInputError, GroundupError
from groundup.report.progress_page import progress_page
from groundup.screening.clinical import REPEATED
from groundup.screening.intake import Intake
from tests.findings.made import made
from tests.report import fakes
from tests.report.test_page import parse, words
from tests.screened import screened

FORM = {
    "title": "Form",
    "smallest_change_beyond_error": 16.0,
    "smallest_change_that_matters": 16.4,
    "source": "a source",
}


def visit(day: str = "2026-01-10", **content: Any) -> Visit:
    blank: dict[str, Any] = {
        "folder": Path(day),
        "day": date.fromisoformat(day),
        "dated": True,
        "code": "",
        "sex": "",
        "age": None,
        "synthetic": False,
        "headline": "No red flag in what was asked.",
        "raised": False,
        "clear": True,
        "measures": (),
        "tests": (),
        "scores": {},
        "targets": (),
    }
    return Visit(**{**blank, **content})


def lunge(value: float, side: str = "left", repeats: int = 1) -> dict[str, Any]:
    return {"name": "lunge_deg", "side": side, "value": value, "unit": "deg", "repeats": repeats}


def measured(name: str, value: float, **options: Any) -> dict[str, str]:
    cells = made(name, value, **options).row()
    return {k: v if isinstance(v, str) else "" if v != v else str(v) for k, v in cells.items()}


def of_lunge(first: float, last: float, repeats: int = 1) -> Trend:
    (one,) = trends(
        [visit(tests=(lunge(first, repeats=repeats),)), visit("2026-03-01", tests=(lunge(last),))]
    )
    return one


@pytest.mark.parametrize("gain", [2.07, 3.03, 4.7])  # D20, and the detectable change itself (B03)
@pytest.mark.parametrize("repeats", [1, 3, 9])
def test_a_stretching_gain_within_one_test_s_error_is_not_detectable_yet(gain: float, repeats: int) -> None:
    one = of_lunge(30.0, 30.0 + gain, repeats)
    assert one.outcome is Outcome.NOT_YET
    assert one.detectable == 4.7
    assert "error of one test" in one.reason


def test_a_gain_beyond_it_is_a_change() -> None:
    assert of_lunge(30.0, 35.2).outcome is Outcome.CHANGED
    assert of_lunge(35.2, 30.0).outcome is Outcome.CHANGED


@given(st.floats(-60.0, 60.0), st.floats(-60.0, 60.0))
def test_direction_does_not_count(first: float, last: float) -> None:
    assert of_lunge(first, last).outcome is of_lunge(last, first).outcome


def test_a_test_without_a_published_error_cannot_be_told() -> None:
    posture = {"name": "foot_posture", "side": "left", "value": 8.0, "unit": "points", "repeats": 1}
    (one,) = trends([visit(tests=(posture,)), visit("2026-03-01", tests=({**posture, "value": 2.0},))])
    assert one.outcome is Outcome.CANNOT_TELL


def test_every_clinical_test_has_words() -> None:
    assert set(TESTS) == {*REPEATED, "foot_posture", "calf_raises"}


@pytest.mark.parametrize(
    ("last", "outcome", "words"),
    [
        (68.0, Outcome.CHANGED, "by as much as people notice"),
        (66.2, Outcome.CHANGED, "by less than people notice"),
        (60.0, Outcome.NOT_YET, "error of one test"),
    ],
)
def test_a_questionnaire_says_what_people_notice(last: float, outcome: Outcome, words: str) -> None:
    scores = [{"koos_pf": {**FORM, "total": total}} for total in (50.0, last)]
    (one,) = trends([visit(scores=scores[0]), visit("2026-03-01", scores=scores[1])])
    assert (one.outcome, one.kind) == (outcome, Kind.QUESTIONNAIRE)
    assert words in one.reason


def test_one_that_is_not_filled_in_is_left_out() -> None:
    scores = [{"koos_pf": {**FORM, "total": total}} for total in (50.0, None)]
    (one,) = trends([visit(scores=scores[0]), visit("2026-03-01", scores=scores[1])])
    assert one.outcome is Outcome.ONCE


def test_measures_are_judged_as_compare_judges_them() -> None:
    rows = [(measured("knee_flexion_loading_peak", value, n=4),) for value in (18.0, 20.0, 27.0)]
    days = ("2026-01-10", "2026-02-10", "2026-03-10")
    (one,) = trends([visit(day, measures=row) for day, row in zip(days, rows, strict=True)])
    assert (one.outcome, one.change, len(one.points)) == (Outcome.CHANGED, pytest.approx(9.0), 3)
    (still,) = trends([visit(measures=rows[0]), visit("2026-02-10", measures=rows[1])])
    assert still.outcome is Outcome.NOT_YET


def test_pain_changes_no_measure_and_no_measure_pain() -> None:
    """VT30: the same mechanics are told the same whatever the person feels, and the other way round."""
    row = [(measured("knee_adduction_moment_first_peak", value, n=4),) for value in (0.45, 0.20)]
    pain = [{"pain_usual": {**FORM, "total": total}} for total in (7.0, 1.0)]

    def told(moved: tuple[int, int], felt: tuple[int, int]) -> dict[Kind, Trend]:
        first = visit(measures=row[moved[0]], scores=pain[felt[0]])
        last = visit("2026-03-10", measures=row[moved[1]], scores=pain[felt[1]])
        return {trend.kind: trend for trend in trends([first, last])}

    better, worse, still = told((0, 1), (0, 1)), told((0, 1), (1, 0)), told((0, 0), (0, 1))
    assert repr(better[Kind.MEASURE]) == repr(worse[Kind.MEASURE])
    assert repr(better[Kind.QUESTIONNAIRE]) == repr(still[Kind.QUESTIONNAIRE])


def test_the_target_that_was_set_first_is_kept() -> None:
    targets = [({"name": "lunge_deg", "side": "left", "task": "", "target": goal},) for goal in (35.0, 40.0)]
    visits = [
        visit(day, tests=(lunge(value),), targets=target)
        for day, value, target in zip(("2026-01-10", "2026-03-01"), (24.0, 31.0), targets, strict=True)
    ]
    (one,) = trends(visits)
    assert one.target == 35.0


def _result(folder: Path, intake: Intake | None, created: str = "2026-01-10T09:00:00+00:00") -> Path:
    measures = (made("knee_flexion_loading_peak", 20.0, n=4),)
    analysis = fakes.analysis(intake=intake, measures=measures, answer=answer((), intake), created=created)
    outputs.write(analysis, folder, "<p>page</p>")
    return folder


def _person(**about: Any) -> Intake:
    return screened(about=about, tests_left={"lunge_deg": [24.0]}, complaint={"pain_usual": 4})


def test_visits_are_put_in_order_of_their_days(tmp_path: Path) -> None:
    late = _result(tmp_path / "a", _person(date="2026-03-10"))
    early = _result(tmp_path / "b", _person(date="2026-01-10"))
    assert [one.name for one in read_visits([late, early])] == ["b", "a"]
    undated = _result(tmp_path / "c", _person(), "2026-02-01T09:00:00+00:00")
    assert [(v.name, v.dated) for v in read_visits([late, undated])] == [("c", False), ("a", True)]


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ({"code": "A7"}, {"code": "B2"}, "code 'A7' and 'B2'"),
        ({"sex": "female"}, {"sex": "male"}, "sex"),
        ({"age_years": 34}, {"age_years": 70}, "ages 34 and 70"),
        ({"age_years": 34}, {"age_years": 30}, "ages"),
    ],
)
def test_different_people_are_refused(
    one: dict[str, Any], other: dict[str, Any], said: str, tmp_path: Path
) -> None:
    folders = [
        _result(tmp_path / "a", _person(date="2026-01-10", **one)),
        _result(tmp_path / "b", _person(date="2026-03-10", **other)),
    ]
    with pytest.raises(GroundupError, match=said):
        read_visits(folders)


def test_a_birthday_between_visits_is_no_other_person(tmp_path: Path) -> None:
    folders = [
        _result(tmp_path / "a", _person(code="A7", age_years=34, date="2026-01-10")),
        _result(tmp_path / "b", _person(code="A7", age_years=35, date="2026-03-10")),
        _result(tmp_path / "c", _person(age_years=36, date="2027-06-10")),
    ]
    assert len(read_visits(folders)) == 3


def test_a_record_of_another_person_is_refused() -> None:
    entry = Entry("2026-01-10", "B2", "before", "after", "held", ())
    with pytest.raises(BadInputError, match="this person's record"):
        of_person([visit(code="A7")], Path("tests.json"), [entry])
    assert of_person([visit()], Path("tests.json"), [entry]) == (entry,)


@pytest.mark.parametrize(
    ("name", "text"),
    [("assessment.json", "{"), ("summary.json", "{}"), ("measures.csv", "a,b\n"), ("summary.json", None)],
)
def test_what_is_no_result_is_refused(name: str, text: str | None, tmp_path: Path) -> None:
    folders = [
        _result(tmp_path / letter, None, f"2026-0{k}-10T09:00:00") for k, letter in ((1, "a"), (2, "b"))
    ]
    if text is None:
        (folders[1] / name).unlink()
    else:
        (folders[1] / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError):
        read_visits(folders)


def test_one_visit_or_the_same_twice_is_refused(tmp_path: Path) -> None:
    folder = _result(tmp_path / "a", None)
    for folders in ([folder], [folder, folder]):
        with pytest.raises(GroundupError):
            read_visits(folders)


def test_the_command_writes_both_files(tmp_path: Path) -> None:
    folders = [
        str(_result(tmp_path / letter, _person(code="A7", date=day)))
        for letter, day in (("a", "2026-01-10"), ("b", "2026-03-10"))
    ]
    done = CliRunner().invoke(app, ["progress", *folders, "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert "neither is worked out from the other" in done.output
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "progress.csv").read_text(encoding="utf-8"))))
    assert {row["name"] for row in rows} == {"knee_flexion_loading_peak", "lunge_deg", "pain_usual"}
    assert {row["day"] for row in rows} == {"2026-01-10", "2026-03-10"}
    parse((tmp_path / "out" / "progress.html").read_text(encoding="utf-8"))


def test_the_test_command_adds_to_the_record(tmp_path: Path) -> None:
    folders = [
        str(_result(tmp_path / letter, _person(code="A7", date=day)))
        for letter, day in (("a", "2026-01-10"), ("b", "2026-01-10"))
    ]
    record = tmp_path / "tests.json"
    words = "knee_flexion_loading_peak left -8..8 deg"
    done = CliRunner().invoke(app, ["test", *folders, "--prediction", words, "--record", str(record)])
    assert done.exit_code == 0, done.output
    assert "a → b: held" in done.output
    (entry,) = json.loads(record.read_text(encoding="utf-8"))["entries"]
    assert (entry["person"], entry["verdict"]) == ("A7", "held")


def test_columns_are_those_of_the_manual() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "progress.md").read_text(encoding="utf-8")
    table = text[text.index("## progress.csv") :]
    assert all(f"`{column}`" in table for column in COLUMNS)
    visits = [visit(tests=(lunge(24.0),)), visit("2026-03-01", tests=(lunge(31.0),))]
    rows = list(csv.DictReader(io.StringIO(progress_csv(visits, trends(visits)))))
    assert [row["outcome"] for row in rows] == ["", "changed beyond error"]
    assert [row["change_from_first"] for row in rows] == ["0.0000", "7.0000"]


def page(**last: Any) -> str:
    visits = [visit(tests=(lunge(24.0),)), visit("2026-03-01", tests=(lunge(31.0),), **last)]
    quantity = {"label": "Knee <b>", "side": "left", "task": "squat", "change": 3.0, "unit": "deg"}
    entry = Entry("2026-02-01T09:00:00", "", "before", "after", "held", (quantity,))
    return progress_page(visits, trends(visits), [entry])


def test_the_page_is_whole_and_asks_for_nothing_from_elsewhere() -> None:
    html = page()
    parse(html)
    assert "http" not in html
    text = words(html)
    for part in ("How the person is", "How the person moves", "Changed beyond error", "Held", "Knee <b>"):
        assert part in text
    for bad in ("nan", "None", "inf"):
        assert f" {bad} " not in text


def test_red_flags_of_the_last_visit_come_first() -> None:
    text = words(page(headline="Red flag raised", raised=True, clear=False))
    assert text.index("Red flag raised") < text.index("How the person is")
    assert "what was measured can wait" in text
    assert "Ask the red-flag questions" in words(page(clear=False))
