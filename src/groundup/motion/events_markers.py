"""Foot contacts and offs from markers alone."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from groundup.motion.feet import BodyPoints, Foot
from groundup.motion.foot_strike import LONGEST_GAP_S, foot_paths, landing_instant, lift_instant
from groundup.motion.signals import bridge, low_pass, peak_time, runs
from groundup.motion.task import Task
from groundup.recording.recording import Event, EventKind, FloatArray

_COARSE_HZ = 10.0
_SHORTEST_STEP = 0.10  # m: a foot that moves less against the pelvis does not step
_SWING_SHARE = 0.35  # of the foot's fore-aft travel: a smaller reversal is a wobble
_EDGE_FALL = 0.015  # m: seen beyond an extremum that lies near the end of what was recorded
_TURN = np.deg2rad(20.0)
_OFF_GROUND = 0.04  # m
_CONFIDENCE = {Task.WALKING: 0.8, Task.RUNNING: 0.7, Task.LANDING: 0.7}
_UNREFINED = 0.5


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
    paths = foot_paths(points, foot)
    ahead = _ahead(points, foot.heel, heading)
    behind = -_ahead(points, foot.toe, heading)
    found = []
    for index in _extrema(ahead, heading):
        time = peak_time(points.time, ahead, index)
        refined = landing_instant(points, paths, time, time + 0.10)
        found.append(_event(foot, EventKind.CONTACT, time, refined, task))
    for index in _extrema(behind, heading):
        time = peak_time(points.time, behind, index)
        refined = time if task is Task.WALKING else lift_instant(points, paths, time - 0.20, time)
        if refined is not None:
            found.append(_event(foot, EventKind.OFF, time, refined, task))
    return found


def _landing_events(points: BodyPoints, foot: Foot) -> list[Event]:
    paths = foot_paths(points, foot)
    with np.errstate(invalid="ignore"):
        air = (paths.heel_height > _OFF_GROUND) & (paths.forefoot_height > _OFF_GROUND)
    seen = np.isfinite(paths.heel_height) & np.isfinite(paths.forefoot_height)
    found = []
    for start, stop in runs(air):
        if stop - start < 0.05 * points.rate:
            continue
        if start > 0 and seen[start - 1]:
            time = float(points.time[start])
            refined = lift_instant(points, paths, time - 0.12, time + 0.05)
            found.append(_event(foot, EventKind.OFF, time, refined, Task.LANDING))
        if stop < len(air) and seen[stop]:
            time = float(points.time[stop])
            refined = landing_instant(points, paths, time - 0.03, time + 0.08)
            found.append(_event(foot, EventKind.CONTACT, time, refined, Task.LANDING))
    return found


def _event(foot: Foot, kind: EventKind, coarse: float, refined: float | None, task: Task) -> Event:
    event = Event(foot.side, kind, coarse, "markers", _UNREFINED)
    return event if refined is None else replace(event, time=refined, confidence=_CONFIDENCE[task])


def _ahead(points: BodyPoints, place: FloatArray, heading: FloatArray) -> FloatArray:
    """How far a point lies ahead of the pelvis along the progression [m]."""
    longest = round(LONGEST_GAP_S * points.rate)
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
