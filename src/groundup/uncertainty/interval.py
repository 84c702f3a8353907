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
    A member is what would be found if the measured value were true and all errors came again. By as much as
    it is off that value, the measured value is off the truth: so the truth is looked for on the other side
    (the basic bootstrap interval, Davison and Hinkley 1997, section 5.2). What moves all members one way, as
    noise does to a peak and a low-pass to a turn, moves the interval the other way. The measured value is
    always within it: what it may be held against was smoothed like it.
    """
    seen = np.isfinite(members).sum(axis=0)
    enough = (seen >= _FEWEST) & (seen >= _LEAST_SEEN * len(members)) & np.isfinite(value)
    shown = np.where(enough, members, 0.0)
    # Of the ways to find a quantile, the one that few members do not make too narrow.
    ends = [0.5 - LEVEL / 2.0, 0.5 + LEVEL / 2.0]
    below, above = np.nanquantile(shown, ends, axis=0, method="weibull")
    sd = np.nanstd(shown, axis=0, ddof=1) if len(members) > 1 else np.zeros_like(value)
    blank = np.where(enough, 0.0, np.nan)
    low, high = np.minimum(value, 2.0 * value - above), np.maximum(value, 2.0 * value - below)
    return sd + blank, low + blank, high + blank
