"""Small array tools for marker signals: gap bridging, smoothing, derivatives, runs and crossings."""

import numpy as np
from numpy.typing import NDArray

from groundup.recording.recording import FloatArray


def runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Find runs of True as half-open index pairs (start, stop)."""
    padded = np.concatenate([[False], mask, [False]]).astype(np.int8)
    edges = np.diff(padded)
    return list(zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True))


def bridge(values: FloatArray, longest: int) -> FloatArray:
    """Fill inner NaN gaps of at most `longest` samples linearly; longer ones and the ends stay NaN."""
    flat = np.array(values, dtype=np.float64)
    columns = flat.reshape(len(flat), -1)
    for column in columns.T:
        missing = ~np.isfinite(column)
        seen = np.flatnonzero(~missing)
        for start, stop in runs(missing):
            if start > 0 and stop < len(column) and stop - start <= longest:
                column[start:stop] = np.interp(np.arange(start, stop), seen, column[seen])
    return flat


def low_pass(values: FloatArray, rate: float, cutoff: float) -> FloatArray:
    """Zero-lag fourth-order Butterworth over each run of seen samples.

    Parameters
    ----------
    values : (T,) or (T, k) array
        NaN splits the signal; runs shorter than 15 samples are left unfiltered.
    rate, cutoff : float
        Sampling rate and cut-off [Hz]; a cut-off at or above 0.8 Nyquist leaves the signal as it is.

    Returns
    -------
    array of the same shape
    """
    result = np.array(values, dtype=np.float64)
    if cutoff >= 0.4 * rate:
        return result
    # Imported late: it takes longer than most of what is asked of a file.
    from scipy.signal import butter, sosfiltfilt

    # Two passes of second order; 0.802 keeps the -3 dB point at the stated cut-off (Winter 2009).
    sos = butter(2, cutoff / 0.802, fs=rate, output="sos")
    columns = result.reshape(len(result), -1)
    for column in columns.T:
        for start, stop in runs(np.isfinite(column)):
            if stop - start > 15:
                column[start:stop] = sosfiltfilt(sos, column[start:stop])
    return result


def derivative(values: FloatArray, rate: float) -> FloatArray:
    """Central difference along the first axis [unit/s]; NaN beside missing samples."""
    if len(values) < 3:
        return np.full_like(values, np.nan)
    result: FloatArray = np.gradient(values, axis=0) * rate
    return result


def at_times(time: FloatArray, values: FloatArray, when: FloatArray) -> FloatArray:
    """Linear interpolation of (T, k) values, NaN beside missing samples and outside the recording."""
    return np.stack([np.interp(when, time, column, left=np.nan, right=np.nan) for column in values.T], axis=1)


def crossing_time(time: FloatArray, values: FloatArray, index: int, level: float) -> float:
    """Instant between samples `index` - 1 and `index` at which the signal passes `level` [s]."""
    before, after = float(values[index - 1]), float(values[index])
    share = (level - before) / (after - before) if after != before else 0.5
    return float(time[index - 1] + min(max(share, 0.0), 1.0) * (time[index] - time[index - 1]))


def peak_time(time: FloatArray, values: FloatArray, index: int) -> float:
    """Sub-sample instant of the extremum at `index` by a parabola through its neighbours [s]."""
    if index <= 0 or index >= len(values) - 1:
        return float(time[index])
    left, mid, right = (float(values[index + k]) for k in (-1, 0, 1))
    curvature = left - 2.0 * mid + right
    if not np.isfinite(curvature) or curvature == 0.0:
        return float(time[index])
    shift = min(max(0.5 * (left - right) / curvature, -0.5), 0.5)
    return float(time[index] + shift * (time[index + 1] - time[index]))
