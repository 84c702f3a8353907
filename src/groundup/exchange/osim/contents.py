"""Bodies, joints and markers of a model element, in the 3.x and the 4.x layout."""

from dataclasses import dataclass

import numpy as np

from groundup.exchange.osim.document import Node
from groundup.exchange.osim.frames import GROUND, Frames, Placement
from groundup.exchange.osim.joints import Joint, joint_of
from groundup.mechanics.rotation import from_cardan
from groundup.mechanics.tree import FloatArray

# Joints lie inside the bodies before this document version, in a set of their own from it on.
_JOINT_SET = 30500
# OpenSim 4 opens an older file by writing its joint frames and moments of inertia anew with this many digits,
# and solves with those.
_UPGRADE_DIGITS = 6


@dataclass(frozen=True)
class Marker:
    """A point fixed to a body: ``position`` (3,) in it [m]."""

    node: Node
    name: str
    body: str
    position: FloatArray


@dataclass(frozen=True)
class Contents:
    """What a model is made of; bodies without the ground, by name in file order."""

    bodies: dict[str, Node]
    joints: tuple[Joint, ...]
    markers: tuple[Marker, ...]
    notes: tuple[str, ...] = ()


def contents_of(model: Node, version: int) -> Contents:
    """Bodies, joints and markers of a model.

    Raises
    ------
    BadInputError
        If a name is missing, used twice or leads nowhere, or a joint is of a kind not supported.
    """
    bodies = _distinct([b for b in _listed(model, "BodySet") if b.tag == "Body" and b.name != GROUND])
    if not bodies:
        raise model.refuse("bodies", "none", "choose a file that holds a whole model")
    joints = _joint_nodes(model) if version >= _JOINT_SET else []
    owners = [("/", model), *((f"/bodyset/{name}", node) for name, node in bodies.items())]
    owners += [(f"/jointset/{node.name}", node) for node in joints]
    ground = model.child("Ground")
    owners += [("/ground", ground)] if ground is not None else []
    frames = Frames(bodies, owners)
    return Contents(
        bodies=bodies,
        joints=tuple(
            [_joint(node, frames) for node in joints]
            if version >= _JOINT_SET
            else [_joint_of_body(body, bodies) for body in bodies.values()]
        ),
        markers=tuple(_marker(node, bodies, frames) for node in _markers(model).values()),
        notes=() if version >= _JOINT_SET else _upgrade_notes(bodies),
    )


def _listed(model: Node, tag: str) -> list[Node]:
    parts = model.child("components")
    return model.objects(tag) + (list(parts.children) if parts is not None else [])


def _distinct(nodes: list[Node]) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for node in nodes:
        if not node.name:
            raise node.refuse("a name", "none", "name it")
        if node.name in found:
            raise node.refuse("a name of its own", f"{node.name!r} again", "rename one of the two")
        found[node.name] = node
    return found


def _joint_nodes(model: Node) -> list[Node]:
    own = model.child("components")
    loose = [c for c in own.children if c.tag.endswith("Joint")] if own is not None else []
    return list(_distinct(model.objects("JointSet") + loose).values())


def _joint(node: Node, frames: Frames) -> Joint:
    path = f"/jointset/{node.name}"
    parent, child = frames.socket(node, "parent_frame", path), frames.socket(node, "child_frame", path)
    held = node.child("coordinates")
    coordinates = [c for c in held.children if c.tag == "Coordinate"] if held is not None else []
    return joint_of(node, parent, child, coordinates)


def _joint_of_body(body: Node, bodies: dict[str, Node]) -> Joint:
    held = body.child("Joint")
    if held is None or len(held.children) != 1:
        raise body.refuse(
            "one joint", f"{len(held.children) if held is not None else 0}", "give it one joint"
        )
    node = held.children[0]
    parent = node.word("parent_body")
    if parent != GROUND and parent not in bodies:
        raise node.refuse("a body of the model", repr(parent), "correct parent_body")
    before = _upgraded(parent, node, "location_in_parent", "orientation_in_parent")
    after = _upgraded(body.name, node, "location", "orientation")
    if node.flag("reverse", False):
        before, after = after, before
    return joint_of(node, before, after, node.objects("CoordinateSet"))


def _upgraded(body: str, node: Node, location: str, orientation: str) -> Placement:
    shift, turn = (to_digits(node.numbers(tag, 3, np.zeros(3))) for tag in (location, orientation))
    return Placement(body, from_cardan("xyz", turn), shift)


def to_digits(values: FloatArray) -> FloatArray:
    """Values as OpenSim 4 writes and reads them again when it opens an older file."""
    return np.array([float(f"{value:.{_UPGRADE_DIGITS}g}") for value in values])


def _upgrade_notes(bodies: dict[str, Node]) -> tuple[str, ...]:
    tags = ("location_in_parent", "orientation_in_parent", "location", "orientation")
    joints = [
        node
        for body in bodies.values()
        for held in body.children
        if held.tag == "Joint"
        for node in held.children
    ]
    values = [node.numbers(tag, 3, np.zeros(3)) for node in joints for tag in tags]
    largest = max((float(np.abs(v - to_digits(v)).max()) for v in values), default=0.0)
    if largest == 0.0:
        return ()
    return (
        f"joint frames were rounded to {_UPGRADE_DIGITS} digits, as OpenSim 4 does when it opens a file of "
        f"this version (largest change {largest:.1g} m or rad)",
    )


def _markers(model: Node) -> dict[str, Node]:
    own = model.child("components")
    loose = [c for c in own.children if c.tag == "Marker"] if own is not None else []
    return _distinct([c for c in model.objects("MarkerSet") if c.tag == "Marker"] + loose)


def _marker(node: Node, bodies: dict[str, Node], frames: Frames) -> Marker:
    location = node.numbers("location", 3)
    if node.child("body") is not None:
        body = node.word("body")
        if body != GROUND and body not in bodies:
            raise node.refuse("a body of the model", repr(body), "correct the marker's body")
        return Marker(node, node.name, body, location)
    frame = frames.socket(node, "parent_frame", f"/markerset/{node.name}")
    return Marker(node, node.name, frame.body, frame.position + frame.rotation @ location)
