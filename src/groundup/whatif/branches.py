"""Heel down and heel up: two postures a change can end in, each searched from several starts."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.whatif.points import points_at
from groundup.whatif.posture import FEET, Demand, point_loads
from groundup.whatif.rows import Rows
from groundup.whatif.settle import Settled, kept_rows, settle
from groundup.whatif.sole import HEEL

_UP = 0.05  # of a foot's load on its heel: less, and the heel is up
_PITCH = np.deg2rad(12.0)  # of a foot about its ball, where the search for the raised heel begins
_SAME = 1e-9  # cost: rounding
_WORST, _SPARE = 5.0, 10.0  # cost against the middle one of the draws: beyond, another optimum was found


class Branch(NamedTuple):
    """Postures of one branch.

    `settled` of every row; `good` (R,) whether its search came to rest, in this branch, at no worse a cost
    than others.
    """

    settled: Settled
    good: NDArray[np.bool_]


def as_recorded(rows: Rows, demand: Demand, frames: int) -> Branch:
    """Let the change come in part by part, all at once, and from where the stated assumptions end.

    The cheapest counts: where a body may sway to either side, a search ends in one of several optima.

    The heel stays in the branch it was recorded in, unless the change itself lifts or sets it.
    """
    recorded = rows.posture.coordinates
    found = settle(rows.carrier, rows.posture, demand, rows.assumed, rows.whitening)
    stated = np.arange(len(recorded)) < frames
    own = kept_rows(rows.carrier, rows.posture, rows.assumed, rows.whitening, stated)
    carrier, posture, assumed, whitening = own
    at_once = settle(carrier, posture, demand.of(stated), assumed, whitening, posture.coordinates)
    found = _cheaper(found, at_once)
    count = len(found.cost) // frames
    if count > 1:
        start = recorded + np.tile(found.coordinates[:frames] - recorded[:frames], (count, 1))
        found = _cheaper(
            found, settle(rows.carrier, rows.posture, demand, rows.assumed, rows.whitening, start)
        )
    return Branch(found, _gated(found, frames))


def heels_up(rows: Rows, demand: Demand, ankles: dict[int, int], frames: int) -> Branch:
    """Take the ground from under the heel, and see whether a posture with it raised is one of its own.

    Parameters
    ----------
    ankles : foot (0 left, 1 right) -> coordinate of its dorsiflexion, of the feet whose heel is raised.
    """
    ground, start = np.array(demand.ground), np.array(rows.posture.coordinates)
    for k, ankle in ankles.items():
        ground[:, FEET[k].start + np.array(HEEL)] = False
        start[:, ankle] -= _PITCH
    raised = demand._replace(ground=ground)
    found = settle(rows.carrier, rows.posture, raised, rows.assumed, rows.whitening, start)
    height = points_at(rows.carrier, found.coordinates).sole[..., 1]
    again = point_loads(rows.posture, demand, height, rows.assumed).load
    free = heel_share(again, found.load)[:, list(ankles)] < _UP
    return Branch(found, _gated(found, frames) & free.all(axis=1))


def heel_share(heel: FloatArray, foot: FloatArray) -> FloatArray:
    """(R, 2) share of each foot's load (R, P) that its heel carries; none of a foot in the air."""
    found = [heel[:, f][:, HEEL].sum(axis=1) / np.maximum(foot[:, f].sum(axis=1), 1.0) for f in FEET]
    return np.stack(found, axis=1)


def heel_word(load: FloatArray) -> str:
    """Whether the heels of loaded feet are down, by what they carry (R, P) [N]."""
    loaded = np.stack([load[:, foot].sum(axis=1) > 1.0 for foot in FEET], axis=1)
    up = (heel_share(load, load) < _UP) & loaded
    return up_word({k for k in range(len(FEET)) if up[:, k].any()}, int(loaded.any(axis=0).sum()))


def up_word(up: set[int], feet: int) -> str:
    """Name the branch in which these feet (0 left, 1 right) have their heel up, of so many on the ground."""
    if not up:
        return "heel down"
    return "heel up" if len(up) >= feet else f"{tuple(Side)[min(up)]} heel up"


def _cheaper(first: Settled, second: Settled) -> Settled:
    """Take the better of two searches, row by row; the second may be of the first rows alone."""
    count = len(second.cost)
    better = second.found.astype(bool) & (
        ~first.found[:count].astype(bool) | (second.cost < first.cost[:count] - _SAME)
    )
    taken = [np.array(array) for array in first]
    for mine, other in zip(taken, second, strict=True):
        mine[:count][better] = other[better]
    return Settled(*taken)


def _gated(found: Settled, frames: int) -> NDArray[np.bool_]:
    """Whether each row came to rest at a cost like that of the other draws at the same instant."""
    cost = found.cost.reshape(-1, frames)
    resting = found.found.reshape(-1, frames).astype(bool)
    middle = np.array(
        [np.median(own[rest]) if rest.any() else 0.0 for own, rest in zip(cost.T, resting.T, strict=True)]
    )
    return np.asarray((resting & (cost <= _WORST * middle + _SPARE)).ravel())
