"""A recorded posture, what is asked of a changed one, and how the ground then loads the soles."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundup.mechanics.tree import FloatArray, IntArray
from groundup.whatif.assumptions import Assumptions
from groundup.whatif.points import Points
from groundup.whatif.sole import BALL, EACH, HEEL

LEVEL = [0, 2]
FEET = (slice(0, EACH), slice(EACH, 2 * EACH))
_CLEAR = 0.004  # m: an arch is this far from the support that would begin to carry it


class Posture(NamedTuple):
    """What was recorded, row by row; P points on both soles.

    `coordinates` (R, C); `points` of soles and centre of mass there; `load` (R, P) that each point of the
    soles carries [N]; `pelvis` (3,) which coordinates are the pelvis's position (X, Y, Z); `held` (R, 2) how
    firmly the pressure of each foot is held to its place, 1 the most; `still` whether the body stands still,
    so that it must keep its balance: else each foot keeps the force it had.
    """

    coordinates: FloatArray
    points: Points
    load: FloatArray
    pelvis: IntArray
    held: FloatArray
    still: bool = True


class Demand(NamedTuple):
    """What is asked of a changed posture.

    `lift` (R, P) of the ground under each point [m]; `limit` (R, C) largest and `least` (R, C) smallest value
    of each coordinate [rad], infinite where none; `place` (R, P, 2) how far each point is to be set elsewhere
    on the floor [m]; `outward` (R, 2) where the pressure under each foot goes for a prior [m]; `ground`
    (R, P) whether there is any under the point.
    """

    lift: FloatArray
    limit: FloatArray
    least: FloatArray
    place: FloatArray
    outward: FloatArray
    ground: NDArray[np.bool_]

    def of(self, rows: NDArray[np.bool_]) -> "Demand":
        """Those of some rows."""
        return Demand(
            self.lift[rows],
            self.limit[rows],
            self.least[rows],
            self.place[rows],
            self.outward[rows],
            self.ground[rows],
        )


class Loads(NamedTuple):
    """(R, P) `load` on each point [N], its `slope` [N/m] and `bend` [N/m^2] as the point rises."""

    load: FloatArray
    slope: FloatArray
    bend: FloatArray


def no_demand(posture: Posture) -> Demand:
    """Nothing is asked: the ground is where something was carried."""
    rows, points = posture.load.shape
    endless = np.full(posture.coordinates.shape, np.inf)
    return Demand(
        np.zeros((rows, points)),
        endless,
        -endless,
        np.zeros((rows, points, 2)),
        np.zeros((rows, len(FEET))),
        posture.load > 0.0,
    )


def point_loads(posture: Posture, demand: Demand, height: FloatArray, assumed: Assumptions) -> Loads:
    """Load the points of the soles.

    Parameters
    ----------
    height : (R, P) of the points in the changed posture [m].

    Returns
    -------
    Loads
        A pad under each point takes up load smoothly and never pulls; unchanged, it is the recorded load.
    """
    risen = height - posture.points.sole[..., 1] - demand.lift
    pressed = _pressed(posture.load, assumed) - risen
    ratio, pad = pressed / assumed.touch, np.asarray(assumed.pad)[..., None] * demand.ground
    taken = 0.5 * (1.0 + np.tanh(0.5 * ratio))
    load = pad * assumed.touch * np.logaddexp(0.0, ratio)
    return Loads(load, -pad * taken, pad / assumed.touch * taken * (1.0 - taken))


def _pressed(load: FloatArray, assumed: Assumptions) -> FloatArray:
    """How far a pad is pressed in under a load [m]; where none was carried, it is clear of the ground."""
    carried = load > 0.0
    ratio = np.where(carried, load, 1.0) / (np.asarray(assumed.pad)[..., None] * assumed.touch)
    pressed = assumed.touch * (ratio + np.log(-np.expm1(-ratio)))
    return np.where(carried, pressed, -_CLEAR)


def foot_directions(sole: FloatArray) -> FloatArray:
    """(R, 2, 2, 2) level unit vectors of each foot: forward, and to the right of it.

    Parameters
    ----------
    sole : (R, P, 2) level coordinates of the points of both soles [m].
    """
    found = []
    for foot in FEET:
        own = sole[:, foot]
        forward = own[:, BALL].mean(axis=1) - own[:, HEEL].mean(axis=1)
        forward = forward / np.linalg.norm(forward, axis=1, keepdims=True)
        found.append(np.stack([forward, np.stack([-forward[:, 1], forward[:, 0]], axis=1)], axis=1))
    return np.stack(found, axis=1)
