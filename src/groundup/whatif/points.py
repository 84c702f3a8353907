"""Where the points of the soles and the centre of mass are, and how they move with the coordinates."""

from typing import NamedTuple

import numpy as np

from groundup.body.chain import Chain
from groundup.mechanics.kinematics import Poses, carried_by, place_markers, poses
from groundup.mechanics.tree import FloatArray, Parameters, Topology
from groundup.whatif.sole import Soles

_TURNS = 3  # slots of a joint that turn; the others slide


class Carrier(NamedTuple):
    """A chain whose markers are the points of the soles, then the centre of mass of each of its bodies.

    `share` (B,) is what each body weighs of the whole; `soles` how many of the markers are points of soles;
    `precedes` (C, C) one where the first coordinate turns what the second moves, itself included.
    """

    topology: Topology
    parameters: Parameters
    share: FloatArray
    soles: int
    precedes: FloatArray


class Points(NamedTuple):
    """Where the points are and how the coordinates move them.

    `sole` (R, P, 3) and `mass` (R, 3) in the lab [m]; `sole_by` (R, P, 3, C) and `mass_by` (R, 3, C);
    `body_by` (R, B, 3, C) of each body's centre of mass, by its share; `axis` (R, C, 3) that each coordinate
    turns about, zero for those that do not turn.
    """

    sole: FloatArray
    mass: FloatArray
    sole_by: FloatArray
    mass_by: FloatArray
    body_by: FloatArray
    axis: FloatArray


def carrier_of(chain: Chain, soles: Soles) -> Carrier:
    """Hang the points on a chain in place of its markers."""
    parameters, bodies = chain.parameters, np.arange(len(chain.bodies))
    return Carrier(
        chain.topology._replace(marker_body=np.concatenate([soles.body, bodies])),
        parameters._replace(marker_position=np.concatenate([soles.position, parameters.centre_of_mass])),
        parameters.mass / parameters.mass.sum(),
        len(soles.body),
        _precedes(chain.topology),
    )


def points_at(carrier: Carrier, coordinates: FloatArray) -> Points:
    """Place the points for coordinates (R, C) [rad, m]; a carrier's parameters may differ from row to row."""
    topology, parameters, share, soles, _ = carrier
    one_each = coordinates[:, None, :]
    found = poses(topology, parameters, one_each)
    placed = place_markers(topology, parameters, found.rotation_body_in_lab, found.position_body_in_lab)
    at, axis = placed[:, 0], np.zeros((*coordinates.shape, 3))
    for c, (body, slot) in _places(topology).items():
        if slot < _TURNS:
            axis[:, c] = found.axis_in_lab[:, 0, body, slot]
    by = _moved_by(topology, at, axis, found)
    body_by = by[:, soles:] * share[:, None, None]
    return Points(
        at[:, :soles],
        np.einsum("fba,b->fa", at[:, soles:], share),
        by[:, :soles],
        body_by.sum(axis=1),
        body_by,
        axis,
    )


def _moved_by(topology: Topology, at: FloatArray, axis: FloatArray, found: Poses) -> FloatArray:
    """(R, M, 3, C) how each coordinate, which drives its joint one to one, moves the points."""
    places, carried = _places(topology), carried_by(topology)
    moves = np.zeros((at.shape[1], axis.shape[1]))
    centre, along = np.zeros_like(axis), np.zeros_like(axis)
    for c, (body, slot) in places.items():
        moves[:, c] = carried[topology.marker_body, body]
        centre[:, c] = found.joint_centre_in_lab[:, 0, body]
        if slot >= _TURNS:
            along[:, c] = found.axis_in_lab[:, 0, body, slot]
    arm = np.moveaxis(at[:, :, None] - centre[:, None], -1, 2)
    turn, slide = (np.moveaxis(array, -1, 1)[:, None] for array in (axis, along))
    return np.asarray((_cross(turn, arm) + slide) * moves[:, None])


def _cross(first: FloatArray, second: FloatArray) -> FloatArray:
    """Multiply vectors along the last axis but one."""
    a, b = (np.moveaxis(array, -2, 0) for array in np.broadcast_arrays(first, second))
    parts = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    return np.stack(parts, axis=-2)


def bending(carrier: Carrier, points: Points, on_sole: FloatArray, on_mass: FloatArray) -> FloatArray:
    """Differentiate twice, by the coordinates, what forces on the points would do.

    Parameters
    ----------
    on_sole : (R, P, 3), on_mass : (R, 3)
        Weights of the points' coordinates.

    Returns
    -------
    (R, C, C)
        Second derivatives of the weighted sum. A point that turns about two axes goes, per radian of each,
        by the proximal axis times what the distal one moves it.
    """
    by = np.concatenate([points.sole_by, points.body_by], axis=1)
    weights = np.concatenate([on_sole, np.repeat(on_mass[:, None], points.body_by.shape[1], axis=1)], axis=1)
    turned = _cross(by, np.broadcast_to(weights[..., None], by.shape)).sum(axis=1)
    found = (points.axis @ turned) * carrier.precedes
    diagonal = np.einsum("rii->ri", found)
    both = found + np.swapaxes(found, 1, 2)
    both[:, np.arange(both.shape[1]), np.arange(both.shape[1])] = diagonal
    return np.asarray(both)


def _places(topology: Topology) -> dict[int, tuple[int, int]]:
    """Body and slot each coordinate drives."""
    return {
        int(c): (body, slot)
        for body, slots in enumerate(topology.slot_coordinate)
        for slot, c in enumerate(slots)
        if c >= 0
    }


def _precedes(topology: Topology) -> FloatArray:
    places, carried = _places(topology), carried_by(topology)
    found = np.zeros((len(topology.independent),) * 2)
    for i, (body, slot) in places.items():
        for j, (other, after) in places.items():
            found[i, j] = slot <= after < _TURNS if body == other else carried[other, body]
    return found
