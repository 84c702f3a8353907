"""The filters written here are scipy's, to rounding."""

import numpy as np
import pytest
from scipy.signal import butter, filtfilt

from groundup.recording.butterworth import PAD, band_pass, low_pass, zero_lag


@pytest.mark.parametrize(
    ("samples", "rate", "cutoff"),
    [(PAD + 1, 100.0, 7.5), (337, 100.0, 7.5), (5000, 1000.0, 62.0), (400, 50.0, 23.0)],
)
def test_the_low_pass_is_the_same(samples: int, rate: float, cutoff: float) -> None:
    paths = np.cumsum(np.random.default_rng(3).standard_normal((samples, 4, 3)), axis=0)
    expected = filtfilt(*butter(2, cutoff, fs=rate), paths, axis=0, padlen=PAD)
    found = zero_lag(low_pass(rate, cutoff), paths)
    assert found.shape == paths.shape
    np.testing.assert_allclose(found, expected, rtol=0.0, atol=1e-11 * np.abs(paths).max())


@pytest.mark.parametrize(("rate", "low", "high"), [(1000.0, 20.0, 450.0), (200.0, 20.0, 90.0)])
def test_the_band_pass_is_the_same(rate: float, low: float, high: float) -> None:
    signal = np.random.default_rng(5).standard_normal(3000)
    expected = filtfilt(*butter(2, (low, high), "bandpass", fs=rate), signal)
    np.testing.assert_allclose(zero_lag(band_pass(rate, low, high), signal), expected, rtol=0.0, atol=1e-10)


def test_every_column_stands_for_itself() -> None:
    paths = np.random.default_rng(4).standard_normal((60, 5))
    recursion = low_pass(100.0, 6.0)
    together = zero_lag(recursion, paths)
    for number, column in enumerate(paths.T):
        np.testing.assert_array_equal(zero_lag(recursion, column), together[:, number])
