"""Bedside tests: what was expected beside what was measured, and the record that only grows."""

import json
from dataclasses import replace
from math import inf, nan
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundup.findings.change import Change
from groundup.findings.change import Outcome as Compared
from groundup.plan.prediction import SCHEMA, Prediction, read_predictions
from groundup.plan.record import add_entry, read_record
from groundup.plan.told import told
from groundup.plan.verdict import Judged, Verdict, judge, overall
from groundup.quantities import BadInputError, GroundupError, Side
from tests.findings.made import made

NUMBERS = st.floats(-50.0, 50.0)


def row(
    value: float, n: int = 4, half: float = 1.0, name: str = "knee_flexion_loading_peak"
) -> dict[str, str]:
    cells = made(name, value, n=n).row()
    told = {k: v if isinstance(v, str) else "" if v != v else str(v) for k, v in cells.items()}
    return {**told, "low_90": str(value - half), "high_90": str(value + half)}


def expected(low: float, high: float) -> Prediction:
    return Prediction("knee_flexion_loading_peak", Side.LEFT, low, high, "deg", "told by the user")


def verdict(low: float, high: float, change: float, n: int = 4, half: float = 1.0) -> Verdict:
    (one,) = judge([expected(low, high)], [row(20.0, n, half)], [row(20.0 + change, n, half)])
    return one.verdict


# 5 degrees are detectable between sessions (A61); the intervals here are narrower.
@pytest.mark.parametrize(
    ("low", "high", "change", "told"),
    [
        (3.0, 9.0, 7.0, Verdict.HELD),
        (3.0, 9.0, 5.5, Verdict.HELD),
        (3.0, 9.0, 3.0, Verdict.CANNOT_TELL),  # within error
        (3.0, 9.0, -2.5, Verdict.FAILED),  # the other way, and its error does not reach 3
        (3.0, 9.0, -1.5, Verdict.CANNOT_TELL),
        (3.0, 9.0, 15.0, Verdict.FAILED),  # far more than expected
        (0.0, inf, 7.0, Verdict.HELD),
        (0.0, inf, -7.0, Verdict.FAILED),
        (0.0, inf, 3.0, Verdict.CANNOT_TELL),
        (-1.0, 1.0, 0.0, Verdict.CANNOT_TELL),  # error is wider than what is expected
        (-8.0, 8.0, 1.0, Verdict.HELD),  # no change worth it was expected, and none came
        (-3.0, 9.0, 8.0, Verdict.CANNOT_TELL),
        (6.0, 12.0, 0.0, Verdict.FAILED),  # nothing happened where much was expected
    ],
)
def test_both_errors_count(low: float, high: float, change: float, told: Verdict) -> None:
    assert verdict(low, high, change) is told


@given(NUMBERS, st.floats(0.0, 20.0), NUMBERS)
def test_turned_round_it_is_the_same(low: float, width: float, change: float) -> None:
    assert verdict(low, low + width, change) is verdict(-low - width, -low, -change)


@given(NUMBERS, st.floats(0.0, 20.0), NUMBERS)
def test_what_is_within_error_of_the_range_never_fails_it(low: float, width: float, change: float) -> None:
    if low - 5.0 < change < low + width + 5.0:
        assert verdict(low, low + width, change) is not Verdict.FAILED


def test_a_wide_interval_of_the_recording_leaves_it_open() -> None:
    assert verdict(3.0, 9.0, 7.0, half=1.0) is Verdict.HELD
    assert verdict(3.0, 9.0, 7.0, half=8.0) is Verdict.CANNOT_TELL
    assert verdict(3.0, 9.0, -7.0, half=8.0) is Verdict.CANNOT_TELL


def test_two_repetitions_are_too_few() -> None:
    assert verdict(3.0, 9.0, 6.0, n=2) is Verdict.CANNOT_TELL


def test_a_measure_in_neither_result_cannot_be_told() -> None:
    (one,) = judge([replace(expected(1.0, 2.0), measure="hip_flexion_peak")], [row(1.0)], [row(2.0)])
    assert (one.verdict, one.change) == (Verdict.CANNOT_TELL, None)
    assert "neither result" in told("a", "b", [one])


def test_one_that_failed_fails_all() -> None:
    def one(verdict: Verdict) -> Judged:
        return Judged(expected(1.0, 2.0), None, nan, verdict, "")

    assert overall([one(Verdict.HELD), one(Verdict.FAILED)]) is Verdict.FAILED
    assert overall([one(Verdict.HELD), one(Verdict.CANNOT_TELL)]) is Verdict.HELD
    assert overall([]) is Verdict.CANNOT_TELL


def test_words_are_read() -> None:
    (one,) = read_predictions("knee_flexion_loading_peak left 3..9.5 deg")
    assert (one.measure, one.side, one.low, one.high) == ("knee_flexion_loading_peak", Side.LEFT, 3.0, 9.5)
    (open_end,) = read_predictions("knee_adduction_moment_first_peak right ..-0.02 N m/kg")
    assert (open_end.low, open_end.high, open_end.unit) == (-inf, -0.02, "N m/kg")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2.1114..3.7771 deg", "+2.11 to +3.78 deg"),
        ("-4..-1 deg", "-4 to -1 deg"),
        ("0.. deg", "above 0 deg"),
        ("..-2 deg", "below -2 deg"),
    ],
)
def test_a_range_is_told_in_words(given: str, said: str) -> None:
    (one,) = read_predictions(f"knee_flexion_loading_peak left {given}")
    assert one.range == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("knee_flexion_loading_peak left 3 deg", "MEASURE SIDE LOW..HIGH UNIT"),
        ("knee_flexion_loading_peak left .. deg", "MEASURE SIDE LOW..HIGH UNIT"),
        ("knee_bend left 3..9 deg", "a measure of measures.csv"),
        ("knee_flexion_loading_peak left 3..9 mm", "in deg"),
        ("knee_flexion_loading_peak left 9..3 deg", "lower end first"),
        ("absent.json", "a file of 'groundup whatif'"),
    ],
)
def test_words_of_another_form_are_refused(words: str, said: str) -> None:
    with pytest.raises(GroundupError, match=said.replace(".", r"\.")):
        read_predictions(words)


def effect(quantity: str, low: float = 2.0, high: float = 6.0) -> dict[str, object]:
    return {"name": quantity, "side": "left", "unit": "deg", "change": 4.0, "low": low, "high": high}


def document(effects: list[dict[str, object]], task: str = "squat") -> str:
    """The part of what ``groundup whatif`` writes that is read here (docs/whatif.md)."""
    told = {"in_words": "heel lift 25 mm, both feet", "task": task, "assumed": {"effects": effects}}
    return json.dumps({"schema": SCHEMA, "schema_version": 1, **told})


def test_effects_in_gait_have_no_measure_yet(tmp_path: Path) -> None:
    path = tmp_path / "wedge.json"
    path.write_text(document([effect("knee_flexion")], "walking"), encoding="utf-8")
    with pytest.raises(BadInputError, match="a squat"):
        read_predictions(str(path))


def test_a_file_of_effects_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lift.json"
    effects = [effect("knee_flexion"), effect("trunk_lean"), effect("hip_flexion", -1.0)]
    path.write_text(document(effects), encoding="utf-8")
    (one,) = read_predictions(str(path))
    assert (one.measure, one.low, one.high, one.task) == ("knee_flexion_peak", 2.0, 6.0, "squat")
    assert "heel lift 25 mm" in one.source


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"schema": "groundup.effect", "schema_version": 2}',
        '{"schema": "groundup.effect", "schema_version": 1}',
        '{"schema": "groundup.effect", "schema_version": 1, "task": "squat", "assumed": {"effects": []}}',
        '{"schema": "groundup.effect", "schema_version": 1, "task": "squat", "assumed": {"effects": [3]}}',
    ],
)
def test_what_is_no_file_of_effects_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "lift.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInputError):
        read_predictions(str(path))


def found() -> tuple[Judged, ...]:
    return judge([expected(3.0, 9.0)], [row(20.0)], [row(27.0)])


def test_a_record_only_grows(tmp_path: Path) -> None:
    path = tmp_path / "person.tests.json"
    first = add_entry(path, "2026-11-23T10:00:00", "A7", "before", "after", found())
    old = json.loads(path.read_text(encoding="utf-8"))["entries"]
    add_entry(path, "2026-11-24T10:00:00", "A7", "before", "lift", found())
    new = json.loads(path.read_text(encoding="utf-8"))["entries"]
    assert new[:1] == old
    assert read_record(path)[0] == first
    assert [entry.verdict for entry in read_record(path)] == ["held", "held"]


def test_a_record_is_of_one_person(tmp_path: Path) -> None:
    path = tmp_path / "tests.json"
    add_entry(path, "2026-11-23", "A7", "before", "after", found())
    with pytest.raises(BadInputError, match="their own"):
        add_entry(path, "2026-11-24", "B2", "before", "after", found())
    assert len(read_record(path)) == 1


@pytest.mark.parametrize(
    "content",
    [
        "{",
        '{"schema": "else"}',
        '{"schema": "groundup.tests", "schema_version": 9, "entries": []}',
        '{"schema": "groundup.tests", "schema_version": 1, "entries": [{"tested": 3}]}',
    ],
)
def test_a_file_that_is_no_record_stays_as_it_is(content: str, tmp_path: Path) -> None:
    path = tmp_path / "tests.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInputError):
        add_entry(path, "2026-11-23", "", "before", "after", found())
    assert path.read_text(encoding="utf-8") == content


def test_no_number_is_written_where_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "tests.json"
    blank = Change("m", "M", "left", "walking", "stance", "deg", nan, 1.0, 0, 4, nan, Compared.CANNOT_TELL)
    add_entry(path, "t", "", "a", "b", [Judged(expected(0.0, inf), blank, nan, Verdict.CANNOT_TELL, "")])
    (quantity,) = read_record(path)[0].quantities
    assert (quantity["before"], quantity["expected_high"], quantity["error"]) == (None, None, None)
