"""What a C3D says of the person: PROCESSING and SUBJECTS parameters, checked for being humanly possible."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from groundup.quantities import Side
from groundup.recording.readers.c3d_isolated import RawC3D
from groundup.recording.readers.c3d_parameters import Parameters
from groundup.recording.recording import Person

_GROUPS = ("PROCESSING", "SUBJECTS", "SUBJECT")
_MASS_KG = (3.0, 350.0)
_RANGES_M = {
    "height": (0.45, 2.6),
    "leg_length": (0.20, 1.40),
    "knee_width": (0.03, 0.25),
    "ankle_width": (0.02, 0.15),
}
"""Plausible sizes from a toddler to the tallest adult. Each spans less than a factor of ten, so that
a number can only be metres, centimetres or millimetres, never two of them."""
_NAMES = {
    "mass": ("bodymass", "mass", "weight", "bodyweight", "subjectmass"),
    "height": ("height", "bodyheight", "subjectheight"),
    "leg_length": ("leglength",),
    "knee_width": ("kneewidth",),
    "ankle_width": ("anklewidth",),
}


def read_person(raw: RawC3D) -> tuple[Person, tuple[str, ...]]:
    """Mass [kg] and sizes [m], with a note for each value that could not be believed.

    Zero means "not entered" in the files we know and is passed over in silence.
    """
    values = _values(Parameters(raw.parameters))
    notes: list[str] = []
    mass = _mass(values, notes)
    height = _length("height", values, "", notes)
    sided: dict[str, dict[Side, float]] = {}
    for quantity in ("leg_length", "knee_width", "ankle_width"):
        found = {side: _length(quantity, values, side, notes) for side in Side}
        sided[quantity] = {side: value for side, value in found.items() if value is not None}
    person = Person(mass, height, sided["leg_length"], sided["knee_width"], sided["ankle_width"])
    return person, tuple(notes)


def _values(parameters: Parameters) -> dict[str, float]:
    """Bare lower-case name -> first number, over the groups that may hold them."""
    found: dict[str, float] = {}
    for group in _GROUPS:
        entries: Mapping[str, Any] = parameters.group(group)
        for name in entries:
            bare = "".join(character for character in name.lower() if character.isalnum())
            number = parameters.number(group, name)
            if number is not None and number != 0 and np.isfinite(number):
                found.setdefault(bare, number)
    return found


def _mass(values: Mapping[str, float], notes: list[str]) -> float | None:
    for name in _NAMES["mass"]:
        if name in values:
            value = values[name]
            if _MASS_KG[0] <= value <= _MASS_KG[1]:
                return value
            notes.append(
                f"the file's body mass of {value:g} is no plausible number of kilograms and was not used"
            )
            return None
    return None


def _length(quantity: str, values: Mapping[str, float], side: str, notes: list[str]) -> float | None:
    prefixes = (side[:1], side) if side else ("",)
    low, high = _RANGES_M[quantity]
    for name in (prefix + stem for prefix in prefixes for stem in _NAMES[quantity]):
        if name not in values:
            continue
        for factor in (1e-3, 1e-2, 1.0):
            if low <= values[name] * factor <= high:
                return values[name] * factor
        what = f"{side} {quantity}".strip().replace("_", " ")
        notes.append(
            f"the file's {what} of {values[name]:g} is plausible in no unit of length and was not used"
        )
    return None
