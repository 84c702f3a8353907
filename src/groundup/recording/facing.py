"""Which way a person faces: from the pelvis and the feet, frame by frame and on average."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from groundup.quantities import Side
from groundup.recording.points import landmark_points, mean_direction
from groundup.recording.recording import Recording

FloatArray = NDArray[np.float64]

_HEELS = ("heel", "heel_upper", "ankle_lateral", "ankle_centre")
_TOES = ("second_metatarsal_head", "toe_tip", "hallux", "first_metatarsal_head", "fifth_metatarsal_head")
_PAIRS = ("asis", "psis", "iliac_crest", "hip_centre")
# Horizontal distances shorter than this [m] give no direction (a foot on tiptoe).
_SHORTEST_M = 0.01


def facing_direction(
    recording: Recording, up: FloatArray, frames: NDArray[np.bool_] | None = None
) -> FloatArray | None:
    """Average direction the person faces, (3,) horizontal unit vector; None where nothing tells.

    The line across the pelvis gives the direction; what lies in front of it (ASIS before PSIS or sacrum,
    toes before heels) gives the sense. Without a pelvis the feet give both.

    Parameters
    ----------
    recording : Recording
    up : (3,) unit vector in file axes
    frames : (T,) bool, optional
        Frames to average over; all where not given.
    """
    chosen = slice(None) if frames is None else frames
    front = _mean_front(recording, up, frames)
    across = [mean_direction(line[chosen]) for line in _pelvis_lines(recording, up)]
    known = [line for line in across if line is not None]
    if not known:
        return None if front is None else horizontal_unit(front, up)
    facing = np.cross(up, np.sum(known, axis=0))
    if front is not None and facing @ front < 0:
        facing = -facing
    return horizontal_unit(facing, up)


def _mean_front(recording: Recording, up: FloatArray, frames: NDArray[np.bool_] | None) -> FloatArray | None:
    return mean_direction(front_track(recording, up)[slice(None) if frames is None else frames])


def front_track(recording: Recording, up: FloatArray) -> FloatArray:
    """Where the front is in each frame, from what does not depend on sides.

    ASIS before PSIS or sacrum, toes before heels; the unit vectors that a frame shows are added.

    Returns
    -------
    (T, 3) horizontal; NaN where a frame shows none.
    """
    parts = []
    asis = _mean_of(recording, [f"{side}_asis" for side in Side])
    back = _mean_of(recording, [f"{side}_psis" for side in Side])
    if back is None:
        back = landmark_points(recording, "sacrum")
    if asis is not None and back is not None:
        parts.append(asis - back)
    for side in Side:
        heel = next((p for n in _HEELS if (p := landmark_points(recording, f"{side}_{n}")) is not None), None)
        toe = next((p for n in _TOES if (p := landmark_points(recording, f"{side}_{n}")) is not None), None)
        if heel is not None and toe is not None:
            parts.append(toe - heel)
    total = np.zeros((recording.markers.sizes["time"], 3))
    shown = np.zeros(len(total), dtype=bool)
    for part in parts:
        flat = horizontal(part, up)
        length = np.linalg.norm(flat, axis=1)
        good = np.isfinite(length) & (length > _SHORTEST_M)
        total[good] += flat[good] / length[good, None]
        shown |= good
    total[~shown] = np.nan
    return total


def _pelvis_lines(recording: Recording, up: FloatArray) -> Iterator[FloatArray]:
    """Yield horizontal vectors (T, 3) from the left to the right partner of each pelvis pair."""
    for name in _PAIRS:
        left = landmark_points(recording, f"{Side.LEFT}_{name}")
        right = landmark_points(recording, f"{Side.RIGHT}_{name}")
        if left is not None and right is not None:
            yield horizontal(right - left, up)


def _mean_of(recording: Recording, landmarks: list[str]) -> FloatArray | None:
    points = [p for name in landmarks if (p := landmark_points(recording, name)) is not None]
    return np.mean(points, axis=0) if points else None


def horizontal(vectors: FloatArray, up: FloatArray) -> FloatArray:
    """Return the horizontal part of vectors (..., 3)."""
    flat: FloatArray = vectors - (vectors @ up)[..., None] * up
    return flat


def horizontal_unit(vector: FloatArray, up: FloatArray) -> FloatArray | None:
    """Return the direction of a vector's horizontal part (3,), None where it has none."""
    flat = vector - (vector @ up) * up
    length = float(np.linalg.norm(flat))
    return flat / length if length > 1e-9 else None
