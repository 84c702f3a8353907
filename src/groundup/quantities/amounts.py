"""Amounts a person types, with or without a unit, as SI numbers."""

import math
import re

from groundup.quantities.errors import GroundupError

_AMOUNT = re.compile(r"\s*([+-]?[0-9]*[.,]?[0-9]+)\s*([a-z]*)\s*", re.IGNORECASE)
_KILOGRAMS = {"": 1.0, "kg": 1.0, "g": 1e-3, "lb": 0.45359237, "lbs": 0.45359237}
_RADIANS = {"": math.radians(1.0), "deg": math.radians(1.0), "rad": 1.0}
_METRES = {"": 1.0, "m": 1.0, "cm": 1e-2, "mm": 1e-3}
# Wider than any living person: only a slip of the unit falls outside.
MASS_LIMITS = (2.0, 500.0)
HEIGHT_LIMITS = (0.4, 2.8)
# What fits into a shoe, and slopes a person can stand on.
LIFT_LIMITS = (0.0, 0.10)
SLOPE_LIMITS = (-math.radians(30.0), math.radians(30.0))


def mass_in_kg(text: str) -> float:
    """Body mass in kilograms from ``70``, ``70kg``, ``70.5 kg`` or ``154lb``.

    Raises
    ------
    GroundupError
        If it is not an amount of mass, or outside 2 to 500 kg.
    """
    return _amount(text, _KILOGRAMS, MASS_LIMITS, "kg", "a body mass such as 70kg")


def height_in_metres(text: str) -> float:
    """Body height in metres from ``1.75``, ``1.75m``, ``175cm`` or ``1750mm``.

    A bare number is metres; ``175`` is refused, not taken for centimetres.

    Raises
    ------
    GroundupError
        If it is not an amount of length, or outside 0.4 to 2.8 m.
    """
    return _amount(text, _METRES, HEIGHT_LIMITS, "m", "a body height such as 1.75m or 175cm")


def lift_in_metres(text: str) -> float:
    """Height of a heel lift in metres from ``25mm`` or ``2.5cm``.

    Raises
    ------
    GroundupError
        If it is not an amount of length, or more than 10 cm.
    """
    return _amount(text, _METRES, LIFT_LIMITS, "mm", "a height such as 25mm")


def slope_in_radians(text: str) -> float:
    """Angle in radians from ``5``, ``5deg`` or ``-5deg``.

    Raises
    ------
    GroundupError
        If it is not an amount of angle, or beyond 30 degrees.
    """
    return _amount(text, _RADIANS, SLOPE_LIMITS, "deg", "an angle such as 5deg")


def _amount(
    text: str, units: dict[str, float], limits: tuple[float, float], told: str, expected: str
) -> float:
    """Read an amount; its limits are told in the unit that people use."""
    match = _AMOUNT.fullmatch(text)
    factor = units.get(match[2].lower()) if match else None
    if match is None or factor is None:
        known = ", ".join(u for u in units if u)
        raise GroundupError(f"expected {expected}, found {text!r}; give a number with a unit ({known}).")
    value = float(match[1].replace(",", ".")) * factor
    if not limits[0] <= value <= limits[1]:
        low, high = (limit / units[told] for limit in limits)
        raise GroundupError(
            f"expected {expected}, found {text!r}, which is outside {low:g} to {high:g} {told}; check the"
            " number and its unit."
        )
    return value
