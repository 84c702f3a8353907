"""A chain from the parts of a model file."""

from dataclasses import dataclass

import numpy as np

from groundup.body.chain import Chain, Coordinate
from groundup.exchange.osim.contents import Contents, to_digits
from groundup.exchange.osim.couplers import Coupler
from groundup.exchange.osim.curves import Curve, pack
from groundup.exchange.osim.document import Node
from groundup.exchange.osim.frames import GROUND
from groundup.exchange.osim.joints import Joint
from groundup.exchange.osim.model import COUPLED, ROTATIONAL, TRANSLATIONAL
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
    joints = _tree(contents)
    if any(marker.body == GROUND for marker in contents.markers):
        bodies: tuple[str, ...] = (GROUND, *(j.child.body for j in joints))
    else:
        bodies = tuple(j.child.body for j in joints)
    fixed = len(bodies) - len(joints)
    nodes = _coordinate_nodes(contents.joints)
    names = tuple(nodes)
    curves: list[Curve] = []
    slots = _Slots(len(bodies))
    for b, joint in enumerate(joints, start=fixed):
        slots.fill(b, joint, names, curves)
    independent, coupler_function = _couple(names, couplers, curves)
    kinds = tuple(_motion_type(name, joints) for name in names)
    ranges = [_range(node, kind) for node, kind in zip(nodes.values(), kinds, strict=True)]
    turning = set(slots.coordinate[:, :3].ravel())
    coordinates = tuple(
        _coordinate(name, nodes[name], rotational=c in turning, limits=ranges[c])
        for c, name in enumerate(names)
    )
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
        notes=_coupled_bounds(couplers, coordinates),
    )


def _tree(contents: Contents) -> list[Joint]:
    """Joints from the ground outwards, in file order where the tree allows it."""
    for joint in contents.joints:
        if joint.parent.body == joint.child.body:
            raise joint.node.refuse(
                "two different bodies", f"{joint.child.body!r} twice", "correct its frames"
            )
    placed = {GROUND}
    waiting = list(contents.joints)
    ordered: list[Joint] = []
    while waiting:
        ready = [j for j in waiting if {j.parent.body, j.child.body} & placed]
        if not ready:
            raise waiting[0].node.refuse(
                "a joint that leads to the ground", "a circle", "join the bodies to the ground"
            )
        joint = ready[0]
        waiting.remove(joint)
        if joint.parent.body not in placed:
            joint = joint.reversed()
        if joint.child.body in placed:
            raise joint.node.refuse(
                "one path from the ground to each body",
                f"a closed loop at {joint.child.body!r}",
                "open the loop",
            )
        placed.add(joint.child.body)
        ordered.append(joint)
    for name, node in contents.bodies.items():
        if name not in placed:
            raise node.refuse("a joint for each body", "none", "join it to another body")
    return ordered


def _parent(joint: Joint, bodies: tuple[str, ...]) -> int:
    return -1 if joint.parent.body == GROUND else bodies.index(joint.parent.body)


def _coordinate_nodes(joints: tuple[Joint, ...]) -> dict[str, Node | None]:
    found: dict[str, Node | None] = {}
    for joint in joints:
        for name, node in zip(joint.coordinate_names, joint.coordinates, strict=True):
            if name in found:
                place = node or joint.node
                raise place.refuse("a coordinate name of its own", f"{name!r} again", "rename one of the two")
            found[name] = node
    return found


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


def _motion_type(name: str, joints: list[Joint]) -> str:
    """As OpenSim has it: by the last slot the coordinate itself is the value of."""
    plain = [
        k for joint in joints for k, slot in enumerate(joint.slots) if slot.coordinate == name and slot.plain
    ]
    if not plain:
        return COUPLED
    return ROTATIONAL if plain[-1] < 3 else TRANSLATIONAL


def _range(node: Node | None, kind: str) -> FloatArray:
    wide = np.array([-10.0, 10.0]) if kind == TRANSLATIONAL else np.array([-2 * np.pi, 2 * np.pi])
    if node is None:
        return wide
    found = node.numbers("range", 2, wide)
    if found[0] > found[1]:
        raise node.refuse("a range from low to high", f"{found[0]:g} to {found[1]:g}", "correct the range")
    return found


def _coordinate(name: str, node: Node | None, *, rotational: bool, limits: FloatArray) -> Coordinate:
    if node is None:
        return Coordinate(name, rotational)
    held = node.child("prescribed_function")
    if node.flag("prescribed", False) and held is not None and held.children:
        raise node.refuse("a free coordinate", "one prescribed over time", "set prescribed to false")
    low, high = limits if node.flag("clamped", False) else (-np.inf, np.inf)
    default = node.number("default_value", 0.0)
    return Coordinate(name, rotational, float(low), float(high), node.flag("locked", False), default)


def _coupled_bounds(couplers: list[Coupler], coordinates: tuple[Coordinate, ...]) -> tuple[str, ...]:
    bounded = {c.name for c in coordinates if np.isfinite(c.lower) or np.isfinite(c.upper)}
    return tuple(
        f"the range of {c.dependent!r} does not bind: it follows {c.independent!r}"
        for c in couplers
        if c.dependent in bounded
    )


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
