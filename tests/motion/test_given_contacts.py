"""Contacts the user gives: read, refused in one sentence, put in the place of those found."""

from dataclasses import replace
from pathlib import Path

import pytest

from groundup.exchange.csv_tables import contacts_csv
from groundup.motion.contacts_file import read_contacts
from groundup.motion.events import find_events
from groundup.motion.feet import body_points
from groundup.motion.given_contacts import contacts_by_trial, with_given_contacts
from groundup.motion.motion import Movement
from groundup.motion.passes import progression_heading
from groundup.motion.task import Task
from groundup.quantities import BadInputError, Side
from tests.motion import stepping

RECORDING = stepping.recording(stepping.Gait())
FOUND = find_events(RECORDING, body_points(RECORDING), Task.WALKING, progression_heading(RECORDING)).contacts
ON_PLATES = [c for c in FOUND if c.plates]
HEADER = "side,start_s,end_s,plates,state"


def movement() -> Movement:
    """A movement of which only the contacts count."""
    empty = dict.fromkeys(Movement.__dataclass_fields__)
    return Movement(**{**empty, "contacts": FOUND, "notes": ()})  # type: ignore[arg-type]


def saved(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "mine.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def test_what_was_written_comes_back_as_found(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(contacts_csv(FOUND), encoding="utf-8")
    given = contacts_by_trial(path, [RECORDING])
    back = with_given_contacts(movement(), given, RECORDING.name)
    assert back.contacts == FOUND
    assert not any(c.overridden for c in back.contacts)
    assert "0 of" in back.notes[-1]


def test_an_edited_row_is_marked_and_a_removed_one_is_gone(tmp_path: Path) -> None:
    kept, edited = ON_PLATES[:2]
    rows = contacts_csv([kept, replace(edited, state="partial foot", reason="toes on the grass")])
    path = tmp_path / "contacts.csv"
    path.write_text(rows, encoding="utf-8")
    back = with_given_contacts(movement(), contacts_by_trial(path, [RECORDING]), RECORDING.name)
    assert len(back.contacts) == 2
    same, changed = sorted(back.contacts, key=lambda c: c.overridden)
    assert same == kept
    assert (changed.overridden, changed.side, changed.state, changed.reason) == (
        True,
        edited.side,
        "partial foot",
        "toes on the grass",
    )
    assert f"{len(FOUND) - 1} found contacts are not among them" in back.notes[-1]


def test_columns_in_any_order_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("state,plates,end_s,start_s,side\nOther,,1.5,0.9,LEFT\n", encoding="utf-8-sig")
    (row,) = read_contacts(path)
    assert (row.contact.side, row.contact.start, row.contact.end, row.contact.state, row.line) == (
        Side.LEFT,
        0.9,
        1.5,
        "other",
        2,
    )
    assert row.contact.reason == "given in mine.csv"


FIRST = ON_PLATES[0]
SPAN = f"{FIRST.start:.3f},{FIRST.end:.3f}"
AT = f"{FIRST.side},{SPAN},{FIRST.plates[0]},valid"
REFUSED = {
    "side": (("middle,1,2,plate 1,valid",), r"line 2, side: expected one of left, right, found 'middle'"),
    "no number": (("left,x,2,plate 1,valid",), r"line 2, start_s: expected a time in seconds, found 'x'"),
    "infinite": (("left,1,inf,plate 1,valid",), r"line 2, end_s: expected a time in seconds, found 'inf'"),
    "backwards": (("left,2,1,plate 1,valid",), r"line 2, end_s: expected a time after start_s, found 1"),
    "state": (("left,1,2,plate 1,good",), r"line 2, state: expected one of valid, two feet.*found 'good'"),
    "plate": ((f"{FIRST.side},{SPAN},plate 9,valid",), r"line 2, plates: .*plate 1.*found 'plate 9'"),
    "no plate": ((f"{FIRST.side},{SPAN},,valid",), r"line 2, plates: expected one plate.*found none"),
    "one of two": (
        (f"{FIRST.side},{SPAN},plate 1,one foot on two plates",),
        r"line 2, plates: expected two plates or more.*found plate 1",
    ),
    "time": (("left,100,101,plate 1,valid",), r"line 2, start_s: expected a time within figure.*found 100"),
    "no load": (
        ("left,0.02,0.1,plate 1,valid",),
        r"line 2, plates: expected a plate that is loaded.*no load",
    ),
    "overlap": ((AT, AT), r"line 3, start_s: expected a time after the .* contact of line 2"),
    "shared": (
        (AT, f"{FIRST.side.other},{SPAN},{FIRST.plates[0]},valid"),
        r"line 3, plates: expected a plate that line 2 does not use",
    ),
    "empty": ((), r"line 2: expected a contact, found no row"),
    "short row": (("left,1",), r"line 2, end_s: expected a time in seconds, found nothing"),
    "trial": (("left,1,2,plate 1,valid,walk7",), r"line 2, trial: .*figure.*found 'walk7'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_row_that_does_not_fit_is_refused_in_one_sentence(tmp_path: Path, case: str) -> None:
    rows, expected = REFUSED[case]
    header = f"{HEADER},trial" if case == "trial" else HEADER
    with pytest.raises(BadInputError, match=expected) as problem:
        contacts_by_trial(saved(tmp_path, *rows, header=header), [RECORDING])
    assert str(problem.value).startswith("mine.csv: ")
    assert "\n" not in str(problem.value)


def test_missing_columns_and_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(
        BadInputError, match=r"mine.csv: line 1: expected the columns side, .*found side, foot"
    ):
        read_contacts(saved(tmp_path, "1,2", header="side,foot"))
    with pytest.raises(BadInputError, match=r"absent.csv: the file: expected a file of contacts"):
        read_contacts(tmp_path / "absent.csv")
    (tmp_path / "b.csv").write_bytes(b"side\xff\xfe")
    with pytest.raises(BadInputError, match="UTF-8"):
        read_contacts(tmp_path / "b.csv")


def test_of_several_trials_each_row_names_its_own(tmp_path: Path) -> None:
    two = [RECORDING, replace(RECORDING, name="second")]
    path = saved(tmp_path, f"{AT},second", header=f"{HEADER},trial")
    assert list(contacts_by_trial(path, two)) == ["second"]
    with pytest.raises(BadInputError, match=r"line 2, trial: expected one of the trials figure, second"):
        contacts_by_trial(saved(tmp_path, AT), two)


def test_a_trial_the_file_does_not_name_keeps_what_was_found() -> None:
    assert with_given_contacts(movement(), {"else": ()}, "figure").contacts == FOUND
