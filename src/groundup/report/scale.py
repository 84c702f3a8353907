"""Axis limits and ticks that stay readable: round, and never so narrow that noise looks like motion."""

import math
from dataclasses import dataclass

SMALLEST_SPAN = 20.0
_STEPS = (5.0, 10.0, 20.0, 30.0, 60.0, 90.0)


@dataclass(frozen=True)
class Axis:
    """Limits and tick positions of one axis."""

    low: float
    high: float
    ticks: tuple[float, ...]


def degree_axis(low: float, high: float) -> Axis:
    """Axis for an angle: holds [low, high], at least 20 degrees wide, limits on multiples of 5."""
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = -10.0, 10.0
    missing = SMALLEST_SPAN - (high - low)
    if missing > 0.0:
        low, high = low - missing / 2.0, high + missing / 2.0
    bottom, top = 5.0 * math.floor(low / 5.0 - 0.1), 5.0 * math.ceil(high / 5.0 + 0.1)
    step = next((s for s in _STEPS if (top - bottom) / s <= 5.5), 180.0)
    first = math.ceil(bottom / step)
    return Axis(bottom, top, tuple(step * k for k in range(first, math.floor(top / step) + 1)))


def value_axis(low: float, high: float, smallest_span: float) -> Axis:
    """Axis for any quantity: holds [low, high] and zero, limits and ticks at 1, 2 or 5 times a power of ten.

    Parameters
    ----------
    low, high : float
        What is drawn; an axis about zero where they are not finite.
    smallest_span : float
        Never narrower than this, so that noise does not look like a load.
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = 0.0, 0.0
    low, high = min(low, 0.0), max(high, 0.0)
    span = max(high - low, smallest_span)
    high = max(high, low + span)
    raw = span / 4.0
    power = 10.0 ** math.floor(math.log10(raw))
    step = power * next(k for k in (1.0, 2.0, 5.0, 10.0) if k * power >= raw * 0.999)
    bottom, top = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return Axis(step * bottom, step * top, tuple(round(step * k, 10) for k in range(bottom, top + 1)))


def percent_axis() -> Axis:
    """0 to 100 % of a cycle."""
    return Axis(0.0, 100.0, (0.0, 20.0, 40.0, 60.0, 80.0, 100.0))


def time_axis(start: float, end: float) -> Axis:
    """Seconds, with about five ticks at 1, 2 or 5 times a power of ten."""
    span = end - start
    if not (math.isfinite(span) and span > 0.0):
        return Axis(0.0, 1.0, (0.0, 1.0))
    raw = span / 5.0
    power = 10.0 ** math.floor(math.log10(raw))
    step = power * next(k for k in (1.0, 2.0, 5.0, 10.0) if k * power >= raw * 0.999)
    first = math.ceil(start / step - 1e-9)
    return Axis(start, end, tuple(step * k for k in range(first, math.floor(end / step + 1e-9) + 1)))
