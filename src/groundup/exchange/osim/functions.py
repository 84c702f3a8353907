"""OpenSim function elements as curves."""

import numpy as np

from groundup.exchange.osim.curves import (
    Curve,
    constant,
    natural_spline,
    piecewise_linear,
    polynomial,
    simm_spline,
)
from groundup.exchange.osim.document import Node
from groundup.mechanics.tree import FloatArray

FUNCTION_TAGS = (
    "Constant",
    "LinearFunction",
    "PolynomialFunction",
    "SimmSpline",
    "NaturalCubicSpline",
    "PiecewiseLinearFunction",
    "MultiplierFunction",
    "GCVSpline",
)
_NEXT = f"use one of {', '.join(FUNCTION_TAGS)}"
_DEEPEST = 20


def function_node(owner: Node) -> Node | None:
    """Find the function an element holds, directly (4.x) or under ``<function>`` (3.x); None for none."""
    held = owner.child("function")
    inside = held.children if held is not None else owner.children
    found = [c for c in inside if c.tag in FUNCTION_TAGS or _looks_like_function(c, wrapped=held is not None)]
    if not found:
        return None
    if len(found) > 1:
        raise owner.refuse("one function", f"{len(found)}")
    return found[0]


def _looks_like_function(node: Node, *, wrapped: bool) -> bool:
    return wrapped or node.attributes.get("name") == "function" or node.tag.endswith(("Function", "Spline"))


def curve_of(node: Node, depth: int = 0) -> Curve:
    """Curve of one function element.

    Raises
    ------
    BadInputError
        If the type is not supported or its numbers make no function.
    """
    if depth > _DEEPEST:
        raise node.refuse("a function", f"more than {_DEEPEST} multipliers of one another")
    if node.tag == "Constant":
        return constant(node.number("value", 0.0))
    if node.tag == "LinearFunction":
        coefficients = node.numbers("coefficients", default=np.array([1.0, 0.0]))
        if len(coefficients) != 2:
            raise node.refuse("two coefficients", f"{len(coefficients)}", "give slope and value at zero")
        return polynomial(coefficients)
    if node.tag == "PolynomialFunction":
        coefficients = node.numbers("coefficients")
        if not len(coefficients):
            raise node.refuse("coefficients", "none")
        return polynomial(coefficients)
    if node.tag == "MultiplierFunction":
        inner = function_node(node)
        if inner is None:
            raise node.refuse("a function to multiply", "none")
        return curve_of(inner, depth + 1).scaled(node.number("scale", 1.0))
    if node.tag in ("SimmSpline", "NaturalCubicSpline"):
        return simm_spline(*_knots(node))
    if node.tag == "PiecewiseLinearFunction":
        return piecewise_linear(*_knots(node))
    if node.tag == "GCVSpline":
        return _gcv_spline(node)
    raise node.refuse("a supported function", node.tag, _NEXT)


def _knots(node: Node, fewest: int = 1) -> tuple[FloatArray, FloatArray]:
    x, y = node.numbers("x"), node.numbers("y")
    if len(x) != len(y):
        raise node.refuse("as many x as y", f"{len(x)} and {len(y)}")
    if len(x) < fewest:
        raise node.refuse(f"at least {fewest} points", f"{len(x)}")
    if np.any(np.diff(x) <= 0.0):
        raise node.refuse("x rising from point to point", "x that does not rise", "correct the points")
    return x, y


def _gcv_spline(node: Node) -> Curve:
    half_order = node.number("half_order")
    if half_order not in (1.0, 2.0, 3.0, 4.0):
        raise node.refuse("a half order of 1 to 4", f"{half_order:g}", "correct half_order")
    if node.number("error_variance", 0.0) != 0.0:
        raise node.refuse(
            "an error variance of 0", "a smoothing spline", "replace it by its values with error_variance 0"
        )
    x, y = _knots(node, fewest=2 * int(half_order))
    return natural_spline(x, y, int(half_order))
