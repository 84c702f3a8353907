"""The intake file: what is read, and the one sentence where it cannot be."""

import json
from pathlib import Path

import pytest

from groundup.quantities import BadInputError
from groundup.screening.intake import Intake, read_intake
from groundup.screening.summary import screening_summary

TEXT = """
[about]
age_years = 34
sex = "female"

[complaint]
side = "left"
onset = "gradual"
sites = ["around the kneecap"]
pain_usual = 4

[red_flags]
visible_deformity = false
knee_buckles = true

[tests_left]
lunge_cm = [6.5, 7.0]
foot_posture_items = [1, 1, 2, 1, 1, 1]

[questionnaires]
cait_left = [5, 4, 3, 3, 2, 3, 4, 3, 3]
"""


def test_toml_and_json_say_the_same(tmp_path: Path) -> None:
    import tomllib

    toml, as_json = tmp_path / "intake.toml", tmp_path / "intake.json"
    toml.write_text(TEXT, encoding="utf-8")
    as_json.write_text(json.dumps(tomllib.loads(TEXT)), encoding="utf-8")
    intake = read_intake(toml)
    assert intake == read_intake(as_json)
    assert intake.about.age_years == 34
    assert intake.tests_left.lunge_cm == [6.5, 7.0]
    assert intake.tests_right.lunge_cm is None


def test_the_age_counts_for_the_red_flags() -> None:
    intake = Intake.model_validate({"about": {"age_years": 12}, "red_flags": {"child_limps": True}})
    assert "slipped_epiphysis" in {rule.name for rule in intake.triage().raised}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("age_years = 34", "age_years = 340", "about.age_years"),
        ("age_years = 34", "aeg_years = 34", "about.aeg_years"),
        ("knee_buckles = true", "knee_bucles = true", "no red-flag question is called 'knee_bucles'"),
        ("knee_buckles = true", "knee_buckles = 2.0", "answered with true or false"),
        ("foot_posture_items = [1,", "foot_posture_items = [3,", "foot posture items go from -2 to 2"),
        ("pain_usual = 4", "pain_usual = 11", "complaint.pain_usual"),
        ("[about]", "[about", "expected valid TOML"),
        ('side = "left"', 'side = "links"', "complaint.side"),
    ],
)
def test_a_wrong_entry_is_one_sentence(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "intake.toml"
    assert old in TEXT
    file.write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(BadInputError) as problem:
        read_intake(file)
    assert said in str(problem.value)
    assert "intake.toml" in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"no\.toml"):
        read_intake(tmp_path / "no.toml")


@pytest.mark.parametrize(
    ("part", "field", "value", "said"),
    [
        (
            "tests_left",
            "strength_newton",
            {"hip_abductor": [200.0]},
            "no muscle group is called",
        ),
        ("tests_left", "passive_range_deg", {"ankle": [3.0]}, "no passive range is called 'ankle'"),
        ("tests_left", "lunge_cm", [float("nan")], "finite number"),
        (
            "questionnaires",
            "cait_left",
            [6, 4, 3, 3, 2, 3, 4, 3, 3],
            "cait_left, item 1: one of 0, 1, 2",
        ),
        ("questionnaires", "akps", [5, 5], "akps, its items: 13 items"),
        ("complaint", "map_left", {"inner knee": 11}, "less than or equal to 10"),
    ],
)
def test_a_test_that_cannot_be_is_refused(part: str, field: str, value: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Intake.model_validate({part: {field: value}})


def test_an_item_left_out_is_a_dash_in_toml() -> None:
    held = Intake.model_validate({"questionnaires": {"lefs": [4] * 19 + ["-"]}})
    assert held.questionnaires.lefs is not None
    assert held.questionnaires.lefs[-1] is None
    assert held.scores()["lefs"].total is None


def test_scores_of_what_was_filled_in() -> None:
    held = Intake.model_validate(
        {"questionnaires": {"cait_right": [5, 4, 3, 3, 2, 3, 4, 3, 3]}, "complaint": {"pain_usual": 4}}
    )
    assert {name: score.total for name, score in held.scores().items()} == {"cait_right": 30, "pain_usual": 4}


@pytest.mark.parametrize(
    ("medicine", "question"),
    [
        ("Warfarin 5 mg", "anticoagulants"),
        ("Prednisolone", "immunosuppressed"),
        ("apixaban", "anticoagulants"),
    ],
)
def test_a_medicine_answers_its_question_with_yes_only(medicine: str, question: str) -> None:
    told = Intake.model_validate({"about": {"medications": [medicine]}, "red_flags": {question: False}})
    assert told.answers[question] is True, "the list says otherwise than the answer: the safer one counts"
    assert question not in Intake.model_validate({"about": {"medications": ["ibuprofen"]}}).answers


@pytest.mark.parametrize(
    ("complaint", "flags", "advised"),
    [
        ({"onset": "gradual"}, {}, True),
        ({"onset": "after an injury", "persists_despite_treatment": False}, {}, False),
        ({"onset": "after an injury", "persists_despite_treatment": True}, {}, True),
        ({"onset": "sudden"}, {}, None),
        ({}, {"recent_injury": False}, True),
        ({}, {}, None),
    ],
)
def test_the_complaint_decides_the_plain_advice(
    complaint: dict[str, object], flags: dict[str, bool], advised: bool | None
) -> None:
    triage = Intake.model_validate({"complaint": complaint, "red_flags": flags}).triage()
    assert bool(triage.advice) is bool(advised)
    assert bool(triage.advice_open) is (advised is None)


@pytest.mark.parametrize("day", ['"2026-11-23"', "2026-11-23"])
def test_the_day_is_text_or_a_day_of_toml(day: str, tmp_path: Path) -> None:
    file = tmp_path / "person.toml"
    file.write_text(f'[about]\ncode = "A7"\ndate = {day}\n', encoding="utf-8")
    assert read_intake(file).about.date == "2026-11-23"


def test_a_day_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "person.toml"
    file.write_text('[about]\ndate = "23.11.2026"\n', encoding="utf-8")
    with pytest.raises(BadInputError, match=r"about\.date"):
        read_intake(file)


def test_the_summary_tells_clinical_tests_as_means_with_repeats() -> None:
    content = {"tests_left": {"lunge_deg": [30.0, 32.0], "foot_posture_items": [2, 1, 1, 0, 0, 0]}}
    assert screening_summary(Intake.model_validate(content))["tests"] == [
        {"name": "lunge_deg", "side": "left", "value": 31.0, "unit": "deg", "repeats": 2},
        {"name": "foot_posture", "side": "left", "value": 4.0, "unit": "points", "repeats": 1},
    ]
    assert screening_summary(None)["tests"] == []
