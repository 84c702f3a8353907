"""The validation's own machinery: it fails when a line fails, and its injected errors are really injected."""

import importlib
import types
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.report import fakes
from validation import __main__ as runner
from validation import modules, sabotage
from validation.line import Line

FOLDER = Path(__file__).resolve().parents[2] / "validation"
MACHINERY = {"__init__", "__main__", "line", "modules", "sabotage"}


def module(monkeypatch: pytest.MonkeyPatch, *lines: Line | Exception) -> str:
    made = types.ModuleType("validation.made_up")

    def yielded() -> Iterator[Line]:
        for line in lines:
            if isinstance(line, Exception):
                raise line
            yield line

    made.lines = yielded  # type: ignore[attr-defined]
    monkeypatch.setitem(__import__("sys").modules, "validation.made_up", made)
    return "made_up"


GOOD = Line("knee", "1.0 deg", "3 deg", passed=True)
SHORT = Line("hip", "9.0 deg", "3 deg", passed=False)
REPORTED = Line("ankle", "12 deg", "reported", passed=None)


def test_every_module_is_in_the_list_and_the_list_names_none_that_is_not() -> None:
    """A module may begin with an underscore where others share it; it then has no lines of its own."""
    present = {
        path.stem
        for path in FOLDER.glob("*.py")
        if path.stem not in MACHINERY and "def lines(" in path.read_text(encoding="utf-8")
    }
    assert present == set(runner.MODULES)


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ((GOOD, REPORTED), 0),
        ((GOOD, SHORT), 1),
        ((REPORTED,), 1),
        ((GOOD, ValueError("broken")), 1),
    ],
)
def test_the_exit_status_tells_whether_all_lines_reached(
    lines: tuple[Line | Exception, ...],
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert runner._validate([module(monkeypatch, *lines)]) == status
    said = capsys.readouterr().out
    for line in lines:
        if isinstance(line, Line):
            assert line.what in said
            assert line.reached in said
    assert ("SHORT" in said) == any(line is SHORT or isinstance(line, Exception) for line in lines)


def test_what_is_timed_comes_last_and_a_module_that_breaks_falls_short(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(modules, "ALONE", {"absent_timed"})
    found = list(modules.in_turn(["absent_timed", "absent_first", "absent_second"]))
    assert [name for name, _ in found] == ["absent_first", "absent_second", "absent_timed"]
    for name, of_module in found:
        assert [line.passed for line in of_module.lines] == [False]
        assert f"validation.{name}" in of_module.lines[0].reached
    assert "Traceback" in capfd.readouterr().err


def test_a_wrapped_function_is_wrong_wherever_it_was_imported_and_right_again_after() -> None:
    from groundup.quantities import amounts

    with sabotage.wrapped("groundup.quantities.amounts", "mass_in_kg", lambda kg: 1000 * kg):
        assert amounts.mass_in_kg("70") == 70_000
        assert importlib.import_module("groundup.cli").mass_in_kg("70") == 70_000
    assert amounts.mass_in_kg("70") == 70
    assert importlib.import_module("groundup.cli").mass_in_kg("70") == 70


def test_the_sign_of_one_angle_is_turned_and_no_other() -> None:
    motion = fakes.walking().motion
    wrong = sabotage.with_angle_turned(motion, "knee_flexion")
    knee = [str(a).startswith("knee_flexion") for a in motion.angles["angle"].values]
    assert any(knee)
    np.testing.assert_array_equal(wrong.angles.values[:, knee], -motion.angles.values[:, knee])
    np.testing.assert_array_equal(
        wrong.angles.values[:, ~np.array(knee)], motion.angles.values[:, ~np.array(knee)]
    )


def test_sides_are_swapped() -> None:
    motion = fakes.walking().motion
    wrong = sabotage.with_sides_swapped(motion)
    np.testing.assert_array_equal(
        wrong.angles.sel(angle="knee_flexion_left"), motion.angles.sel(angle="knee_flexion_right")
    )
    np.testing.assert_array_equal(
        wrong.angles.sel(angle="pelvis_tilt"), motion.angles.sel(angle="pelvis_tilt")
    )
    assert not np.array_equal(
        wrong.angles.sel(angle="hip_flexion_left"), motion.angles.sel(angle="hip_flexion_left")
    )


@pytest.mark.parametrize(("survivor", "status"), [(SHORT, 0), (GOOD, 1), (REPORTED, 1)])
def test_a_line_that_survives_its_error_is_told(
    survivor: Line, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = module(monkeypatch, survivor)
    made = importlib.import_module(f"validation.{name}")
    made.SABOTAGES = {
        survivor.what: lambda: sabotage.wrapped("groundup.quantities.amounts", "mass_in_kg", lambda kg: kg)
    }
    assert sabotage.inject(name, survivor.what) == status
    assert capsys.readouterr().out
