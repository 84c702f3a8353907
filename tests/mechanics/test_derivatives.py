"""Derivatives of curves whose derivatives are known."""

import numpy as np
import pytest
from scipy.interpolate import make_interp_spline

from groundup.mechanics.derivatives import differentiate

RATE = 100.0
TIME = np.arange(300) / RATE
INSIDE = slice(20, -20)


def sine(frequency):
    angular = 2 * np.pi * frequency
    phase = angular * TIME + 0.4
    return np.stack([np.sin(phase), angular * np.cos(phase), -(angular**2) * np.sin(phase)])[:, :, None]


def test_a_quintic_is_differentiated_exactly_to_its_ends():
    polynomial = np.polynomial.Polynomial([0.3, -1.0, 2.0, 0.7, -0.9, 0.2])
    found = differentiate(polynomial(TIME)[:, None], RATE)
    for order, series in enumerate(found):
        expected = polynomial.deriv(order)(TIME) if order else polynomial(TIME)
        np.testing.assert_allclose(series[:, 0], expected, rtol=0, atol=1e-8 * np.abs(expected).max())


@pytest.mark.parametrize(("frequency", "most"), [(2, 1e-6), (5, 2e-5), (10, 3e-4), (20, 5e-3)])
def test_acceleration_of_a_sine(frequency, most):
    """A B-spline's own figure: the error falls with the fourth power of frequency over sampling rate."""
    expected = sine(frequency)
    found = differentiate(expected[0], RATE)
    assert np.abs(found.acceleration - expected[2])[INSIDE].max() < most * np.abs(expected[2]).max()
    assert np.abs(found.rate - expected[1])[INSIDE].max() < most * np.abs(expected[1]).max()


def test_a_cut_off_passes_what_is_slow_and_halves_the_power_at_its_frequency():
    slow, at = sine(1), sine(10)
    found = differentiate(slow[0], RATE, cutoff_hz=10.0)
    assert np.abs(found.acceleration - slow[2])[60:-60].max() < 1e-3 * np.abs(slow[2]).max()
    found = differentiate(at[0], RATE, cutoff_hz=10.0)
    gain = np.abs(found.value[60:-60]).max() / np.abs(at[0]).max()
    assert gain == pytest.approx(np.sqrt(0.5), abs=0.01)


def test_noise_grows_no_more_than_the_filter_lets_through():
    """White noise through an ideal low-pass at f: rms acceleration is sigma (2 pi f)^2 sqrt(2 f / 5 rate)."""
    noise = np.random.default_rng(0).normal(size=(4000, 20))
    found = differentiate(noise, RATE, cutoff_hz=6.0).acceleration[200:-200]
    ideal = (2 * np.pi * 6.0) ** 2 * np.sqrt(2 * 6.0 / (5 * RATE))
    assert 0.8 * ideal < found.std() < 2.0 * ideal


def test_gaps_stay_gaps_and_each_span_stands_alone():
    expected = sine(2)
    values = np.repeat(expected[0], 3, axis=1)
    values[100:130, 1] = np.nan
    values[:, 2] = np.nan
    values[50:55, 2] = 0.1
    found = differentiate(values, RATE)
    for series in found:
        assert np.isnan(series[100:130, 1]).all()
        assert np.isfinite(series[:100, 1]).all()
        assert np.isfinite(series[130:, 1]).all()
        assert np.isnan(series[:, 2]).all()
    alone = make_interp_spline(TIME[130:], values[130:, 1], k=5)(TIME[130:], nu=2)
    np.testing.assert_allclose(found.acceleration[130:, 1], alone, rtol=0, atol=1e-9 * np.abs(alone).max())
    np.testing.assert_array_equal(
        found.acceleration[:, 0], differentiate(values[:, :1], RATE).acceleration[:, 0]
    )


def test_a_cut_off_above_half_the_sampling_rate_is_refused():
    with pytest.raises(ValueError, match="below 50 Hz"):
        differentiate(sine(2)[0], RATE, cutoff_hz=50.0)


def test_leading_axes_are_differentiated_as_if_each_were_alone():
    rng = np.random.default_rng(0)
    values = np.cumsum(rng.normal(size=(3, 40, 4)), axis=1)
    values[1, 20:22, 2] = np.nan
    found = differentiate(values, 100.0)
    for k, own in enumerate(values):
        for whole, alone in zip(found, differentiate(own, 100.0), strict=True):
            np.testing.assert_allclose(whole[k], alone, rtol=1e-12, atol=1e-9)
