"""First sizes of a person from marker distances, and where the foot's landmarks lie when it is flat."""

from collections.abc import Mapping

import numpy as np

from groundup.body.anthropometry import (
    FOOT_PER_HEIGHT,
    MARKER_RADIUS,
    MIDTARSAL_FROM_ANKLE,
    SHANK_PER_HEIGHT,
    SUBTALAR_BELOW_ANKLE,
    THIGH_PER_HEIGHT,
    TOE_JOINT_FROM_ANKLE,
    TYPICAL_HEIGHT,
    Sizes,
    foot_scale,
    harrington_hip_centre,
    landmark_position,
    typical_sizes,
)
from groundup.body.default_chain import mirror_point
from groundup.body.sampling import Markers, Samples
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.recording.landmarks import segment_of
from groundup.recording.recording import Person

_FOOT_ORIGIN = {
    "hindfoot": SUBTALAR_BELOW_ANKLE,
    "forefoot": MIDTARSAL_FROM_ANKLE,
    "toes": TOE_JOINT_FROM_ANKLE,
}
# Where the foot points, the best landmark first.
_FRONT = (
    "second_metatarsal_head",
    "first_metatarsal_head",
    "fifth_metatarsal_head",
    "hallux",
    "toe_tip",
)


class Landmarks:
    """Sampled landmark paths by canonical name."""

    def __init__(self, samples: Samples, markers: Markers) -> None:
        self.frames = len(samples.targets)
        self._paths = {
            markers.landmark[label]: samples.targets[:, m]
            for m, label in enumerate(markers.labels)
            if label in markers.landmark
        }

    def __contains__(self, name: str) -> bool:
        return name in self._paths

    def path(self, name: str) -> FloatArray:
        """(F, 3) path of a landmark, NaN where not seen."""
        return self._paths[name]

    def distance(self, first: str, second: str) -> float | None:
        """Median distance of two landmarks [m]; None where they are never seen together."""
        if first not in self or second not in self:
            return None
        gap = np.linalg.norm(self.path(first) - self.path(second), axis=1)
        return float(np.nanmedian(gap)) if np.isfinite(gap).any() else None


def first_sizes(landmarks: Landmarks, person: Person) -> dict[Side, Sizes]:
    """Sizes of both legs from marker distances; what cannot be measured comes from height."""
    height = person.height or _height_from_shank(landmarks)
    typical = typical_sizes(height)
    width = landmarks.distance("left_asis", "right_asis") or typical.pelvis_width
    depth = _pelvis_depth(landmarks) or typical.pelvis_depth * width / typical.pelvis_width
    return {side: _side_sizes(landmarks, person, side, typical, width, depth) for side in Side}


def _height_from_shank(landmarks: Landmarks) -> float:
    shanks = [landmarks.distance(f"{side}_knee_lateral", f"{side}_ankle_lateral") for side in Side]
    known = [s for s in shanks if s]
    return float(np.mean(known)) / SHANK_PER_HEIGHT if known else TYPICAL_HEIGHT


def _pelvis_depth(landmarks: Landmarks) -> float | None:
    if "left_asis" not in landmarks or "right_asis" not in landmarks:
        return None
    front = 0.5 * (landmarks.path("left_asis") + landmarks.path("right_asis"))
    if "left_psis" in landmarks and "right_psis" in landmarks:
        back = 0.5 * (landmarks.path("left_psis") + landmarks.path("right_psis"))
    elif "sacrum" in landmarks:
        back = landmarks.path("sacrum")
    else:
        return None
    gap = np.linalg.norm(front - back, axis=1)
    return float(np.nanmedian(gap)) if np.isfinite(gap).any() else None


def _is_known(landmarks: Landmarks, side: Side, joint: str, given: Mapping[Side, float]) -> bool:
    """Whether a joint's width was measured on the person."""
    ends = (f"{side}_{joint}_{end}" for end in ("medial", "lateral"))
    return side in given or landmarks.distance(*ends) is not None


def _joint_width(
    landmarks: Landmarks, side: Side, joint: str, given: Mapping[Side, float], typical: float
) -> float:
    """Distance between the medial and lateral marker centres; a bony width gains one marker diameter."""
    measured = landmarks.distance(f"{side}_{joint}_medial", f"{side}_{joint}_lateral")
    if measured:
        return measured
    return given[side] + 2 * MARKER_RADIUS if side in given else typical


def _side_sizes(
    landmarks: Landmarks, person: Person, side: Side, typical: Sizes, width: float, depth: float
) -> Sizes:
    shank = landmarks.distance(f"{side}_knee_lateral", f"{side}_ankle_lateral") or landmarks.distance(
        f"{side}_knee_centre", f"{side}_ankle_centre"
    )
    shank = shank or typical.shank
    thigh = shank * THIGH_PER_HEIGHT / SHANK_PER_HEIGHT
    foot = _foot_length(landmarks, side, shank * FOOT_PER_HEIGHT / SHANK_PER_HEIGHT)
    leg = person.leg_length.get(side, thigh + shank + typical.ankle_height + 0.07)
    return Sizes(
        pelvis_width=width,
        pelvis_depth=depth,
        hip_centre=harrington_hip_centre(width, depth, leg),
        thigh=thigh,
        shank=shank,
        foot=foot,
        ankle_height=typical.ankle_height,
        knee_width=_joint_width(landmarks, side, "knee", person.knee_width, typical.knee_width),
        ankle_width=_joint_width(landmarks, side, "ankle", person.ankle_width, typical.ankle_width),
        trunk=typical.trunk,
        knee_width_known=_is_known(landmarks, side, "knee", person.knee_width),
    )


def _foot_length(landmarks: Landmarks, side: Side, fallback: float) -> float:
    """From heel to forefoot, by the same distance in the typical foot."""
    typical = typical_sizes()
    for front in _FRONT:
        measured = landmarks.distance(f"{side}_heel", f"{side}_{front}")
        if measured:
            gap = float(
                np.linalg.norm(_from_ankle(f"{side}_heel", typical) - _from_ankle(f"{side}_{front}", typical))
            )
            return typical.foot * measured / gap
    return fallback


def _from_ankle(name: str, sizes: Sizes) -> FloatArray:
    """Typical position of a foot landmark from the ankle centre, foot flat [m]."""
    side = Side.LEFT if name.startswith("left_") else Side.RIGHT
    part = segment_of(name).removeprefix(f"{side}_")
    return landmark_position(name, sizes) + mirror_point(_FOOT_ORIGIN[part] * foot_scale(sizes), side)


def flat_foot_positions(
    samples: Samples, markers: Markers, side: Side, sizes: Sizes, landmarks: Landmarks
) -> dict[str, FloatArray]:
    """Where this foot's markers lie in their segments while the foot is flat on the floor.

    Heights are measured (the floor is level); the heading is the one that best lays the landmarks over a
    typical foot. This is what makes zero dorsiflexion and zero inversion mean "flat on the floor".

    Returns
    -------
    marker label -> (3,) position in its foot segment [m]; empty where the foot never rests flat.
    """
    ankle = _ankle_path(landmarks, side, sizes)
    rows = samples.flat[side] & np.isfinite(ankle).all(axis=1)
    if samples.standing.any() and (rows & samples.standing).any():
        rows = rows & samples.standing
    if not rows.any():
        return {}
    feet = [
        (m, label)
        for m, label in enumerate(markers.labels)
        if markers.segment[label].removeprefix(f"{side}_") in _FOOT_ORIGIN
        and markers.segment[label].startswith(side)
    ]
    measured = {label: samples.targets[rows, m] - ankle[rows] for m, label in feet}
    known = [label for _, label in feet if label in markers.landmark]
    if len(known) < 2:
        return {}
    table = np.array([_from_ankle(markers.landmark[label], sizes) for label in known])
    turned = _turn_to_table(measured, known, table)
    result = {}
    for label, path in turned.items():
        seen = path[np.isfinite(path).all(axis=1)]
        middle = np.median(seen, axis=0) if len(seen) else np.full(3, np.nan)
        part = markers.segment[label].removeprefix(f"{side}_")
        if np.isfinite(middle).all():
            result[label] = middle - mirror_point(_FOOT_ORIGIN[part] * foot_scale(sizes), side)
    return result


def _turn_to_table(
    measured: Mapping[str, FloatArray], known: list[str], table: FloatArray
) -> dict[str, FloatArray]:
    """Turn each frame about the vertical so that the landmarks lie over the typical foot."""
    paths = np.stack([measured[label] for label in known], axis=1)
    flat = np.nan_to_num(paths - np.nanmean(paths, axis=1, keepdims=True), nan=0.0)
    aim = table - table.mean(axis=0)
    # Rotation about y by angle a: x' = x cos a + z sin a, z' = -x sin a + z cos a.
    cosine = (flat[..., 0] * aim[:, 0] + flat[..., 2] * aim[:, 2]).sum(axis=1)
    sine = (flat[..., 2] * aim[:, 0] - flat[..., 0] * aim[:, 2]).sum(axis=1)
    norm = np.hypot(cosine, sine)
    cosine, sine = cosine / norm, sine / norm
    return {
        label: np.stack(
            [p[:, 0] * cosine + p[:, 2] * sine, p[:, 1], -p[:, 0] * sine + p[:, 2] * cosine], axis=1
        )
        for label, p in measured.items()
    }


def _ankle_path(landmarks: Landmarks, side: Side, sizes: Sizes) -> FloatArray:
    """(F, 3) ankle centre: between the malleoli, or half the ankle width inwards of the lateral one."""
    if f"{side}_ankle_centre" in landmarks:
        return landmarks.path(f"{side}_ankle_centre")
    lateral = landmarks.path(f"{side}_ankle_lateral") if f"{side}_ankle_lateral" in landmarks else None
    medial = landmarks.path(f"{side}_ankle_medial") if f"{side}_ankle_medial" in landmarks else None
    if lateral is None:
        return np.full((landmarks.frames, 3), np.nan)
    if medial is not None and np.isfinite(medial).all(axis=1).any():
        both = 0.5 * (lateral + medial)
        if np.isfinite(both).all(axis=1).any():
            return both
    inward = _inward(landmarks, side)
    return np.asarray(lateral + 0.5 * sizes.ankle_width * inward)


def _inward(landmarks: Landmarks, side: Side) -> FloatArray:
    """(F, 3) horizontal unit vector towards the body's midline, square to the heel-toe line."""
    front = next((f"{side}_{part}" for part in _FRONT if f"{side}_{part}" in landmarks), None)
    if front is None or f"{side}_heel" not in landmarks:
        return np.full((landmarks.frames, 3), np.nan)
    ahead = (landmarks.path(front) - landmarks.path(f"{side}_heel")) * np.array([1.0, 0.0, 1.0])
    ahead = ahead / np.linalg.norm(ahead, axis=1, keepdims=True)
    right = np.stack([-ahead[:, 2], np.zeros(len(ahead)), ahead[:, 0]], axis=1)
    return right if side is Side.LEFT else -right
