"""Joint moments and powers over each repetition at 0-100 %, as the angles have it."""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from groundup.loads.dynamics import Dynamics
from groundup.mechanics.tree import FloatArray, IntArray
from groundup.motion.cycles import PERCENT
from groundup.motion.motion import Cycle
from groundup.quantities import Side

# A repetition is told where the force is known in this share of it.
_WHOLE = 0.95
# One of these is measured wherever any moment of the leg is.
_LEADING = ("ankle_dorsiflexion", "knee_flexion", "hip_flexion")


def cycle_loads(cycles: Sequence[Cycle], dynamics: Dynamics) -> xr.Dataset:
    """Cut moments and powers into repetitions.

    Parameters
    ----------
    cycles : sequence of Cycle
    dynamics : Dynamics

    Returns
    -------
    Dataset
        ``moments`` [N m/kg] and ``powers`` [W/kg], each (cycle, coordinate, percent), coordinates `side` (""
        where a repetition has none) and `number` along cycle as in ``Movement.cycle_curves``. A leg's curves
        count in its own cycles and in those of both legs; a sample next to a missing frame is missing.
    """
    coords = {
        "coordinate": dynamics.moments.coordinate.values,
        "percent": PERCENT,
        "side": ("cycle", [str(c.side) if c.side else "" for c in cycles]),
        "number": ("cycle", np.array([c.number for c in cycles], dtype=np.int64)),
    }
    data = {
        name: (("cycle", "coordinate", "percent"), _curves(cycles, table), dict(table.attrs))
        for name, table in (("moments", dynamics.moments), ("powers", dynamics.powers))
    }
    return xr.Dataset(data, coords=coords)


def told_rows(curves: xr.Dataset, side: Side) -> IntArray:
    """Places of a leg's repetitions, its own and those of both legs, that are told.

    Those whose force is known throughout; where there is none, those whose force is known longest.

    Parameters
    ----------
    curves : Dataset
        Of :func:`cycle_loads`.
    side : Side
    """
    sides = curves.side.values
    own = np.flatnonzero((sides == str(side)) | (sides == ""))
    if not len(own):
        return own
    leading = curves.moments.sel(coordinate=[f"{stem}_{side}" for stem in _LEADING])
    known = (
        np.isfinite(leading.transpose("cycle", "coordinate", "percent").values[own]).mean(axis=2).max(axis=1)
    )
    return np.asarray(own[known >= min(_WHOLE, float(known.max()))])


def _curves(cycles: Sequence[Cycle], table: xr.DataArray) -> FloatArray:
    time, values = table.time.values, table.transpose("time", "coordinate").values
    curves = np.full((len(cycles), values.shape[1], len(PERCENT)), np.nan)
    for c, cycle in enumerate(cycles):
        at = cycle.start + PERCENT / 100.0 * (cycle.end - cycle.start)
        for k in range(values.shape[1]):
            curves[c, k] = np.interp(at, time, values[:, k], left=np.nan, right=np.nan)
    return curves
