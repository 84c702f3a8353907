"""The posture a body settles in after a change: the nearest one that keeps its balance."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundup.mechanics.tree import FloatArray
from groundup.whatif.assumptions import Assumptions
from groundup.whatif.mismatch import Mismatch, mismatch
from groundup.whatif.points import Carrier, Points, points_at
from groundup.whatif.posture import Demand, Posture, point_loads

_ROUNDS = 150
_BY_ROW = 4  # dimensions of joint axes that differ from row to row
_NOTHING = 1e-18  # cost: rounding
_PARTS = (0.5, 1.0)  # of the change, one after the other: it stays in the branch it begins in
_LONGEST, _NEAR = 0.1, 5e-3  # rad, m: a step, and one so small that rest is near
_STILL = 3e-5  # rad, m


class Settled(NamedTuple):
    """A changed posture in every frame.

    `coordinates` (F, C); `load` (F, 8) on the points of the soles [N]; `cost` (F,) half the sum of squared
    standard deviations; `found` (F,) whether the search came to rest.
    """

    coordinates: FloatArray
    load: FloatArray
    cost: FloatArray
    found: FloatArray


def settle(
    carrier: Carrier,
    posture: Posture,
    demand: Demand,
    assumed: Assumptions,
    whitening: FloatArray,
    start: FloatArray | None = None,
) -> Settled:
    """Find the changed posture of every row.

    Parameters
    ----------
    carrier, posture, demand, assumed : see their modules.
    whitening : (R, C, C) or (C, C) of `Assumptions.whitening`.
    start : (R, C), optional
        Where the search begins; else at the recorded posture, the change brought in part by part.

    Notes
    -----
    Newton's method, damped row by row. Without a change the recorded posture misses nothing and is returned
    to the last bit.
    """
    at = posture.coordinates if start is None else start
    cost, resting = np.zeros(len(at)), np.ones(0, bool)
    for part in _PARTS if start is None else _PARTS[-1:]:
        asked, still = _partly(posture, demand, part), _STILL if part == 1.0 else _NEAR
        at, cost, resting = _search(carrier, posture, asked, assumed, whitening, at, still)
    told = point_loads(posture, demand, points_at(carrier, at).sole[..., 1], assumed)
    return Settled(at, told.load, cost, resting)


def _partly(posture: Posture, demand: Demand, part: float) -> Demand:
    """Ask for a part of the change."""
    if part == 1.0:
        return demand
    over = np.maximum(posture.coordinates - demand.limit, 0.0)
    under = np.maximum(demand.least - posture.coordinates, 0.0)
    return demand._replace(
        lift=part * demand.lift,
        limit=demand.limit + (1.0 - part) * over,
        least=demand.least - (1.0 - part) * under,
        place=part * demand.place,
        outward=part * demand.outward,
    )


def _search(
    carrier: Carrier,
    posture: Posture,
    demand: Demand,
    assumed: Assumptions,
    whitening: FloatArray,
    start: FloatArray,
    still: float,
) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    found, cost = np.array(start), np.zeros(len(start))
    moving = np.arange(len(start))
    at, told = found, mismatch(carrier, posture, demand, found, assumed, whitening)
    damping, near = np.full(len(at), 1e-3), np.zeros(len(at), bool)
    resting = _cost(told) < _NOTHING
    for _ in range(_ROUNDS):
        found[moving], cost[moving] = at, _cost(told)
        # A row at rest costs as much as one that moves: it is taken out.
        moving, at, damping, near = moving[~resting], at[~resting], damping[~resting], near[~resting]
        told = Mismatch(*(array[~resting] for array in told))
        if not len(moving):
            break
        if resting.any():
            demand = demand.of(~resting)
            carrier, posture, assumed, whitening = kept_rows(carrier, posture, assumed, whitening, ~resting)
        step = _step(told, near, damping)
        new = mismatch(carrier, posture, demand, at + step, assumed, whitening)
        better = _cost(new) <= _cost(told)
        size = np.abs(step).max(axis=1)
        resting, near = better & (size < still), better & (size < _NEAR)
        at = np.where(better[:, None], at + step, at)
        damping = np.where(better, np.maximum(damping / 8.0, 1e-9), damping * 8.0)
        told = Mismatch(*(np.where(_like(better, n), n, t) for n, t in zip(new, told, strict=True)))
    else:
        found[moving], cost[moving] = at, _cost(told)
        moving = moving[~resting]
    rested = np.ones(len(start), bool)
    rested[moving] = False
    return found, cost, rested


def kept_rows(
    carrier: Carrier, posture: Posture, assumed: Assumptions, whitening: FloatArray, wanted: NDArray[np.bool_]
) -> tuple[Carrier, Posture, Assumptions, FloatArray]:
    """Keep some rows of what differs from row to row."""
    axis = carrier.parameters.rotation_axis
    if axis.ndim == _BY_ROW:
        carrier = carrier._replace(parameters=carrier.parameters._replace(rotation_axis=axis[wanted]))
    kept = posture._replace(
        coordinates=posture.coordinates[wanted],
        points=Points(*(array[wanted] for array in posture.points)),
        load=posture.load[wanted],
        held=posture.held[wanted],
    )
    depth, pad = (
        value[wanted] if isinstance(value, np.ndarray) else value for value in (assumed.depth, assumed.pad)
    )
    return (
        carrier,
        kept,
        replace(assumed, depth=depth, pad=pad),
        whitening[wanted] if whitening.ndim == _BY_ROW - 1 else whitening,
    )


def _cost(told: Mismatch) -> FloatArray:
    return np.asarray(0.5 * np.sum(told.missed**2, axis=1))


def _step(told: Mismatch, near: NDArray[np.bool_], damping: FloatArray) -> FloatArray:
    """Step by the squares of slopes far from rest, with the conditions' own bending near it."""
    turned = np.swapaxes(told.by, 1, 2)
    squares = turned @ told.by
    diagonal = np.maximum(np.einsum("rcc->rc", squares), 1e-6)
    curvature = squares + np.where(near[:, None, None], told.bent, 0.0)
    damped = curvature + damping[:, None, None] * np.eye(diagonal.shape[1]) * diagonal[:, None, :]
    step = -np.linalg.solve(damped, turned @ told.missed[..., None])[..., 0]
    longest = np.maximum(np.abs(step).max(axis=1), 1e-12)
    return np.asarray(step * np.minimum(1.0, _LONGEST / longest)[:, None])


def _like(which: NDArray[np.bool_], array: FloatArray) -> NDArray[np.bool_]:
    return np.asarray(which.reshape(-1, *[1] * (array.ndim - 1)))
