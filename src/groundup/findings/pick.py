"""Reading one number off a curve."""

import numpy as np

from groundup.findings.definition import Pick
from groundup.mechanics.tree import FloatArray
from groundup.motion.at_instants import at_instants


def pick(what: Pick, curve: FloatArray, percent: FloatArray, bounds: tuple[float, float]) -> FloatArray:
    """Read a number off curves between two instants; NaN where a curve is not known throughout.

    Parameters
    ----------
    what : Pick
    curve : (..., T) values; leading axes, a member axis say, are carried through.
    percent : (T,) where in the repetition they are [%].
    bounds : first and last percent, within the repetition.

    Returns
    -------
    (...)
    """
    first, last = bounds
    at = np.concatenate([[first], percent[(percent > first) & (percent < last)], [last]])
    inside = at_instants(at, percent, curve)
    return np.where(np.isfinite(inside).all(axis=-1), _read(what, inside, at), np.nan)


def _read(what: Pick, inside: FloatArray, at: FloatArray) -> FloatArray:
    first, last = at[0], at[-1]
    lowest = inside.min(axis=-1)
    match what:
        case Pick.START:
            return inside[..., 0]
        case Pick.HIGHEST:
            return np.asarray(inside.max(axis=-1))
        case Pick.LOWEST:
            return np.asarray(lowest)
        case Pick.MEAN:
            mean = np.trapezoid(inside, at, axis=-1) / (last - first) if last > first else inside[..., 0]
            return np.asarray(mean)
        case Pick.RANGE:
            return np.asarray(inside.max(axis=-1) - lowest)
        case Pick.TIME_OF_LOWEST:
            span = last - first if last > first else 1.0
            return np.asarray(100.0 * (at[inside.argmin(axis=-1)] - first) / span)
