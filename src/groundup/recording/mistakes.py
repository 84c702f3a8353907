"""Samples that cannot be right: single-frame spikes, markers off their segment, two markers exchanged."""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# A sample this far from the cubic through its four neighbours [m], and this many times the marker's usual
# distance from it, is a spike.
SPIKE_M = 0.025
_SPIKE_TIMES = 15.0
# A marker whose distances to the others of its segment are wrong by this much [m] is somewhere else; skin
# moves up to 18 mm (EVIDENCE A63).
OFF_SEGMENT_M = 0.06
# Two markers are exchanged where, from one frame to the next, each continues the other's path: together
# they miss their own prediction by this much [m] and the other's by a third of it at most.
EXCHANGED_M = 0.05
_EXCHANGED_RATIO = 3.0


def find_spikes(points: FloatArray) -> BoolArray:
    """Mark single samples off the path of their marker.

    Parameters
    ----------
    points : (T, M, 3) [m]

    Returns
    -------
    (T, M) bool
    """
    spikes = np.zeros(points.shape[:2], dtype=bool)
    if len(points) < 5:
        return spikes
    cubic = (-points[:-4] + 4 * points[1:-3] + 4 * points[3:-1] - points[4:]) / 6.0
    away = np.zeros(points.shape[:2])
    away[2:-2] = np.nan_to_num(np.linalg.norm(points[2:-2] - cubic, axis=2))
    usual = np.array([np.median(column[column > 0]) if (column > 0).any() else 0.0 for column in away.T])
    padded = np.pad(away, ((2, 2), (0, 0)))
    highest = np.max([padded[k : k + len(away)] for k in range(5)], axis=0)
    # The neighbours of a spike are predicted wrongly because of it; only the peak is the spike.
    spikes[:] = (away > np.maximum(SPIKE_M, _SPIKE_TIMES * usual)) & (away >= highest)
    return spikes


def find_off_segment(points: FloatArray) -> BoolArray:
    """Mark samples of a segment's markers that do not keep their distances to most of the others.

    Parameters
    ----------
    points : (T, M, 3) [m], the markers of one segment

    Returns
    -------
    (T, M) bool; all False with fewer than four markers, when the culprit cannot be told.
    """
    count = points.shape[1]
    off = np.zeros(points.shape[:2], dtype=bool)
    if count < 4:
        return off
    distance = np.linalg.norm(points[:, :, None] - points[:, None], axis=3)
    seen = np.isfinite(distance)
    usual = np.zeros((count, count))
    for i, j in combinations(range(count), 2):
        if seen[:, i, j].any():
            usual[i, j] = usual[j, i] = np.median(distance[seen[:, i, j], i, j])
    wrong = seen & (np.abs(np.where(seen, distance, usual) - usual) > OFF_SEGMENT_M)
    partners = seen.sum(axis=2) - seen[:, np.arange(count), np.arange(count)]
    misses = wrong.sum(axis=2)
    # The culprit misses most partners, and the others agree among themselves: they miss only the culprit.
    culprit = (partners >= 3) & (misses > 0.6 * partners)
    alone = culprit.sum(axis=1) == 1
    off[alone] = culprit[alone]
    return off


def find_exchanged(points: FloatArray) -> dict[tuple[int, int], BoolArray]:
    """Find frames in which two markers carry one another's name.

    Parameters
    ----------
    points : (T, M, 3) [m]

    Returns
    -------
    dict
        Pair of markers -> (T,) bool, True where they are exchanged. Of the two states of a pair, the one
        that holds in fewer frames is taken for the wrong one.
    """
    if len(points) < 4:
        return {}
    predicted = 2 * points[1:-1] - points[:-2]
    actual = points[2:]
    own = np.linalg.norm(actual - predicted, axis=2)
    found = {}
    for a, b in combinations(range(points.shape[1]), 2):
        keep = own[:, a] + own[:, b]
        frames = np.flatnonzero(keep > EXCHANGED_M)
        if not len(frames):
            continue
        cross = np.linalg.norm(actual[frames, a] - predicted[frames, b], axis=1)
        cross = cross + np.linalg.norm(actual[frames, b] - predicted[frames, a], axis=1)
        if (keep[frames] > _EXCHANGED_RATIO * cross).any():
            exchanged = _follow(points[:, [a, b]])
            if exchanged.any():
                found[a, b] = exchanged
    return found


def _follow(pair: FloatArray) -> BoolArray:
    """Follow two paths (T, 2, 3) from frame to frame; (T,) True where they carry one another's name."""
    paths = pair.copy()
    exchanged = np.zeros(len(pair), dtype=bool)
    state = False
    for t in range(len(pair)):
        if state:
            paths[t] = paths[t, ::-1]
        if t >= 2:
            predicted = 2 * paths[t - 1] - paths[t - 2]
            keep = np.linalg.norm(paths[t] - predicted, axis=1).sum()
            cross = np.linalg.norm(paths[t, ::-1] - predicted, axis=1).sum()
            if keep > EXCHANGED_M and keep > _EXCHANGED_RATIO * cross:
                state = not state
                paths[t] = paths[t, ::-1]
        exchanged[t] = state
    return ~exchanged if exchanged.mean() > 0.5 else exchanged
