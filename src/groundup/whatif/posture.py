"""A recorded posture that stands still, and the conditions a changed one must keep."""

from typing import NamedTuple

import numpy as np

from groundup.mechanics.tree import FloatArray, IntArray
from groundup.whatif.assumptions import Assumptions
from groundup.whatif.points import Carrier, Points, bending, points_at

_LEVEL = [0, 2]
_LEAST_LOAD = 1.0  # N: a foot that carries less has no centre of pressure


class Posture(NamedTuple):
    """What was recorded, frame by frame.

    `coordinates` (F, C); `points` of soles and centre of mass there; `load` (F, 8) that each point of the
    soles carries [N]; `pelvis` (3,) which coordinates are the pelvis's position (X, Y, Z).
    """

    coordinates: FloatArray
    points: Points
    load: FloatArray
    pelvis: IntArray


class Demand(NamedTuple):
    """What is asked of a changed posture.

    `lift` (8,) of the ground under each point [m]; `limit` (C,) largest value of each coordinate [rad],
    infinite where none.
    """

    lift: FloatArray
    limit: FloatArray


class Mismatch(NamedTuple):
    """How far a posture misses its conditions.

    `missed` (R, K) in standard deviations; `by` (R, K, C) by the coordinates; `bent` (R, C, C) what the
    conditions' own curvature adds to that of half their squares.
    """

    missed: FloatArray
    by: FloatArray
    bent: FloatArray


class Loads(NamedTuple):
    """(R, 8) `load` on each point [N], its `slope` [N/m] and `bend` [N/m^2] as the point rises."""

    load: FloatArray
    slope: FloatArray
    bend: FloatArray


def point_loads(posture: Posture, demand: Demand, height: FloatArray, assumed: Assumptions) -> Loads:
    """Load the points of the soles.

    Parameters
    ----------
    height : (R, 8) of the points in the changed posture [m].

    Returns
    -------
    Loads
        A pad under each point takes up load smoothly and never pulls; unchanged, it is the recorded load.
    """
    pressed = _pressed(posture.load, assumed) - (height - posture.points.sole[..., 1] - demand.lift)
    ratio, pad = pressed / assumed.touch, np.asarray(assumed.pad)[..., None]
    taken = 0.5 * (1.0 + np.tanh(0.5 * ratio))
    load = pad * assumed.touch * np.logaddexp(0.0, ratio)
    return Loads(load, -pad * taken, pad / assumed.touch * taken * (1.0 - taken))


def _pressed(load: FloatArray, assumed: Assumptions) -> FloatArray:
    """How far a pad is pressed in under a load [m]."""
    ratio = load / (np.asarray(assumed.pad)[..., None] * assumed.touch)
    return np.asarray(assumed.touch * (ratio + np.log(-np.expm1(-ratio))))


class _Part(NamedTuple):
    """Conditions on the points: (R, K) missed, and by the loads, the soles' points and the centre of mass."""

    missed: FloatArray
    by_load: FloatArray
    by_sole: FloatArray
    by_mass: FloatArray


def mismatch(
    carrier: Carrier,
    posture: Posture,
    demand: Demand,
    coordinates: FloatArray,
    assumed: Assumptions,
    whitening: FloatArray,
) -> Mismatch:
    """Tell by how much a changed posture misses each condition: all zero for the recorded one, unchanged."""
    now = points_at(carrier, coordinates)
    told = point_loads(posture, demand, now.sole[..., 1], assumed)
    parts = [
        _balance(posture, now, told.load, assumed),
        _mass(posture, now, assumed),
        _slip(posture, now, assumed),
        _pressure(posture, told.load, assumed),
    ]
    missed, by_load, by_sole, by_mass = (
        np.concatenate([part[k] for part in parts], axis=1) for k in range(4)
    )
    by_sole[..., 1] += by_load * told.slope[:, None]
    rising = now.sole_by[:, :, 1, :]
    rows, count = by_sole.shape[:2]
    by_points = by_sole.reshape(rows, count, -1) @ now.sole_by.reshape(rows, -1, coordinates.shape[1])
    by_points += by_mass @ now.mass_by
    on_load = np.einsum("rk,rkp->rp", missed, by_load)
    bent = bending(
        carrier, now, np.einsum("rk,rkpa->rpa", missed, by_sole), np.einsum("rk,rka->ra", missed, by_mass)
    )
    bent += np.einsum("rp,rpc,rpd->rcd", on_load * told.bend, rising, rising)
    # A load that grows while its point moves level: the balance bends by both together.
    drift = np.einsum("ra,rpac->rpc", missed[:, 1:3] / assumed.moment_error, now.sole_by[:, :, _LEVEL])
    both = np.einsum("rp,rpc,rpd->rcd", told.slope, rising, drift)
    bent += both + np.swapaxes(both, 1, 2)
    free, free_by = _of_coordinates(posture, demand, coordinates, assumed, whitening)
    return Mismatch(
        np.concatenate([free, missed], axis=1), np.concatenate([free_by, by_points], axis=1), bent
    )


def _of_coordinates(
    posture: Posture, demand: Demand, coordinates: FloatArray, assumed: Assumptions, whitening: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Conditions on the coordinates themselves: how far they went, and their limits."""
    rows, count = coordinates.shape
    changed = coordinates - posture.coordinates
    spread = np.full((rows, 3), assumed.pelvis)
    spread[:, 1] = assumed.depth
    moved_by = np.zeros((rows, 3, count))
    moved_by[:, np.arange(3), posture.pelvis] = 1.0 / spread
    limited = np.flatnonzero(np.isfinite(demand.limit))
    over = np.maximum(coordinates[:, limited] - demand.limit[limited], 0.0) / assumed.limit
    over_by = np.zeros((rows, len(limited), count))
    over_by[:, np.arange(len(limited)), limited] = (over > 0.0) / assumed.limit
    white = np.broadcast_to(whitening, (rows, count, count))
    missed = [(white @ changed[..., None])[..., 0], changed[:, posture.pelvis] / spread, over]
    return np.concatenate(missed, axis=1), np.concatenate([white, moved_by, over_by], axis=1)


def _blank(missed: FloatArray, points: int) -> _Part:
    rows, count = missed.shape
    zero = np.zeros
    return _Part(missed, zero((rows, count, points)), zero((rows, count, points, 3)), zero((rows, count, 3)))


def _balance(posture: Posture, now: Points, load: FloatArray, assumed: Assumptions) -> _Part:
    """Weight carried, and the centre of pressure as far from the centre of mass as it was."""
    then, weight = posture.points, posture.load.sum(axis=1)
    turning = _turning(load, now, weight) - _turning(posture.load, then, weight)
    short = (load.sum(axis=1) - weight) / assumed.weight_error
    found = _blank(np.column_stack([short, turning / assumed.moment_error]), load.shape[1])
    found.by_load[:, 0] = 1.0 / assumed.weight_error
    for k, axis in enumerate(_LEVEL, start=1):
        found.by_load[:, k] = now.sole[..., axis] / assumed.moment_error
        found.by_sole[:, k, :, axis] = load / assumed.moment_error
        found.by_mass[:, k, axis] = -weight / assumed.moment_error
    return found


def _turning(load: FloatArray, points: Points, weight: FloatArray) -> FloatArray:
    pressure = np.einsum("rp,rpa->ra", load, points.sole[..., _LEVEL])
    return np.asarray(pressure - weight[:, None] * points.mass[:, _LEVEL])


def _mass(posture: Posture, now: Points, assumed: Assumptions) -> _Part:
    spread = np.array([assumed.balance_forward, assumed.balance_sideways])
    found = _blank((now.mass - posture.points.mass)[:, _LEVEL] / spread, now.sole.shape[1])
    found.by_mass[:, [0, 1], _LEVEL] = 1.0 / spread
    return found


def _slip(posture: Posture, now: Points, assumed: Assumptions) -> _Part:
    spread = np.tile(np.repeat([assumed.slip_heel, assumed.slip_ball], 2), 2)
    rows, points = now.sole.shape[:2]
    moved = (now.sole - posture.points.sole)[..., _LEVEL] / spread[:, None]
    found = _blank(moved.reshape(rows, 2 * points), points)
    for p in range(points):
        for k, axis in enumerate(_LEVEL):
            found.by_sole[:, 2 * p + k, p, axis] = 1.0 / spread[p]
    return found


def _pressure(posture: Posture, load: FloatArray, assumed: Assumptions) -> _Part:
    """Each foot's centre of pressure sideways, against where it was in the foot."""
    found = _blank(np.zeros((len(load), 2)), load.shape[1])
    for k, foot in enumerate((slice(0, 4), slice(4, 8))):
        total = np.maximum(load[:, foot].sum(axis=1), _LEAST_LOAD)[:, None]
        # Points do not slip but by millimetres: their recorded places tell the outward direction.
        place = posture.points.sole[:, foot, 2]
        was = (posture.load[:, foot] * place).sum(axis=1) / posture.load[:, foot].sum(axis=1)
        arm = place - was[:, None]
        shift = (load[:, foot] * arm).sum(axis=1)[:, None] / total
        found.missed[:, k] = shift[:, 0] / assumed.pressure_sideways
        found.by_load[:, k, foot] = (arm - shift) / total / assumed.pressure_sideways
    return found
