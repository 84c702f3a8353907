"""Numbers as a person reads them: with unit, side and sign word, and a dash where there is none."""

import math

from groundup.quantities import Angle, Side

NONE = "–"
_MINUS = "\N{MINUS SIGN}"


def number(value: float | None, decimals: int = 1) -> str:
    """Write fixed decimals with a true minus sign; a dash for a missing value, no negative zero."""
    if value is None or not math.isfinite(value):
        return NONE
    text = f"{value:.{decimals}f}"
    if float(text) == 0.0:
        text = text.removeprefix("-")
    return text.replace("-", _MINUS)


def with_unit(value: float | None, decimals: int, unit: str) -> str:
    """Give a number with its unit, or a dash alone."""
    text = number(value, decimals)
    return text if text == NONE else f"{text} {unit}"


def spread(value: float, sd: float, decimals: int) -> str:
    """Mean ± standard deviation; the mean alone where there is no spread."""
    if not math.isfinite(value) or not math.isfinite(sd):
        return number(value, decimals)
    return f"{number(value, decimals)} ± {number(sd, decimals)}"


def decimals_for(unit: str) -> int:
    """Decimals worth printing for a spatiotemporal unit."""
    return {"s": 2, "m": 2, "m/s": 2, "ms": 0, "mm": 0, "deg": 1, "%": 1, "steps/min": 0, "1/min": 0}.get(
        unit, 2
    )


def signed_degrees(degrees: float, angle: Angle, side: Side | None) -> str:
    """Say an angle as its size and its sign word, e.g. ``12.3° anterior``."""
    text = number(abs(degrees), 1)
    if text == NONE:
        return text
    if float(text) == 0.0:
        return "0.0°"
    return f"{text}° {sign_word(angle, degrees > 0.0, side)}"


def sign_word(angle: Angle, positive: bool, side: Side | None) -> str:
    """Word for a sign; "named side" becomes the side where one is given."""
    word = angle.positive if positive else angle.negative
    return word if side is None else word.replace("named side", f"{side} side")


def plural(count: int, noun: str) -> str:
    """Count and noun: ``1 cycle``, ``4 cycles``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def title_of(name: str) -> str:
    """Readable form of a technical name: ``stride_time`` -> ``Stride time``."""
    text = name.replace("_", " ").strip()
    return text[:1].upper() + text[1:]
