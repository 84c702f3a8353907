"""Sampled curves between their samples."""

import numpy as np

from groundup.mechanics.tree import FloatArray


def at_instants(
    when: FloatArray, time: FloatArray, values: FloatArray, beyond: float | None = None
) -> FloatArray:
    """Read curves at instants, straight between samples; to the last bit what ``numpy.interp`` gives for one.

    Parameters
    ----------
    when : (n,) instants.
    time : (T,) rising, of the samples; the same for all curves.
    values : (..., T)
    beyond : float, optional
        What is beyond the samples; the first or last of them where not given.

    Returns
    -------
    (..., n); NaN next to a missing sample.
    """
    when, time = np.asarray(when, np.float64), np.asarray(time, np.float64)
    before = np.clip(np.searchsorted(time, when, side="right") - 1, 0, len(time) - 1)
    after = np.minimum(before + 1, len(time) - 1)
    first = values[..., before]
    apart = np.where(after > before, time[after] - time[before], 1.0)
    slope = (values[..., after] - first) / apart
    # On a sample its neighbour has no say, be it missing.
    found = np.where(when == time[before], first, slope * (when - time[before]) + first)
    left, right = (values[..., :1], values[..., -1:]) if beyond is None else (beyond, beyond)
    found = np.where(when < time[0], left, found)
    return np.asarray(np.where(when > time[-1], right, found))
