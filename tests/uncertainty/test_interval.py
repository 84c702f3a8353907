"""The interval about a measured value."""

import numpy as np
import pytest

from groundup.quantities import MeasurementError
from groundup.uncertainty.interval import spread_about


def test_it_lies_about_the_measured_value_and_holds_nine_in_ten() -> None:
    members = np.random.default_rng(2).normal(13.0, 2.0, 4000)
    sd, low, high = (float(x) for x in spread_about(np.asarray(10.0), members))
    assert sd == pytest.approx(2.0, rel=0.05)
    # The normal quantile of 95 %.
    assert low == pytest.approx(10.0 - 1.645 * 2.0, abs=0.25)
    assert high == pytest.approx(10.0 + 1.645 * 2.0, abs=0.25)


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
