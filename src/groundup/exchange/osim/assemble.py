"""A chain from the parts of a model file."""

from dataclasses import dataclass

import numpy as np

from groundup.body.chain import Chain
from groundup.exchange.osim.contents import Contents, to_digits
from groundup.exchange.osim.coordinates import (
    coordinate_nodes,
    coordinate_of,
    coordinate_range,
    motion_type,
    pass_bounds,
)
from groundup.exchange.osim.couplers import Coupler
from groundup.exchange.osim.curves import Curve, pack
from groundup.exchange.osim.document import Node
from groundup.exchange.osim.frames import GROUND
from groundup.exchange.osim.joint_tree import joint_tree
from groundup.exchange.osim.joints import Joint
from groundup.mechanics.tree import FloatArray, IntArray, Parameters, Topology


@dataclass(frozen=True)
class Parts:
    """A chain, and what :class:`groundup.exchange.osim.model.OsimModel` says of it besides."""

    chain: Chain
    joints: tuple[str, ...]
    motion_type: tuple[str, ...]
    coordinate_range: FloatArray
    notes: tuple[str, ...]


def assemble(contents: Contents, couplers: list[Coupler]) -> Parts:
    """Chain of a model's bodies, joints, markers and couplers.

    Raises
    ------
    BadInputError
        If the joints form no tree on the ground, or names lead nowhere.
    """
    joints = joint_tree(contents)
    if any(marker.body == GROUND for marker in contents.markers):
        bodies: tuple[str, ...] = (GROUND, *(j.child.body for j in joints))
    else:
        bodies = tuple(j.child.body for j in joints)
    fixed = len(bodies) - len(joints)
    nodes = coordinate_nodes(contents.joints)
    names = tuple(nodes)
    curves: list[Curve] = []
    slots = _Slots(len(bodies))
    for b, joint in enumerate(joints, start=fixed):
        slots.fill(b, joint, names, curves)
    independent, coupler_function = _couple(names, couplers, curves)
    kinds = tuple(motion_type(name, joints) for name in names)
    ranges = [coordinate_range(node, kind) for node, kind in zip(nodes.values(), kinds, strict=True)]
    turning = set(slots.coordinate[:, :3].ravel())
    coordinates = tuple(
        coordinate_of(name, nodes[name], rotational=c in turning, limits=ranges[c])
        for c, name in enumerate(names)
    )
    coordinates, notes = pass_bounds(coordinates, couplers)
    topology = Topology(
        parent=np.array([-1] * fixed + [_parent(j, bodies) for j in joints], np.int64),
        slot_coordinate=slots.coordinate,
        slot_function=slots.function,
        independent=independent,
        coupler_function=coupler_function,
        marker_body=np.array([bodies.index(m.body) for m in contents.markers], np.int64),
        functions=pack(curves),
    )
    return Parts(
        chain=Chain(
            bodies=bodies,
            coordinates=coordinates,
            markers=tuple(m.name for m in contents.markers),
            topology=topology,
            parameters=_parameters(contents, bodies, joints, slots),
        ),
        joints=("",) * fixed + tuple(j.name for j in joints),
        motion_type=kinds,
        coordinate_range=np.array(ranges).reshape(-1, 2),
        notes=notes,
    )


def _parent(joint: Joint, bodies: tuple[str, ...]) -> int:
    return -1 if joint.parent.body == GROUND else bodies.index(joint.parent.body)


class _Slots:
    """Slot arrays of :mod:`groundup.mechanics.tree` while they fill."""

    def __init__(self, bodies: int) -> None:
        self.coordinate = np.full((bodies, 6), -1, np.int64)
        self.function = np.full((bodies, 6), -1, np.int64)
        self.scale = np.ones((bodies, 6))
        self.offset = np.zeros((bodies, 6))
        self.axis = np.tile(np.eye(3), (bodies, 2, 1))

    def fill(self, b: int, joint: Joint, names: tuple[str, ...], curves: list[Curve]) -> None:
        """Set the row of one body; curves that are not straight join the table."""
        for k, slot in enumerate(joint.slots):
            self.axis[b, k] = slot.axis
            line = slot.curve.line
            if slot.coordinate is not None:
                self.coordinate[b, k] = names.index(slot.coordinate)
            if line is not None:
                slope, self.offset[b, k] = line
                self.scale[b, k] = slope if slot.coordinate is not None else 1.0
            else:
                self.function[b, k] = len(curves)
                curves.append(slot.curve)


def _couple(
    names: tuple[str, ...], couplers: list[Coupler], curves: list[Curve]
) -> tuple[IntArray, IntArray]:
    independent = np.arange(len(names), dtype=np.int64)
    function = np.full(len(names), -1, np.int64)
    for coupler in couplers:
        for name in (coupler.dependent, coupler.independent):
            if name not in names:
                raise coupler.node.refuse("a coordinate of the model", repr(name), "correct the name")
        c = names.index(coupler.dependent)
        independent[c] = names.index(coupler.independent)
        if coupler.curve.line != (1.0, 0.0):
            function[c] = len(curves)
            curves.append(coupler.curve)
    return independent, function


def _parameters(
    contents: Contents, bodies: tuple[str, ...], joints: list[Joint], slots: _Slots
) -> Parameters:
    count, fixed = len(bodies), len(bodies) - len(joints)
    turn = np.tile(np.eye(3), (2, count, 1, 1))
    shift, centre = np.zeros((2, count, 3)), np.zeros((count, 3))
    mass, inertia = np.zeros(count), np.zeros((count, 3, 3))
    for b, joint in enumerate(joints, start=fixed):
        for k, frame in enumerate((joint.parent, joint.child)):
            turn[k, b], shift[k, b] = frame.rotation, frame.position
        mass[b], centre[b], inertia[b] = _mass(contents.bodies[bodies[b]])
    return Parameters(
        rotation_axis=slots.axis[:, :3].copy(),
        translation_axis=slots.axis[:, 3:].copy(),
        slot_scale=slots.scale,
        slot_offset=slots.offset,
        parent_rotation=turn[0],
        parent_position=shift[0],
        child_rotation=turn[1],
        child_position=shift[1],
        mass=mass,
        centre_of_mass=centre,
        inertia=inertia,
        marker_position=np.array([m.position for m in contents.markers]).reshape(-1, 3),
    )


def _mass(node: Node) -> tuple[float, FloatArray, FloatArray]:
    mass = node.number("mass")
    if mass < 0.0:
        raise node.refuse("a mass of zero or more", f"{mass:g} kg", "correct the mass")
    if node.child("inertia") is not None:
        xx, yy, zz, xy, xz, yz = node.numbers("inertia", 6)
    else:
        moments = [node.number(f"inertia_{k}") for k in ("xx", "yy", "zz")]
        products = [node.number(f"inertia_{k}", 0.0) for k in ("xy", "xz", "yz")]
        xx, yy, zz, xy, xz, yz = to_digits(np.array([*moments, *products]))
    tensor = np.array([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]])
    return mass, node.numbers("mass_center", 3), tensor
