"""Which segment an unknown marker moves with: the one to whose markers its distances vary least."""

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

# A marker belongs to a segment where its distances to that segment's markers vary by less than this
# (root mean square of the standard deviations); skin moves 4-16 mm against itself within a thigh or shank
# (EVIDENCE A63), so the lower half of that range is asked for.
RIGID_M = 0.010
# ... and vary at least this many times more towards every other segment of the body.
CLEARLY_BETTER = 2.0
# ... and where it is near: nothing on a leg or the pelvis is further from the nearest marker of its segment.
REACH_M = 0.35
# Frames in which the marker and a segment are both seen; less motion than this tells nothing.
MIN_FRAMES = 20
MIN_MARKERS = 2
_SAMPLE = 150


def attach_by_rigidity(
    markers: xr.DataArray, segment_of_marker: Mapping[str, str], unknown: Sequence[str]
) -> dict[str, str]:
    """Attach unknown markers to the segment in which they are most rigid.

    The trunk takes part only as a rival: markers of the head and arms hang on it, and groundup needs
    none of them. The parts of one foot are not rivals of one another. Ambiguous markers stay out.

    Parameters
    ----------
    markers : DataArray (time, marker, axis) [m]
    segment_of_marker : mapping label -> segment of the identified markers
    unknown : labels to attach

    Returns
    -------
    dict
        Label -> segment, for those that could be attached.
    """
    if not unknown:
        return {}
    step = max(1, markers.sizes["time"] // _SAMPLE)
    sample = markers.isel(time=slice(None, None, step)).transpose("time", "marker", "axis")
    by_segment: dict[str, list[str]] = {}
    for label, segment in segment_of_marker.items():
        by_segment.setdefault(segment, []).append(label)
    positions = {s: sample.sel(marker=m).values for s, m in by_segment.items() if len(m) >= MIN_MARKERS}
    attached = {}
    for label in unknown:
        best = _most_rigid(sample.sel(marker=label).values, positions)
        if best is not None:
            attached[label] = best
    return attached


def _most_rigid(point: FloatArray, positions: Mapping[str, FloatArray]) -> str | None:
    spread, reach = {}, {}
    for segment, others in positions.items():
        measured = distance_spread(point, others)
        if measured is not None:
            spread[segment], reach[segment] = measured
    if not spread:
        return None
    best = min(spread, key=lambda segment: spread[segment])
    rivals = [value for segment, value in spread.items() if not _one_foot(segment, best) and segment != best]
    clear = bool(rivals) and min(rivals) >= CLEARLY_BETTER * max(spread[best], 1e-4)
    # Without motion every rival is rigid too, and nothing can be told.
    if (
        best == "trunk"
        or not clear
        or spread[best] > RIGID_M
        or min(rivals) < RIGID_M
        or reach[best] > REACH_M
    ):
        return None
    return best


def distance_spread(point: FloatArray, others: FloatArray) -> tuple[float, float] | None:
    """How much a marker's distances to a segment's markers vary, and how near the nearest one is.

    Parameters
    ----------
    point : (T, 3) [m]
    others : (T, M, 3) [m]

    Returns
    -------
    tuple of float, or None
        Root mean square over the segment's markers of the standard deviation of the distance [m], and the
        smallest mean distance [m]; None where too few frames show both.
    """
    distance = np.linalg.norm(others - point[:, None], axis=2)
    enough = np.isfinite(distance).sum(axis=0) >= MIN_FRAMES
    if enough.sum() < MIN_MARKERS:
        return None
    seen = distance[:, enough]
    return float(np.sqrt(np.mean(np.nanvar(seen, axis=0)))), float(np.nanmean(seen, axis=0).min())


def _one_foot(first: str, second: str) -> bool:
    parts = ("hindfoot", "forefoot", "toes")
    side_first, _, part_first = first.partition("_")
    side_second, _, part_second = second.partition("_")
    return side_first == side_second and part_first in parts and part_second in parts
