"""Which horizontal direction is forward: where the person walks, what the belt does, where they face."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundup.quantities import Side
from groundup.recording.facing import facing_direction, horizontal, horizontal_unit
from groundup.recording.points import centre_track, marker_points
from groundup.recording.recording import Recording
from groundup.recording.vertical import lowest_labels, pelvis_centre

FloatArray = NDArray[np.float64]

# The pelvis travels: at least this far in one go [m], at least this fast [m/s]. Standing, squats and
# treadmill drift stay below one or the other.
TRAVEL_M = 0.5
TRAVEL_SPEED = 0.2
# A pass ends where the pelvis has come back this far from its furthest point [m].
TURN_BACK_M = 0.25
# Feet that move backwards on the ground at least this fast [m/s] stand on a belt.
BELT_SPEED = 0.3
# A foot is on the ground while it is within this height [m] of its lowest.
_LOW_M = 0.02
# ... and it is a belt only if a foot is low in this share of all frames, and at least at half the mean speed
# in this share of those; feet in a jump or an overground step slide only for moments.
_LOW_SHARE, _STEADY_SHARE = 0.1, 0.8
# Progression and facing differ by less than this in forward walking; beyond it the person walks backwards
# or sideways, and forward is where they face.
FORWARD_MAX_DEG = 45.0


@dataclass(frozen=True)
class Heading:
    """Forward as a horizontal unit vector in file axes, how it was found, and what speaks for it."""

    vector: FloatArray
    progression: str
    evidence: tuple[str, ...]
    notes: tuple[str, ...] = ()


def find_heading(recording: Recording, up: FloatArray) -> Heading:
    """Find the direction of progression.

    The direction is exact, not snapped to a file axis: turning the laboratory's axes about the vertical
    then changes nothing downstream.

    Parameters
    ----------
    recording : Recording
        Identified, in its file's axes.
    up : (3,) unit vector in file axes

    Returns
    -------
    Heading
        `progression` is "walking direction" (the pelvis's first pass), "belt direction" (against the
        feet on a treadmill), "facing" (pelvis and feet) or "assumed".
    """
    walked, said, frames = _walking(recording, up)
    progression = "walking direction"
    if walked is None:
        walked, said = _belt(recording, up)
        progression = "belt direction"
    facing = facing_direction(recording, up, frames)
    if facing is None:
        if walked is None:
            return Heading(_any_horizontal(up), "assumed", ("nothing tells where forward is",))
        return Heading(walked, progression, (said,))
    faces = "pelvis and feet say where the person faces"
    if walked is None:
        return Heading(facing, "facing", (f"no travel; {faces}",))
    angle = float(np.degrees(np.arccos(np.clip(facing @ walked, -1.0, 1.0))))
    said = f"{said}; {angle:.0f} deg from where the person faces"
    if angle <= FORWARD_MAX_DEG:
        return Heading(walked, progression, (said,))
    way = "backwards" if angle > 180.0 - FORWARD_MAX_DEG else "sideways"
    note = f"the person moves {way} ({angle:.0f} deg from where they face); forward is where they face"
    return Heading(facing, "facing", (said, faces), (note,))


def _walking(recording: Recording, up: FloatArray) -> tuple[FloatArray | None, str, NDArray[np.bool_] | None]:
    """Direction of the pelvis's first pass by regression on time, and its frames; None without travel."""
    pelvis = pelvis_centre(recording)
    if pelvis is None:
        return None, "", None
    time = recording.markers.time.values
    seen = np.isfinite(pelvis).all(axis=1)
    path, clock = horizontal(pelvis[seen], up), time[seen]
    if len(path) < 2:
        return None, "", None
    away = np.linalg.norm(path - path[0], axis=1)
    furthest = np.maximum.accumulate(away)
    turned = np.flatnonzero((furthest > TRAVEL_M) & (away < furthest - TURN_BACK_M))
    stop = int(np.argmax(away[: turned[0]])) + 1 if len(turned) else int(np.argmax(away)) + 1
    path, clock = path[:stop], clock[:stop]
    if stop < 2:
        return None, "", None
    travel = float(away[stop - 1])
    centred = clock - clock.mean()
    velocity = centred @ (path - path.mean(axis=0)) / (centred @ centred)
    if travel < TRAVEL_M or np.linalg.norm(velocity) < TRAVEL_SPEED:
        return None, "", None
    passes = "on the first pass" if len(turned) else "over the trial"
    frames = seen & (np.cumsum(seen) <= stop)
    return horizontal_unit(velocity, up), f"the pelvis travels {travel:.1f} m {passes}", frames


def _belt(recording: Recording, up: FloatArray) -> tuple[FloatArray | None, str]:
    """Opposite of the velocity of the feet while on the ground; None where they do not slide back."""
    speeds = []
    for side in Side:
        labels = lowest_labels(recording, side)
        if not labels:
            continue
        centre = centre_track(marker_points(recording, labels))
        height = centre @ up
        if not np.isfinite(height).any():
            continue
        low = height < np.nanmin(height) + _LOW_M
        velocity = horizontal(np.gradient(centre, axis=0) * recording.rate, up)
        good = low & np.isfinite(velocity).all(axis=1)
        if good.sum() < _LOW_SHARE * len(good):
            continue
        mean = velocity[good].mean(axis=0)
        steady = velocity[good] @ mean > 0.5 * (mean @ mean)
        if steady.mean() >= _STEADY_SHARE:
            speeds.append(mean)
    if not speeds:
        return None, ""
    belt = np.mean(speeds, axis=0)
    speed = float(np.linalg.norm(belt))
    if speed < BELT_SPEED:
        return None, ""
    return horizontal_unit(-belt, up), f"the feet on the ground move back at {speed:.1f} m/s: a treadmill"


def _any_horizontal(up: FloatArray) -> FloatArray:
    """First file axis, in cyclic order after the vertical one, that is horizontal."""
    return np.roll(np.abs(up), 1)
