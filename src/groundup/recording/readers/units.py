"""Unit words as files spell them, as factors to SI."""

from pathlib import Path

from groundup.quantities import BadInputError

_LENGTH = {
    "m": 1.0, "meter": 1.0, "meters": 1.0, "metre": 1.0, "metres": 1.0,
    "cm": 1e-2, "centimeter": 1e-2, "centimeters": 1e-2, "centimetre": 1e-2, "centimetres": 1e-2,
    "mm": 1e-3, "millimeter": 1e-3, "millimeters": 1e-3, "millimetre": 1e-3, "millimetres": 1e-3,
    "in": 0.0254, "inch": 0.0254, "inches": 0.0254,
}  # fmt: skip
_FORCE = {"n": 1.0, "newton": 1.0, "newtons": 1.0, "kn": 1e3}


def length_factor(word: str, file: Path, place: str) -> float:
    """Metres per unit of length named `word`.

    Raises
    ------
    BadInputError
        If the word is empty or unknown: a guessed unit is a silent factor of a thousand.
    """
    factor = _LENGTH.get(_bare(word))
    if factor is None:
        found = f"'{word.strip()}'" if word.strip() else "nothing"
        raise BadInputError(
            file,
            place,
            "a unit of length (mm, cm, m)",
            found,
            "set the unit in the capture software and export again",
        )
    return factor


def length_factor_or_none(word: str) -> float | None:
    """Metres per unit of length named `word`, or None if it is not one."""
    return _LENGTH.get(_bare(word))


def force_factor(word: str) -> float | None:
    """Newtons per unit of force named `word`, or None if it is not one."""
    return _FORCE.get(_bare(word))


def moment_factor(word: str) -> float | None:
    """Newton metres per unit of moment named `word` (Nm, N.mm, N*m ...), or None if it is not one."""
    bare = _bare(word)
    for force in sorted(_FORCE, key=len, reverse=True):
        if bare.startswith(force) and bare[len(force) :] in _LENGTH:
            return _FORCE[force] * _LENGTH[bare[len(force) :]]
    return None


def _bare(word: str) -> str:
    return "".join(character for character in word.lower() if character.isalpha())
