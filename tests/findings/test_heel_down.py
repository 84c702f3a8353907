"""The shank's lean with the heel down, on paths whose heel rise is known."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import xarray as xr

from groundup.findings import heel_down
from groundup.motion.motion import Cycle, Movement
from groundup.motion.task import Task
from groundup.quantities import Side

TIME = np.linspace(0.0, 1.0, 101)
LEAN = 50.0 * TIME - 10.0
"""Shank: -10 degrees at the start, a degree more every 20 ms."""


def _read(heel: np.ndarray, pitch_deg: float = 0.0, **marks: float) -> tuple[np.ndarray, str]:
    points = np.zeros((101, 3))
    foot: Any = SimpleNamespace(
        heel=np.column_stack([TIME, heel, TIME]), forefoot=points, forefoot_height=0.0
    )
    angles = xr.DataArray(
        np.radians(LEAN)[:, None],
        dims=("time", "angle"),
        coords={"time": TIME, "angle": ["shank_to_floor_left"]},
    )
    angle = np.radians(pitch_deg)
    turned = np.eye(3)
    turned[1, 0] = np.sin(angle)
    rotation = xr.DataArray(
        np.tile(turned, (101, 1, 1, 1)),
        dims=("time", "segment", "row", "column"),
        coords={"segment": ["left_hindfoot"]},
    )
    motion: Any = SimpleNamespace(angles=angles, segment_rotation=rotation)
    cycle = Cycle(Side.LEFT, 1, 0.0, 1.0, marks)
    movement = Movement(Task.WALKING, "given", (), (), (cycle,), xr.DataArray(0.0), ())
    return heel_down.read_heel_down(foot, motion, movement, Side.LEFT)


def test_the_lean_is_read_up_to_heel_rise() -> None:
    # The heel is 10 mm up at 0.60 s, when the shank leans 20 degrees; it goes on to 30 with the heel up.
    heel = 0.03 + np.maximum(0.0, TIME - 0.5) * 0.1
    (value,), reason = _read(heel, off=0.8)
    assert value == pytest.approx(20.0, abs=0.6)
    assert reason == ""


def test_a_heel_that_stays_down_shows_the_whole_lean() -> None:
    (value,), _ = _read(np.full(101, 0.05))
    assert value == pytest.approx(40.0)


def test_a_foot_on_its_toes_has_no_heel_down() -> None:
    (value,), reason = _read(np.full(101, 0.05), pitch_deg=-20.0)
    assert np.isnan(value)
    assert reason == "the heel does not come down"


def test_a_landing_is_read_from_contact() -> None:
    heel = np.where(TIME < 0.5, 0.3, 0.05)
    (value,), _ = _read(heel, contact=0.5)
    assert value == pytest.approx(40.0)
