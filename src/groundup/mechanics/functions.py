"""Values and derivatives of the scalar functions that drive joints and couplers."""

import numpy as np

from groundup.mechanics.tree import FloatArray, Functions


def evaluate(functions: Functions, index: int, x: FloatArray, order: int = 0) -> FloatArray:
    """Value (order 0) or derivative (order 1, 2) of one function of the table.

    Parameters
    ----------
    functions : Functions
    index : int
        Row of the table; -1 is the identity.
    x : array of any shape
        Argument (a coordinate) [rad or m].
    order : int
        0, 1 or 2.

    Returns
    -------
    array like `x`. Beyond the ends of a piecewise function it goes on as a straight line.
    """
    x = np.asarray(x)
    if index < 0:
        return (x + 0.0, np.ones_like(x), np.zeros_like(x))[order]
    first, count = int(functions.piece_start[index]), int(functions.piece_count[index])
    breaks = functions.breaks[first + index : first + index + count + 1]
    piece = np.clip(np.searchsorted(breaks, x.real, side="right") - 1, 0, count - 1)
    inside = np.where(x.real < breaks[0], breaks[0], np.where(x.real > breaks[-1], breaks[-1], x))
    beyond = x - inside
    origin = np.where(np.isfinite(breaks[piece]), breaks[piece], 0.0)
    s = inside - origin
    value = slope = bend = np.zeros_like(s)
    for c in np.moveaxis(functions.coefficients[first + piece], -1, 0):
        bend = bend * s + 2.0 * slope
        slope = slope * s + value
        value = value * s + c
    if order == 0:
        return np.asarray(value + slope * beyond)
    if order == 1:
        return np.asarray(slope)
    return np.asarray(np.where(beyond == 0.0, bend, 0.0))
