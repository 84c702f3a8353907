"""The posture a body settles in after a change: the nearest one that keeps its balance."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundup.mechanics.tree import FloatArray
from groundup.whatif.assumptions import Assumptions
from groundup.whatif.points import Carrier, points_at
from groundup.whatif.posture import Demand, Mismatch, Posture, mismatch, point_loads

_ROUNDS = 200
_STILL = 1e-7  # rad, m


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
    """Find the changed posture of every frame.

    Parameters
    ----------
    carrier, posture, demand, assumed : see their modules.
    whitening : (C, C) of `Assumptions.whitening`.
    start : (F, C), optional
        Where to search from; the recorded posture if not given.

    Notes
    -----
    Levenberg and Marquardt, each frame with its own damping. Without a change the recorded posture misses
    nothing and is returned to the last bit.
    """
    at = np.array(posture.coordinates if start is None else start)
    damping = np.full(len(at), 1e-3)
    told = mismatch(carrier, posture, demand, at, assumed, whitening)
    cost = _cost(told)
    resting = np.zeros(len(at), bool)
    for _ in range(_ROUNDS):
        step = _step(told, damping)
        trial = at + np.where(resting[:, None], 0.0, step)
        new = mismatch(carrier, posture, demand, trial, assumed, whitening)
        better = _cost(new) < cost
        small = np.abs(step).max(axis=1) < _STILL
        resting |= small | (damping > 1e8)
        at = np.where(better[:, None], trial, at)
        damping = np.where(better, np.maximum(damping / 5.0, 1e-9), damping * 4.0)
        told = Mismatch(*(np.where(_like(better, n), n, t) for n, t in zip(new, told, strict=True)))
        cost = _cost(told)
        if resting.all():
            break
    load, _ = point_loads(posture, demand, points_at(carrier, at).sole[..., 1], assumed)
    return Settled(at, load, cost, resting)


def _cost(told: Mismatch) -> FloatArray:
    return np.asarray(0.5 * np.sum(told.missed**2, axis=1))


def _step(told: Mismatch, damping: FloatArray) -> FloatArray:
    turned = np.swapaxes(told.by, 1, 2)
    curvature = turned @ told.by
    slope = (turned @ told.missed[..., None])[..., 0]
    diagonal = np.maximum(np.einsum("fcc->fc", curvature), 1e-6)
    damped = curvature + damping[:, None, None] * np.eye(slope.shape[1]) * diagonal[:, None, :]
    return np.asarray(-np.linalg.solve(damped, slope[..., None])[..., 0])


def _like(which: NDArray[np.bool_], array: FloatArray) -> FloatArray:
    return np.asarray(which.reshape(-1, *[1] * (array.ndim - 1)))
