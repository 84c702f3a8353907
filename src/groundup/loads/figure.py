"""One figure of impact or base of support: what it is, of whom and when, and why it may be missing."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from groundup.quantities import Side


@dataclass(frozen=True)
class FigureDefinition:
    """What a figure is.

    Attributes
    ----------
    name : str
        As in the result files.
    label : str
        For people.
    unit : str
    decimals : int
    definition : str
        How it is found, with its source.
    """

    name: str
    label: str
    unit: str
    decimals: int
    definition: str


@dataclass(frozen=True)
class Figure:
    """One value.

    Attributes
    ----------
    definition : FigureDefinition
    side : Side or None
        None for both feet together.
    number : int
        Of the stance, contact or stretch of standing, from 1 per side; 0 for a figure over all of them.
    start, end : float
        What it was told for [s], absolute.
    value : float
        NaN where it could not be measured; `reason` then says why.
    reason : str
    """

    definition: FigureDefinition
    side: Side | None
    number: int
    start: float
    end: float
    value: float
    reason: str = ""


def typical(figures: Iterable[Figure], name: str, side: Side | None) -> tuple[float, int, str]:
    """Median of a figure over its stances, how many there are, and why there is none.

    Parameters
    ----------
    figures : iterable of Figure
    name : str
        Of the definition.
    side : Side or None
    """
    own = [f for f in figures if f.definition.name == name and f.side is side]
    values = [f.value for f in own if np.isfinite(f.value)]
    reasons = [f.reason for f in own if f.reason]
    if values:
        return float(np.median(values)), len(values), ""
    return float("nan"), 0, reasons[0] if reasons else ""
