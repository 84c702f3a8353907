"""OpenSim's joints in the one form of :mod:`groundup.mechanics.tree`: three rotations, three translations."""

from dataclasses import dataclass, field, replace

import numpy as np

from groundup.exchange.osim.curves import Curve, constant, polynomial
from groundup.exchange.osim.document import Node
from groundup.exchange.osim.frames import Placement
from groundup.exchange.osim.functions import curve_of, function_node
from groundup.mechanics.tree import FloatArray

# Slots of the joints without functions, in the order of their coordinates: rotation 0-2, translation 3-5,
# each about or along x, y, z of the joint frame.
_SIMPLE: dict[str, tuple[tuple[int, int], ...]] = {
    "WeldJoint": (),
    "PinJoint": ((0, 2),),
    "SliderJoint": ((3, 0),),
    "UniversalJoint": ((0, 0), (1, 1)),
    "BallJoint": ((0, 0), (1, 1), (2, 2)),
    "GimbalJoint": ((0, 0), (1, 1), (2, 2)),
    "PlanarJoint": ((0, 2), (3, 0), (4, 1)),
    "FreeJoint": ((0, 0), (1, 1), (2, 2), (3, 0), (4, 1), (5, 2)),
}
JOINT_TAGS = (*_SIMPLE, "CustomJoint")
_IDENTITY = polynomial(np.array([1.0, 0.0]))
_AXES = ("rotation1", "rotation2", "rotation3", "translation1", "translation2", "translation3")


@dataclass(frozen=True)
class Slot:
    """One rotation or translation: about or along `axis`, by `curve` of a coordinate (None: constant).

    `plain`: the coordinate is itself the turn or shift, by OpenSim's rule: a LinearFunction of slope 1 or -1.
    """

    axis: FloatArray
    coordinate: str | None = None
    curve: Curve = field(default_factory=lambda: constant(0.0))
    plain: bool = False

    @property
    def still(self) -> bool:
        """Whether it never moves anything."""
        return self.coordinate is None and self.curve.line == (0.0, 0.0)

    def reversed(self) -> "Slot":
        """Give the slot that undoes this one."""
        return replace(self, curve=self.curve.scaled(-1.0))


@dataclass(frozen=True)
class Joint:
    """A joint between two frames: six slots, rotations first.

    Attributes
    ----------
    name : str
    node : its element, for errors.
    parent, child : the frames it joins.
    slots : six.
    coordinates : their elements, in order; None where the file leaves a coordinate out.
    coordinate_names : their names, in order.
    """

    name: str
    node: Node
    parent: Placement
    child: Placement
    slots: tuple[Slot, ...]
    coordinates: tuple[Node | None, ...]
    coordinate_names: tuple[str, ...]

    def reversed(self) -> "Joint":
        """Give the joint as seen from its child.

        Raises
        ------
        BadInputError
            If it both turns and shifts: undone, the shift comes after the turns, which one joint cannot say.
        """
        rotations, translations = self.slots[:3], self.slots[3:]
        if not (all(s.still for s in rotations) or all(s.still for s in translations)):
            raise self.node.refuse(
                "parent and child in order from the ground", "the reverse", "swap the two frames of the joint"
            )
        slots = [s.reversed() for s in (*rotations[::-1], *translations)]
        return replace(self, parent=self.child, child=self.parent, slots=tuple(slots))


def joint_of(node: Node, parent: Placement, child: Placement, coordinates: list[Node]) -> Joint:
    """Joint of one element between two frames.

    Raises
    ------
    BadInputError
        If the type is not supported.
    """
    if node.tag == "CustomJoint":
        own = _custom(node)
        used = dict.fromkeys(s.coordinate for s in own if s.coordinate is not None)
        held: dict[str, Node | None] = {c.name: c for c in coordinates}
        held |= {name: None for name in used if name not in held}
        return Joint(node.name, node, parent, child, own, tuple(held.values()), tuple(held))
    if node.tag not in _SIMPLE:
        raise node.refuse("a supported joint", node.tag, f"use one of {', '.join(JOINT_TAGS)}")
    layout = _SIMPLE[node.tag]
    if len(coordinates) > len(layout):
        raise node.refuse(f"{len(layout)} coordinates", f"{len(coordinates)}")
    names = [c.name or f"{node.name}_coord_{k}" for k, c in enumerate(coordinates)]
    names += [f"{node.name}_coord_{k}" for k in range(len(names), len(layout))]
    axes = _spare_axes(layout)
    slots = [Slot(axes[k]) for k in range(6)]
    for name, (slot, axis) in zip(names, layout, strict=True):
        slots[slot] = Slot(np.eye(3)[axis], name, _IDENTITY, plain=True)
    missing = [None] * (len(layout) - len(coordinates))
    return Joint(node.name, node, parent, child, tuple(slots), (*coordinates, *missing), tuple(names))


def _spare_axes(layout: tuple[tuple[int, int], ...]) -> FloatArray:
    """(6, 3) axes: x, y, z three at a time, turned on so that the first rotation is about its own axis."""
    first = next((axis for slot, axis in layout if slot == 0), 0)
    return np.concatenate([np.roll(np.eye(3), -first, axis=0), np.eye(3)])


def _custom(node: Node) -> tuple[Slot, ...]:
    transform = node.child("SpatialTransform")
    axes = [c for c in transform.children if c.tag == "TransformAxis"] if transform is not None else []
    if len(axes) != 6:
        raise node.refuse("a SpatialTransform of six axes", f"{len(axes)}")
    named = {axis.name: axis for axis in axes}
    ordered = [named[name] for name in _AXES] if set(named) == set(_AXES) else axes
    return tuple(_slot(axis) for axis in ordered)


def _slot(node: Node) -> Slot:
    axis = node.numbers("axis", 3)
    length = float(np.linalg.norm(axis))
    if length < 1e-9:
        raise node.refuse("an axis with a direction", "zeros", "give the axis a direction")
    held = node.child("coordinates")
    names = held.text.split() if held is not None else []
    function = function_node(node)
    if function is None:
        if names:
            raise node.refuse("a function of its coordinate", "none", "give the axis a function")
        return Slot(axis / length)
    curve = curve_of(function)
    line = curve.line
    if line is not None and line[0] == 0.0:
        return Slot(axis / length, None, constant(line[1]))
    if len(names) != 1:
        raise node.refuse("a function of one coordinate", f"{len(names)} coordinates", "use one coordinate")
    plain = function.tag == "LinearFunction" and line is not None and abs(line[0]) == 1.0
    return Slot(axis / length, names[0], curve, plain)
