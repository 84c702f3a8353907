"""Where every body and marker is for given coordinates, and how the markers move with them.

Plain NumPy, vectorised over frames, looping over bodies only: the reading version of what the compiled
kernels do, and fast enough for whole trials when a pose is known.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundup.mechanics.functions import evaluate
from groundup.mechanics.rotation import from_axis_angle
from groundup.mechanics.tree import FloatArray, Parameters, Topology


class Poses(NamedTuple):
    """Frames of every body and the joint axes that moved them, in the lab.

    Attributes
    ----------
    rotation_body_in_lab : (..., F, B, 3, 3).
    position_body_in_lab : (..., F, B, 3) [m].
    joint_centre_in_lab : (..., F, B, 3) [m]: the point the body's three rotations turn about.
    axis_in_lab : (..., F, B, 6, 3) unit axis of each slot (three rotations, three translations); no slots if
        not asked for.
    """

    rotation_body_in_lab: FloatArray
    position_body_in_lab: FloatArray
    joint_centre_in_lab: FloatArray
    axis_in_lab: FloatArray


def couple(topology: Topology, coordinates: FloatArray) -> FloatArray:
    """(..., C) coordinates with every dependent one set by its coupler."""
    coupled = np.array(coordinates)
    for c, leader in enumerate(topology.independent):
        if leader != c:
            function = int(topology.coupler_function[c])
            coupled[..., c] = evaluate(topology.functions, function, coordinates[..., leader])
    return coupled


def coupler_rate(topology: Topology, coordinates: FloatArray) -> FloatArray:
    """(..., C) derivative of each coordinate by its independent one (1 for independent coordinates)."""
    rate = np.ones_like(coordinates)
    for c, leader in enumerate(topology.independent):
        if leader != c:
            function = int(topology.coupler_function[c])
            rate[..., c] = evaluate(topology.functions, function, coordinates[..., leader], order=1)
    return rate


def poses(
    topology: Topology, parameters: Parameters, coordinates: FloatArray, *, slot_axes: bool = True
) -> Poses:
    """Pose of every body and joint axis.

    Parameters
    ----------
    topology, parameters : the chain; parameters may carry one leading member axis (E, ...).
    coordinates : (F, C) or (E, F, C), dependent ones included (see :func:`couple`) [rad, m].
    slot_axes : whether to tell the slots' axes: they take half of the time.
    """
    coordinates = np.asarray(coordinates)
    bodies = len(topology.parent)
    members = np.broadcast_shapes(parameters.slot_scale.shape[:-2], coordinates.shape[:-2])
    lead = (*members, coordinates.shape[-2])
    kind = np.result_type(coordinates, parameters.marker_position)
    rotation = np.empty((*lead, bodies, 3, 3), kind)
    position = np.empty((*lead, bodies, 3), kind)
    centre = np.empty((*lead, bodies, 3), kind)
    axes = np.empty((*lead, bodies, 6 if slot_axes else 0, 3), kind)
    for b, parent in enumerate(topology.parent):
        base = parameters.parent_rotation[..., None, b, :, :]
        origin = parameters.parent_position[..., None, b, :]
        if parent >= 0:
            origin = position[..., parent, :] + _turn(rotation[..., parent, :, :], origin)
            base = rotation[..., parent, :, :] @ base
        turned = base
        for k in range(3):
            axis = parameters.rotation_axis[..., None, b, k, :]
            if slot_axes:
                axes[..., b, k, :] = _turn(turned, axis)
            value = slot_value(topology, parameters, coordinates, b, k)
            if value is not None:
                turned = turned @ from_axis_angle(axis, value)
        for k in range(3):
            value = slot_value(topology, parameters, coordinates, b, 3 + k)
            if value is None and not slot_axes:
                continue
            direction = _turn(base, parameters.translation_axis[..., None, b, k, :])
            if slot_axes:
                axes[..., b, 3 + k, :] = direction
            if value is not None:
                origin = origin + direction * value[..., None]
        centre[..., b, :] = origin
        rotation[..., b, :, :] = turned @ np.swapaxes(parameters.child_rotation[..., None, b, :, :], -1, -2)
        position[..., b, :] = origin - _turn(
            rotation[..., b, :, :], parameters.child_position[..., None, b, :]
        )
    return Poses(rotation, position, centre, axes)


def forward(
    topology: Topology, parameters: Parameters, coordinates: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Forward kinematics.

    Parameters
    ----------
    topology, parameters : the chain; parameters may carry one leading member axis (E, ...).
    coordinates : (F, C) or (E, F, C), dependent ones included [rad, m].

    Returns
    -------
    rotation_body_in_lab : (..., F, B, 3, 3) and position_body_in_lab : (..., F, B, 3) [m].
    """
    found = poses(topology, parameters, coordinates, slot_axes=False)
    return found.rotation_body_in_lab, found.position_body_in_lab


def marker_positions(topology: Topology, parameters: Parameters, coordinates: FloatArray) -> FloatArray:
    """(..., F, M, 3) where the chain puts each marker in the lab [m]; arguments as in :func:`forward`."""
    rotation, position = forward(topology, parameters, coordinates)
    return place_markers(topology, parameters, rotation, position)


def place_markers(
    topology: Topology, parameters: Parameters, rotation: FloatArray, position: FloatArray
) -> FloatArray:
    """(..., F, M, 3) marker positions in the lab [m] from the bodies' rotations and positions."""
    carried = rotation[..., topology.marker_body, :, :]
    offset = parameters.marker_position[..., None, :, :, None]
    return np.asarray(position[..., topology.marker_body, :] + (carried @ offset)[..., 0])


def marker_jacobian(
    topology: Topology, parameters: Parameters, coordinates: FloatArray, found: Poses | None = None
) -> FloatArray:
    """Differentiate marker positions by the independent coordinates.

    Parameters
    ----------
    topology, parameters, coordinates : as in :func:`forward`.
    found : Poses, optional
        Those of these coordinates, where they are already at hand.

    Returns
    -------
    (..., F, M, 3, C) [m/rad or 1]. What a dependent coordinate moves is counted to the independent one it
    follows; its own column is zero.
    """
    coordinates = np.asarray(coordinates)
    found = poses(topology, parameters, coordinates) if found is None else found
    markers = place_markers(topology, parameters, found.rotation_body_in_lab, found.position_body_in_lab)
    rate = coupler_rate(topology, coordinates)
    jacobian = np.zeros((*markers.shape, coordinates.shape[-1]), markers.dtype)
    descends = carried_by(topology)
    for b in range(len(topology.parent)):
        carried = np.flatnonzero(descends[topology.marker_body, b])
        if not carried.size:
            continue
        arm = markers[..., carried, :] - found.joint_centre_in_lab[..., b, None, :]
        for k in range(6):
            c = int(topology.slot_coordinate[b, k])
            if c < 0:
                continue
            axis = found.axis_in_lab[..., b, k, None, :]
            move = np.cross(axis, arm) if k < 3 else np.broadcast_to(axis, arm.shape)
            slope = evaluate(topology.functions, int(topology.slot_function[b, k]), coordinates[..., c], 1)
            slope = slope * rate[..., c] * parameters.slot_scale[..., None, b, k]
            column = jacobian[..., topology.independent[c]]
            column[..., carried, :] += move * slope[..., None, None]
    return jacobian


def carried_by(topology: Topology) -> NDArray[np.bool_]:
    """(B, B) whether body i is carried by body j (itself included)."""
    bodies = len(topology.parent)
    carried = np.eye(bodies, dtype=np.bool_)
    for b, parent in enumerate(topology.parent):
        if parent >= 0:
            carried[b] |= carried[parent]
    return carried


def slot_value(
    topology: Topology, parameters: Parameters, coordinates: FloatArray, body: int, slot: int
) -> FloatArray | None:
    """(..., F) value of one joint slot [rad or m]; None where it neither moves nor is offset."""
    offset = parameters.slot_offset[..., None, body, slot]
    c = int(topology.slot_coordinate[body, slot])
    if c < 0:
        return offset if np.any(offset != 0.0) else None
    value = evaluate(topology.functions, int(topology.slot_function[body, slot]), coordinates[..., c])
    return np.asarray(offset + parameters.slot_scale[..., None, body, slot] * value)


def _turn(rotation: FloatArray, vector: FloatArray) -> FloatArray:
    return np.asarray((rotation @ vector[..., None])[..., 0])
