"""The posture a body settles in after a change: the nearest one that keeps its balance."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundup.mechanics.tree import FloatArray
from groundup.whatif.assumptions import Assumptions
from groundup.whatif.points import Carrier, points_at
from groundup.whatif.posture import Demand, Mismatch, Posture, mismatch, point_loads

_ROUNDS = 80
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
) -> Settled:
    """Find the changed posture of every row.

    Parameters
    ----------
    carrier, posture, demand, assumed : see their modules.
    whitening : (R, C, C) or (C, C) of `Assumptions.whitening`.

    Notes
    -----
    Newton's method, damped row by row, on the change brought in part by part, so that the posture stays in
    the branch it begins in. Without a change the recorded posture misses nothing and is returned to the
    last bit.
    """
    at, cost, resting = posture.coordinates, np.zeros(len(posture.coordinates)), np.ones(0, bool)
    largest = posture.coordinates.max(axis=0)
    for part in _PARTS:
        spared = np.where(np.isfinite(demand.limit), largest - demand.limit, 0.0)
        partly = Demand(part * demand.lift, demand.limit + (1.0 - part) * spared)
        at, cost, resting = _search(carrier, posture, partly, assumed, whitening, at)
    told = point_loads(posture, demand, points_at(carrier, at).sole[..., 1], assumed)
    return Settled(at, told.load, cost, resting)


def _search(
    carrier: Carrier,
    posture: Posture,
    demand: Demand,
    assumed: Assumptions,
    whitening: FloatArray,
    start: FloatArray,
) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    at = np.array(start)
    told = mismatch(carrier, posture, demand, at, assumed, whitening)
    damping, resting = np.full(len(at), 1e-3), _cost(told) < _NOTHING
    near = np.zeros(len(at), bool)
    for _ in range(_ROUNDS):
        step = np.where(resting[:, None], 0.0, _step(told, near, damping))
        new = mismatch(carrier, posture, demand, at + step, assumed, whitening)
        better = _cost(new) <= _cost(told)
        size = np.abs(step).max(axis=1)
        resting |= better & (size < _STILL)
        near = better & (size < _NEAR)
        at = np.where(better[:, None], at + step, at)
        damping = np.where(better, np.maximum(damping / 8.0, 1e-9), damping * 8.0)
        told = Mismatch(*(np.where(_like(better, n), n, t) for n, t in zip(new, told, strict=True)))
        if resting.all():
            break
    return at, _cost(told), resting


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
