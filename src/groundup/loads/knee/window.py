"""Curves of one leg inside one span, and what is read off them: peaks, what stood at a peak, impulses."""

from collections.abc import Mapping
from typing import NamedTuple, Self

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from groundup.loads.knee.span import Span
from groundup.mechanics.tree import FloatArray

ENOUGH = 0.9
"""Share of a span's ground force under which a curve must be known before a peak or impulse of it is told: at
toe-off, where a bent knee may be withheld, there is next to none."""


class Peak(NamedTuple):
    """Where a curve is highest.

    Attributes
    ----------
    sample : (...) inside the window; meaningless where not found.
    found : (...) whether enough of the curve is known for it to be told.
    """

    sample: NDArray[np.intp]
    found: NDArray[np.bool_]


class Window:
    """The part of the curves inside one span, for one side.

    Parameters
    ----------
    time : (F,) [s].
    curves : name -> (..., F); leading axes, a member axis say, are carried through.
    span : Span
    """

    def __init__(self, time: FloatArray, curves: Mapping[str, FloatArray], span: Span) -> None:
        self._inside = (time >= span.start) & (time <= span.end)
        self._curves = curves
        self.span = span
        self.time = time[self._inside]

    @classmethod
    def of(cls, curves: xr.Dataset, span: Span) -> Self:
        """Take one side of a table (time, side)."""
        column = curves.side.values.tolist().index(str(span.side))
        own = {str(name): curves.variables[name].values[:, column] for name in curves.data_vars}
        return cls(np.asarray(curves.time.values), own, span)

    def __getitem__(self, name: str) -> FloatArray:
        """(..., n) one curve inside the span."""
        return np.asarray(self._curves[name][..., self._inside])

    def half(self, second: bool) -> NDArray[np.bool_]:
        """(n,) which instants lie in the first or second half."""
        late = self.time > 0.5 * (self.span.start + self.span.end)
        return np.asarray(late if second else ~late)

    def known(self, values: FloatArray, where: NDArray[np.bool_] | None = None) -> FloatArray:
        """Share of the ground force during which `values` are known, (...), 0 to 1."""
        weight = np.maximum(np.nan_to_num(self["vertical_force"]), 0.0) + 1e-9
        weight = weight if where is None else weight * where
        if not len(self.time):
            return np.zeros(values.shape[:-1])
        return np.asarray(np.where(np.isfinite(values), weight, 0.0).sum(axis=-1) / weight.sum(axis=-1))

    def highest(
        self, values: FloatArray, where: NDArray[np.bool_] | None = None, enough: float = ENOUGH
    ) -> Peak:
        """Find where a curve (..., n) is highest."""
        masked = values if where is None else np.where(where, values, np.nan)
        seen = np.isfinite(masked)
        found = seen.any(axis=-1) & (self.known(values, where) >= enough)
        if not len(self.time):
            return Peak(np.zeros(found.shape, np.intp), found)
        return Peak(np.asarray(np.where(seen, masked, -np.inf).argmax(axis=-1)), found)

    def at(self, values: FloatArray, peak: Peak) -> FloatArray:
        """(...) what a curve (..., n) is at a peak; NaN where there is none."""
        if not len(self.time):
            return np.full(peak.found.shape, np.nan)
        spread = np.broadcast_to(values, (*peak.found.shape, len(self.time)))
        there = np.take_along_axis(spread, peak.sample[..., None], axis=-1)[..., 0]
        return np.where(peak.found, there, np.nan)

    def impulse(self, values: FloatArray) -> FloatArray:
        """(...) integral over what is known; NaN where that is too little."""
        enough = (np.isfinite(values).sum(axis=-1) >= 2) & (self.known(values) >= ENOUGH)
        return np.where(enough, over_known(values, self.time), np.nan)


def over_known(values: FloatArray, time: FloatArray) -> FloatArray:
    """(...) integral of a curve (..., n) by time, straight across what is missing (NaN)."""
    seen = np.isfinite(values)
    some = seen.reshape(-1, seen.shape[-1]).any(axis=0)
    values, seen, time = values[..., some], seen[..., some], time[some]
    if len(time) < 2:
        return np.zeros(values.shape[:-1])
    # The sample before that is known: the next one down where nothing is missing.
    order = np.where(seen, np.arange(len(time)), -1)
    before = np.maximum.accumulate(order, axis=-1)[..., :-1]
    first = np.take_along_axis(values, np.maximum(before, 0), axis=-1)
    joined = seen[..., 1:] & (before >= 0)
    area = (time[1:] - time[np.maximum(before, 0)]) * (values[..., 1:] + first) / 2.0
    return np.asarray(np.where(joined, area, 0.0).sum(axis=-1))
