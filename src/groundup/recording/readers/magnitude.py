"""Numbers that no measurement gives: taken as missing, and told."""

import numpy as np
from numpy.typing import NDArray

_FARTHEST_M = 1e4
_LARGEST_FORCE_N = 1e6
"""A thousand times what a person can do; products of larger numbers would end in infinity."""


def clean_positions(metres: NDArray[np.float64]) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Set positions (..., 3) [m] beyond 10 km to NaN; a note says how many there were."""
    with np.errstate(invalid="ignore"):
        absurd: NDArray[np.bool_] = np.asarray((np.abs(metres) > _FARTHEST_M).any(axis=-1))
    if not absurd.any():
        return metres, ()
    note = f"{int(absurd.sum())} positions are farther than {_FARTHEST_M / 1e3:g} km away; taken as missing"
    return np.where(absurd[..., None], np.nan, metres), (note,)


def clean_table(values: NDArray[np.float64], name: str) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Set forces [N], moments [N m] and points [m] beyond a million, and infinite ones, to NaN."""
    absurd = ~np.isnan(values) & ~(np.abs(values) <= _LARGEST_FORCE_N)
    if not absurd.any():
        return values, ()
    note = f"{int(absurd.sum())} values of {name} are beyond any measurement; taken as missing"
    return np.where(absurd, np.nan, values), (note,)
