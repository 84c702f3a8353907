"""When a force plate is loaded: threshold crossings with sub-sample time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundup.motion.signals import crossing_time, runs
from groundup.recording.recording import FloatArray, ForcePlate

THRESHOLD = 20.0
"""Vertical force that counts as contact [N] (EVIDENCE F63: 20 N contact, 20-30 N take-off)."""
_NOISE_FACTOR = 5.0  # the threshold never lies below this many noise standard deviations
_UNLOADED = 60.0  # samples below this may be unloaded plate or its offset [N]
_SHORTEST_UNLOADED = 0.05  # baseline needs this much of it [s]
_SHORTEST_CONTACT = 0.06  # a foot loads a plate longer than this, also in sprinting [s]
_SHORTEST_GAP = 0.02  # chatter around the threshold is bridged up to this [s]
_LEAST_PEAK = 75.0  # a brushed plate edge stays below this [N]


@dataclass(frozen=True)
class Loading:
    """One stretch during which a plate is loaded.

    `start`, `end` absolute [s]; `start_seen` / `end_seen` are False where the plate was already loaded at
    the first sample / still loaded at the last; `peak` vertical force [N]; `first`, `last` sample indices.
    """

    start: float
    end: float
    start_seen: bool
    end_seen: bool
    peak: float
    first: int
    last: int


def vertical_force(plate: ForcePlate) -> tuple[FloatArray, float, float]:
    """Upward force with the unloaded level taken off.

    Returns
    -------
    force : (P,) array [N]
    baseline : float
        Unloaded level that was removed [N]; 0 where the plate is never unloaded.
    noise : float
        Standard deviation of the unloaded plate [N], from the median absolute deviation.
    """
    force = np.asarray(plate.force.values[:, 1], dtype=np.float64)
    time = plate.force.plate_time.values
    quiet = force[np.isfinite(force) & (np.abs(force) < _UNLOADED)]
    period = float(np.median(np.diff(time))) if len(time) > 1 else 0.0
    if len(quiet) * period < _SHORTEST_UNLOADED:
        return force, 0.0, 0.0
    baseline = _mode(quiet)
    near = quiet[np.abs(quiet - baseline) < 15.0]
    noise = 1.4826 * float(np.median(np.abs(near - baseline)))
    return force - baseline, baseline, noise


def loadings(plate: ForcePlate, threshold: float = THRESHOLD) -> tuple[Loading, ...]:
    """Stretches during which the vertical force exceeds the threshold.

    Parameters
    ----------
    plate : ForcePlate
        Force of the ground on the foot, lab frame (Y up).
    threshold : float
        [N]; raised to five noise standard deviations on a noisier plate.
    """
    force, _, noise = vertical_force(plate)
    time = np.asarray(plate.force.plate_time.values, dtype=np.float64)
    level = max(threshold, _NOISE_FACTOR * noise)
    if len(time) < 3:
        return ()
    period = float(np.median(np.diff(time)))
    found = []
    for first, stop in _joined(force > level, max(1, round(_SHORTEST_GAP / period))):
        last = stop - 1
        start = crossing_time(time, force, first, level) if first > 0 else float(time[0])
        end = crossing_time(time, force, stop, level) if stop < len(force) else float(time[-1])
        peak = float(np.nanmax(force[first:stop]))
        if end - start >= _SHORTEST_CONTACT and peak >= _LEAST_PEAK:
            found.append(Loading(start, end, first > 0, stop < len(force), peak, first, last))
    return tuple(found)


def _joined(mask: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Find runs of True with holes shorter than `gap` samples closed."""
    joined: list[tuple[int, int]] = []
    for start, stop in runs(mask):
        if joined and start - joined[-1][1] < gap:
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined


def _mode(values: FloatArray) -> float:
    """Most frequent level: centre of the 2 N window that holds most samples."""
    counts, edges = np.histogram(values, bins=np.arange(-_UNLOADED, _UNLOADED + 1.0, 2.0))
    top = int(np.argmax(counts))
    inside = values[(values >= edges[max(top - 1, 0)]) & (values <= edges[min(top + 2, len(edges) - 1)])]
    return float(np.median(inside))
