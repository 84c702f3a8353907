"""Reading curves of many members: each as if it were alone, gaps and all."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundup.loads.knee.figures import force_readings
from groundup.loads.knee.kinematic_figures import band_readings, twist_readings
from groundup.loads.knee.window import Window, over_known
from groundup.loads.work import absorbed_shares, areas
from tests.loads.test_knee_figures import _CURVES, SPAN, TIME


@given(st.integers(0, 2**31), st.floats(0.0, 0.95))
@settings(max_examples=80, deadline=None)
def test_an_integral_goes_straight_across_what_is_missing(seed: int, missing: float) -> None:
    random = np.random.default_rng(seed)
    time = np.cumsum(random.uniform(0.01, 0.1, 30))
    values = np.where(random.uniform(size=(4, 30)) < missing, np.nan, random.normal(size=(4, 30)))
    found = over_known(values, time)
    for own, value in zip(values, found, strict=True):
        seen = np.isfinite(own)
        assert value == pytest.approx(np.trapezoid(own[seen], time[seen]) if seen.any() else 0.0, abs=1e-12)


def waves(seed: int, members: int) -> dict[str, np.ndarray]:
    """Curves of a stance, a little different for each member, with a gap of its own."""
    random = np.random.default_rng(seed)
    found = {}
    for name in _CURVES:
        size, phase = random.uniform(0.3, 1.0, (members, 1)), random.uniform(0.0, 0.6, (members, 1))
        found[name] = size * np.sin(np.pi * (TIME + 0.2 * phase)) + 0.2 * np.sin(9.0 * TIME + phase)
    for member in range(members):
        found["patellofemoral_stress"][member, 40 + member : 50] = np.nan
    return found | {"frontal_force": 700.0 * np.ones((members, len(TIME)))}


def test_figures_of_members_are_those_of_each_alone() -> None:
    curves = waves(1, 5)
    together = {r.name: r for r in force_readings(Window(TIME, curves, SPAN), 70.0)}
    for member in range(5):
        alone = Window(TIME, {name: own[member] for name, own in curves.items()}, SPAN)
        for reading in force_readings(alone, 70.0):
            for field in ("value", "low", "high", "at"):
                whole = np.broadcast_to(getattr(together[reading.name], field), (5,))
                np.testing.assert_allclose(
                    whole[member], getattr(reading, field), rtol=1e-12, err_msg=f"{reading.name} {field}"
                )


def test_twist_and_band_of_members_are_those_of_each_alone() -> None:
    random = np.random.default_rng(2)
    turn, evert = (size * np.sin(np.pi * TIME + random.uniform(-0.3, 0.3, (4, 1))) for size in (0.08, 0.15))
    evert[2, 10:14] = np.nan
    turn[3] = np.nan
    strain, rate, bend = (random.normal(size=(4, len(TIME))) for _ in range(3))
    rate[1, 50:] = np.nan
    force = np.abs(random.normal(size=(4, len(TIME)))) * 100.0
    together = [*twist_readings(turn, evert, 100.0 * TIME), *band_readings(strain, rate, bend, force, SPAN)]
    for member in range(4):
        alone = [
            *twist_readings(turn[member], evert[member], 100.0 * TIME),
            *band_readings(strain[member], rate[member], bend[member], force[member], SPAN),
        ]
        for whole, own in zip(together, alone, strict=True):
            np.testing.assert_allclose(whole.value[member], own.value, rtol=1e-10, err_msg=own.name)


def test_areas_and_shares_of_members_are_those_of_each_alone() -> None:
    power = np.random.default_rng(3).normal(size=(5, len(TIME)))
    power[1, 30:40] = power[2, :] = np.nan
    together = areas(TIME, power, 0.105, 0.83)
    for member, own in enumerate(power):
        for whole, alone in zip(together, areas(TIME, own, 0.105, 0.83), strict=True):
            np.testing.assert_allclose(whole[member], alone, rtol=1e-12)
    shares = absorbed_shares([np.array([-0.3, -0.001]), np.array([-0.1, -0.002])])
    np.testing.assert_allclose(shares, [[75.0, np.nan], [25.0, np.nan]])
