"""Rates and accelerations of sampled curves.

The method: a zero-lag low-pass where one is asked for, then an interpolating quintic spline, differentiated
exactly. The spline follows what the filter left: at a tenth of the sampling rate its acceleration is right to
0.03 %, where three-point differences fall short by 3 %. Smoothing and differentiating stay apart, so that
forces can be given the very same cut-off (EVIDENCE F50).
"""

from typing import NamedTuple

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.recording.filters import smooth_paths, spans

# A quintic needs six samples; fewer have no second derivative worth the name.
_DEGREE = 5


class Derivatives(NamedTuple):
    """A curve and its derivatives by time, each shaped like what was given; NaN where it is missing."""

    value: FloatArray
    rate: FloatArray
    acceleration: FloatArray


def differentiate(values: FloatArray, sampling_rate: float, cutoff_hz: float | None = None) -> Derivatives:
    """Differentiate columns twice by time.

    Parameters
    ----------
    values : (..., T, N), evenly sampled; angles without jumps of whole turns; NaN where missing.
    sampling_rate : [Hz].
    cutoff_hz : half-power frequency of a fourth-order zero-lag Butterworth low-pass applied first [Hz]; none
        by default, for curves that have been smoothed (markers were, before tracking).

    Returns
    -------
    Derivatives
        Each (..., T, N). Gaps stay gaps: every span between them is taken on its own, and a span of fewer
        than six samples becomes NaN. At the two ends of a span the acceleration leans on one side only.

    Raises
    ------
    ValueError
        If the cut-off is not below half the sampling rate.
    """
    from scipy.interpolate import make_interp_spline

    values = np.asarray(values, np.float64)
    if values.ndim > 2:
        return _of_all(values, sampling_rate, cutoff_hz)
    if cutoff_hz is not None:
        if not 0.0 < cutoff_hz < 0.5 * sampling_rate:
            raise ValueError(f"expected a cut-off below {0.5 * sampling_rate:g} Hz, got {cutoff_hz:g} Hz")
        values = smooth_paths(values[:, :, None], sampling_rate, cutoff_hz)[0][:, :, 0]
    found = Derivatives(*(np.full(values.shape, np.nan) for _ in range(3)))
    time = np.arange(len(values)) / sampling_rate
    seen = np.isfinite(values)
    # Columns with the same gaps go together: one banded system serves them all.
    if (seen == seen[:, :1]).all():
        patterns, which = seen[:, :1], np.zeros(seen.shape[1], np.intp)
    else:
        patterns, which = np.unique(seen, axis=1, return_inverse=True)
    for k, pattern in enumerate(patterns.T):
        columns = np.flatnonzero(which == k)
        for start, stop in spans(pattern):
            if stop - start > _DEGREE:
                part = np.ix_(np.arange(start, stop), columns)
                spline = make_interp_spline(time[start:stop], values[part], k=_DEGREE)
                for order, series in enumerate(found):
                    series[part] = spline(time[start:stop], nu=order)
    return found


def _of_all(values: FloatArray, sampling_rate: float, cutoff_hz: float | None) -> Derivatives:
    """Columns of every leading index side by side."""
    turned = np.moveaxis(values, -2, 0)
    found = differentiate(turned.reshape(len(turned), -1), sampling_rate, cutoff_hz)
    return Derivatives(*(np.moveaxis(series.reshape(turned.shape), 0, -2) for series in found))
