"""Butterworth filters of second order run forwards and backwards, from arithmetic alone.

The same recursion as :func:`scipy.signal.filtfilt` with its own ends; to load that package takes longer than
to find the loads of a walk.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

PAD = 9
"""Samples that a low-pass reflects at each end; a span must be longer."""
_POLES = np.exp(0.75j * np.pi * np.array([1.0, -1.0]))
"""Of H(s) = 1 / (s^2 + sqrt(2) s + 1)."""


class Recursion(NamedTuple):
    """y[t] = sum of ahead[k] x[t - k] less sum of back[k] y[t - k] for k above 0; back[0] is 1."""

    ahead: FloatArray
    back: FloatArray


def low_pass(rate: float, cutoff_hz: float) -> Recursion:
    """Half power at the cut-off [Hz], below half the rate [Hz], by the bilinear transform, prewarped."""
    k = float(np.tan(np.pi * cutoff_hz / rate))
    whole = 1.0 + np.sqrt(2.0) * k + k * k
    ahead = np.array([k * k, 2.0 * k * k, k * k]) / whole
    back = np.array([whole, 2.0 * (k * k - 1.0), 1.0 - np.sqrt(2.0) * k + k * k]) / whole
    return Recursion(ahead, back)


def band_pass(rate: float, low_hz: float, high_hz: float) -> Recursion:
    """Half power at both ends of the band [Hz], second order on either side."""
    low, high = 2.0 * np.tan(np.pi * np.array([low_hz, high_hz]) / rate)
    half = 0.5 * (high - low) * _POLES
    reach = np.sqrt(half * half - low * high)
    poles = np.concatenate([half + reach, half - reach])
    gain = float(np.real((high - low) ** 2 * 4.0 / np.prod(2.0 - poles)))
    back = np.real(np.poly((2.0 + poles) / (2.0 - poles)))
    return Recursion(np.asarray(gain * np.poly([1.0, 1.0, -1.0, -1.0]), np.float64), back)


def zero_lag(recursion: Recursion, values: FloatArray) -> FloatArray:
    """Filter columns forwards and backwards: nothing is shifted in time, every gain counts twice.

    Parameters
    ----------
    recursion : Recursion
    values : (T, ...) without gaps, T above three times the recursion's length.

    Returns
    -------
    (T, ...)

    Notes
    -----
    The ends are reflected about their own value, and each pass begins in the steady state of its first
    sample, as scipy does.
    """
    columns = np.asarray(values, np.float64).reshape(len(values), -1)
    pad = 3 * len(recursion.back)
    before = 2.0 * columns[0] - columns[pad:0:-1]
    after = 2.0 * columns[-1] - columns[-2 : -pad - 2 : -1]
    there = _passed(recursion, np.concatenate([before, columns, after]))
    back = _passed(recursion, there[::-1])[::-1]
    return np.asarray(back[pad:-pad].reshape(values.shape))


def _passed(recursion: Recursion, columns: FloatArray) -> FloatArray:
    """One pass forwards over columns (T, N), begun in the steady state of the first row."""
    from scipy.linalg.blas import dtbsv

    ahead, back = recursion
    order = len(back) - 1
    right = ahead[0] * columns
    for k in range(1, order + 1):
        right[k:] += ahead[k] * columns[:-k]
    right[:order] += _steady(recursion)[:, None] * columns[0]
    # The sum of back[k] y[t - k] is right[t]: a lower triangle of a few bands, solved from the top.
    bands = np.empty((order + 1, len(columns)), order="F")
    bands[:] = back[:, None]
    found = np.empty_like(right)
    for number, column in enumerate(right.T):
        found[:, number] = dtbsv(order, bands, column, lower=1, diag=1)
    return np.asarray(found)


def _steady(recursion: Recursion) -> FloatArray:
    """(order,) what a recursion carries on from a past in which every sample was 1."""
    ahead, back = recursion
    order = len(back) - 1
    step = np.eye(order)
    step[:, 0] += back[1:]
    step[:-1, 1:] -= np.eye(order - 1)
    return np.asarray(np.linalg.solve(step, ahead[1:] - back[1:] * ahead[0]))
