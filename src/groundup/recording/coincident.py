"""Markers that are one and the same trajectory under two names."""

from collections.abc import Sequence

import numpy as np
import xarray as xr

# Two labels closer than this in nearly every shared frame are one marker: real markers are 10 mm wide or
# more, copies agree to rounding.
SAME_POINT_M = 0.5e-3
_FRAMES = 200


def coincident_markers(markers: xr.DataArray, labels: Sequence[str]) -> dict[str, str]:
    """Find copies among the given labels.

    Parameters
    ----------
    markers : DataArray (time, marker, axis) [m]
    labels : sequence of str
        In order of preference: of two copies the earlier one is the original.

    Returns
    -------
    dict
        Copy -> original.
    """
    points = markers.sel(marker=list(labels)).transpose("time", "marker", "axis").values
    step = max(1, len(points) // _FRAMES)
    points = points[::step]
    copies: dict[str, str] = {}
    for later in range(1, len(labels)):
        distance = np.linalg.norm(points[:, :later] - points[:, later : later + 1], axis=2)
        both = np.isfinite(distance)
        close = np.where(both, distance, 0.0) < SAME_POINT_M
        same = (both.sum(axis=0) >= 1) & (close | ~both).all(axis=0)
        # One shared frame out of many is chance; copies share at least half of what either shows.
        shown = np.minimum(
            np.isfinite(points[:, :later, 0]).sum(axis=0), np.isfinite(points[:, later, 0]).sum()
        )
        same &= both.sum(axis=0) >= np.maximum(1, shown // 2)
        for earlier in map(int, np.flatnonzero(same)):
            if labels[earlier] not in copies:
                copies[labels[later]] = labels[earlier]
                break
    return copies
