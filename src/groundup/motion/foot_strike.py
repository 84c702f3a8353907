"""Instants at which a foot lands and lifts, from the vertical motion of its two ends."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundup.motion.feet import BodyPoints, Foot
from groundup.motion.signals import bridge, crossing_time, derivative, low_pass, peak_time
from groundup.recording.recording import FloatArray

LONGEST_GAP_S = 0.1
"""Gaps up to this are bridged before events are sought [s]."""
_FINE_HZ = 20.0
_FLAT = 0.03  # m: a foot whose ends differ less in height above rest lands flat
_AFTER_SLAP_S = 0.02


@dataclass(frozen=True)
class FootPaths:
    """Smoothed paths of one foot: vertical velocity and acceleration of its ends, height above rest."""

    heel_velocity: FloatArray
    forefoot_velocity: FloatArray
    heel_acceleration: FloatArray
    forefoot_acceleration: FloatArray
    heel_height: FloatArray
    forefoot_height: FloatArray


def foot_paths(points: BodyPoints, foot: Foot) -> FootPaths:
    """Smooth a foot's vertical motion and take its derivatives."""
    longest = round(LONGEST_GAP_S * points.rate)
    heel = low_pass(bridge(foot.heel[:, 1], longest), points.rate, _FINE_HZ)
    forefoot = low_pass(bridge(foot.forefoot[:, 1], longest), points.rate, _FINE_HZ)
    heel_velocity, forefoot_velocity = derivative(heel, points.rate), derivative(forefoot, points.rate)
    return FootPaths(
        heel_velocity,
        forefoot_velocity,
        derivative(heel_velocity, points.rate),
        derivative(forefoot_velocity, points.rate),
        heel - foot.heel_height,
        forefoot - foot.forefoot_height,
    )


def landing_instant(points: BodyPoints, paths: FootPaths, begin: float, end: float) -> float | None:
    """Sharpest braking of the end of the foot that lands first; None where neither brakes clearly."""
    rows = _seen_rows(points, paths, begin, end)
    if len(rows) < 3:
        return None
    slap = int(rows[int(np.argmin(paths.forefoot_velocity[rows]))])
    raised = paths.forefoot_height[rows[0]] - paths.heel_height[rows[0]]
    if raised < -_FLAT:
        return _braking(points, paths.forefoot_acceleration, rows)
    if raised < _FLAT:
        ends = [_braking(points, a, rows) for a in (paths.heel_acceleration, paths.forefoot_acceleration)]
        return min((end for end in ends if end is not None), default=None)
    # The forefoot is let down once the heel has landed: what the heel does after that is another matter.
    before_slap = rows[points.time[rows] <= points.time[slap] + _AFTER_SLAP_S]
    braking = _braking(points, paths.heel_acceleration, before_slap)
    return peak_time(points.time, paths.forefoot_velocity, slap) if braking is None else braking


def _seen_rows(points: BodyPoints, paths: FootPaths, begin: float, end: float) -> NDArray[np.intp]:
    """Frames between two instants up to the first in which an end of the foot is not seen."""
    rows = np.flatnonzero((points.time >= begin) & (points.time <= end))
    seen = np.isfinite(paths.heel_acceleration[rows]) & np.isfinite(paths.forefoot_acceleration[rows])
    lost = np.flatnonzero(~seen)
    return rows[: lost[0]] if len(lost) else rows


def _braking(points: BodyPoints, acceleration: FloatArray, rows: NDArray[np.intp]) -> float | None:
    """Highest peak of the upward acceleration among these frames."""
    inner = rows[(rows > 0) & (rows < len(acceleration) - 1)]
    here = acceleration[inner]
    with np.errstate(invalid="ignore"):
        top = (here >= acceleration[inner - 1]) & (here > acceleration[inner + 1]) & (here > 0.0)
    if not top.any():
        return None
    return peak_time(points.time, acceleration, int(inner[top][int(np.argmax(here[top]))]))


def lift_instant(points: BodyPoints, paths: FootPaths, begin: float, end: float) -> float | None:
    """Half the forefoot's peak upward speed, on the way up."""
    velocity = paths.forefoot_velocity
    rows = _seen_rows(points, paths, begin, end)
    if len(rows) < 3:
        return None
    top = rows[int(np.argmax(velocity[rows]))]
    level = 0.5 * float(velocity[top])
    if level <= 0.1:
        return None
    for k in range(top, max(rows[0] - 1, 0), -1):
        if velocity[k - 1] < level <= velocity[k]:
            return crossing_time(points.time, velocity, k, level)
    return None
