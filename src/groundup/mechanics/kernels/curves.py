"""Scalar functions with two derivatives, compiled."""

from typing import Any

from groundup.mechanics.compiler import inner


@inner()
def follow(curves: Any, index: int, x: float) -> tuple[float, float, float]:
    """Value, slope and bend of function `index` (-1: identity) at `x`; straight beyond its ends."""
    if index < 0:
        return x, 1.0, 0.0
    piece_start, piece_count, breaks, coefficients = curves
    first = piece_start[index]
    count = piece_count[index]
    left = first + index
    low = breaks[left]
    high = breaks[left + count]
    inside = min(max(x, low), high)
    piece = 0
    while piece < count - 1 and inside >= breaks[left + piece + 1]:
        piece += 1
    origin = breaks[left + piece]
    if origin < -1e300:
        origin = 0.0
    s = inside - origin
    row = first + piece
    value, slope, bend = 0.0, 0.0, 0.0
    for k in range(coefficients.shape[1]):
        bend = bend * s + 2.0 * slope
        slope = slope * s + value
        value = value * s + coefficients[row, k]
    value += slope * (x - inside)
    if inside != x:
        bend = 0.0
    return value, slope, bend
