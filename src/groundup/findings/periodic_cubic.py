"""A smooth closed curve through a few points of a cycle that swings no further than they do."""

import numpy as np

from groundup.mechanics.tree import FloatArray


def periodic_cubic(at: FloatArray, value: FloatArray, where: FloatArray, period: float = 100.0) -> FloatArray:
    """Interpolate key points of a cycle.

    Parameters
    ----------
    at : (K,)
        Places of the points, ascending within one period; at least two.
    value : (K,)
    where : (N,)
        Places asked for.
    period : float

    Returns
    -------
    (N,) array
        Through every point, with extremes only at points: between two of them it is monotone, since the slope
        at a point is the harmonic mean of those beside it, weighted by distance, and nothing at an extreme.

    Notes
    -----
    Slopes after Fritsch and Butland 1984 SIAM J Sci Stat Comput 5:300.
    """
    x = np.concatenate((at - period, at, at + period))
    y = np.tile(value, 3)
    step = np.diff(x)
    rise = np.diff(y) / step
    slope = np.zeros(len(x))
    before, after, first, second = rise[:-1], rise[1:], step[:-1], step[1:]
    product = before * after
    turns = product <= 0.0
    weight, other = 2.0 * second + first, second + 2.0 * first
    joined = np.where(turns, 1.0, weight * after + other * before)
    slope[1:-1] = np.where(turns, 0.0, (weight + other) * product / joined)
    place = np.mod(np.asarray(where, np.float64), period)
    k = np.clip(np.searchsorted(x, place, side="right") - 1, 0, len(step) - 1)
    t, h = (place - x[k]) / step[k], step[k]
    rest = 1.0 - t
    return np.asarray(
        y[k] * (1.0 + 2.0 * t) * rest**2
        + y[k + 1] * t**2 * (3.0 - 2.0 * t)
        + h * t * rest * (slope[k] * rest - slope[k + 1] * t)
    )
