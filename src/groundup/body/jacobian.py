"""How every marker moves when a coordinate or a size changes: analytic derivatives over many frames at once."""

from typing import NamedTuple

import numpy as np

from groundup.mechanics.tree import FloatArray, IntArray, Parameters, Topology


class ShapeParameters(NamedTuple):
    """Scalar sizes the fit may change, as directions in the flat parameters.

    Attributes
    ----------
    kind : (S,) one of POSITION, TURN, AXIS.
    body : (S,) the body whose joint it belongs to.
    direction : (S, 3)
        POSITION: of ``parent_position`` in the parent frame [m]; TURN: rotation vector of ``parent_rotation``
        in the parent frame [rad]; AXIS: rotation vector that tilts the joint's first axis, in the joint frame
        [rad].
    """

    kind: IntArray
    body: IntArray
    direction: FloatArray


POSITION, TURN, AXIS = 0, 1, 2


class Placement(NamedTuple):
    """Where everything is, for F frames.

    `rotation` (F, B, 3, 3) and `origin` (F, B, 3): body in lab. `joint_rotation` (F, B, 3, 3) parent-side
    joint frame in lab, `joint_origin` (F, B, 3) its origin, `centre` (F, B, 3) origin after the joint's
    translation. `slot_axis` (F, B, 6, 3) axes in lab; `first_rotation` (F, B, 3, 3) the joint's first
    rotation. `marker` (F, M, 3).
    """

    rotation: FloatArray
    origin: FloatArray
    joint_rotation: FloatArray
    joint_origin: FloatArray
    centre: FloatArray
    slot_axis: FloatArray
    first_rotation: FloatArray
    marker: FloatArray


def rotation_about(axis: FloatArray, angle: FloatArray) -> FloatArray:
    """(F, 3, 3) rotations about one unit axis (3,) by angles (F,) [rad]."""
    x, y, z = axis
    skew = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    sine, cosine = np.sin(angle)[:, None, None], np.cos(angle)[:, None, None]
    return np.asarray(np.eye(3) + sine * skew + (1.0 - cosine) * (skew @ skew))


def ancestors(topology: Topology) -> FloatArray:
    """(B, B) 1.0 where column body is the row body or one of its ancestors."""
    count = len(topology.parent)
    table = np.eye(count)
    for b, parent in enumerate(topology.parent):
        if parent >= 0:
            table[b] += table[parent]
    return table


def place(topology: Topology, parameters: Parameters, coordinates: FloatArray) -> Placement:
    """Place all bodies and markers.

    Joints must be linear in their coordinates (no function table): true of the default chain.

    Parameters
    ----------
    coordinates : (F, C) [rad, m].
    """
    frames, count = len(coordinates), len(topology.parent)
    rotation, joint_rotation, first = (np.empty((frames, count, 3, 3)) for _ in range(3))
    origin, joint_origin, centre = (np.empty((frames, count, 3)) for _ in range(3))
    slot_axis = np.zeros((frames, count, 6, 3))
    for b, parent in enumerate(topology.parent):
        if parent < 0:
            joint_rotation[:, b] = parameters.parent_rotation[b]
            joint_origin[:, b] = parameters.parent_position[b]
        else:
            joint_rotation[:, b] = rotation[:, parent] @ parameters.parent_rotation[b]
            joint_origin[:, b] = origin[:, parent] + rotation[:, parent] @ parameters.parent_position[b]
        value = _slot_values(topology, parameters, coordinates, b)
        turned = joint_rotation[:, b]
        for k in range(3):
            slot_axis[:, b, k] = turned @ parameters.rotation_axis[b, k]
            slot_axis[:, b, 3 + k] = joint_rotation[:, b] @ parameters.translation_axis[b, k]
            if topology.slot_coordinate[b, k] >= 0:
                step = rotation_about(parameters.rotation_axis[b, k], value[:, k])
                turned = turned @ step
            else:
                step = np.broadcast_to(np.eye(3), (frames, 3, 3))
            if k == 0:
                first[:, b] = step
        centre[:, b] = joint_origin[:, b] + np.einsum("fk,fki->fi", value[:, 3:], slot_axis[:, b, 3:])
        rotation[:, b], origin[:, b] = turned, centre[:, b]
    bodies = topology.marker_body
    marker = origin[:, bodies] + np.einsum("fmij,mj->fmi", rotation[:, bodies], parameters.marker_position)
    return Placement(rotation, origin, joint_rotation, joint_origin, centre, slot_axis, first, marker)


def _slot_values(topology: Topology, parameters: Parameters, coordinates: FloatArray, b: int) -> FloatArray:
    driver = topology.slot_coordinate[b]
    driven = np.where(driver >= 0, coordinates[:, driver], 0.0)
    return np.asarray(parameters.slot_offset[b] + parameters.slot_scale[b] * driven)


def coordinate_jacobian(topology: Topology, placed: Placement) -> FloatArray:
    """(F, M, 3, C) derivative of marker positions in lab by the coordinates."""
    frames, markers = placed.marker.shape[:2]
    result = np.zeros((frames, markers, 3, len(topology.independent)))
    above = ancestors(topology)[topology.marker_body] > 0
    for b in range(len(topology.parent)):
        moved = np.flatnonzero(above[:, b])
        arm = placed.marker[:, moved] - placed.centre[:, b, None]
        for k, c in enumerate(topology.slot_coordinate[b]):
            if c < 0 or not len(moved):
                continue
            axis = placed.slot_axis[:, b, k, None]
            result[..., c][:, moved] += np.cross(axis, arm) if k < 3 else np.broadcast_to(axis, arm.shape)
    return result


def shape_jacobian(
    topology: Topology, parameters: Parameters, placed: Placement, shape: ShapeParameters
) -> FloatArray:
    """(F, M, 3, S) derivative of marker positions in lab by the shape parameters."""
    frames, markers = placed.marker.shape[:2]
    result = np.zeros((frames, markers, 3, len(shape.kind)))
    above = ancestors(topology)[topology.marker_body] > 0
    for s, (kind, b, direction) in enumerate(zip(*shape, strict=True)):
        moved = np.flatnonzero(above[:, b])
        parent = topology.parent[b]
        in_lab = placed.rotation[:, parent] @ direction
        if kind == POSITION:
            result[..., s][:, moved] = in_lab[:, None]
        elif kind == TURN:
            result[..., s][:, moved] = np.cross(
                in_lab[:, None], placed.marker[:, moved] - placed.joint_origin[:, b, None]
            )
        else:
            change = direction - placed.first_rotation[:, b] @ direction
            turn = np.einsum("fij,fj->fi", placed.joint_rotation[:, b], change)
            result[..., s][:, moved] = np.cross(
                turn[:, None], placed.marker[:, moved] - placed.centre[:, b, None]
            )
    return result


def reshape(parameters: Parameters, shape: ShapeParameters, step: FloatArray) -> Parameters:
    """Parameters after a step (S,) of the shape parameters."""
    position, turn = parameters.parent_position.copy(), parameters.parent_rotation.copy()
    axis = parameters.rotation_axis.copy()
    for kind, b, direction, amount in zip(*shape, step, strict=True):
        vector = direction * amount
        if kind == POSITION:
            position[b] += vector
            continue
        angle = float(np.linalg.norm(vector))
        if angle == 0.0:
            continue
        rotation = rotation_about(vector / angle, np.array([angle]))[0]
        if kind == TURN:
            turn[b] = rotation @ turn[b]
        else:
            axis[b, 0] = rotation @ axis[b, 0]
    return parameters._replace(parent_position=position, parent_rotation=turn, rotation_axis=axis)
