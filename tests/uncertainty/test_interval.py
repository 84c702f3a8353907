"""The interval about a measured value."""

import numpy as np
import pytest

from groundup.quantities import MeasurementError
from groundup.uncertainty.interval import spread_about


def test_it_holds_nine_in_ten() -> None:
    members = np.random.default_rng(2).normal(10.0, 2.0, 4000)
    sd, low, high = (float(x) for x in spread_about(np.asarray(10.0), members))
    assert sd == pytest.approx(2.0, rel=0.05)
    # The normal quantile of 95 %.
    assert low == pytest.approx(10.0 - 1.645 * 2.0, abs=0.25)
    assert high == pytest.approx(10.0 + 1.645 * 2.0, abs=0.25)


def test_what_moves_all_members_one_way_moves_it_the_other_way() -> None:
    members = np.random.default_rng(2).normal(13.0, 2.0, 4000)
    _, low, high = (float(x) for x in spread_about(np.asarray(10.0), members))
    assert low == pytest.approx(7.0 - 1.645 * 2.0, abs=0.25)
    assert high == pytest.approx(7.0 + 1.645 * 2.0, abs=0.25)


def test_the_measured_value_is_always_in_it() -> None:
    members = np.random.default_rng(2).normal(15.0, 1.0, 400)
    _, low, high = (float(x) for x in spread_about(np.asarray(10.0), members))
    assert low < 10.0
    assert high == 10.0


def test_the_highest_of_noisy_numbers_is_found_too_high_and_its_interval_lies_lower() -> None:
    random = np.random.default_rng(5)
    true = -0.2 * np.arange(-15.0, 15.0) ** 2
    found = []
    for _ in range(300):
        seen = true + random.normal(size=30)
        again = seen + random.normal(size=(200, 30))
        _, low, high = spread_about(np.asarray(seen.max()), again.max(axis=1))
        found.append((seen.max(), 0.5 * (low + high), low <= true.max() <= high))
    measured, middle, held = np.mean(found, axis=0)
    assert abs(middle - true.max()) < 0.6 * abs(measured - true.max())
    assert 0.85 <= held <= 0.97


def test_a_number_that_members_do_not_show_has_none() -> None:
    members = np.random.default_rng(2).normal(size=(50, 2))
    members[:10, 0] = np.nan
    sd, low, high = spread_about(np.zeros(2), members)
    assert np.isnan([sd[0], low[0], high[0]]).all()
    assert np.isfinite([sd[1], low[1], high[1]]).all()
    few = spread_about(np.asarray(0.0), np.zeros(5))
    assert np.isnan(few).all()


def test_a_limit_inside_leaves_it_open() -> None:
    error = MeasurementError(sd=2.0, low=6.7, high=13.3, members=200)
    assert error.holds(7.0)
    assert not error.holds(6.0)
    assert error.chance_above(10.0, 10.0) == pytest.approx(0.5)
    # One standard deviation above the limit.
    assert error.chance_above(10.0, 8.0) == pytest.approx(0.8413, abs=1e-4)
