"""Gaps and mistakes in marker paths: wrong samples go, short gaps are filled, the rest stays NaN."""

import dataclasses

import numpy as np
from numpy.typing import NDArray

from groundup.quantities import Operation
from groundup.recording.filters import spans
from groundup.recording.landmarks import segment_of
from groundup.recording.mistakes import find_exchanged, find_off_segment, find_spikes
from groundup.recording.points import matched
from groundup.recording.recording import MarkerGaps, Recording
from groundup.recording.rigid_fill import fill_rigid

FloatArray = NDArray[np.float64]

# Longest gap that is filled [s]: a fifth of a walking stride; the vendors' default limits are of this size.
LONGEST_S = 0.2
_MIN_SAMPLES = 4


def repair(recording: Recording, longest: float = LONGEST_S) -> Recording:
    """Take out samples that cannot be right and fill short gaps.

    Two markers that carry one another's name for some frames are exchanged back; spikes and samples away
    from their segment become gaps (:mod:`groundup.recording.mistakes`).

    Gaps up to `longest` are filled by the rigid pattern of the segment where three other markers of it are
    seen around and during the gap, else by a cubic spline through the marker's own path. Gaps at the ends
    of a trial and longer ones stay NaN. Only identified markers are touched.

    Parameters
    ----------
    recording : Recording
        Identified, in any frame.
    longest : float
        Longest gap to fill [s].

    Returns
    -------
    Recording
        With repaired `markers`, `gaps` for every identified marker, and notes on what was taken out.
    """
    match = matched(recording)
    segments = {label: segment_of(landmark) for landmark, label in match.landmarks.items()} | dict(
        match.technical
    )
    labels = [label for label in recording.labels if label in segments]
    markers = recording.markers.transpose("time", "marker", "axis").copy()
    columns = [recording.labels.index(label) for label in labels]
    points = markers.values[:, columns]
    members = _members([segments[label] for label in labels])
    points, notes, removed = _without_mistakes(points, labels, members)
    frames = round(longest * recording.rate)
    gaps = []
    filled = points.copy()
    for marker, label in enumerate(labels):
        others = [k for k in members[segments[label]] if k != marker]
        filled[:, marker], counts = _fill(points, marker, others, frames)
        gaps.append(_counted(label, points[:, marker], counts))
    markers.values[:, columns] = filled
    operation = Operation(
        "repair",
        {
            "longest_s": float(longest),
            "filled_rigid": sum(g.filled_rigid for g in gaps),
            "filled_spline": sum(g.filled_spline for g in gaps),
            "removed": removed,
        },
        "samples; identified markers only",
    )
    return dataclasses.replace(
        recording,
        markers=markers.transpose(*recording.markers.dims),
        gaps=tuple(gaps),
        notes=(*recording.notes, *notes),
        operations=(*recording.operations, operation),
    )


def _members(segments: list[str]) -> dict[str, list[int]]:
    members: dict[str, list[int]] = {}
    for k, segment in enumerate(segments):
        members.setdefault(segment, []).append(k)
    return members


def _without_mistakes(
    points: FloatArray, labels: list[str], members: dict[str, list[int]]
) -> tuple[FloatArray, list[str], int]:
    """Exchange names back and set wrong samples to NaN; returns points, notes, and how many samples went."""
    points = points.copy()
    before = int(np.isfinite(points[..., 0]).sum())
    notes = []
    for (a, b), exchanged in find_exchanged(points).items():
        frames = np.flatnonzero(exchanged)[:, None]
        points[frames, [a, b]] = points[frames, [b, a]]
        notes.append(
            f"{labels[a]} and {labels[b]} carry one another's name in {int(exchanged.sum())} frames; "
            "exchanged back, because each then continues its own path"
        )
    off = np.zeros(points.shape[:2], dtype=bool)
    for columns in members.values():
        off[:, columns] |= find_off_segment(points[:, columns])
    notes += _counts_note(off, labels, "away from their segment")
    points[off] = np.nan
    spikes = find_spikes(points)
    notes += _counts_note(spikes, labels, "spikes")
    points[spikes] = np.nan
    return points, notes, before - int(np.isfinite(points[..., 0]).sum())


def _counts_note(mask: NDArray[np.bool_], labels: list[str], what: str) -> list[str]:
    counts = mask.sum(axis=0)
    if not counts.any():
        return []
    named = ", ".join(f"{label} {count}" for label, count in zip(labels, counts, strict=True) if count)
    return [f"samples taken out ({what}): {named}"]


def _fill(
    points: FloatArray, marker: int, others: list[int], longest: int
) -> tuple[FloatArray, tuple[int, int]]:
    """Fill one marker's short inner gaps; returns its path (T, 3) and the frames filled (rigid, spline)."""
    path = points[:, marker].copy()
    seen = np.isfinite(path.sum(axis=1))
    inner = [
        (start, stop)
        for start, stop in spans(~seen)
        if start > 0 and stop < len(path) and stop - start <= longest
    ]
    if not inner:
        return path, (0, 0)
    rigid = 0
    rest = []
    for start, stop in inner:
        filled = fill_rigid(points, marker, others, start, stop)
        if filled is None:
            rest.append((start, stop))
        else:
            path[start:stop] = filled
            rigid += stop - start
    if not rest or seen.sum() < _MIN_SAMPLES:
        return path, (rigid, 0)
    # Imported late: scipy.interpolate takes longer than most of what is asked of a file.
    from scipy.interpolate import CubicSpline

    frames = np.arange(len(path))
    known = np.isfinite(path.sum(axis=1))
    spline = CubicSpline(frames[known], path[known])
    hidden = np.concatenate([frames[start:stop] for start, stop in rest])
    path[hidden] = spline(hidden)
    return path, (rigid, len(hidden))


def _counted(label: str, path: FloatArray, counts: tuple[int, int]) -> MarkerGaps:
    missing = ~np.isfinite(path.sum(axis=1))
    longest = max((stop - start for start, stop in spans(missing)), default=0)
    return MarkerGaps(label, int(missing.sum()), counts[0], counts[1], longest)
