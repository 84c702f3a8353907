"""Curves of both legs as one labelled table."""

from collections.abc import Mapping

import numpy as np
import xarray as xr

from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side


def by_side(
    time: xr.DataArray,
    values: Mapping[Side, Mapping[str, FloatArray]],
    attrs: Mapping[str, Mapping[str, str]],
) -> xr.Dataset:
    """Label each leg's curves.

    Parameters
    ----------
    time : DataArray (time,)
        [s].
    values : mapping Side -> name -> (F,) array
    attrs : mapping name -> attributes
        Units, and positive word, frame and source where they have one; its order is the table's.

    Returns
    -------
    Dataset over (time, side)
    """
    coords = {"time": time.values, "side": [str(side) for side in Side]}
    return xr.Dataset(
        {
            name: (("time", "side"), np.stack([values[side][name] for side in Side], axis=1), dict(told))
            for name, told in attrs.items()
        },
        coords=coords,
    )
