"""Intervals from the members of an ensemble."""

import numpy as np

from groundup.mechanics.tree import FloatArray

LEVEL = 0.90
# A number that every tenth member does not show is not the same number in the others.
_LEAST_SEEN = 0.9
_FEWEST = 20


def spread_about(value: FloatArray, members: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Find the standard deviation and the ends of the 90 % interval of numbers.

    Parameters
    ----------
    value : (...) as measured.
    members : (E, ...) of each member.

    Returns
    -------
    sd, low, high : (...); NaN where too few members show the number.

    Notes
    -----
    What moves all members alike, as noise does to a peak, has moved the measured value once already: the
    members tell the spread about their own middle, and the interval lies about the measured value.
    """
    seen = np.isfinite(members).sum(axis=0)
    enough = (seen >= _FEWEST) & (seen >= _LEAST_SEEN * len(members)) & np.isfinite(value)
    shown = np.where(enough, members, 0.0)
    away = shown - np.nanmedian(shown, axis=0)
    # Of the ways to find a quantile, the one that few members do not make too narrow.
    ends = [0.5 - LEVEL / 2.0, 0.5 + LEVEL / 2.0]
    low, high = np.nanquantile(away, ends, axis=0, method="weibull")
    sd = np.nanstd(shown, axis=0, ddof=1) if len(members) > 1 else np.zeros_like(value)
    blank = np.where(enough, 0.0, np.nan)
    return sd + blank, value + low + blank, value + high + blank
