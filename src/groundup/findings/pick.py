"""Reading one number off a curve."""

import numpy as np

from groundup.findings.definition import Pick
from groundup.mechanics.tree import FloatArray


def pick(what: Pick, curve: FloatArray, percent: FloatArray, bounds: tuple[float, float]) -> float:
    """Read a number off a curve between two instants; NaN where the curve is not known throughout.

    Parameters
    ----------
    what : Pick
    curve, percent : (101,) values, and where in the repetition they are [%].
    bounds : first and last percent, within the repetition.
    """
    first, last = bounds
    at = np.concatenate([[first], percent[(percent > first) & (percent < last)], [last]])
    inside = np.interp(at, percent, curve)
    if not np.isfinite(inside).all():
        return float("nan")
    lowest = float(inside.min())
    match what:
        case Pick.START:
            return float(inside[0])
        case Pick.HIGHEST:
            return float(inside.max())
        case Pick.LOWEST:
            return lowest
        case Pick.MEAN:
            return float(np.trapezoid(inside, at) / (last - first)) if last > first else float(inside[0])
        case Pick.RANGE:
            return float(inside.max()) - lowest
        case Pick.TIME_OF_LOWEST:
            return 100.0 * float(at[inside.argmin()] - first) / (last - first) if last > first else 0.0
