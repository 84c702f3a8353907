"""The interview on the terminal, and the file it writes."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from groundup.cli import app
from groundup.screening.entry import Entry, Kind, Value, parse
from groundup.screening.intake import Intake, read_intake
from groundup.screening.intake_file import intake_toml, with_changes
from groundup.screening.interview import Wish
from groundup.screening.questions import QUESTIONS
from groundup.screening.sections import sections
from groundup.screening.sheet import Place, fill

NOBODY_CAN_SAY = "\n" * len(QUESTIONS)
NO_SECTION = "\n" * len(sections())
SAMPLES = {
    Kind.TEXT: 'two "new" shoes \\ é',
    Kind.DAY: "2026-11-23",
    Kind.TEXTS: "ibuprofen, vitamin D",
    Kind.COUNT: "2",
    Kind.YES_NO: "n",
    Kind.CHOICE: "1",
    Kind.CHOICES: "1, 2",
    Kind.REPEATS: "60.5 61 62.25",
    Kind.RATINGS: "1=4, inner knee=2.5",
}


def _sample(entry: Entry) -> str:
    if entry.kind is Kind.ITEMS:
        return " ".join(f"{points[0]:g}" for points in entry.items)
    numbers = {"height_m": "1.75", "mass_kg": "70", "leg_length_cm": "90", "foot_length_mm": "250"}
    return SAMPLES.get(entry.kind) or numbers.get(entry.field, "7")


def _run(file: Path, said: str) -> Result:
    return CliRunner().invoke(app, ["intake", str(file)], input=said)


def _everything() -> str:
    return "\n".join(line for one in sections() for line in ("y", *(_sample(e) for e in one.entries))) + "\n"


def test_every_field_of_the_intake_is_asked_and_reads_back(tmp_path: Path) -> None:
    file = tmp_path / "person.toml"
    done = _run(file, "s\n" + _everything())
    assert done.exit_code == 0, done.output
    held = read_intake(file)
    for name, part in held.model_dump(exclude={"red_flags"}).items():
        assert all(value is not None for value in part.values()), name
    assert held.tests_left.lunge_cm == [60.5, 61.0, 62.25]
    assert held.complaint.map_right == {"around the kneecap": 4.0, "inner knee": 2.5}
    assert held.about.footwear == SAMPLES[Kind.TEXT]
    assert held.scores()["akps"].total == 100
    assert intake_toml(held) == intake_toml(read_intake(file))
    assert Intake.model_validate(tomllib.loads(intake_toml(held))) == held


def test_the_command_asks_writes_and_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "person.toml"
    done = _run(file, "y\n" + NOBODY_CAN_SAY + NO_SECTION)
    assert done.exit_code == 0, done.output
    assert "Red flag, emergency" in done.output
    assert read_intake(file) == Intake.model_validate({"red_flags": {"visible_deformity": True}})
    again = _run(file, "n\ns\ny\n34\ns\n" + NO_SECTION)
    assert again.exit_code == 0, again.output
    assert read_intake(file).red_flags == {"visible_deformity": True, "hot_red_swollen_joint": False}
    assert read_intake(file).about.age_years == 34
    kept = _run(file, "s\n" + NO_SECTION)
    assert kept.exit_code == 0, kept.output
    assert read_intake(file).about.age_years == 34


def test_an_answer_is_taken_back_and_a_wrong_one_asked_again(tmp_path: Path) -> None:
    file = tmp_path / "person.toml"
    person = ("y", "44", "b", "34", "3", "2", "17.5", "1.75", "s")
    done = _run(file, "s\n" + "\n".join(person) + "\n" + NO_SECTION)
    assert done.exit_code == 0, done.output
    assert "'3' is none of 1 to 2" in done.output
    assert "less than 2.6" in done.output
    assert read_intake(file).about.model_dump(exclude_none=True) == {
        "age_years": 34,
        "sex": "male",
        "height_m": 1.75,
    }


def test_nothing_is_written_when_it_is_broken_off(tmp_path: Path) -> None:
    assert _run(tmp_path / "person.toml", "y\nn\n").exit_code != 0
    assert not list(tmp_path.iterdir())


def test_the_command_wants_a_toml_name(tmp_path: Path) -> None:
    done = _run(tmp_path / "person.json", "")
    assert done.exit_code != 0
    assert not list(tmp_path.iterdir())


def test_going_back_into_a_section_before_takes_its_last_answer_back() -> None:
    one, two = sections()[1], sections()[3]
    said: list[Value | Wish | None] = ["left", Wish.SKIP]
    asked = iter([True, Wish.BACK, False])

    def ask(_: Entry) -> Value | Wish | None:
        return said.pop(0) if said else Wish.SKIP

    found = fill((one, two), lambda _: next(asked), ask)
    assert found == {("complaint", "side", ""): "left"}


def test_other_parts_stay_as_they_stand_and_odd_layouts_are_written_anew() -> None:
    text = "# seen on Monday\n[about]\nage_years = 34 # told\n\n[red_flags]\nknee_locks = false\n"
    held = Intake.model_validate(tomllib.loads(text))
    changed = Intake.model_validate({**held.model_dump(), "red_flags": {"knee_locks": True}})
    merged = with_changes(text, changed)
    assert "# seen on Monday" in merged
    assert "age_years = 34 # told" in merged
    assert Intake.model_validate(tomllib.loads(merged)) == changed
    odd = "about.age_years = 34\nred_flags = { knee_locks = false }\n"
    assert Intake.model_validate(tomllib.loads(with_changes(odd, changed))) == changed


ENTRIES = [entry for one in sections() for entry in one.entries]
VALUES = st.dictionaries(st.sampled_from(range(len(ENTRIES))), st.text(max_size=20), max_size=12)


@settings(max_examples=40, deadline=None)
@given(VALUES, st.dictionaries(st.sampled_from(["knee_locks", "knee_buckles"]), st.booleans()))
def test_any_intake_reads_back_identical(words: dict[int, str], flags: dict[str, bool]) -> None:
    content: dict[str, dict[str, object]] = {"red_flags": dict(flags)}
    for number, text in words.items():
        entry = ENTRIES[number]
        value: object = text if entry.kind is Kind.TEXT else parse(entry, _sample(entry))
        part = content.setdefault(entry.part, {})
        part[entry.field] = {entry.key: value} if entry.key else value
    held = Intake.model_validate(content)
    assert Intake.model_validate(tomllib.loads(intake_toml(held))) == held
    assert Intake.model_validate(tomllib.loads(with_changes("", held))) == held


@pytest.mark.parametrize(
    ("kind", "said", "reason"),
    [
        (Kind.NUMBER, "many", "no number"),
        (Kind.COUNT, "1.5", "no whole number"),
        (Kind.YES_NO, "perhaps", "say y or n"),
        (Kind.ITEMS, "1 2", "2 of"),
    ],
)
def test_words_that_are_no_answer_are_told(kind: Kind, said: str, reason: str) -> None:
    entry = next(e for e in ENTRIES if e.kind is kind)
    with pytest.raises(ValueError, match=reason):
        parse(entry, said)


def test_places_are_distinct() -> None:
    places: list[Place] = [entry.place for entry in ENTRIES]
    assert len(places) == len(set(places))
