"""Where landmarks and groups of markers are: plain arrays out of a matched recording."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from groundup.quantities import BadInputError
from groundup.recording.landmarks import segment_of
from groundup.recording.recording import ProtocolMatch, Recording

FloatArray = NDArray[np.float64]

_ITERATIONS = 30
_CONVERGED_M = 1e-7


def matched(recording: Recording) -> ProtocolMatch:
    """Return the recording's match, which :func:`groundup.recording.identify.identify` sets.

    Raises
    ------
    BadInputError
        Where the markers have not been identified.
    """
    if recording.match is None:
        raise BadInputError(
            recording.name,
            "markers",
            "identified markers",
            "labels only",
            "call identify() on the recording first",
        )
    return recording.match


def landmark_points(recording: Recording, landmark: str) -> FloatArray | None:
    """(T, 3) positions of a landmark [m] in the recording's frame, None where the set has no such marker."""
    label = matched(recording).landmarks.get(landmark)
    return None if label is None else marker_points(recording, [label])[:, 0]


def marker_points(recording: Recording, labels: Sequence[str]) -> FloatArray:
    """(T, M, 3) positions of markers [m] in the recording's frame."""
    values: FloatArray = recording.markers.sel(marker=list(labels)).transpose("time", "marker", "axis").values
    return values


def segment_labels(recording: Recording, segments: Iterable[str]) -> list[str]:
    """Labels of the identified markers on the given segments."""
    match, wanted = matched(recording), set(segments)
    anatomical = [label for landmark, label in match.landmarks.items() if segment_of(landmark) in wanted]
    return anatomical + [label for label, segment in match.technical.items() if segment in wanted]


def centre_track(points: FloatArray) -> FloatArray:
    """Path of the centre of a group of markers, steady when single markers come and go.

    The mean over visible markers jumps whenever one disappears; here each marker is taken as the centre
    plus a constant offset, both found by alternating least squares (translation only).

    Parameters
    ----------
    points : (T, M, 3) [m], NaN where not seen

    Returns
    -------
    (T, 3) [m]; NaN in frames without any marker.
    """
    seen: NDArray[np.bool_] = np.isfinite(points[:, :, 0] + points[:, :, 1] + points[:, :, 2])
    filled = np.where(seen[..., None], points, 0.0)
    per_frame = np.maximum(seen.sum(axis=1), 1)[:, None]
    per_marker = np.maximum(seen.sum(axis=0), 1)[:, None]
    offset = np.zeros((points.shape[1], 3))
    for _ in range(_ITERATIONS):
        middle = (filled - offset * seen[..., None]).sum(axis=1) / per_frame
        update = (filled - middle[:, None] * seen[..., None]).sum(axis=0) / per_marker
        update -= update.mean(axis=0)
        if np.abs(update - offset).max() < _CONVERGED_M:
            break
        offset = update
    centre: FloatArray = (filled - offset * seen[..., None]).sum(axis=1) / per_frame
    centre[~seen.any(axis=1)] = np.nan
    return centre


def mean_direction(vectors: FloatArray) -> FloatArray | None:
    """Mean of unit vectors over frames, (3,), not normalised: its length tells how steady the direction is.

    Parameters
    ----------
    vectors : (T, 3), NaN rows are left out.

    Returns
    -------
    (3,) array, or None where no frame shows the vector.
    """
    length = np.linalg.norm(vectors, axis=1)
    good = np.isfinite(length) & (length > 1e-9)
    if not good.any():
        return None
    mean: FloatArray = (vectors[good] / length[good, None]).mean(axis=0)
    return mean
