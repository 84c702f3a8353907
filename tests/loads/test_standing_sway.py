"""Sway of whole stretches of standing: which stretch is told, of which feet, and why some are not."""

from types import SimpleNamespace

import numpy as np
import pytest
import xarray as xr

from groundup.loads.figure import Figure
from groundup.loads.ground_force import GroundForce
from groundup.loads.stabilisation import measure_stabilisation
from groundup.loads.sway import measure_sway
from groundup.motion.motion import VALID, Contact, Cycle
from groundup.motion.task import Task
from groundup.quantities import Side

MASS, WEIGHT, RATE = 70.0, 70.0 * 9.80665, 100.0


def _table(time: np.ndarray, values: np.ndarray) -> xr.DataArray:
    coords = {"time": time, "side": ["left", "right"], "axis": ["x", "y", "z"]}
    return xr.DataArray(values, dims=("time", "side", "axis"), coords=coords)


def _standing(seconds: float, left: np.ndarray | float, right: np.ndarray | float) -> tuple:
    """Plates 0.3 m apart, each foot's pressure going round its plate's middle, shares of the weight given."""
    time = np.arange(0.0, seconds, 1.0 / RATE)
    force, point = np.zeros((len(time), 2, 3)), np.full((len(time), 2, 3), np.nan)
    turn = 2.0 * np.pi * 0.5 * time
    for k, share in enumerate((left, right)):
        force[:, k, 1] = WEIGHT * share
        round_about = np.column_stack([0.004 * np.sin(turn), 0.0 * turn, 0.3 * k + 0.004 * np.cos(turn)])
        loaded = force[:, k, 1] > 20.0
        point[loaded, k] = round_about[loaded]
    plates = tuple(
        SimpleNamespace(
            force=xr.DataArray(force[:, k], dims=("plate_time", "axis"), coords={"plate_time": time}),
            centre_of_pressure=xr.DataArray(
                point[:, k], dims=("plate_time", "axis"), coords={"plate_time": time}
            ),
        )
        for k in range(2)
    )
    ground = GroundForce(_table(time, force), _table(time, point), _table(time, 0.0 * force))
    return SimpleNamespace(plates=plates), ground


def _told(figures: tuple[Figure, ...], name: str) -> dict[Side | None, tuple[float, str]]:
    return {f.side: (f.value, f.reason) for f in figures if f.definition.name == name}


def _movement(*contacts: Contact, task: Task = Task.STANDING) -> SimpleNamespace:
    return SimpleNamespace(task=task, contacts=contacts, cycles=())


def test_both_legs_are_told_together_whichever_plates_they_use() -> None:
    recording, ground = _standing(20.0, 0.5, 0.5)
    contacts = [Contact(side, 0.0, 20.0, (), VALID) for side in Side]
    figures = measure_sway(recording, ground, _movement(*contacts), MASS)
    area, _ = _told(figures, "sway_area")[None]
    # A circle of 4 mm: variances of half its square.
    assert area == pytest.approx(np.pi * 5.991 * 0.5 * 0.4**2, rel=0.01)
    assert set(_told(figures, "sway_area")) == {None}


def test_one_leg_is_told_of_the_time_it_stands_alone() -> None:
    time = np.arange(0.0, 20.0, 1.0 / RATE)
    alone = (time > 4.0) & (time < 16.0)
    recording, ground = _standing(20.0, np.where(alone, 1.0, 0.5), np.where(alone, 0.0, 0.5))
    contacts = (
        Contact(Side.LEFT, 0.0, 20.0, (), VALID),
        Contact(Side.RIGHT, 0.0, 4.0, (), VALID),
        Contact(Side.RIGHT, 16.0, 20.0, (), VALID),
    )
    figures = measure_sway(recording, ground, _movement(*contacts), MASS)
    assert _told(figures, "sway_seconds") == {Side.LEFT: (pytest.approx(11.0, abs=0.03), "")}
    assert np.isfinite(_told(figures, "sway_area")[Side.LEFT][0])


@pytest.mark.parametrize(
    ("seconds", "share", "why"), [(3.0, 0.5, "stood for 3.0 s"), (20.0, 0.3, "whole person")]
)
def test_short_or_half_carried_stretches_say_why(seconds: float, share: float, why: str) -> None:
    recording, ground = _standing(seconds, share, share)
    contacts = [Contact(side, 0.0, seconds, (), VALID) for side in Side]
    value, reason = _told(measure_sway(recording, ground, _movement(*contacts), MASS), "sway_area")[None]
    assert np.isnan(value)
    assert why in reason


def test_a_walk_has_no_sway() -> None:
    recording, ground = _standing(20.0, 0.5, 0.5)
    assert measure_sway(recording, ground, _movement(task=Task.WALKING), MASS) == ()


def _landing(share: np.ndarray) -> tuple[Figure, ...]:
    _, ground = _standing(4.0, share, share)
    movement = SimpleNamespace(task=Task.LANDING, cycles=(Cycle(None, 1, 0.0, 4.0, {"contact": 0.5}),))
    return measure_stabilisation(ground, movement, MASS)


def test_stabilisation_counts_both_feet_from_contact() -> None:
    time = np.arange(0.0, 4.0, 1.0 / RATE)
    (figure,) = _landing(0.5 * np.where(time < 0.5, 0.0, np.where(time < 1.3, 2.0, 1.0)))
    assert figure.value == pytest.approx(0.8, abs=0.015)
    assert figure.side is None


def test_no_rest_before_the_end_says_so() -> None:
    time = np.arange(0.0, 4.0, 1.0 / RATE)
    (figure,) = _landing(0.5 * np.where(time < 3.2, 2.0, 1.0))
    assert np.isnan(figure.value)
    assert "before the end of the recording" in figure.reason
