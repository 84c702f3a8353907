"""Whether left is left: the sides the labels claim against the geometry of the body."""

import numpy as np
from numpy.typing import NDArray

from groundup.quantities import BadInputError, Side
from groundup.recording.facing import front_track
from groundup.recording.points import landmark_points
from groundup.recording.recording import Recording

FloatArray = NDArray[np.float64]

# Pairs that lie left and right of one another, from the pelvis down.
_LEVELS = {
    "pelvis": ("asis", "psis", "iliac_crest", "hip_centre", "trochanter"),
    "knees": ("knee_lateral", "knee_centre"),
    "feet": ("ankle_lateral", "ankle_centre", "heel", "fifth_metatarsal_head", "second_metatarsal_head"),
}
# A right marker this far on the left of its partner, on average over the trial [m], is no crossing step.
_WRONG_SIDE_M = 0.03
# The facing direction is averaged over this time [s], a stride of walking or two of running.
_STRIDE_S = 1.2


def check_sides(recording: Recording, up: FloatArray) -> tuple[str, ...]:
    """Check that right markers lie to the right, seen along the direction the body faces.

    The direction is taken from what does not depend on sides (ASIS before sacrum, toes before heels), over
    about a stride: within one it sways with the legs, which are then far apart fore and aft.

    Parameters
    ----------
    recording : Recording
        Identified, in its file's axes.
    up : (3,) unit vector in file axes

    Returns
    -------
    tuple of str
        Notes; empty where all is well.

    Raises
    ------
    BadInputError
        Where the sides are swapped, or the file is a mirror image, or only part of the body is swapped.
    """
    front = _over_a_stride(front_track(recording, up), recording.rate)
    right = np.cross(front, up)
    right = right / np.maximum(np.linalg.norm(right, axis=1, keepdims=True), 1e-9)
    if not np.isfinite(right).any():
        return ("no marker pair tells front from back; left and right are taken as labelled",)
    verdicts = {level: _to_the_right(recording, names, right) for level, names in _LEVELS.items()}
    known = {level: value for level, value in verdicts.items() if value is not None}
    wrong = [level for level, value in known.items() if value < -_WRONG_SIDE_M]
    if not wrong:
        return ()
    shown = ", ".join(f"{level} {value * 1000:+.0f} mm" for level, value in known.items())
    if len(wrong) == len(known):
        found = f"all of them on the left ({shown}): sides swapped or a mirrored file"
        step = "swap the side letters of the labels, or say --left-handed if the file's axes are"
    else:
        found = f"{' and '.join(wrong)} on the left ({shown})"
        step = f"check the left and right labels of the {' and '.join(wrong)}"
    raise BadInputError(
        recording.name, "left and right", "right markers to the right of left ones", found, step
    )


def _over_a_stride(vectors: FloatArray, rate: float) -> FloatArray:
    """Average (T, 3) vectors over a moving `_STRIDE_S`; NaN rows do not take part."""
    seen: NDArray[np.bool_] = np.isfinite(vectors.sum(axis=1))
    kernel = np.ones(max(1, round(_STRIDE_S * rate)))
    padded = np.where(seen[:, None], vectors, 0.0)
    total = np.stack(
        [np.convolve(column, kernel)[len(kernel) // 2 :][: len(seen)] for column in padded.T], axis=1
    )
    return np.where((np.linalg.norm(total, axis=1) > 0)[:, None], total, np.nan)


def _to_the_right(recording: Recording, names: tuple[str, ...], right: FloatArray) -> float | None:
    """Mean distance [m] of right markers to the right of left ones, `right` (T, 3); None without a pair."""
    distances = []
    for name in names:
        a = landmark_points(recording, f"{Side.LEFT}_{name}")
        b = landmark_points(recording, f"{Side.RIGHT}_{name}")
        if a is not None and b is not None:
            along = ((b - a) * right).sum(axis=1)
            if np.isfinite(along).any():
                distances.append(float(np.nanmean(along)))
    return float(np.mean(distances)) if distances else None
