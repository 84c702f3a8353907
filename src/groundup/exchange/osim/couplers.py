"""Coordinate couplers of a model, and every other constraint named."""

from dataclasses import dataclass

from groundup.exchange.osim.curves import Curve
from groundup.exchange.osim.document import Node
from groundup.exchange.osim.functions import curve_of


@dataclass(frozen=True)
class Coupler:
    """`dependent` follows `independent` by `curve`."""

    node: Node
    dependent: str
    independent: str
    curve: Curve


def couplers_of(model: Node) -> tuple[list[Coupler], list[str]]:
    """Enforced couplers, and a note for each constraint that is switched off.

    Raises
    ------
    BadInputError
        If another kind of constraint is enforced, or couplers follow one another.
    """
    found: list[Coupler] = []
    notes: list[str] = []
    for node in model.objects("ConstraintSet"):
        if not _enforced(node):
            notes.append(f"{node.tag} {node.name!r} is switched off in the file and was left out")
        elif node.tag != "CoordinateCouplerConstraint":
            raise node.refuse(
                "no constraint but CoordinateCouplerConstraint", node.tag, "remove it or switch it off"
            )
        else:
            found.append(_coupler(node))
    leaders = {c.independent for c in found}
    seen: set[str] = set()
    for coupler in found:
        if coupler.dependent in leaders or coupler.dependent in seen:
            raise coupler.node.refuse(
                "a dependent coordinate that no other coupler uses",
                repr(coupler.dependent),
                "couple each dependent coordinate to a free one directly",
            )
        seen.add(coupler.dependent)
    return found, notes


def _enforced(node: Node) -> bool:
    if node.child("isEnforced") is not None:
        return node.flag("isEnforced", True)
    return not node.flag("isDisabled", False)


def _coupler(node: Node) -> Coupler:
    names = node.word("independent_coordinate_names").split()
    if len(names) != 1:
        raise node.refuse("one independent coordinate", f"{len(names)}", "couple it to one coordinate")
    held = node.child("coupled_coordinates_function")
    inside = held.children if held is not None else []
    if len(inside) != 1:
        raise node.refuse("one coupled_coordinates_function", f"{len(inside)}")
    curve = curve_of(inside[0])
    return Coupler(
        node, node.word("dependent_coordinate_name"), names[0], curve.scaled(node.number("scale_factor", 1.0))
    )
