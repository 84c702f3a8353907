"""Foot contacts and offs from markers alone."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from groundup.motion.feet import BodyPoints, Foot
from groundup.motion.signals import bridge, crossing_time, derivative, low_pass, peak_time, runs
from groundup.motion.task import Task
from groundup.recording.recording import Event, EventKind, FloatArray

_LONGEST_GAP_S = 0.1
_COARSE_HZ, _FINE_HZ = 10.0, 20.0
_SHORTEST_STEP = 0.10  # m: a foot that moves less against the pelvis does not step
_SWING_SHARE = 0.35  # of the foot's fore-aft travel: a smaller reversal is a wobble
_EDGE_FALL = 0.015  # m: seen beyond an extremum that lies near the end of what was recorded
_TURN = np.deg2rad(20.0)
_OFF_GROUND = 0.04  # m
_CONFIDENCE = {Task.WALKING: 0.8, Task.RUNNING: 0.7, Task.LANDING: 0.7}
_UNREFINED = 0.5
_FLAT = 0.03  # m: a foot whose ends differ less in height above rest lands flat
_AFTER_SLAP_S = 0.02


@dataclass(frozen=True)
class _Paths:
    """Smoothed paths of one foot: vertical velocity and acceleration of its ends, height above rest."""

    heel_velocity: FloatArray
    forefoot_velocity: FloatArray
    heel_acceleration: FloatArray
    forefoot_acceleration: FloatArray
    heel_height: FloatArray
    forefoot_height: FloatArray


def marker_events(points: BodyPoints, task: Task, heading: FloatArray) -> tuple[Event, ...]:
    """Events that the markers support, in order of time.

    Walking: the heel is farthest ahead of the pelvis just before it meets the floor, the toe farthest behind
    as it leaves (Zeni 2008, EVIDENCE F60); the contact is then the sharpest vertical braking of the part that
    lands first in the tenth of a second that follows (vertical kinematics: O'Connor 2007, EVIDENCE F62).
    Running: the toe is farthest behind well after it left, so the off is the forefoot's rise to half its
    upward speed. Landing: from the feet's height alone. Standing and squats have none.

    Parameters
    ----------
    points : BodyPoints
    task : Task
    heading : (F,) array
        Direction of progression [rad], see :func:`groundup.motion.passes.progression_heading`.
    """
    found: list[Event] = []
    for foot in points.feet.values():
        if task in (Task.WALKING, Task.RUNNING):
            found += _step_events(points, foot, task, heading)
        elif task is Task.LANDING:
            found += _landing_events(points, foot)
    return tuple(sorted(found, key=lambda event: event.time))


def _step_events(points: BodyPoints, foot: Foot, task: Task, heading: FloatArray) -> list[Event]:
    paths = _paths(points, foot)
    ahead = _ahead(points, foot.heel, heading)
    behind = -_ahead(points, foot.toe, heading)
    found = []
    for index in _extrema(ahead, heading):
        time = peak_time(points.time, ahead, index)
        refined = _landing_instant(points, paths, time, time + 0.10)
        found.append(_event(foot, EventKind.CONTACT, time, refined, task))
    for index in _extrema(behind, heading):
        time = peak_time(points.time, behind, index)
        refined = time if task is Task.WALKING else _lift_instant(points, paths, time - 0.20, time)
        if refined is not None:
            found.append(_event(foot, EventKind.OFF, time, refined, task))
    return found


def _landing_events(points: BodyPoints, foot: Foot) -> list[Event]:
    paths = _paths(points, foot)
    with np.errstate(invalid="ignore"):
        air = (paths.heel_height > _OFF_GROUND) & (paths.forefoot_height > _OFF_GROUND)
    seen = np.isfinite(paths.heel_height) & np.isfinite(paths.forefoot_height)
    found = []
    for start, stop in runs(air):
        if stop - start < 0.05 * points.rate:
            continue
        if start > 0 and seen[start - 1]:
            time = float(points.time[start])
            refined = _lift_instant(points, paths, time - 0.12, time + 0.05)
            found.append(_event(foot, EventKind.OFF, time, refined, Task.LANDING))
        if stop < len(air) and seen[stop]:
            time = float(points.time[stop])
            refined = _landing_instant(points, paths, time - 0.03, time + 0.08)
            found.append(_event(foot, EventKind.CONTACT, time, refined, Task.LANDING))
    return found


def _event(foot: Foot, kind: EventKind, coarse: float, refined: float | None, task: Task) -> Event:
    event = Event(foot.side, kind, coarse, "markers", _UNREFINED)
    return event if refined is None else replace(event, time=refined, confidence=_CONFIDENCE[task])


def _paths(points: BodyPoints, foot: Foot) -> _Paths:
    longest = round(_LONGEST_GAP_S * points.rate)
    heel = low_pass(bridge(foot.heel[:, 1], longest), points.rate, _FINE_HZ)
    forefoot = low_pass(bridge(foot.forefoot[:, 1], longest), points.rate, _FINE_HZ)
    heel_velocity, forefoot_velocity = derivative(heel, points.rate), derivative(forefoot, points.rate)
    return _Paths(
        heel_velocity,
        forefoot_velocity,
        derivative(heel_velocity, points.rate),
        derivative(forefoot_velocity, points.rate),
        heel - foot.heel_height,
        forefoot - foot.forefoot_height,
    )


def _ahead(points: BodyPoints, place: FloatArray, heading: FloatArray) -> FloatArray:
    """How far a point lies ahead of the pelvis along the progression [m]."""
    longest = round(_LONGEST_GAP_S * points.rate)
    offset = bridge(place - points.pelvis, longest)[:, [0, 2]]
    along = np.cos(heading) * offset[:, 0] - np.sin(heading) * offset[:, 1]
    return low_pass(along, points.rate, _COARSE_HZ)


def _extrema(values: FloatArray, heading: FloatArray) -> list[int]:
    """Maxima that stand out by a share of the travel; beside the end of the record a small fall suffices."""
    seen = values[np.isfinite(values)]
    if len(seen) < 5:
        return []
    travel = float(np.percentile(seen, 98.0) - np.percentile(seen, 2.0))
    if travel < _SHORTEST_STEP:
        return []
    steady = np.isfinite(values)
    turned = np.abs(np.angle(np.exp(1j * np.diff(heading)))) > _TURN
    found = []
    for start, stop in _steady_runs(steady, turned):
        found += [start + k for k in _outstanding(values[start:stop], _SWING_SHARE * travel)]
    return found


def _steady_runs(steady: NDArray[np.bool_], turned: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Split runs of seen frames where the heading jumps from one pass to the next."""
    pieces = []
    for start, stop in runs(steady):
        cuts = [start, *(int(k) + 1 for k in np.flatnonzero(turned) if start <= k < stop - 1), stop]
        pieces += list(pairwise(cuts))
    return pieces


def _outstanding(values: FloatArray, threshold: float) -> list[int]:
    inner = np.flatnonzero((values[1:-1] > values[:-2]) & (values[1:-1] >= values[2:])) + 1
    found = []
    for k in inner:
        left, left_open = _fall(values[k::-1])
        right, right_open = _fall(values[k:])
        clear = [left >= threshold, right >= threshold]
        cut = [left_open and left >= _EDGE_FALL, right_open and right >= _EDGE_FALL]
        if all(clear) or (clear[0] and cut[1]) or (clear[1] and cut[0]):
            found.append(int(k))
    return found


def _fall(values: FloatArray) -> tuple[float, bool]:
    """How deep a signal falls below its first value before it exceeds it, and whether it never does."""
    higher = np.flatnonzero(values > values[0])
    until = int(higher[0]) if len(higher) else len(values)
    return float(values[0] - values[:until].min()), not len(higher)


def _landing_instant(points: BodyPoints, paths: _Paths, begin: float, end: float) -> float | None:
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


def _seen_rows(points: BodyPoints, paths: _Paths, begin: float, end: float) -> NDArray[np.intp]:
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


def _lift_instant(points: BodyPoints, paths: _Paths, begin: float, end: float) -> float | None:
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
