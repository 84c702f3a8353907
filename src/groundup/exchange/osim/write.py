"""Write a chain as an OpenSim 4 model."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

import numpy as np

from groundup.body.chain import Chain, Coordinate
from groundup.exchange.osim.curves import Curve, polynomial, unpack
from groundup.exchange.osim.frames import GROUND
from groundup.exchange.osim.shapes import add_bones
from groundup.exchange.osim.write_functions import function_element
from groundup.exchange.osim.xml_text import branch, document, flag, leaf, numbers, objects, safe_names
from groundup.mechanics.rotation import to_cardan
from groundup.mechanics.tree import FloatArray

_GRAVITY = np.array([0.0, -9.80665, 0.0])
_SLOTS = ("rotation1", "rotation2", "rotation3", "translation1", "translation2", "translation3")
# What the sliders of OpenSim's window show where nothing else is known [rad], [m].
_WIDE = {True: np.pi, False: 5.0}


def osim_text(
    chain: Chain,
    name: str,
    *,
    joints: Sequence[str] | None = None,
    coordinate_range: FloatArray | None = None,
    gravity: FloatArray = _GRAVITY,
    clamp: bool = True,
) -> str:
    """Text of a ``.osim`` file, version 4, that places every body and marker where the chain does.

    Every joint is a CustomJoint between two offset frames (a WeldJoint where nothing moves), with OpenSim's
    functions for its curves; couplers become CoordinateCouplerConstraints, hard bounds clamped ranges.

    Parameters
    ----------
    chain : Chain
        Without a member axis. The lab (X forward, Y up, Z right) is OpenSim's ground.
    name : str
        Of the model.
    joints : (B,) names, optional
        Names of the joints; from the two bodies each joins where not given.
    coordinate_range : (C, 2), optional
        Ranges shown for coordinates without bounds [rad or m].
    gravity : (3,)
        [m/s^2].
    clamp : bool
        Whether hard bounds bind in OpenSim too, or are only shown as ranges.

    Raises
    ------
    GroundupError
        If a curve of the chain is no OpenSim function.
    """
    model = Element("Model", {"name": safe_names([name])[0]})
    leaf(model, "credits", "written by groundup")
    leaf(model, "gravity", numbers(gravity))
    leaf(model, "length_units", "meters")
    leaf(model, "force_units", "N")
    branch(model, "Ground", GROUND)
    bodies = objects(model, "BodySet", "bodyset")
    joint_set = objects(model, "JointSet", "jointset")
    owners = _joint_of_coordinate(chain)
    limits = _limits(chain, coordinate_range)
    for b, body in enumerate(chain.bodies):
        if body != GROUND:
            add_bones(_body(bodies, chain, b), chain, b)
            held = _joint(joint_set, chain, b, joints[b] if joints else "")
            for c in np.flatnonzero(owners == b):
                _coordinate(held, chain.coordinates[c], limits[c], clamp=clamp)
    _constraints(model, chain)
    markers = objects(model, "MarkerSet", "markerset")
    for m, label in enumerate(safe_names(chain.markers)):
        body = chain.bodies[int(chain.topology.marker_body[m])]
        marker = branch(markers, "Marker", label)
        leaf(marker, "socket_parent_frame", _frame(body))
        leaf(marker, "location", numbers(chain.parameters.marker_position[m]))
        leaf(marker, "fixed", flag(True))
    return document(model)


def _frame(body: str) -> str:
    return "/ground" if body == GROUND else f"/bodyset/{body}"


def _body(bodies: Element, chain: Chain, b: int) -> Element:
    p = chain.parameters
    body = branch(bodies, "Body", chain.bodies[b])
    leaf(body, "mass", numbers([p.mass[b]]))
    leaf(body, "mass_center", numbers(p.centre_of_mass[b]))
    tensor = p.inertia[b]
    leaf(body, "inertia", numbers([*np.diag(tensor), tensor[0, 1], tensor[0, 2], tensor[1, 2]]))
    return body


def _joint_of_coordinate(chain: Chain) -> FloatArray:
    """(C,) body whose joint each coordinate belongs to: the first it moves; the first that moves if none."""
    owner = np.full(len(chain.coordinates), -1)
    for b in range(len(chain.bodies) - 1, -1, -1):
        driven = chain.topology.slot_coordinate[b]
        owner[driven[driven >= 0]] = b
    owner[owner < 0] = min(owner[owner >= 0], default=-1)
    return owner


def _limits(chain: Chain, given: FloatArray | None) -> FloatArray:
    """(C, 2) ranges to show: hard bounds, else what is given, else wide ones."""
    wide = np.array([[-_WIDE[c.rotational], _WIDE[c.rotational]] for c in chain.coordinates]).reshape(-1, 2)
    hard = np.array([[c.lower, c.upper] for c in chain.coordinates]).reshape(-1, 2)
    shown = wide if given is None else np.where(np.isfinite(given), given, wide)
    return np.where(np.isfinite(hard), hard, shown)


def _joint(joint_set: Element, chain: Chain, b: int, name: str) -> Element:
    """Add a joint; give the element that holds its coordinates."""
    t, p = chain.topology, chain.parameters
    parent = chain.bodies[t.parent[b]] if t.parent[b] >= 0 else GROUND
    body = chain.bodies[b]
    still = bool(np.all((t.slot_coordinate[b] < 0) & (p.slot_offset[b] == 0.0)))
    joint = branch(joint_set, "WeldJoint" if still else "CustomJoint", name or f"{parent}_to_{body}")
    leaf(joint, "socket_parent_frame", "parent_offset")
    leaf(joint, "socket_child_frame", "child_offset")
    coordinates = branch(joint, "coordinates")
    frames = branch(joint, "frames")
    offsets = (
        ("parent_offset", parent, p.parent_position[b], p.parent_rotation[b]),
        ("child_offset", body, p.child_position[b], p.child_rotation[b]),
    )
    for label, base, position, rotation in offsets:
        frame = branch(frames, "PhysicalOffsetFrame", label)
        leaf(frame, "socket_parent", _frame(base))
        leaf(frame, "translation", numbers(position))
        leaf(frame, "orientation", numbers(to_cardan("xyz", rotation)))
    if not still:
        _spatial_transform(joint, chain, b)
    return coordinates


def _coordinate(parent: Element, coordinate: Coordinate, limits: FloatArray, *, clamp: bool) -> None:
    bounded = bool(np.isfinite(coordinate.lower) or np.isfinite(coordinate.upper))
    element = branch(parent, "Coordinate", coordinate.name)
    leaf(element, "default_value", numbers([coordinate.default]))
    leaf(element, "range", numbers(limits))
    leaf(element, "clamped", flag(clamp and bounded))
    leaf(element, "locked", flag(coordinate.locked))


def _spatial_transform(joint: Element, chain: Chain, b: int) -> None:
    t, p = chain.topology, chain.parameters
    element = branch(joint, "SpatialTransform")
    used = (t.slot_coordinate[b] >= 0) | (p.slot_offset[b] != 0.0)
    axes = np.concatenate(
        [_independent(p.rotation_axis[b], used[:3]), _independent(p.translation_axis[b], used[3:])]
    )
    for k, label in enumerate(_SLOTS):
        axis = branch(element, "TransformAxis", label)
        c = int(t.slot_coordinate[b, k])
        leaf(axis, "coordinates", chain.coordinates[c].name if c >= 0 else "")
        leaf(axis, "axis", numbers(axes[k]))
        held = function_element(_slot_curve(chain, b, k))
        held.set("name", "function")
        axis.append(held)


def _independent(axes: FloatArray, used: FloatArray) -> FloatArray:
    """(3, 3) axes, the unused ones chosen anew so that the three span space, as OpenSim asks."""
    result = np.array(axes)
    chosen = [axes[k] for k in range(3) if used[k]]
    for k in range(3):
        if not used[k]:
            spare = np.eye(3)
            for axis in chosen:
                spare = spare - np.outer(spare @ axis, axis) / (axis @ axis)
            # The unit vector farthest from what the chosen axes span.
            best = spare[int(np.argmax(np.round(np.linalg.norm(spare, axis=1), 9)))]
            result[k] = best / np.linalg.norm(best)
            chosen.append(result[k])
    return result


def _slot_curve(chain: Chain, b: int, k: int) -> Curve:
    t, p = chain.topology, chain.parameters
    offset, scale = float(p.slot_offset[b, k]), float(p.slot_scale[b, k])
    if t.slot_coordinate[b, k] < 0:
        return polynomial(np.array([offset]))
    if t.slot_function[b, k] < 0:
        return polynomial(np.array([scale, offset]))
    curve = unpack(t.functions, int(t.slot_function[b, k])).scaled(scale)
    raised = np.array(curve.coefficients)
    raised[:, -1] += offset
    return Curve(curve.breaks, raised)


def _constraints(model: Element, chain: Chain) -> None:
    t = chain.topology
    held = objects(model, "ConstraintSet", "constraintset")
    for c, leader in enumerate(t.independent):
        if leader == c:
            continue
        name, other = chain.coordinates[c].name, chain.coordinates[leader].name
        element = branch(held, "CoordinateCouplerConstraint", f"{name}_follows_{other}")
        leaf(element, "isEnforced", flag(True))
        function = int(t.coupler_function[c])
        curve = polynomial(np.array([1.0, 0.0])) if function < 0 else unpack(t.functions, function)
        branch(element, "coupled_coordinates_function").append(function_element(curve))
        leaf(element, "independent_coordinate_names", other)
        leaf(element, "dependent_coordinate_name", name)
        leaf(element, "scale_factor", "1")
