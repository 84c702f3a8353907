"""Coordinates of a model: names, kinds, ranges and the bounds that bind."""

from dataclasses import replace

import numpy as np

from groundup.body.chain import Coordinate
from groundup.exchange.osim.couplers import Coupler
from groundup.exchange.osim.document import Node
from groundup.exchange.osim.joints import Joint
from groundup.exchange.osim.model import COUPLED, ROTATIONAL, TRANSLATIONAL
from groundup.mechanics.tree import FloatArray


def coordinate_nodes(joints: tuple[Joint, ...]) -> dict[str, Node | None]:
    """Coordinates by name, in file order; None where the file leaves one to its default."""
    found: dict[str, Node | None] = {}
    for joint in joints:
        for name, node in zip(joint.coordinate_names, joint.coordinates, strict=True):
            if name in found:
                place = node or joint.node
                raise place.refuse("a coordinate name of its own", f"{name!r} again", "rename one of the two")
            found[name] = node
    return found


def motion_type(name: str, joints: list[Joint]) -> str:
    """Say what OpenSim takes a coordinate for: the last turn or shift that it is itself the value of."""
    plain = [
        k for joint in joints for k, slot in enumerate(joint.slots) if slot.coordinate == name and slot.plain
    ]
    if not plain:
        return COUPLED
    return ROTATIONAL if plain[-1] < 3 else TRANSLATIONAL


def coordinate_range(node: Node | None, kind: str) -> FloatArray:
    """(2,) range of a coordinate, whether it binds or not [rad or m]."""
    wide = np.array([-10.0, 10.0]) if kind == TRANSLATIONAL else np.array([-2 * np.pi, 2 * np.pi])
    if node is None:
        return wide
    found = node.numbers("range", 2, wide, infinite=True)
    if found[0] > found[1]:
        raise node.refuse("a range from low to high", f"{found[0]:g} to {found[1]:g}", "correct the range")
    return found


def coordinate_of(name: str, node: Node | None, *, rotational: bool, limits: FloatArray) -> Coordinate:
    """One coordinate; `limits` are bounds where the file clamps it."""
    if node is None:
        return Coordinate(name, rotational)
    held = node.child("prescribed_function")
    if node.flag("prescribed", False) and held is not None and held.children:
        raise node.refuse("a free coordinate", "one prescribed over time", "set prescribed to false")
    low, high = limits if node.flag("clamped", False) else (-np.inf, np.inf)
    default = node.number("default_value", 0.0)
    return Coordinate(name, rotational, float(low), float(high), node.flag("locked", False), default)


def pass_bounds(
    coordinates: tuple[Coordinate, ...], couplers: list[Coupler]
) -> tuple[tuple[Coordinate, ...], tuple[str, ...]]:
    """Let the bounds of a dependent coordinate bind the one it follows.

    Returns
    -------
    coordinates, and a note for each bound that does not carry over because the coupler is no straight line.
    """
    found = {c.name: c for c in coordinates}
    notes = []
    for coupler in couplers:
        dependent, leader = found[coupler.dependent], found[coupler.independent]
        if np.isinf(dependent.lower) and np.isinf(dependent.upper):
            continue
        line = coupler.curve.line
        if line is None or line[0] == 0.0:
            notes.append(f"the range of {dependent.name!r} does not bind: it follows {leader.name!r}")
            continue
        low, high = sorted((bound - line[1]) / line[0] for bound in (dependent.lower, dependent.upper))
        found[leader.name] = replace(leader, lower=max(leader.lower, low), upper=min(leader.upper, high))
    return tuple(found.values()), tuple(notes)
