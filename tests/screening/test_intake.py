"""The intake file: what is read, and the one sentence where it cannot be."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from groundup.cli import app
from groundup.quantities import BadInputError
from groundup.screening.intake import Intake, read_intake
from groundup.screening.intake_file import with_red_flags
from groundup.screening.questions import QUESTIONS

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


def test_new_answers_replace_the_old_and_leave_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "intake.toml"
    file.write_text(with_red_flags(TEXT, {"knee_locks": True, "days_since_injury": 2.5}), encoding="utf-8")
    intake = read_intake(file)
    assert intake.red_flags == {"knee_locks": True, "days_since_injury": 2.5}
    assert intake.about.age_years == 34
    assert intake.questionnaires.cait_left is not None
    file.write_text(with_red_flags("", {}), encoding="utf-8")
    assert read_intake(file) == Intake()


def test_the_command_asks_writes_and_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "person.toml"
    nobody_can_say = "\n" * len(QUESTIONS)
    done = CliRunner().invoke(app, ["intake", str(file)], input="y\n" + nobody_can_say)
    assert done.exit_code == 0, done.output
    assert "Red flag, emergency" in done.output
    assert read_intake(file).red_flags == {"visible_deformity": True}
    again = CliRunner().invoke(app, ["intake", str(file)], input="n\n" + nobody_can_say)
    assert again.exit_code == 0, again.output
    assert read_intake(file).red_flags == {"visible_deformity": True, "hot_red_swollen_joint": False}


def test_the_command_wants_a_toml_name(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["intake", str(tmp_path / "person.json")])
    assert done.exit_code != 0
    assert not list(tmp_path.iterdir())
