"""Scalar curves of a coordinate as piecewise polynomials: OpenSim's function types in one form."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundup.mechanics.tree import FloatArray, Functions


@dataclass(frozen=True)
class Curve:
    """One row of :class:`groundup.mechanics.tree.Functions`.

    Attributes
    ----------
    breaks : (n + 1,) ends of the pieces, rising; infinite where a piece has no end.
    coefficients : (n, k) highest power first, in x - left break (in x where that is infinite).
    """

    breaks: FloatArray
    coefficients: FloatArray

    @property
    def line(self) -> tuple[float, float] | None:
        """Slope and value at zero where the curve is one straight line for any x."""
        if len(self.coefficients) > 1 or np.isfinite(self.breaks).any():
            return None
        row = np.trim_zeros(self.coefficients[0], "f")
        if len(row) > 2:
            return None
        slope, value = np.concatenate([np.zeros(2 - len(row)), row])
        return float(slope), float(value)

    def scaled(self, factor: float) -> "Curve":
        """`factor` times the curve."""
        return Curve(self.breaks, self.coefficients * factor)


def polynomial(coefficients: FloatArray) -> Curve:
    """Polynomial for any x, highest power first."""
    return Curve(np.array([-np.inf, np.inf]), np.asarray(coefficients, np.float64)[None])


def constant(value: float) -> Curve:
    """Give the same value for any x."""
    return polynomial(np.array([value]))


def piecewise_linear(x: FloatArray, y: FloatArray) -> Curve:
    """Straight from knot to knot, the end pieces going on."""
    if len(x) == 1:
        return constant(float(y[0]))
    return Curve(x, np.stack([np.diff(y) / np.diff(x), y[:-1]], axis=1))


def simm_spline(x: FloatArray, y: FloatArray) -> Curve:
    """Cubic spline whose end pieces have the third derivative of the cubic through the four end knots.

    With two or three knots there is no such cubic: two are joined straight, with three the third
    derivative at the ends is zero. Beyond the ends it goes on straight, as SIMM had it. Source: Forsythe,
    Malcolm and Moler, Computer Methods for Mathematical Computations, 1977, section 4.4.
    """
    n = len(x)
    if n < 3:
        return piecewise_linear(x, y)
    h = np.diff(x)
    slope = np.diff(y) / h
    # Unknowns: a sixth of the second derivative at every knot.
    matrix, right = np.zeros((n, n)), np.zeros(n)
    inner = np.arange(1, n - 1)
    matrix[inner, inner - 1], matrix[inner, inner], matrix[inner, inner + 1] = (
        h[:-1],
        2 * (h[:-1] + h[1:]),
        h[1:],
    )
    right[1:-1] = np.diff(slope)
    matrix[0, 0], matrix[0, 1] = -h[0], h[0]
    matrix[-1, -2], matrix[-1, -1] = h[-1], -h[-1]
    if n > 3:
        second = np.diff(slope) / (x[2:] - x[:-2])
        third = np.diff(second) / (x[3:] - x[:-3])
        right[0] = h[0] ** 2 * third[0]
        right[-1] = -(h[-1] ** 2) * third[-1]
    bend = np.linalg.solve(matrix, right)
    rows = [np.diff(bend) / h, 3.0 * bend[:-1], slope - h * (bend[1:] + 2.0 * bend[:-1]), y[:-1]]
    return Curve(x, np.stack(rows, axis=1))


def natural_spline(x: FloatArray, y: FloatArray, half_order: int) -> Curve:
    """Natural interpolating spline of degree 2 m - 1, m the half order, going on with degree m - 1.

    What generalised cross-validation splines are without smoothing (Woltring 1986, Adv Eng Software 8:104).
    """
    # Few models hold such a spline, and scipy takes longer to import than most trials take to solve.
    from scipy.interpolate import PPoly, make_interp_spline

    degree = 2 * half_order - 1
    ends = [(order, 0.0) for order in range(half_order, degree)]
    spline = make_interp_spline(x, y, k=degree, bc_type=(ends, ends) if ends else None)
    inner = PPoly.from_spline(spline)
    keep = np.diff(inner.x) > 0.0
    rows = inner.c[:, keep].T
    width = rows.shape[1]

    def beyond(at: float, about: float) -> FloatArray:
        """Taylor polynomial of degree m - 1 at one end, in powers of x - about."""
        result, factor = np.poly1d([0.0]), np.poly1d([1.0])
        for order in range(half_order):
            result = result + factor * float(spline.derivative(order)(at) if order else spline(at))
            factor = factor * np.poly1d([1.0, about - at]) / (order + 1.0)
        return np.concatenate([np.zeros(width - len(result.c)), result.c])

    return Curve(
        np.concatenate([[-np.inf], x, [np.inf]]),
        np.concatenate([[beyond(float(x[0]), 0.0)], rows, [beyond(float(x[-1]), float(x[-1]))]]),
    )


def pack(curves: Sequence[Curve]) -> Functions:
    """One function table of all curves, in order."""
    width = max((c.coefficients.shape[1] for c in curves), default=4)
    counts = np.array([len(c.coefficients) for c in curves], np.int64)
    padded = [np.pad(c.coefficients, ((0, 0), (width - c.coefficients.shape[1], 0))) for c in curves]
    return Functions(
        piece_start=np.cumsum(counts) - counts,
        piece_count=counts,
        breaks=np.concatenate([np.zeros(0), *(c.breaks for c in curves)]),
        coefficients=np.concatenate([np.zeros((0, width)), *padded]),
    )


def unpack(functions: Functions, index: int) -> Curve:
    """One curve of a function table."""
    first, count = int(functions.piece_start[index]), int(functions.piece_count[index])
    return Curve(
        functions.breaks[first + index : first + index + count + 1],
        functions.coefficients[first : first + count],
    )
