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
# ... and at least by this, which is more than skin slides over an ankle that hardly moves.
RIVAL_M = 0.006
# ... and where it is near: nothing on a leg or the pelvis is further from the nearest marker of its segment.
REACH_M = 0.35
# ... and where the body moves: the distances to some segment vary by this much.
MOTION_M = 0.020
# Frames in which the marker and a segment are both seen; less motion than this tells nothing.
MIN_FRAMES = 20
MIN_MARKERS = 2
_SAMPLE = 150
# Measurement noise [m]: below it, more or less rigid means nothing.
_NOISE_M = 5e-4


def attach_by_rigidity(
    markers: xr.DataArray, segment_of_marker: Mapping[str, str], unknown: Sequence[str]
) -> dict[str, str]:
    """Attach unknown markers to the segment in which they are most rigid.

    The trunk takes part only as a rival: markers of the head and arms hang on it, and groundup needs
    none of them. A segment with one identified marker is a rival too, and can win nothing. Ambiguous
    markers stay out.

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
    positions = {s: sample.sel(marker=m).values for s, m in by_segment.items()}
    attached = {}
    for label in unknown:
        best = _most_rigid(sample.sel(marker=label).values, positions)
        if best is not None:
            attached[label] = best
    return attached


def _most_rigid(point: FloatArray, positions: Mapping[str, FloatArray]) -> str | None:
    """Segment that is clearly the most rigid with a marker's path (T, 3), None where none is."""
    measured = {s: m for s, others in positions.items() if (m := distance_spread(point, others)) is not None}
    if len(measured) < 2:
        return None
    ranked = sorted(measured, key=lambda segment: measured[segment][0])
    best, second = ranked[0], measured[ranked[1]][0]
    spread, reach, count = measured[best]
    clear = second >= CLEARLY_BETTER * max(spread, _NOISE_M)
    # A single marker cannot tell rigid from passing by, and without motion every rival is rigid too.
    told = count >= MIN_MARKERS and second >= RIVAL_M and measured[ranked[-1]][0] >= MOTION_M
    if best == "trunk" or not (clear and told) or spread > RIGID_M or reach > REACH_M:
        return None
    return best


def distance_spread(point: FloatArray, others: FloatArray) -> tuple[float, float, int] | None:
    """How much a marker's distances to a segment's markers vary, and how near the nearest one is.

    Parameters
    ----------
    point : (T, 3) [m]
    others : (T, M, 3) [m]

    Returns
    -------
    spread : float
        Root mean square over the segment's markers of the standard deviation of the distance [m].
    reach : float
        Smallest mean distance [m].
    count : int
        How many of the segment's markers are seen with it often enough.

    None where too few frames show both.
    """
    distance = np.linalg.norm(others - point[:, None], axis=2)
    enough = np.isfinite(distance).sum(axis=0) >= MIN_FRAMES
    if not enough.any():
        return None
    seen = distance[:, enough]
    spread = float(np.sqrt(np.mean(np.nanvar(seen, axis=0))))
    return spread, float(np.nanmean(seen, axis=0).min()), int(enough.sum())
