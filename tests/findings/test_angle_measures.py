"""Measures read off curves whose values are known."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from groundup.findings.angle_measures import AngleMeasure, angle_measures, read
from groundup.findings.definition import Phase, Pick
from groundup.findings.measure import gather
from groundup.findings.phases import window
from groundup.motion.motion import Cycle, Movement
from groundup.motion.task import Task
from groundup.quantities import Side

MARKS = {"opposite_off": 10.1, "opposite_contact": 10.5, "off": 10.6}
PERCENT = np.arange(101.0)


def _movement(curve: np.ndarray, column: str, task: Task = Task.WALKING, **marks: float) -> Movement:
    side = next((s for s in Side if column.endswith(str(s))), None)
    cycle = Cycle(side if task in (Task.WALKING, Task.RUNNING) else None, 1, 10.0, 11.0, marks or MARKS)
    curves = xr.DataArray(
        np.radians(curve)[None, None],
        dims=("cycle", "angle", "percent"),
        coords={"angle": [column], "percent": PERCENT},
    )
    return Movement(task, "given", (), (), (cycle,), curves, ())


def _named(name: str) -> AngleMeasure:
    return next(m for m in angle_measures() if m.definition.name == name)


def _value(name: str, curve: np.ndarray, side: Side = Side.LEFT, task: Task = Task.WALKING) -> float:
    measure = _named(name)
    column = measure.angle.column(side)
    (found,) = read(measure, _movement(curve, column, task), side)
    return float(found)


def test_peaks_are_read_within_their_phase() -> None:
    # 20 deg in loading response (5 %), 60 deg in swing (75 %).
    curve = 20.0 * np.exp(-(((PERCENT - 5) / 3) ** 2)) + 60.0 * np.exp(-(((PERCENT - 75) / 6) ** 2))
    assert _value("knee_flexion_loading_peak", curve) == pytest.approx(20.0, abs=0.1)
    assert _value("knee_flexion_swing_peak", curve) == pytest.approx(60.0, abs=0.1)
    assert _value("knee_flexion_stance_minimum", curve) == pytest.approx(0.0, abs=0.1)
    assert _value("knee_flexion_contact", curve) == pytest.approx(curve[0], abs=1e-9)


def test_eversion_is_the_lowest_of_inversion_and_keeps_its_sign() -> None:
    curve = -7.0 * np.exp(-(((PERCENT - 30) / 8) ** 2))
    measure = _named("rearfoot_eversion_peak")
    assert _value("rearfoot_eversion_peak", curve) == pytest.approx(-7.0, abs=1e-6)
    assert measure.definition.word(-7.0) == "eversion"
    assert measure.definition.word(7.0) == "inversion"
    # The peak at 30 % of the cycle is at 50 % of a stance that ends at 60 %.
    assert _value("rearfoot_eversion_time", curve) == pytest.approx(50.0)
    assert _value("rearfoot_frontal_range", curve) == pytest.approx(7.0, abs=0.01)


def test_each_leg_is_read_from_its_own_curve() -> None:
    movement = _movement(np.full(101, 5.0), "knee_flexion_left")
    measure = _named("knee_flexion_contact")
    assert read(measure, movement, Side.LEFT) == pytest.approx([5.0])
    assert len(read(measure, movement, Side.RIGHT)) == 0


def test_a_gap_in_the_phase_leaves_no_value_and_one_outside_does_not_matter() -> None:
    curve = np.full(101, 10.0)
    curve[80] = np.nan
    assert _value("knee_flexion_loading_peak", curve) == pytest.approx(10.0)
    assert np.isnan(_value("knee_flexion_swing_peak", curve))


@pytest.mark.parametrize("name", ["trunk_side_lean_peak", "pelvis_obliquity_peak"])
def test_what_is_told_of_a_side_turns_its_sign_for_the_left_leg_in_a_squat_of_both(name: str) -> None:
    """The curve is told from the right: 8 degrees to the right at most, 3 to the left."""
    curve = np.where(PERCENT < 50, 8.0, -3.0)
    assert _value(name, curve, Side.RIGHT, Task.SQUAT) == pytest.approx(8.0)
    assert _value(name, curve, Side.LEFT, Task.SQUAT) == pytest.approx(3.0)


def test_trunk_lean_of_a_stride_is_told_from_its_own_side() -> None:
    """The curves of a left stride are told from the left already."""
    measure = _named("trunk_side_lean_stance_peak")
    movement = _movement(np.where(PERCENT < 50, 12.0, -3.0), "trunk_side_lean")
    for side in Side:
        told = replace(movement, cycles=(replace(movement.cycles[0], side=side),))
        assert read(measure, told, side) == pytest.approx([12.0])
    assert measure.definition.word(12.0) == "to the named side"
    assert (measure.definition.unit, measure.definition.detectable) == ("deg", "A61.detectable")


def test_running_splits_stance_in_halves() -> None:
    cycle = Cycle(Side.LEFT, 1, 0.0, 1.0, {"off": 0.4})
    assert window(cycle, Phase.LOADING, running=True) == (0.0, 20.0)
    assert window(cycle, Phase.PUSH_OFF, running=True) == (20.0, 40.0)
    assert window(cycle, Phase.LOADING) is None


def test_measures_have_different_names_and_readable_labels() -> None:
    names = [m.definition.name for m in angle_measures()]
    assert len(names) == len(set(names))
    for measure in angle_measures():
        assert measure.definition.label[0].isupper()
        assert (measure.definition.positive != "") == (measure.pick not in (Pick.RANGE, Pick.TIME_OF_LOWEST))


def test_repetitions_are_joined_over_trials_and_say_why_where_there_is_none() -> None:
    definition = _named("knee_flexion_contact").definition
    readings = [("a", np.array([1.0, np.nan])), ("b", np.array([3.0])), ("c", np.array([np.nan]))]
    found = gather(definition, Side.LEFT, Task.WALKING, readings, lambda: "never")
    assert (found.value, found.n, found.source, found.reason) == (2.0, 2, "a, b", "")
    assert found.sd == pytest.approx(np.sqrt(2.0))
    none = gather(definition, Side.LEFT, Task.WALKING, readings[2:], lambda: "no markers on the foot")
    assert none.reason == "no markers on the foot"
    assert np.isnan(none.value)
    assert none.row()["why_not_measurable"] == "no markers on the foot"
    assert found.row()["detectable_change"] == 5.0
