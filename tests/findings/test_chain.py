"""When each link turns furthest: made curves with known onset, peak and shift, and the mirror of a leg."""

import dataclasses

import numpy as np
import pytest
import xarray as xr

from groundup.findings.chain import LINKS, leg_timings
from groundup.findings.timing import coupling, lags, onset_and_peak, told
from groundup.motion.motion import Cycle, Motion, Movement
from groundup.motion.task import Task
from groundup.quantities import Side

PERCENT = np.arange(101.0)


def _bump(peak: float, size: float = 5.0) -> np.ndarray:
    return size * np.exp(-(((PERCENT - peak) / 15.0) ** 2))


def test_a_made_curve_has_its_known_onset_and_peak() -> None:
    ramp = np.interp(PERCENT, [0.0, 10.0, 50.0, 100.0], [0.0, 0.0, 8.0, 0.0])
    onset, peak = onset_and_peak(ramp, 100.0)
    assert onset == pytest.approx(14.0)
    assert peak == pytest.approx(50.0, abs=0.1)


def test_a_curve_still_rising_has_no_peak_unless_the_phase_ends_in_a_turn() -> None:
    assert np.isnan(onset_and_peak(PERCENT / 10.0, 80.0)).all()
    assert onset_and_peak(PERCENT / 10.0, 100.0, may_end=True)[1] == 100.0
    assert np.isnan(onset_and_peak(0.1 * _bump(40.0), 100.0)).all()


def test_a_later_curve_has_a_positive_lag() -> None:
    found = lags(np.stack([_bump(40.0), _bump(48.0), -_bump(40.0)])[None])[0]
    assert found[0, 1] == pytest.approx(8.0, abs=0.5)
    assert found[1, 0] == pytest.approx(-8.0, abs=0.5)
    assert found[0, 0] == pytest.approx(0.0, abs=0.1)
    assert np.isnan(lags(np.stack([_bump(40.0), np.full(101, np.nan)])[None])[0, 0, 1])


def test_coupling_tells_how_much_of_each() -> None:
    curve = _bump(40.3)[None]
    assert coupling(curve, curve) == pytest.approx([45.0])
    assert coupling(curve, 2.0 * curve) == pytest.approx([np.degrees(np.arctan(2.0))])


def test_an_interval_needs_three_and_is_that_of_student() -> None:
    assert np.isnan(told(np.array([1.0, 2.0]), "").low)
    three = told(np.array([1.0, 2.0, 3.0]), "")
    # t(0.95, 2) = 2.920 (any table), sd 1
    assert three.high - three.value == pytest.approx(2.920 / np.sqrt(3.0), abs=1e-3)


def _movement(side: Side, *, task: Task = Task.WALKING) -> tuple[Movement, Motion]:
    """Three strides; off at 60 %, the heel's peak at 41 % of stance, the tibia's at 48 %."""
    marks = {"off": 0.6, "opposite_contact": 0.5}
    cycles = tuple(
        Cycle(side, k + 1, float(k), k + 1.0, {n: k + t for n, t in marks.items()}) for k in range(3)
    )
    columns = [f"{link.angle}_{side}" if link.sided else link.angle for link in LINKS]
    curves = np.full((3, len(LINKS), 101), np.nan)
    curves[:, 0] = -np.radians(_bump(0.6 * 41.0))
    curves[:, 1] = np.radians(_bump(0.6 * 48.0))
    table = xr.DataArray(
        curves, dims=("cycle", "angle", "percent"), coords={"angle": columns, "percent": PERCENT}
    )
    movement = object.__new__(Movement)
    values = {f.name: () for f in dataclasses.fields(Movement)} | {
        "task": task,
        "cycles": cycles,
        "cycle_curves": table,
    }
    for name, value in values.items():
        object.__setattr__(movement, name, value)
    motion = object.__new__(Motion)
    object.__setattr__(motion, "not_measurable", {columns[2]: "no knee"})
    return movement, motion


@pytest.mark.parametrize("side", list(Side))
def test_the_tibia_turns_later_than_the_heel_on_either_leg(side: Side) -> None:
    (leg,) = leg_timings(*_movement(side))
    assert leg.side is side
    assert leg.links[0].peak.value == pytest.approx(41.0, abs=0.3)
    assert leg.links[1].peak.value == pytest.approx(48.0, abs=0.3)
    pair = ("rearfoot_eversion", "tibial_rotation")
    assert leg.later[pair].value == pytest.approx(7.0, abs=0.5)
    assert leg.lags[pair].value == pytest.approx(7.0, abs=1.0)
    assert leg.links[2].peak.reason == "no knee"
    assert np.isnan(leg.links[2].peak.value)


def test_standing_has_no_timing() -> None:
    assert leg_timings(*_movement(Side.LEFT, task=Task.STANDING)) == ()
