"""How far a changed posture misses the conditions it must keep."""

from typing import NamedTuple

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.whatif.assumptions import Assumptions
from groundup.whatif.conditions import conditions
from groundup.whatif.points import Carrier, bending, points_at
from groundup.whatif.posture import LEVEL, Demand, Posture, point_loads


class Mismatch(NamedTuple):
    """How far a posture misses its conditions.

    `missed` (R, K) in standard deviations; `by` (R, K, C) by the coordinates; `bent` (R, C, C) what the
    conditions' own curvature adds to that of half their squares.
    """

    missed: FloatArray
    by: FloatArray
    bent: FloatArray


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
    missed, by_load, by_sole, by_mass = conditions(posture, demand, now, told.load, assumed)
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
    if posture.still:
        # A load that grows while its point moves level: the balance bends by both together.
        drift = np.einsum("ra,rpac->rpc", missed[:, 1:3] / assumed.moment_error, now.sole_by[:, :, LEVEL])
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
    limited = np.flatnonzero(np.isfinite(demand.limit).any(axis=0) | np.isfinite(demand.least).any(axis=0))
    own = coordinates[:, limited]
    over = np.maximum(own - demand.limit[:, limited], 0.0) - np.maximum(demand.least[:, limited] - own, 0.0)
    over_by = np.zeros((rows, len(limited), count))
    over_by[:, np.arange(len(limited)), limited] = (over != 0.0) / assumed.limit
    white = np.broadcast_to(whitening, (rows, count, count))
    missed = [(white @ changed[..., None])[..., 0], changed[:, posture.pelvis] / spread, over / assumed.limit]
    return np.concatenate(missed, axis=1), np.concatenate([white, moved_by, over_by], axis=1)
