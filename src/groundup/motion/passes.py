"""Where the person is heading: walking passes, and the direction of progression in every frame."""

from dataclasses import dataclass

import numpy as np

from groundup.motion.feet import BodyPoints, body_points
from groundup.motion.signals import bridge, low_pass, runs
from groundup.recording.recording import FloatArray, Recording

_MOVING = 0.3  # m/s over the ground: slower is standing, turning on the spot or a treadmill
_SHORTEST_PASS = 0.5  # m
_TRUNK_SWAY_HZ = 0.5  # slower than any step, so that sway does not steer the heading
_LONGEST_GAP_S = 0.5
_TURN = np.deg2rad(60.0)


@dataclass(frozen=True)
class Pass:
    """Walking in one direction: frames [first, stop), heading [rad], distance [m], mean speed [m/s]."""

    first: int
    stop: int
    heading: float
    distance: float
    speed: float


def walking_passes(points: BodyPoints) -> tuple[Pass, ...]:
    """Stretches in which the pelvis travels at least half a metre over the ground.

    A turn splits a walk where its direction has changed by more than 60 degrees from where the pass began.
    """
    path = _smooth_path(points)
    velocity = np.gradient(path, axis=0) * points.rate if len(path) > 2 else np.full_like(path, np.nan)
    with np.errstate(invalid="ignore"):
        moving = np.linalg.norm(velocity, axis=1) > _MOVING
    passes = []
    for first, stop in runs(moving):
        for begin, end in _split_at_turns(velocity, first, stop):
            across = _mean_velocity(points, begin, end)
            speed, seconds = float(np.hypot(*across)), (end - 1 - begin) / points.rate
            if speed * seconds >= _SHORTEST_PASS:
                heading = float(np.arctan2(-across[1], across[0]))
                passes.append(Pass(begin, end, heading, speed * seconds, speed))
    return tuple(passes)


def progression_heading(recording: Recording) -> FloatArray:
    """(F,) direction of progression, angle about Y from lab X [rad], to the left positive.

    Along a pass it is the pass's own direction; before, between and after passes that of the nearest one.
    Without any pass (treadmill, standing, squat) it is lab X, which the orientation of the recording has laid
    along the belt or the person's facing.
    """
    points = body_points(recording)
    return heading_of(points, walking_passes(points))


def heading_of(points: BodyPoints, passes: tuple[Pass, ...]) -> FloatArray:
    """(F,) heading by passes, see :func:`progression_heading`."""
    frames = np.arange(len(points.time))
    if not passes:
        return np.zeros(len(frames))
    away = np.stack([np.maximum(p.first - frames, frames - (p.stop - 1)).clip(min=0) for p in passes])
    return np.asarray(np.array([p.heading for p in passes])[np.argmin(away, axis=0)], dtype=np.float64)


def _mean_velocity(points: BodyPoints, first: int, stop: int) -> FloatArray:
    """(2,) slope of the pelvis path over a stretch [m/s]: steps average out, no filter ends."""
    time, path = points.time[first:stop], points.pelvis[first:stop, [0, 2]]
    seen = np.isfinite(path).all(axis=1)
    if seen.sum() < 3:
        return np.zeros(2)
    return np.asarray(np.polyfit(time[seen] - time[seen].mean(), path[seen], 1)[0], dtype=np.float64)


def _smooth_path(points: BodyPoints) -> FloatArray:
    """(F, 2) horizontal pelvis path (X, Z), steps filtered out, short gaps bridged."""
    path = bridge(points.pelvis[:, [0, 2]], round(_LONGEST_GAP_S * points.rate))
    seen = np.isfinite(path).all(axis=1)
    short = seen.sum() < 1.5 * points.rate / _TRUNK_SWAY_HZ
    return path if short else low_pass(path, points.rate, _TRUNK_SWAY_HZ)


def _split_at_turns(velocity: FloatArray, first: int, stop: int) -> list[tuple[int, int]]:
    direction = np.unwrap(np.arctan2(-velocity[first:stop, 1], velocity[first:stop, 0]))
    if np.ptp(direction) <= _TURN:
        return [(first, stop)]
    pieces, begin = [], 0
    for frame in range(len(direction)):
        if abs(direction[frame] - np.median(direction[begin : frame + 1])) > _TURN:
            pieces.append((first + begin, first + frame))
            begin = frame
    return [*pieces, (first + begin, stop)]
