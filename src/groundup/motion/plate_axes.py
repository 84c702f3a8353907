"""Whether a plate's axes are turned round: its pressure fits the feet better when it is mirrored."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from groundup.motion.feet import BodyPoints, Foot
from groundup.motion.foot_distance import LOW, decisive_rows, distance_to_foot
from groundup.motion.plate_contacts import loadings
from groundup.motion.plate_feet import UNDER_FOOT
from groundup.motion.signals import at_times, derivative
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import FloatArray, ForcePlate

_TWICE = 2.0  # the mirrored pressure must lie this many times nearer to the foot
_BACKWARDS = 0.5  # of the distance from heel to forefoot: walking, pressure runs heel to toe
_LEAST = 10  # samples
_SWING = 1.0  # m/s: a foot that passes the other faster than this is in the air


def turned_axes(plate: ForcePlate, points: BodyPoints, task: Task) -> str:
    """Say how a plate's axes are turned round; empty where they fit, or nothing tells.

    While one foot alone is down, the centre of pressure is set against it, as it is and mirrored about the
    plate's centre along either edge and both. In walking it must also run from the heel towards the toes.

    Parameters
    ----------
    plate : ForcePlate
        Lab frame; one without corners cannot be mirrored, and is only asked which way its pressure runs.
    points : BodyPoints
    task : Task
    """
    samples = list(_samples(plate, points))
    if sum(len(when) for when, _ in samples) < _LEAST:
        return ""
    as_it_is = _misfit(samples, points)
    if plate.corners is not None and as_it_is > UNDER_FOOT / 2.0:
        tried = {
            words: _misfit([(when, _mirrored(at, plate.corners, edges)) for when, at in samples], points)
            for words, edges in (("x", (0,)), ("y", (1,)), ("x and y", (0, 1)))
        }
        best = min(tried, key=lambda words: tried[words])
        if _TWICE * tried[best] < as_it_is and tried[best] < UNDER_FOOT:
            near, far = 100 * tried[best], 100 * as_it_is
            return (
                f"mirrored along its {best} the pressure lies {near:.0f} cm from the foot, now {far:.0f} cm"
            )
    if task is Task.WALKING:
        runs = [_run(when, at, points) for when, at in samples]
        known = [run for run in runs if np.isfinite(run)]
        if known and float(np.median(known)) < -_BACKWARDS:
            return "its pressure runs from the toes to the heel"
    return ""


def _samples(plate: ForcePlate, points: BodyPoints) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Yield instants (n,) and pressures (n, 3) of each loading."""
    for loading in loadings(plate):
        rows = decisive_rows(plate, loading, points.rate)
        yield plate.force.plate_time.values[rows], plate.centre_of_pressure.values[rows]


def _misfit(samples: list[tuple[FloatArray, FloatArray]], points: BodyPoints) -> float:
    """Mean distance from the pressure to the foot that stands while the other swings [m]; 0 without any."""
    if len(points.feet) < 2:
        return 0.0
    found = []
    for when, at in samples:
        standing = _standing(points, when)
        for side, foot in points.feet.items():
            away = distance_to_foot(at, foot, points.time, when)
            found.append(away[standing[side] & np.isfinite(away)])
    together = np.concatenate(found) if found else np.zeros(0)
    return float(together.mean()) if len(together) >= _LEAST else 0.0


def _standing(points: BodyPoints, when: FloatArray) -> dict[Side, NDArray[np.bool_]]:
    """(n,) by side: the other foot swings past, and higher."""
    raised, place = {}, {}
    for side, foot in points.feet.items():
        lift = foot.heel[:, 1] - foot.heel_height + foot.forefoot[:, 1] - foot.forefoot_height
        raised[side] = at_times(points.time, lift[:, None], when)[:, 0]
        place[side] = 0.5 * (foot.heel + foot.forefoot)
    # Between the feet, since a belt may carry the one that stands.
    passing = derivative(place[Side.LEFT] - place[Side.RIGHT], points.rate)[:, [0, 2]]
    speed = at_times(points.time, np.linalg.norm(passing, axis=1)[:, None], when)[:, 0]
    with np.errstate(invalid="ignore"):
        swings = speed > _SWING
        return {side: swings & (raised[side] < raised[side.other] - LOW) for side in points.feet}


def _mirrored(point: FloatArray, corners: FloatArray, edges: tuple[int, ...]) -> FloatArray:
    """Points mirrored about the plate's centre along the given edges (0: corner 2 to 1, 1: corner 4 to 1)."""
    centre = corners.mean(axis=0)
    turned = point - centre
    for edge in edges:
        along = corners[0] - corners[1 if edge == 0 else 3]
        along = along / np.linalg.norm(along)
        turned = turned - 2.0 * np.outer(turned @ along, along)
    return np.asarray(centre + turned)


def _run(when: FloatArray, at: FloatArray, points: BodyPoints) -> float:
    """How far the pressure runs towards the toes of the foot it lies under, in foot lengths."""
    if len(when) < _LEAST:
        return np.nan
    away = {side: distance_to_foot(at, foot, points.time, when) for side, foot in points.feet.items()}
    near = {side: float(np.mean(d < UNDER_FOOT)) for side, d in away.items()}
    side = max(near, key=lambda s: near[s], default=None)
    if side is None or near[side] < 0.5:
        return np.nan
    foot: Foot = points.feet[side]
    # Along the foot at each instant: on a treadmill foot and pressure both travel backwards.
    heel, forefoot = (at_times(points.time, path, when)[:, [0, 2]] for path in (foot.heel, foot.forefoot))
    axis = forefoot - heel
    with np.errstate(invalid="ignore", divide="ignore"):
        share = ((at[:, [0, 2]] - heel) * axis).sum(axis=1) / (axis**2).sum(axis=1)
    share = share[np.isfinite(share)]
    part = max(1, len(share) // 10)
    return float(share[-part:].mean() - share[:part].mean()) if len(share) else np.nan
