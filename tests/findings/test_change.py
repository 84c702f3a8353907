"""Changes between two results: what counts as one, in which order, and what is refused."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from groundup import cli
from groundup.exchange.measures_csv import measures_csv, read_measures
from groundup.findings.change import Change, Outcome, changes
from groundup.findings.measure import Measure
from groundup.findings.side_change import side_changes
from groundup.motion.task import Task
from groundup.quantities import BadInputError, Side
from tests.findings.made import made

KNEE, HIP, FORCE = "knee_flexion_loading_peak", "hip_adduction_stance_peak", "patellofemoral_force_peak"


def _folder(place: Path, *measures: Measure) -> Path:
    place.mkdir(exist_ok=True)
    (place / "measures.csv").write_text(measures_csv(measures), encoding="utf-8")
    return place


def _changes(tmp_path: Path, before: list[Measure], after: list[Measure]) -> tuple[Change, ...]:
    folders = _folder(tmp_path / "before", *before), _folder(tmp_path / "after", *after)
    return changes(*(read_measures(folder) for folder in folders))


# Joint angles of gait: a change beyond 5 degrees between sessions is detectable (A61).
@pytest.mark.parametrize(
    ("before", "after", "outcome", "direction"),
    [
        (20.0, 25.1, Outcome.CHANGED, "towards flexion"),
        (20.0, 14.9, Outcome.CHANGED, "towards extension"),
        (20.0, 24.9, Outcome.UNCHANGED, "towards flexion"),
        (20.0, 20.0, Outcome.UNCHANGED, ""),
    ],
)
def test_a_change_counts_beyond_what_is_detectable(
    tmp_path: Path, before: float, after: float, outcome: Outcome, direction: str
) -> None:
    (found,) = _changes(tmp_path, [made(KNEE, before)], [made(KNEE, after)])
    assert (found.outcome, found.direction) == (outcome, direction)
    assert found.change == pytest.approx(after - before)


def test_what_cannot_be_told_says_why(tmp_path: Path) -> None:
    few = _changes(tmp_path, [made(KNEE, 20.0, n=2)], [made(KNEE, 22.0)])[0]
    unknown = _changes(tmp_path, [made(FORCE, 1.0)], [made(FORCE, 3.0)])[0]
    lost = _changes(tmp_path, [made(KNEE, 20.0)], [made(KNEE, 20.0, n=0)])[0]
    new = _changes(tmp_path, [], [made(KNEE, 20.0)])[0]
    assert {c.outcome for c in (few, unknown, lost, new)} == {Outcome.CANNOT_TELL}
    assert few.reason.startswith("2 and 3 repetitions")
    assert unknown.reason.startswith("no change that exceeds the error between sessions is published")
    assert lost.reason.startswith("not measured after")
    assert new.reason == "not among the measures before"


# All of the error may be spread between strides: one of them errs by the root of three as much as three.
@pytest.mark.parametrize(
    ("n_before", "n_after", "change", "outcome"),
    [
        (1, 1, 8.6, Outcome.CANNOT_TELL),
        (1, 1, 8.7, Outcome.CHANGED),
        (1, 3, 7.0, Outcome.CANNOT_TELL),
        (1, 3, 7.1, Outcome.CHANGED),
        (2, 2, 6.1, Outcome.CANNOT_TELL),
        (2, 2, 6.2, Outcome.CHANGED),
        (9, 4, 5.1, Outcome.CHANGED),
        (1, 1, 0.0, Outcome.CANNOT_TELL),
    ],
)
def test_few_repetitions_need_a_larger_change(
    tmp_path: Path, n_before: int, n_after: int, change: float, outcome: Outcome
) -> None:
    before, after = made(KNEE, 20.0, n=n_before), made(KNEE, 20.0 + change, n=n_after)
    (found,) = _changes(tmp_path, [before], [after])
    assert found.outcome is outcome
    assert bool(found.reason) == (outcome is Outcome.CANNOT_TELL)


def _legs(left: float, right: float, task: Task = Task.SQUAT) -> list[Measure]:
    return [made("knee_flexion_peak", v, s, task=task) for v, s in ((left, Side.LEFT), (right, Side.RIGHT))]


# Two legs' errors make the root of two of one leg's 5 degrees: 7.07.
@pytest.mark.parametrize(
    ("after", "outcome", "direction"),
    [
        ((90.0, 82.9), Outcome.CHANGED, "the legs differ more"),
        ((90.0, 83.0), Outcome.UNCHANGED, "the legs differ more"),
        ((70.0, 70.0), Outcome.UNCHANGED, ""),
    ],
)
def test_a_squat_tells_the_difference_between_the_legs(
    tmp_path: Path, after: tuple[float, float], outcome: Outcome, direction: str
) -> None:
    folders = _folder(tmp_path / "before", *_legs(90.0, 90.0)), _folder(tmp_path / "after", *_legs(*after))
    (found,) = side_changes(*(read_measures(folder) for folder in folders))
    assert (found.side, found.outcome, found.direction) == ("left less right", outcome, direction)
    assert found.change == pytest.approx(after[0] - after[1])


def test_the_difference_between_the_legs_is_told_of_both_legs_at_once_alone(tmp_path: Path) -> None:
    walking = [made(KNEE, 10.0, side) for side in Side]
    lone = [made("knee_flexion_peak", 90.0, task=Task.SQUAT)]
    trunk = [made("trunk_side_lean_peak", 5.0, side, task=Task.SQUAT) for side in Side]
    rows = read_measures(_folder(tmp_path / "one", *walking, *lone, *trunk))
    assert side_changes(rows, rows) == ()


def test_the_biggest_change_comes_first_and_the_unchanged_after(tmp_path: Path) -> None:
    names = ("knee_flexion_swing_peak", KNEE, HIP, FORCE)
    before = [made(name, 10.0) for name in names]
    after = [made(name, value) for name, value in zip(names, (16.0, 40.0, 11.0, 99.0), strict=True)]
    assert [c.measure for c in _changes(tmp_path, before, after)] == [KNEE, names[0], HIP, FORCE]


def test_the_command_prints_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = _folder(tmp_path / "before", made(KNEE, 20.0), made(HIP, 5.0))
    after = _folder(tmp_path / "after", made(KNEE, 30.0), made(HIP, 6.0))
    with pytest.raises(SystemExit) as ended:
        cli.main(["compare", str(before), str(after), "--out", str(tmp_path / "told")])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert "before → after: 1 changed, 1 unchanged within error, 0 can't tell" in said
    assert "+10.00 deg" in said
    table = (tmp_path / "told" / "comparison.csv").read_text(encoding="utf-8").splitlines()
    assert table[0].startswith("measure,label,side,task,phase,before,after,change,unit")
    assert ",20.0000,30.0000,10.0000,deg,towards flexion,3,3,5.0000,changed," in table[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "a file measures.csv"),
        ("", "line 1"),
        ("a,b\n1,2\n", "a column 'measure'"),
        ("measure,label,side,task,phase,unit,why_not_measurable,value,n,detectable_change\nx\n", "line 2"),
        (
            "measure,label,side,task,phase,unit,why_not_measurable,value,n,detectable_change\n"
            "a,b,left,walking,stance,deg,,much,3,5\n",
            "line 2, value",
        ),
        (
            "measure,label,side,task,phase,unit,why_not_measurable,value,n,detectable_change\n"
            "a,b,left,walking,stance,deg,,1,inf,5\n",
            "line 2, n",
        ),
    ],
)
def test_what_is_no_result_is_refused_in_one_sentence(tmp_path: Path, text: str | None, said: str) -> None:
    if text is not None:
        (tmp_path / "measures.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match=said):
        read_measures(tmp_path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "measures.csv").write_bytes(b"\xff\xfe\x00\x00\x9d")
    with pytest.raises(BadInputError, match="a table of measures"):
        read_measures(tmp_path)


def test_a_load_without_a_published_error_says_whether_its_repetitions_differ_as_much(tmp_path: Path) -> None:
    def told(after: float) -> str:
        spread = [replace(made(FORCE, v), values=np.array([v - 0.1, v, v + 0.1])) for v in (1.0, after)]
        (found,) = _changes(tmp_path, spread[:1], spread[1:])
        assert found.outcome is Outcome.CANNOT_TELL
        return found.reason

    assert told(2.0).endswith("though its repetitions differ less than this")
    assert "repetitions" not in told(1.2)
