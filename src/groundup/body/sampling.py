"""Which markers and which frames the fit looks at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundup.mechanics.tree import FloatArray, IntArray
from groundup.quantities import Side
from groundup.recording.landmarks import segment_of
from groundup.recording.recording import Recording

BoolArray = NDArray[np.bool_]

_SLOW = 0.10  # m/s: a foot marker slower than this is at rest
_LOW = 0.015  # m above the marker's lowest position: still on the floor


@dataclass(frozen=True)
class Markers:
    """Markers the chain carries: label -> segment, and label -> canonical landmark where it is one."""

    segment: Mapping[str, str]
    landmark: Mapping[str, str]

    @property
    def labels(self) -> tuple[str, ...]:
        """Marker labels in chain order."""
        return tuple(self.segment)


@dataclass(frozen=True)
class Samples:
    """Frames chosen for the fit.

    `targets` (F, M, 3) [m]; `trial` (F,) index of the recording, `frame` (F,) of the frame in it; `standing`
    (F,) bool; `flat` side -> (F,) bool, frames in which that foot rests flat on the floor.
    """

    targets: FloatArray
    trial: IntArray
    standing: BoolArray
    flat: Mapping[Side, BoolArray]
    frame: IntArray


def usable_markers(recordings: Sequence[Recording]) -> Markers:
    """Landmarks and technical markers of all recordings together; each needs one visible sample."""
    segment: dict[str, str] = {}
    landmark: dict[str, str] = {}
    for recording in recordings:
        if recording.match is None:
            continue
        seen = np.isfinite(recording.markers.values).all(axis=2).any(axis=0)
        visible = {label for label, any_seen in zip(recording.labels, seen, strict=True) if any_seen}
        for name, label in recording.match.landmarks.items():
            if label in visible:
                segment[label], landmark[label] = segment_of(name), name
        for label, body in recording.match.technical.items():
            if label in visible:
                segment.setdefault(label, body)
    return Markers(segment, landmark)


def targets_of(recording: Recording, labels: Sequence[str]) -> FloatArray:
    """(F, M, 3) marker positions in the order of `labels`, NaN for markers this trial lacks."""
    return recording.markers.reindex(marker=list(labels)).transpose("time", "marker", "axis").values


def sample_frames(
    recordings: Sequence[Recording], static: Recording | None, markers: Markers, per_trial: int = 40
) -> Samples:
    """Choose frames with the best coverage, spread over each trial."""
    blocks = []
    trials = [*recordings, *([static] if static is not None else [])]
    for number, recording in enumerate(trials):
        targets = targets_of(recording, markers.labels)
        count = max(5, per_trial // 4) if recording is static else per_trial
        chosen = _spread(_coverage(targets, markers), count)
        flat = {side: flat_frames(targets, markers, side, recording.rate)[chosen] for side in Side}
        blocks.append((targets[chosen], np.full(len(chosen), number), recording is static, flat, chosen))
    return Samples(
        targets=np.concatenate([b[0] for b in blocks]),
        trial=np.concatenate([b[1] for b in blocks]),
        frame=np.concatenate([b[4] for b in blocks]),
        standing=np.concatenate([np.full(len(b[1]), b[2]) for b in blocks]),
        flat={side: np.concatenate([b[3][side] for b in blocks]) for side in Side},
    )


def _coverage(targets: FloatArray, markers: Markers) -> FloatArray:
    """(F,) share of markers seen; zero where fewer than three of the pelvis are."""
    seen = np.asarray(np.isfinite(targets).all(axis=2))
    pelvis = np.array([markers.segment[label] == "pelvis" for label in markers.labels])
    return np.asarray(np.where(seen[:, pelvis].sum(axis=1) >= 3, seen.mean(axis=1), 0.0))


def _spread(coverage: FloatArray, count: int) -> IntArray:
    """Best-covered frame of each of `count` equal slices of the frames that are worth using."""
    usable = np.flatnonzero(coverage > max(0.35, 0.6 * coverage.max(initial=0.0)))
    if len(usable) <= count:
        return usable
    slices = np.array_split(usable, count)
    return np.array([part[np.argmax(coverage[part])] for part in slices])


def flat_frames(targets: FloatArray, markers: Markers, side: Side, rate: float) -> BoolArray:
    """(F,) True where the foot's heel and forefoot markers are all low and at rest."""
    result: BoolArray = np.ones(len(targets), dtype=np.bool_)
    found = {"hindfoot": False, "forefoot": False}
    for m, label in enumerate(markers.labels):
        part = markers.segment[label].removeprefix(f"{side}_")
        if part not in found or not markers.segment[label].startswith(side):
            continue
        path = targets[:, m]
        if np.isfinite(path[:, 1]).sum() < 3:
            continue
        found[part] = True
        height = path[:, 1] - np.nanquantile(path[:, 1], 0.02)
        speed = (
            np.linalg.norm(np.gradient(path, axis=0), axis=1) * rate if len(path) > 1 else np.zeros(len(path))
        )
        with np.errstate(invalid="ignore"):
            result = np.asarray(result & (height < _LOW) & ((speed < _SLOW) | _belt_speed(path, rate)))
    return np.asarray(result & all(found.values()))


def _belt_speed(path: FloatArray, rate: float) -> BoolArray:
    """(F,) True where the marker moves backwards at a steady speed, as on a treadmill belt."""
    velocity = np.gradient(path, axis=0) * rate if len(path) > 1 else np.zeros_like(path)
    change = np.abs(np.gradient(velocity[:, 0])) * rate if len(path) > 1 else np.zeros(len(path))
    with np.errstate(invalid="ignore"):
        return np.asarray((velocity[:, 0] < -0.3) & (np.abs(velocity[:, 1]) < _SLOW) & (change < 3.0))
