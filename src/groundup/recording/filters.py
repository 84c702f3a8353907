"""Smoothing of marker paths: zero-lag Butterworth low-pass, cut-off by task."""

import dataclasses
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from groundup.quantities import Operation
from groundup.recording.recording import Recording

FloatArray = NDArray[np.float64]

# EVIDENCE F50: 6 Hz is the standard of walking, 10-15 Hz of running; landings have impacts like running.
WALKING_HZ = 6.0
IMPACT_HZ = 12.0
_IMPACT_TASKS = ("running", "landing", "other")
_FORCE_HZ = 50.0

_ORDER_PER_PASS = 2
_PASSES = 2
# filtfilt reflects this many samples at each end; a span must be longer.
_PAD = 3 * (_ORDER_PER_PASS + 1)
# Above this share of the Nyquist frequency a low-pass does nothing.
_HIGHEST_SHARE = 0.95


def cutoff_for(task: str) -> float:
    """Cut-off frequency for a task [Hz]: 6 for walking, standing and squats, 12 where there are impacts.

    Parameters
    ----------
    task : str
        A value of :class:`groundup.motion.task.Task`.

    Notes
    -----
    EVIDENCE F50 (6 Hz as the standard of human motion; running 10-15 Hz). Tasks not recognised get 12 Hz,
    which smooths less.
    """
    return IMPACT_HZ if str(task) in _IMPACT_TASKS else WALKING_HZ


def force_cutoff_for(task: str) -> float:
    """Cut-off frequency of ground forces that joint moments are found from [Hz].

    Parameters
    ----------
    task : str
        A value of :class:`groundup.motion.task.Task`.

    Notes
    -----
    Where there are impacts, the markers' own (EVIDENCE F50): a force sharper than the motion would leave
    impact peaks in the moments that no body made. Elsewhere 50 Hz: forces are never differentiated, and the
    markers' 6 Hz would take the load off a foot before it leaves the ground. On the virtual walker with noise
    6 Hz makes the errors of knee and ankle moments four to ten times larger (docs, "Methods: loads").
    """
    return cutoff_for(task) if str(task) in _IMPACT_TASKS else _FORCE_HZ


def smooth(recording: Recording, cutoff_hz: float) -> Recording:
    """Low-pass the marker paths without shifting them in time.

    Second-order Butterworth run forwards and backwards (fourth order in effect), its cut-off corrected so
    that the two passes together have half power at `cutoff_hz`. Gaps stay gaps: each span between them is
    filtered on its own, and spans too short for the filter are left as they are and noted.

    Parameters
    ----------
    recording : Recording
    cutoff_hz : float
        Half-power frequency of the whole filter [Hz].

    Returns
    -------
    Recording
        With smoothed `markers`, the operation recorded.
    """
    if cutoff_hz >= _HIGHEST_SHARE * recording.rate / 2:
        note = f"markers not smoothed: {recording.rate:g} Hz is too slow for a cut-off of {cutoff_hz:g} Hz"
        return dataclasses.replace(recording, notes=(*recording.notes, note))
    markers = recording.markers.transpose("time", "marker", "axis")
    smoothed, left = smooth_paths(markers.values, recording.rate, cutoff_hz)
    notes = recording.notes
    if left:
        notes = (*notes, f"{left} samples stand in spans too short to smooth and are left as they are")
    operation = Operation(
        "smooth",
        {"cutoff_hz": float(cutoff_hz), "order": _ORDER_PER_PASS * _PASSES, "zero_lag": True},
        "Butterworth, second order forwards and backwards, cut-off corrected for two passes",
    )
    return dataclasses.replace(
        recording,
        markers=markers.copy(data=smoothed).transpose(*recording.markers.dims),
        notes=notes,
        operations=(*recording.operations, operation),
    )


def smooth_paths(points: FloatArray, rate: float, cutoff_hz: float) -> tuple[FloatArray, int]:
    """Low-pass paths (T, M, 3) by spans without gaps.

    Returns
    -------
    smoothed : (T, M, 3)
    left : int
        Marker samples in spans too short for the filter, which are unchanged.
    """
    # Imported late: scipy.signal takes longer than most of what is asked of a file.
    from scipy.signal import butter, filtfilt

    b, a = butter(_ORDER_PER_PASS, _corrected(rate, cutoff_hz), fs=rate)
    smoothed = points.copy()
    seen = np.isfinite(points.sum(axis=2))
    whole = seen.all(axis=0)
    if len(points) > _PAD and whole.any():
        smoothed[:, whole] = filtfilt(b, a, points[:, whole], axis=0, padlen=_PAD)
    left = 0
    for marker in np.flatnonzero(~whole | (len(points) <= _PAD)):
        for start, stop in spans(seen[:, marker]):
            if stop - start > _PAD:
                smoothed[start:stop, marker] = filtfilt(b, a, points[start:stop, marker], axis=0, padlen=_PAD)
            else:
                left += stop - start
    return smoothed, left


def _corrected(rate: float, cutoff_hz: float) -> float:
    """Cut-off of one pass such that all passes together have half power at `cutoff_hz` [Hz].

    A pass of order n has power 1 / (1 + w^2n) at the warped frequency w; p passes have half power where
    w^2n = 2^(1/p) - 1 (Winter 2009, Biomechanics and Motor Control of Human Movement, 4th ed., ch. 3, in
    the bilinear transform's warped frequency).
    """
    factor = (2.0 ** (1.0 / _PASSES) - 1.0) ** (1.0 / (2 * _ORDER_PER_PASS))
    return float(np.arctan(np.tan(np.pi * cutoff_hz / rate) / factor) * rate / np.pi)


def spans(mask: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield (start, stop) of each run of True in a 1-D mask."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
