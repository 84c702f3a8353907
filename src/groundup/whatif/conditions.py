"""Conditions on the points: balance or the force kept, centre of mass, places of the feet, pressure."""

from typing import NamedTuple

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.whatif.assumptions import Assumptions
from groundup.whatif.points import Points
from groundup.whatif.posture import FEET, LEVEL, Demand, Posture, foot_directions
from groundup.whatif.sole import EACH, HEEL

_LEAST_LOAD = 1.0  # N: a foot that carries less has no centre of pressure


class Part(NamedTuple):
    """Conditions on the points: (R, K) missed, and by the loads, the soles' points and the centre of mass."""

    missed: FloatArray
    by_load: FloatArray
    by_sole: FloatArray
    by_mass: FloatArray


def conditions(posture: Posture, demand: Demand, now: Points, load: FloatArray, assumed: Assumptions) -> Part:
    """Tell how far each is missed, in standard deviations; standing still, the first three are the balance.

    Parameters
    ----------
    posture, demand : what was, and what is asked.
    now : Points
    load : (R, P) on the points [N].
    """
    where = posture.points.sole[..., LEVEL] + demand.place
    parts = [
        _balance(posture, now, load, assumed) if posture.still else _force(posture, load, assumed),
        _mass(posture, now, assumed),
        _slip(demand, where, now, assumed),
        _pressure(posture, demand, where, load, assumed),
    ]
    return Part(*(np.concatenate([part[k] for part in parts], axis=1) for k in range(4)))


def _blank(missed: FloatArray, points: int) -> Part:
    rows, count = missed.shape
    zero = np.zeros
    return Part(missed, zero((rows, count, points)), zero((rows, count, points, 3)), zero((rows, count, 3)))


def _balance(posture: Posture, now: Points, load: FloatArray, assumed: Assumptions) -> Part:
    """Weight carried, and the centre of pressure as far from the centre of mass as it was."""
    then, weight = posture.points, posture.load.sum(axis=1)
    turning = _turning(load, now, weight) - _turning(posture.load, then, weight)
    short = (load.sum(axis=1) - weight) / assumed.weight_error
    found = _blank(np.column_stack([short, turning / assumed.moment_error]), load.shape[1])
    found.by_load[:, 0] = 1.0 / assumed.weight_error
    for k, axis in enumerate(LEVEL, start=1):
        found.by_load[:, k] = now.sole[..., axis] / assumed.moment_error
        found.by_sole[:, k, :, axis] = load / assumed.moment_error
        found.by_mass[:, k, axis] = -weight / assumed.moment_error
    return found


def _turning(load: FloatArray, points: Points, weight: FloatArray) -> FloatArray:
    pressure = np.einsum("rp,rpa->ra", load, points.sole[..., LEVEL])
    return np.asarray(pressure - weight[:, None] * points.mass[:, LEVEL])


def _force(posture: Posture, load: FloatArray, assumed: Assumptions) -> Part:
    """Each foot carries what it carried."""
    short = [(load - posture.load)[:, foot].sum(axis=1) / assumed.weight_error for foot in FEET]
    found = _blank(np.stack(short, axis=1), load.shape[1])
    for k, foot in enumerate(FEET):
        found.by_load[:, k, foot] = 1.0 / assumed.weight_error
    return found


def _mass(posture: Posture, now: Points, assumed: Assumptions) -> Part:
    spread = np.array([assumed.balance_forward, assumed.balance_sideways])
    found = _blank((now.mass - posture.points.mass)[:, LEVEL] / spread, now.sole.shape[1])
    found.by_mass[:, [0, 1], LEVEL] = 1.0 / spread
    return found


def _slip(demand: Demand, where: FloatArray, now: Points, assumed: Assumptions) -> Part:
    """Points stay where they stand; without ground under them they go where they like."""
    rows, points = now.sole.shape[:2]
    spread = np.full(EACH, assumed.slip_ball)
    spread[HEEL] = assumed.slip_heel
    hold = demand.ground * np.tile(1.0 / spread, len(FEET))
    hold[:, EACH - 1 :: EACH] = 0.0  # a support slides under the arch with the foot
    moved = (now.sole[..., LEVEL] - where) * hold[..., None]
    found = _blank(moved.reshape(rows, 2 * points), points)
    for p in range(points):
        for k, axis in enumerate(LEVEL):
            found.by_sole[:, 2 * p + k, p, axis] = hold[:, p]
    return found


def _pressure(
    posture: Posture, demand: Demand, where: FloatArray, load: FloatArray, assumed: Assumptions
) -> Part:
    """Each foot's centre of pressure in the foot: sideways, and forward too where the force is kept."""
    # Points do not slip but by millimetres: the places they are asked to keep tell the directions.
    direction = foot_directions(where)
    kinds = (1,) if posture.still else (1, 0)
    spread = {0: assumed.pressure_forward, 1: assumed.pressure_sideways}
    found = _blank(np.zeros((len(load), len(kinds) * len(FEET))), load.shape[1])
    for k, foot in enumerate(FEET):
        total = np.maximum(load[:, foot].sum(axis=1), _LEAST_LOAD)[:, None]
        then = posture.load[:, foot]
        held = np.maximum(then.sum(axis=1), _LEAST_LOAD)
        for n, kind in enumerate(kinds):
            place = np.einsum("rpa,ra->rp", where[:, foot], direction[:, k, kind])
            asked = (1.0 if k else -1.0) * demand.outward[:, k] if kind else 0.0
            arm = place - ((then * place).sum(axis=1) / held + asked)[:, None]
            shift = (load[:, foot] * arm).sum(axis=1)[:, None] / total
            row = len(kinds) * k + n
            firm = posture.held[:, [k]] / spread[kind]
            found.missed[:, row] = (shift * firm)[:, 0]
            found.by_load[:, row, foot] = (arm - shift) / total * firm
    return found
