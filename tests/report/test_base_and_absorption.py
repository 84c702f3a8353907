"""Who absorbs it and the base on the page: sides, words, and what is said where nothing was measured."""

import re

import numpy as np
import xarray as xr

from groundup.quantities import Side
from groundup.report.absorption_picture import absorption_picture
from groundup.report.base_pictures import butterfly_picture, pressure_picture

LEFT, RIGHT = Side.LEFT, Side.RIGHT


def _discs(svg: str, side: Side) -> list[tuple[float, float]]:
    found = re.findall(rf'class="taken {side}" cx="([\d.]+)" cy="[\d.]+" r="([\d.]+)"', svg)
    return [(float(x), float(r)) for x, r in found]


def test_the_area_of_a_disc_is_the_energy() -> None:
    energy = {LEFT: {"hip": 0.1, "knee": 0.4, "ankle": 0.1}, RIGHT: {"hip": 0.4, "knee": 0.4, "ankle": 0.025}}
    share = {
        LEFT: {"hip": 16.7, "knee": 66.7, "ankle": 16.7},
        RIGHT: {"hip": 48.5, "knee": 48.5, "ankle": 3.0},
    }
    svg = str(absorption_picture(energy, share))
    left, right = _discs(svg, LEFT), _discs(svg, RIGHT)
    assert left[1][1] / left[0][1] == 2.0
    assert right[1][1] == left[1][1]
    assert abs(right[2][1] / right[1][1] - 0.25) < 0.01
    assert max(x for x, _ in left) < min(x for x, _ in right)
    assert "67 %" in svg
    assert "0.60 J/kg absorbed" in svg


def test_a_leg_that_was_not_measured_says_so() -> None:
    svg = str(absorption_picture({LEFT: {"hip": 0.1, "knee": 0.1, "ankle": 0.1}}, {}))
    assert "Right: not measurable" in svg
    assert not _discs(svg, RIGHT)
    assert "nan" not in svg


def _pressure(across: float) -> xr.DataArray:
    values = np.stack([np.stack([np.linspace(0.1, 0.9, 11), np.full(11, across)])] * 2)
    return xr.DataArray(
        values,
        dims=("stance", "direction", "percent"),
        coords={
            "side": ("stance", ["left", "right"]),
            "length": ("stance", [0.25, 0.25]),
            "direction": ["along", "across"],
            "percent": np.linspace(0.0, 100.0, 11),
        },
    )


def test_lateral_is_to_the_outside_of_both_feet() -> None:
    def starts(across: float) -> list[float]:
        return [
            float(x)
            for x in re.findall(r'class="start \w+" cx="([\d.]+)"', str(pressure_picture(_pressure(across))))
        ]

    (left, right), (left_out, right_out) = starts(0.0), starts(0.02)
    assert left_out < left < right < right_out


def test_no_pressure_no_picture() -> None:
    assert pressure_picture(_pressure(0.0) * np.nan) is None


def test_the_butterfly_has_the_left_foot_left_and_walks_up() -> None:
    forward = np.linspace(0.3, -0.2, 21)
    values = np.stack([np.stack([forward, np.full(21, x)], axis=1) for x in (-0.1, 0.1, 0.0)], axis=1)
    table = xr.DataArray(
        values,
        dims=("time", "foot", "direction"),
        coords={"foot": ["left", "right", "both"], "direction": ["forward", "right"]},
    )
    svg = str(butterfly_picture(table))
    points = {
        side: [
            tuple(map(float, p.split()))
            for p in re.findall(rf'pressure {side}" d="M([^"]+)"', svg)[0].split("L")
        ]
        for side in ("left", "right")
    }
    assert points["left"][0][0] < points["right"][0][0]
    assert points["left"][0][1] < points["left"][-1][1]
