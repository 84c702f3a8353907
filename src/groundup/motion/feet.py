"""The few points events are read from: heel and forefoot of each foot, the pelvis, and the floor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from groundup.quantities import Side
from groundup.recording.recording import FloatArray, Recording

# Alternatives in order of preference; the members of one alternative are averaged.
_HEEL = (
    ("heel",),
    ("heel_upper",),
    ("heel_lateral", "heel_medial"),
    ("ankle_lateral", "ankle_medial"),
    ("ankle_lateral",),
    ("ankle_centre",),
    ("ankle_medial",),
)
_FOREFOOT = (
    ("second_metatarsal_head",),
    ("first_metatarsal_head", "fifth_metatarsal_head"),
    ("fifth_metatarsal_head",),
    ("first_metatarsal_head",),
    ("toe_tip",),
    ("hallux",),
    ("fifth_metatarsal_base",),
    ("navicular",),
)
_TOE = (("toe_tip",), ("hallux",))
_PELVIS = (
    ("left_psis", "right_psis"),
    ("sacrum",),
    ("left_asis", "right_asis"),
    ("left_hip_centre", "right_hip_centre"),
    ("left_iliac_crest", "right_iliac_crest"),
    ("left_trochanter", "right_trochanter"),
)
# An alternative is passed over only for one seen clearly more often.
_COVERAGE_LOSS = 0.10
# Second metatarsal head lies at about 0.73 of the foot's length from the heel (de Leva 1996 segment
# end points: heel to toe tip); the toes reach this share of heel-to-metatarsal distance beyond it.
_TOE_SHARE = 0.35


@dataclass(frozen=True)
class Foot:
    """One foot's reference points.

    Attributes
    ----------
    side : Side
    heel, forefoot : (T, 3) array
        [m] in the lab frame (X forward, Y up, Z right); NaN where not seen.
    toe : (T, 3) array
        Toe tip, measured where a marker is there, else projected along the sole [m].
    length : float
        Median heel-to-forefoot distance [m].
    heel_landmarks, forefoot_landmarks : tuple of str
        Canonical landmarks (without side) used.
    heel_height, forefoot_height : float
        Height of each point while its part of the foot is on the floor [m].
    """

    side: Side
    heel: FloatArray
    forefoot: FloatArray
    toe: FloatArray
    length: float
    heel_landmarks: tuple[str, ...]
    forefoot_landmarks: tuple[str, ...]
    heel_height: float
    forefoot_height: float


@dataclass(frozen=True)
class BodyPoints:
    """Pelvis and feet of one recording on its own clock.

    `time` (T,) absolute [s]; `pelvis` (T, 3) [m]; `feet` holds only the sides that have both points;
    `floor` is the estimated height of the floor [m].
    """

    time: FloatArray
    rate: float
    pelvis: FloatArray
    feet: Mapping[Side, Foot]
    floor: float


def body_points(recording: Recording) -> BodyPoints:
    """Find reference points of pelvis and feet in whatever landmarks the protocol gives.

    Parameters
    ----------
    recording : Recording
        In the lab frame, identified (``match`` set).

    Returns
    -------
    BodyPoints
        Without a side whose heel or forefoot was never seen.
    """
    time = recording.markers.time.values.astype(np.float64)
    pelvis, _ = _first_seen(recording, _PELVIS)
    feet: dict[Side, Foot] = {}
    for side in Side:
        foot = _foot(recording, side)
        if foot is not None:
            feet[side] = foot
    return BodyPoints(time, recording.rate, pelvis, feet, _floor(recording, feet))


def landmark(recording: Recording, name: str) -> FloatArray:
    """Position of one canonical landmark (T, 3) [m]; all NaN where the protocol has no such marker."""
    frames = recording.markers.sizes["time"]
    labels = recording.match.landmarks if recording.match is not None else {}
    label = labels.get(name)
    if label is None or label not in recording.labels:
        return np.full((frames, 3), np.nan)
    return np.asarray(recording.markers.sel(marker=label).values, dtype=np.float64)


def _foot(recording: Recording, side: Side) -> Foot | None:
    heel, heel_names = _first_seen(recording, _sided(_HEEL, side))
    forefoot, forefoot_names = _first_seen(recording, _sided(_FOREFOOT, side))
    if not heel_names or not forefoot_names:
        return None
    axis = forefoot - heel
    distance = np.linalg.norm(axis, axis=1)
    if not np.isfinite(distance).any():
        return None
    length = float(np.nanmedian(distance))
    toe, toe_names = _first_seen(recording, _sided(_TOE, side))
    if not toe_names or toe_names == forefoot_names:
        toe = forefoot + _TOE_SHARE * axis
    return Foot(
        side,
        heel,
        forefoot,
        toe,
        length,
        heel_names,
        forefoot_names,
        _resting_height(heel),
        _resting_height(forefoot),
    )


def _sided(alternatives: Sequence[tuple[str, ...]], side: Side) -> list[tuple[str, ...]]:
    return [tuple(f"{side}_{name}" for name in names) for names in alternatives]


def _first_seen(
    recording: Recording, alternatives: Sequence[tuple[str, ...]]
) -> tuple[FloatArray, tuple[str, ...]]:
    """Mean of the first alternative that is seen about as often as the best one."""
    candidates = []
    for names in alternatives:
        points = np.mean([landmark(recording, name) for name in names], axis=0)
        candidates.append((points, names, float(np.isfinite(points).all(axis=1).mean())))
    best = max(coverage for _, _, coverage in candidates)
    if best == 0.0:
        return candidates[0][0], ()
    for points, names, coverage in candidates:
        if coverage >= best - _COVERAGE_LOSS:
            return points, names
    return candidates[0][0], ()


def _resting_height(points: FloatArray) -> float:
    """Height a foot point returns to: the low tenth of its path, robust to single stray frames."""
    height = points[:, 1]
    return float(np.nanpercentile(height, 10.0)) if np.isfinite(height).any() else float("nan")


def _floor(recording: Recording, feet: Mapping[Side, Foot]) -> float:
    """Floor from the plates' corners where they are known, else from the lowest foot points."""
    corners = [p.corners[:, 1] for p in recording.plates if p.corners is not None]
    lowest = [min(foot.heel_height, foot.forefoot_height) for foot in feet.values()]
    if corners:
        plate_height = float(np.median(np.concatenate(corners)))
        # Corners stated in another height system than the markers (raised walkways) do not speak.
        if not lowest or 0.0 <= min(lowest) - plate_height < 0.15:
            return plate_height
    return min(lowest) if lowest else 0.0
