"""Frames of a model by name: bodies, the ground and the offset frames fixed to them."""

import posixpath
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from groundup.exchange.osim.document import Node
from groundup.mechanics.rotation import from_cardan
from groundup.mechanics.tree import FloatArray

GROUND = "ground"


class Placement(NamedTuple):
    """A frame fixed to a body: ``rotation`` (3, 3) and ``position`` (3,) [m] of it in the body."""

    body: str
    rotation: FloatArray
    position: FloatArray


@dataclass(frozen=True)
class _Offset:
    path: str
    owner_path: str
    node: Node


class Frames:
    """All frames of one model.

    Parameters
    ----------
    bodies : mapping of body name to its element, without the ground.
    owners : (path, element) of everything that may hold offset frames: joints, bodies, the model.
    """

    def __init__(self, bodies: dict[str, Node], owners: list[tuple[str, Node]]) -> None:
        self._bodies = bodies
        self._offsets: dict[str, list[_Offset]] = {}
        for path, owner in owners:
            for frame in _held(owner):
                offset = _Offset(posixpath.join(path, frame.name), path, frame)
                self._offsets.setdefault(frame.name, []).append(offset)

    def socket(self, node: Node, name: str, path: str) -> Placement:
        """Frame a socket of `node` (at component `path`) is connected to."""
        held = node.child(f"socket_{name}") or node.child(f"socket_{name}_connectee_name")
        target = held.text.strip() if held is not None else ""
        if not target:
            raise node.refuse(f"the socket {name}", "none")
        return self._find(node, target, path, ())

    def _find(self, node: Node, target: str, path: str, trail: tuple[str, ...]) -> Placement:
        name = posixpath.basename(target.rstrip("/"))
        offset = self._offset(node, name, target, path)
        if offset is None:
            if name == GROUND or name in self._bodies:
                return Placement(name, np.eye(3), np.zeros(3))
            raise node.refuse("a frame of the model", repr(target), "correct the name")
        if offset.path in trail:
            raise offset.node.refuse("a frame fixed to a body", "a circle of frames", "correct its parent")
        held = offset.node.child("socket_parent") or offset.node.child("socket_parent_connectee_name")
        if held is None or not held.text.strip():
            raise offset.node.refuse("the socket parent", "none")
        base = self._find(offset.node, held.text.strip(), offset.path, (*trail, offset.path))
        return within(base, offset.node, "translation", "orientation")

    def _offset(self, node: Node, name: str, target: str, path: str) -> _Offset | None:
        options = self._offsets.get(name, [])
        full = posixpath.normpath(posixpath.join(path, target))
        exact = [
            o for o in options if o.path in (full, posixpath.normpath(posixpath.join(path, "..", target)))
        ]
        if exact:
            return exact[0]
        if name == GROUND or name in self._bodies:
            return None
        if len(options) > 1:
            raise node.refuse("the path of one frame", f"{target!r}, which names {len(options)}")
        return options[0] if options else None


def within(base: Placement, node: Node, translation: str, orientation: str) -> Placement:
    """Frame offset from `base` by two properties of `node`; orientation is body-fixed XYZ [rad]."""
    shift = node.numbers(translation, 3, np.zeros(3))
    turn = from_cardan("xyz", node.numbers(orientation, 3, np.zeros(3)))
    return Placement(base.body, base.rotation @ turn, base.position + base.rotation @ shift)


def _held(owner: Node) -> list[Node]:
    """Offset frames directly in a joint (``<frames>``), or among the ``<components>`` of anything."""
    found = []
    for holder in (owner.child("frames"), owner.child("components")):
        found += [c for c in holder.children if c.tag == "PhysicalOffsetFrame"] if holder is not None else []
    return found + [c for c in owner.objects("ComponentSet") if c.tag == "PhysicalOffsetFrame"]
