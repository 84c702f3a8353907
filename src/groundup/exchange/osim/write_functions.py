"""Curves as OpenSim function elements."""

from collections.abc import Callable
from functools import partial
from xml.etree.ElementTree import Element

import numpy as np

from groundup.exchange.osim.curves import Curve, natural_spline, piecewise_linear, simm_spline
from groundup.exchange.osim.xml_text import leaf, numbers
from groundup.mechanics.tree import FloatArray
from groundup.quantities import GroundupError

_SAME = 1e-9


def function_element(curve: Curve) -> Element:
    """Give the OpenSim function that is this curve.

    Splines are written by their points: OpenSim finds the same pieces from them.

    Raises
    ------
    GroundupError
        If no OpenSim function is this curve.
    """
    x, y = _knots(curve)
    if not len(x):
        return _polynomial(np.trim_zeros(curve.coefficients[0], "f"))
    for tag, rebuild, half_order in _candidates(len(x)):
        if _same(rebuild(x, y), curve):
            element = Element(tag)
            if half_order:
                leaf(element, "half_order", str(half_order))
                leaf(element, "error_variance", "0")
            leaf(element, "x", numbers(x))
            leaf(element, "y", numbers(y))
            return element
    raise GroundupError(
        f"no OpenSim function is the curve through {len(x)} points from {x[0]:g} to {x[-1]:g}."
    )


def _polynomial(coefficients: FloatArray) -> Element:
    if not len(coefficients) or len(coefficients) == 1:
        element = Element("Constant")
        leaf(element, "value", numbers(coefficients if len(coefficients) else np.zeros(1)))
        return element
    element = Element("LinearFunction" if len(coefficients) == 2 else "PolynomialFunction")
    leaf(element, "coefficients", numbers(coefficients))
    return element


def _candidates(points: int) -> list[tuple[str, Callable[[FloatArray, FloatArray], Curve], int]]:
    orders = [m for m in (1, 2, 3, 4) if points >= 2 * m]
    return [
        ("SimmSpline", simm_spline, 0),
        ("PiecewiseLinearFunction", piecewise_linear, 0),
        *(("GCVSpline", partial(natural_spline, half_order=m), m) for m in orders),
    ]


def _knots(curve: Curve) -> tuple[FloatArray, FloatArray]:
    """Finite breaks and the values there."""
    finite = np.isfinite(curve.breaks)
    x = curve.breaks[finite]
    if not len(x):
        return x, x
    inner = curve.coefficients[np.isfinite(curve.breaks[:-1])]
    y = inner[:, -1]
    if len(y) < len(x):
        y = np.append(y, np.polyval(inner[-1], x[-1] - x[-2]))
    return x, y


def _same(one: Curve, other: Curve) -> bool:
    if one.breaks.shape != other.breaks.shape or not np.array_equal(one.breaks, other.breaks):
        return False
    width = max(one.coefficients.shape[1], other.coefficients.shape[1])
    first, second = (
        np.pad(c.coefficients, ((0, 0), (width - c.coefficients.shape[1], 0))) for c in (one, other)
    )
    return bool(np.abs(first - second).max() <= _SAME * max(1.0, float(np.abs(second).max())))
