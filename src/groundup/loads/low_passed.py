"""Forces low-passed once and read at any instants: those of the frames, or a little later."""

from typing import NamedTuple

import numpy as np

from groundup.loads.force_arrays import ForceArrays, from_moments
from groundup.mechanics.tree import FloatArray
from groundup.recording.filters import smooth_paths


class LowPassed(NamedTuple):
    """Force on each foot and its moment about the lab's origin, ready to be read at any instant.

    Attributes
    ----------
    time : (T,) of the plates [s].
    series : (T, 4, 3) force on each foot [N], then its moment [N m].
    heights : (T, 2) of the plate's surface [m]; NaN where nothing acts.
    """

    time: FloatArray
    series: FloatArray
    heights: FloatArray


def low_passed(time: FloatArray, forces: ForceArrays, cutoff_hz: float | None) -> LowPassed:
    """Low-pass force and moment.

    Parameters
    ----------
    time : (T,) of the plates [s].
    forces : ForceArrays (T, 2, 3)
    cutoff_hz : half-power frequency of a fourth-order zero-lag low-pass; None leaves the force as it is.
    """
    rate = 1.0 / float(np.median(np.diff(time)))
    force, point, free = forces
    moment = np.cross(np.nan_to_num(point), force) + free
    series = np.concatenate([force, moment], axis=1)
    if cutoff_hz is not None and cutoff_hz < 0.4 * rate:
        series, _ = smooth_paths(series, rate, cutoff_hz)
    return LowPassed(time, series, point[..., 1])


def sampled(forces: LowPassed, time: FloatArray, delay: FloatArray | None = None) -> ForceArrays:
    """Read forces at instants, straight between samples.

    Parameters
    ----------
    forces : LowPassed
    time : (F,) instants wanted [s].
    delay : (E,), optional
        By how much the forces were recorded late [s], of each member: they are read that much later.

    Returns
    -------
    ForceArrays
        (F, 2, 3), or (E, F, 2, 3) with delays; NaN beyond the record.
    """
    own = forces.time
    rate = 1.0 / float(np.median(np.diff(own)))
    when = time if delay is None else time + delay[:, None]
    inside = (when >= own[0] - 0.5 / rate) & (when <= own[-1] + 0.5 / rate)
    flat = forces.series.reshape(len(own), -1)
    found = np.full((*when.shape, flat.shape[1]), np.nan)
    for column in range(flat.shape[1]):
        found[inside, column] = np.interp(when[inside], own, flat[:, column])
    wrench = found.reshape(*when.shape, 4, 3)
    height = _heights_near(forces.heights, own, time)
    return from_moments(wrench[..., :2, :], wrench[..., 2:, :], height)


def _heights_near(heights: FloatArray, own: FloatArray, time: FloatArray) -> FloatArray:
    """(F, 2) height of the plate a foot is on, was on last or comes to next [m]."""
    found = np.zeros((len(time), heights.shape[1]))
    for column, levels in enumerate(heights.T):
        known = np.flatnonzero(np.isfinite(levels))
        if len(known):
            # A filtered force reaches beyond its contact: the nearest contact's plate counts there.
            middle = 0.5 * (own[known][:-1] + own[known][1:])
            found[:, column] = levels[known[np.searchsorted(middle, time)]]
    return found
