"""Coordinates as OpenSim's InverseDynamicsTool smooths and differentiates them.

The method (OpenSim 4.6, ``Storage`` and ``GCVSplineSet``): half the trial is put before and after it, turned
about its end points; uneven samples are replaced by even ones at the shortest interval; a third-order
Butterworth low-pass runs forwards and backwards; a natural quintic spline through what is left is
differentiated. Elsewhere groundup filters otherwise (:mod:`groundup.mechanics.derivatives`).
"""

from typing import NamedTuple

import numpy as np
from scipy.interpolate import BSpline, make_interp_spline

from groundup.mechanics.tree import FloatArray

_EPS = float(np.finfo(np.float64).eps)
_END_CONDITIONS = {3: [(2, 0.0)], 5: [(3, 0.0), (4, 0.0)]}


class Samples(NamedTuple):
    """Values (T, N) at times (T,) [s]."""

    time: FloatArray
    values: FloatArray


def natural_spline(samples: Samples, degree: int) -> BSpline:
    """Interpolating spline of degree 3 or 5 whose higher derivatives vanish at both ends."""
    time, values = samples
    columns = values.shape[1]
    ends = [(order, np.full(columns, value)) for order, value in _END_CONDITIONS[degree]]
    return make_interp_spline(time, values, k=degree, bc_type=(ends, ends))


def smooth_coordinates(samples: Samples, cutoff_hz: float) -> Samples:
    """Pad, even out and low-pass coordinates as the InverseDynamicsTool does.

    Parameters
    ----------
    samples : at least six.
    cutoff_hz : at which one pass leaves 0.71 of a swing, and the two leave half [Hz]. At or above half the
        sampling rate, 0.49 of the rate is taken instead, as OpenSim does.

    Returns
    -------
    Samples
        Padded: about twice as many.
    """
    padded = Samples(*(_pad(column, len(samples.time) // 2) for column in samples))
    time, values = _evened(padded)
    rate = 1.0 / np.diff(time).min()
    cutoff_hz = min(cutoff_hz, 0.49 * rate) if cutoff_hz >= 0.5 * rate else cutoff_hz
    forwards = _low_pass(values, cutoff_hz / rate)
    return Samples(time, _low_pass(forwards[::-1], cutoff_hz / rate)[::-1])


def _pad(values: FloatArray, count: int) -> FloatArray:
    """Continue a curve at both ends by its own reflection through the end points."""
    before = 2.0 * values[0] - values[count:0:-1]
    after = 2.0 * values[-1] - values[-2 : -2 - count : -1]
    return np.concatenate([before, values, after])


def _evened(samples: Samples) -> Samples:
    time = samples.time
    shortest = np.diff(time).min()
    if (time[-1] - time[0]) / (len(time) - 1) - shortest <= _EPS:
        return samples
    count = int(np.floor((time[-1] - time[0]) / shortest + 1e-9)) + 1
    even = time[0] + shortest * np.arange(count)
    return Samples(even, natural_spline(samples, 5)(even))


def _low_pass(values: FloatArray, turns: float) -> FloatArray:
    """Third-order Butterworth forwards; the first three samples stay as they are; `turns` per sample."""
    # Imported late: every analysis writes in this tool's order of the tree, and few run the tool.
    from scipy.signal import lfilter, lfiltic

    w = np.tan(np.pi * turns)
    scale = (w + 1.0) * (w * w + w + 1.0)
    forward = w**3 / scale * np.array([1.0, 3.0, 3.0, 1.0])
    back = np.array(
        [
            1.0,
            (3.0 * w**3 + 2.0 * w**2 - 2.0 * w - 3.0) / scale,
            (3.0 * w**3 - 2.0 * w**2 - 2.0 * w + 3.0) / scale,
            (w - 1.0) * (w * w - w + 1.0) / scale,
        ]
    )
    filtered = values.copy()
    for c, column in enumerate(values.T):
        recent = column[2::-1]
        filtered[3:, c] = lfilter(forward, back, column[3:], zi=lfiltic(forward, back, y=recent, x=recent))[0]
    return filtered
