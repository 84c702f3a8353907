"""Which file axis points up: found from posture, ground force and plates, and checked against the file."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundup.quantities import BadInputError, Side
from groundup.recording.points import centre_track, marker_points, mean_direction, segment_labels
from groundup.recording.recording import Recording

FloatArray = NDArray[np.float64]

# The pelvis is over the feet within this angle on average over a trial, in walking, running, squats and
# landings alike; the file axis nearest to it is then unique.
POSTURE_MAX_DEG = 25.0
# The mean ground force leans less than this, even where a trial holds one braking step alone.
FORCE_MAX_DEG = 25.0
# Plates lie flat: a normal further than this from every file axis is a ramp, and no evidence.
PLATE_MAX_DEG = 5.0
# Samples below this force [N] say nothing of a direction.
_LOADED_N = 50.0


@dataclass(frozen=True)
class Evidence:
    """One thing that speaks for a direction: a file axis as a word, and the sentence that says why.

    `signed` is false where only the line is known, not its sense (plate normals).
    """

    axis: str
    sentence: str
    signed: bool = True


def find_up(recording: Recording) -> tuple[str, tuple[str, ...]]:
    """Find the file axis that points up.

    Parameters
    ----------
    recording : Recording
        Identified, in its file's axes.

    Returns
    -------
    up : str
        A file axis as a word, e.g. ``"+z"``.
    evidence : tuple of str
        What spoke for it.

    Raises
    ------
    BadInputError
        Where nothing tells, or where two pieces of evidence contradict one another or the file.
    """
    found = [e for e in (_posture(recording), _ground_force(recording), _plates(recording)) if e is not None]
    signed = [e for e in found if e.signed]
    if not signed:
        raise BadInputError(
            recording.name,
            "vertical axis",
            "the pelvis above the feet along one axis of the file, or a loaded force plate",
            f"a pelvis that is not within {POSTURE_MAX_DEG:.0f} degrees of any axis over the feet",
            "rotate the recording so that one axis is vertical and export it again",
        )
    if recording.declared_up is not None:
        found.append(Evidence(recording.declared_up, f"the file declares {recording.declared_up} up"))
    first = signed[0]
    for other in found:
        if not _agree(first, other):
            raise BadInputError(
                recording.name,
                "vertical axis",
                "all evidence for one vertical",
                f"{first.sentence}, but {other.sentence}",
                "correct the axes declared in the file or the rotation of the export",
            )
    return first.axis, tuple(e.sentence for e in found)


def _agree(first: Evidence, second: Evidence) -> bool:
    if first.signed and second.signed:
        return first.axis == second.axis
    return first.axis[-1] == second.axis[-1]


def _posture(recording: Recording) -> Evidence | None:
    pelvis = pelvis_centre(recording)
    low = [
        centre_track(marker_points(recording, labels))
        for side in Side
        if (labels := lowest_labels(recording, side))
    ]
    if pelvis is None or not low:
        return None
    below: FloatArray = np.mean(low, axis=0)
    if not np.isfinite(below).any():
        below = low[0]
    axis, angle = nearest_axis(mean_direction(pelvis - below))
    if angle > POSTURE_MAX_DEG:
        return None
    return Evidence(axis, f"the pelvis is over the feet along {axis} (mean angle {angle:.0f} deg)")


def _ground_force(recording: Recording) -> Evidence | None:
    total = np.zeros(3)
    for plate in recording.plates:
        force = plate.force.transpose(..., "axis").values
        size = np.linalg.norm(force, axis=1)
        total += force[np.isfinite(size) & (size > _LOADED_N)].sum(axis=0)
    if not np.linalg.norm(total) > 0:
        return None
    axis, angle = nearest_axis(total)
    if angle > FORCE_MAX_DEG:
        return None
    return Evidence(axis, f"the ground pushes along {axis} (mean angle {angle:.0f} deg)")


def _plates(recording: Recording) -> Evidence | None:
    axes = set()
    for plate in recording.plates:
        if plate.corners is not None and np.isfinite(plate.corners).all():
            normal = np.cross(plate.corners[2] - plate.corners[0], plate.corners[3] - plate.corners[1])
            axis, angle = nearest_axis(normal)
            if angle < PLATE_MAX_DEG:
                axes.add(axis[-1])
    if len(axes) != 1:
        return None
    line = axes.pop()
    return Evidence(f"+{line}", f"the force plates lie flat across the file's {line} axis", signed=False)


def pelvis_centre(recording: Recording) -> FloatArray | None:
    """Path of the pelvis (T, 3) [m]: its markers, else the hip centres of keypoint sets; None without."""
    labels = segment_labels(recording, ["pelvis"])
    match = recording.match
    if not labels and match is not None:
        labels = [
            match.landmarks[f"{side}_hip_centre"] for side in Side if f"{side}_hip_centre" in match.landmarks
        ]
    return centre_track(marker_points(recording, labels)) if labels else None


def lowest_labels(recording: Recording, side: Side) -> list[str]:
    """Labels of the lowest segment of a leg that has markers: the foot, else the shank."""
    foot = segment_labels(recording, [f"{side}_{part}" for part in ("hindfoot", "forefoot", "toes")])
    return foot or segment_labels(recording, [f"{side}_shank"])


def nearest_axis(vector: FloatArray | None) -> tuple[str, float]:
    """File axis nearest to a vector as a word, and the angle to it [deg] (180 where there is no vector)."""
    if vector is None or not np.linalg.norm(vector) > 0:
        return "+y", 180.0
    unit = vector / np.linalg.norm(vector)
    k = int(np.argmax(np.abs(unit)))
    word = ("+" if unit[k] > 0 else "-") + "xyz"[k]
    return word, float(np.degrees(np.arccos(min(1.0, abs(unit[k])))))


def axis_vector(word: str) -> FloatArray:
    """(3,) unit vector of a file axis given as a word such as ``"-y"``."""
    vector = np.zeros(3)
    vector["xyz".index(word[-1])] = -1.0 if word.startswith("-") else 1.0
    return vector
