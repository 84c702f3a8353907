"""Scalar functions with two derivatives, compiled."""

from typing import Any

from groundup.mechanics.cache import inner


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
    c0, c1, c2, c3 = coefficients[row, 0], coefficients[row, 1], coefficients[row, 2], coefficients[row, 3]
    slope = (3.0 * c0 * s + 2.0 * c1) * s + c2
    value = ((c0 * s + c1) * s + c2) * s + c3 + slope * (x - inside)
    bend = 6.0 * c0 * s + 2.0 * c1 if inside == x else 0.0
    return value, slope, bend
