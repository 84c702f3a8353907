"""A recorded posture that stands still, and the conditions a changed one must keep."""

from typing import NamedTuple

import numpy as np

from groundup.mechanics.tree import FloatArray, IntArray
from groundup.whatif.assumptions import Assumptions
from groundup.whatif.points import Carrier, Points, points_at


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
    """(F, R) by how many standard deviations each condition is missed; (F, R, C) by the coordinates."""

    missed: FloatArray
    by: FloatArray


def point_loads(
    posture: Posture, demand: Demand, height: FloatArray, assumed: Assumptions
) -> tuple[FloatArray, FloatArray]:
    """Load on each point of the soles, and how it falls as the point rises.

    Parameters
    ----------
    height : (F, 8) of the points in the changed posture [m].

    Returns
    -------
    (F, 8) [N], (F, 8) [N/m]
        A pad under each point takes up load smoothly and never pulls; unchanged, it is the recorded load.
    """
    pressed = _pressed(posture.load, assumed) - (height - posture.points.sole[..., 1] - demand.lift)
    ratio = pressed / assumed.touch
    load = assumed.pad * assumed.touch * np.logaddexp(0.0, ratio)
    return np.asarray(load), np.asarray(-assumed.pad / (1.0 + np.exp(-ratio)))


def _pressed(load: FloatArray, assumed: Assumptions) -> FloatArray:
    """How far a pad is pressed in under a load [m]."""
    ratio = load / (assumed.pad * assumed.touch)
    return np.asarray(assumed.touch * (ratio + np.log(-np.expm1(-ratio))))


def mismatch(
    carrier: Carrier,
    posture: Posture,
    demand: Demand,
    coordinates: FloatArray,
    assumed: Assumptions,
    whitening: FloatArray,
) -> Mismatch:
    """Tell by how much a changed posture misses each condition: all zero for the recorded one, unchanged."""
    now, then = points_at(carrier, coordinates), posture.points
    load, softening = point_loads(posture, demand, now.sole[..., 1], assumed)
    load_by = softening[..., None] * now.sole_by[:, :, 1, :]
    changed = coordinates - posture.coordinates
    frames, count = coordinates.shape
    parts: list[tuple[FloatArray, FloatArray]] = [
        (changed @ whitening.T, np.broadcast_to(whitening, (frames, count, count))),
        _moved(changed, posture.pelvis, (assumed.pelvis, assumed.depth, assumed.pelvis)),
        _over_limit(coordinates, demand.limit, assumed.limit),
        _balance(posture, now, load, load_by, assumed),
    ]
    mass = (now.mass - then.mass)[:, [0, 2]] / [assumed.balance_forward, assumed.balance_sideways]
    spread = np.array([assumed.balance_forward, assumed.balance_sideways])
    parts.append((mass, now.mass_by[:, [0, 2]] / spread[:, None]))
    parts += [_slip(now, then, assumed), _pressure(posture, load, load_by, assumed)]
    return Mismatch(np.concatenate([p for p, _ in parts], 1), np.concatenate([j for _, j in parts], 1))


def _moved(
    changed: FloatArray, which: IntArray, spread: tuple[float, float, float]
) -> tuple[FloatArray, FloatArray]:
    by = np.zeros((len(changed), 3, changed.shape[1]))
    by[:, np.arange(3), which] = 1.0 / np.array(spread)
    return changed[:, which] / np.array(spread), by


def _over_limit(coordinates: FloatArray, limit: FloatArray, spread: float) -> tuple[FloatArray, FloatArray]:
    limited = np.flatnonzero(np.isfinite(limit))
    over = np.maximum(coordinates[:, limited] - limit[limited], 0.0) / spread
    by = np.zeros((len(coordinates), len(limited), coordinates.shape[1]))
    by[:, np.arange(len(limited)), limited] = (over > 0.0) / spread
    return over, by


def _balance(
    posture: Posture, now: Points, load: FloatArray, load_by: FloatArray, assumed: Assumptions
) -> tuple[FloatArray, FloatArray]:
    """Weight carried, and the centre of pressure as far from the centre of mass as it was."""
    then, weight = posture.points, posture.load.sum(axis=1)
    level = [0, 2]
    turning = np.einsum("fp,fpa->fa", load, now.sole[..., level]) - weight[:, None] * now.mass[:, level]
    before = (
        np.einsum("fp,fpa->fa", posture.load, then.sole[..., level]) - weight[:, None] * then.mass[:, level]
    )
    turning_by = (
        np.einsum("fpc,fpa->fac", load_by, now.sole[..., level])
        + np.einsum("fp,fpac->fac", load, now.sole_by[:, :, level])
        - weight[:, None, None] * now.mass_by[:, level]
    )
    missed = np.concatenate(
        [
            (load.sum(axis=1) - weight)[:, None] / assumed.weight_error,
            (turning - before) / assumed.moment_error,
        ],
        axis=1,
    )
    by = np.concatenate(
        [load_by.sum(axis=1)[:, None] / assumed.weight_error, turning_by / assumed.moment_error], axis=1
    )
    return missed, by


def _slip(now: Points, then: Points, assumed: Assumptions) -> tuple[FloatArray, FloatArray]:
    spread = np.tile(np.repeat([assumed.slip_heel, assumed.slip_ball], 2), 2)[:, None]
    frames, points = now.sole.shape[:2]
    moved = (now.sole - then.sole)[..., [0, 2]] / spread
    by = now.sole_by[:, :, [0, 2]] / spread[..., None]
    return moved.reshape(frames, 2 * points), by.reshape(frames, 2 * points, -1)


def _pressure(
    posture: Posture, load: FloatArray, load_by: FloatArray, assumed: Assumptions
) -> tuple[FloatArray, FloatArray]:
    """Each foot's centre of pressure sideways, against where it was in the foot."""
    missed, by = [], []
    for foot in (slice(0, 4), slice(4, 8)):
        own, by_own = load[:, foot], load_by[:, foot]
        total = own.sum(axis=1)[:, None]
        # Points do not slip but by millimetres: their recorded places tell the outward direction.
        place = posture.points.sole[:, foot, 2]
        was = (posture.load[:, foot] * place).sum(axis=1) / posture.load[:, foot].sum(axis=1)
        arm = place - was[:, None]
        shift = (own * arm).sum(axis=1)[:, None] / total
        shift_by = np.einsum("fpc,fp->fc", by_own, arm - shift) / total
        missed.append(shift / assumed.pressure_sideways)
        by.append(shift_by[:, None] / assumed.pressure_sideways)
    return np.concatenate(missed, axis=1), np.concatenate(by, axis=1)
