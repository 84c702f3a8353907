"""How large a change must be to exceed error, and why one may not be told from it."""

from collections.abc import Mapping
from math import hypot

import numpy as np

from groundup.findings.reference import FEWEST_CYCLES

_TWO_SIDED = 1.96
_NONE_PUBLISHED = "no change that exceeds the error between sessions is published for it"


def widened(detectable: float, before: int, after: int) -> float:
    """Smallest change that exceeds error when one side of it rests on few repetitions.

    Parameters
    ----------
    detectable : float
        Smallest change between sessions of `FEWEST_CYCLES` repetitions or more each; NaN where not known.
    before, after : int
        Repetitions.

    Returns
    -------
    float
        In the same unit; NaN with no repetition on a side.

    Notes
    -----
    How much of the error between sessions is spread between the strides of one session is not published, so
    the worst is assumed: all of it. The mean of n strides then errs by the root of one in n, and a change
    between one stride and one must be the root of three times as large.
    """
    if min(before, after) < 1:
        return float("nan")
    shares = [FEWEST_CYCLES / min(n, FEWEST_CYCLES) for n in (before, after)]
    return float(detectable * np.sqrt(0.5 * sum(shares)))


def cannot_tell(
    change: float, detectable: float, error: float, repetitions: tuple[int, int], spread: float = float("nan")
) -> str:
    """Say why a change of two measured values cannot be told from error; empty where it can.

    Parameters
    ----------
    change, detectable, error : in one unit; the last two NaN where not known.
    repetitions : before and after.
    spread : between the repetitions, of a difference of two of them; NaN where not known.
    """
    if np.isnan(detectable):
        beyond = abs(change) > _TWO_SIDED * spread
        return f"{_NONE_PUBLISHED}{', though its repetitions differ less than this' if beyond else ''}"
    if abs(change) > detectable:
        within = abs(change) <= error
        return (
            "larger than detectable, but within what may be wrong with the two measurements" if within else ""
        )
    few = min(repetitions) < FEWEST_CYCLES
    one, two = repetitions
    return f"{one} and {two} repetitions: unchanged takes at least {FEWEST_CYCLES} each" if few else ""


def spread_of(before: Mapping[str, str] | None, after: Mapping[str, str] | None) -> float:
    """Find the standard deviation of one repetition after less one before; NaN where not known."""
    return hypot(*(number(row.get("sd", "") if row is not None else "") for row in (before, after)))


def interval_of_change(before: Mapping[str, str] | None, after: Mapping[str, str] | None) -> float:
    """Half the width of the 90 % interval of a change; the two sessions' errors are taken as independent."""
    if before is None or after is None:
        return float("nan")
    first, second = (number(r.get("high_90", "")) - number(r.get("low_90", "")) for r in (before, after))
    return 0.5 * hypot(first, second)


def number(text: str) -> float:
    """Read a cell of ``measures.csv``; NaN where it is empty."""
    return float(text) if text else float("nan")
