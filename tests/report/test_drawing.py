"""Axes, words and the grid."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundup.quantities import ANGLES, Plane, Side
from groundup.report.layout import GRID
from groundup.report.scale import degree_axis, percent_axis, time_axis
from groundup.report.words import number, plural, signed_degrees, spread

BY_NAME = {a.name: a for a in ANGLES}


def test_every_angle_has_one_place_in_the_column_of_its_plane() -> None:
    placed = [a for _, row in GRID for a in row if a is not None]
    assert sorted(a.name for a in placed) == sorted(BY_NAME)
    for _, row in GRID:
        for angle, plane in zip(row, Plane, strict=True):
            assert angle is None or angle.plane is plane


def test_rows_run_from_the_trunk_to_the_ground() -> None:
    assert [title for title, _ in GRID] == ["Trunk", "Pelvis", "Hip", "Knee", "Ankle", "Foot", "Shank"]


@given(st.floats(-180, 180), st.floats(0, 360))
def test_a_degree_axis_holds_its_values_and_is_never_narrow(low: float, width: float) -> None:
    axis = degree_axis(low, low + width)
    assert axis.low <= low
    assert axis.high >= low + width
    assert axis.high - axis.low >= 20.0
    assert 2 <= len(axis.ticks) <= 7
    assert all(axis.low <= t <= axis.high for t in axis.ticks)
    assert all(t % 5 == 0 for t in axis.ticks)


@given(st.floats(0, 1e4), st.floats(0.05, 1e4))
def test_a_time_axis_has_a_handful_of_round_ticks(start: float, length: float) -> None:
    axis = time_axis(start, start + length)
    assert 2 <= len(axis.ticks) <= 8
    assert np.ptp(np.diff(axis.ticks)) < 1e-6 * length + 1e-9


def test_an_empty_time_axis_does_not_fail() -> None:
    assert time_axis(1.0, 1.0).ticks
    assert percent_axis().ticks[-1] == 100.0


@pytest.mark.parametrize(
    ("value", "text"), [(-3.14, "−3.1"), (-0.04, "0.0"), (float("nan"), "–"), (None, "–"), (2.0, "2.0")]
)
def test_numbers(value: float | None, text: str) -> None:
    assert number(value, 1) == text


def test_spread_without_a_spread_is_the_mean_alone() -> None:
    assert spread(1.234, float("nan"), 2) == "1.23"
    assert spread(1.234, 0.05, 2) == "1.23 ± 0.05"
    assert spread(float("nan"), 0.05, 2) == "–"


def test_plurals() -> None:
    assert (plural(0, "cycle"), plural(1, "cycle"), plural(2, "cycle")) == ("0 cycles", "1 cycle", "2 cycles")


def test_signed_degrees_use_the_sign_word_never_a_sign() -> None:
    knee, pelvis = BY_NAME["knee_flexion"], BY_NAME["pelvis_obliquity"]
    assert signed_degrees(12.34, knee, Side.LEFT) == "12.3° flexion"
    assert signed_degrees(-3.0, knee, Side.LEFT) == "3.0° extension"
    assert signed_degrees(-3.0, pelvis, Side.RIGHT) == "3.0° right side down"
    assert signed_degrees(-0.01, knee, Side.LEFT) == "0.0°"
    assert signed_degrees(float("nan"), knee, Side.LEFT) == "–"
