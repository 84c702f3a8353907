"""Sizes and axes the fit may change, and how every marker moves with them."""

from typing import NamedTuple

import numpy as np

from groundup.mechanics.kinematics import Poses, carried_by, slot_value
from groundup.mechanics.rotation import from_axis_angle
from groundup.mechanics.tree import FloatArray, IntArray, Parameters, Topology

POSITION, TURN, AXIS = 0, 1, 2


class ShapeParameters(NamedTuple):
    """Scalar sizes the fit may change, as directions in the flat parameters.

    Attributes
    ----------
    kind : (S,) one of POSITION, TURN, AXIS.
    body : (S,) the body whose joint it belongs to; never the root's.
    direction : (S, 3)
        POSITION: of ``parent_position`` in the parent frame [m]; TURN: rotation vector of ``parent_rotation``
        in the parent frame [rad]; AXIS: rotation vector that tilts the joint's first axis, in the joint frame
        [rad].
    """

    kind: IntArray
    body: IntArray
    direction: FloatArray


def shape_jacobian(
    topology: Topology,
    parameters: Parameters,
    coordinates: FloatArray,
    found: Poses,
    markers: FloatArray,
    shape: ShapeParameters,
) -> FloatArray:
    """Differentiate marker positions by the shape parameters.

    Parameters
    ----------
    topology, parameters, coordinates : the chain and its (F, C) coordinates [rad, m].
    found : Poses of these coordinates.
    markers : (F, M, 3) marker positions of these poses in lab [m].

    Returns
    -------
    (F, M, 3, S) [1 or m/rad].
    """
    result = np.zeros((*markers.shape, len(shape.kind)))
    carried = carried_by(topology)[topology.marker_body]
    for s, (kind, b, direction) in enumerate(zip(*shape, strict=True)):
        moved = np.flatnonzero(carried[:, b])
        parent = topology.parent[b]
        parent_in_lab = found.rotation_body_in_lab[:, parent]
        if kind == POSITION:
            result[..., s][:, moved] = (parent_in_lab @ direction)[:, None]
            continue
        if kind == TURN:
            pivot = found.position_body_in_lab[:, parent] + parent_in_lab @ parameters.parent_position[b]
            turn = parent_in_lab @ direction
        else:
            pivot = found.joint_centre_in_lab[:, b]
            change = direction - _first_rotation(topology, parameters, coordinates, b) @ direction
            joint_in_lab = parent_in_lab @ parameters.parent_rotation[b]
            turn = (joint_in_lab @ change[..., None])[..., 0]
        result[..., s][:, moved] = np.cross(turn[:, None], markers[:, moved] - pivot[:, None])
    return result


def _first_rotation(
    topology: Topology, parameters: Parameters, coordinates: FloatArray, body: int
) -> FloatArray:
    """(F, 3, 3) or (3, 3) rotation of the joint's first slot."""
    value = slot_value(topology, parameters, coordinates, body, 0)
    return np.eye(3) if value is None else from_axis_angle(parameters.rotation_axis[body, 0], value)


def reshape(parameters: Parameters, shape: ShapeParameters, step: FloatArray) -> Parameters:
    """Parameters after a step (S,) of the shape parameters, or of several members after steps (E, S)."""
    members = step.shape[:-1]
    position, turn, axis = (
        np.broadcast_to(a, (*members, *a.shape[-n:])).copy()
        for a, n in (
            (parameters.parent_position, 2),
            (parameters.parent_rotation, 3),
            (parameters.rotation_axis, 3),
        )
    )
    for s, (kind, b, direction) in enumerate(zip(*shape, strict=True)):
        amount = step[..., s]
        if kind == POSITION:
            position[..., b, :] += direction * amount[..., None]
            continue
        length = np.linalg.norm(direction)
        if not amount.any() or length == 0.0:
            continue
        rotation = from_axis_angle(direction / length, length * amount)
        if kind == TURN:
            turn[..., b, :, :] = rotation @ turn[..., b, :, :]
        else:
            axis[..., b, 0, :] = (rotation @ axis[..., b, 0, :, None])[..., 0]
    return parameters._replace(parent_position=position, parent_rotation=turn, rotation_axis=axis)
