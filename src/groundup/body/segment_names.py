"""Which segment a body of somebody's model is, told by its name."""

import re
from collections.abc import Mapping, Sequence

from groundup.quantities import Side

# Names in use for each segment, without side and separators; the first that a model has is taken.
_MIDLINE: Mapping[str, tuple[str, ...]] = {
    "pelvis": ("pelvis", "pelvicgirdle", "hips", "lowertrunk"),
    "trunk": ("trunk", "torso", "thorax", "uppertrunk", "spine", "lumbar"),
}
_SIDED: Mapping[str, tuple[str, ...]] = {
    "thigh": ("thigh", "femur", "upperleg", "femoral"),
    "shank": ("shank", "tibia", "lowerleg", "crus", "leg", "tibiafibula"),
    "talus": ("talus", "astragalus"),
    "hindfoot": ("hindfoot", "calcn", "calcaneus", "calcaneum", "rearfoot", "foot"),
    "forefoot": ("forefoot", "midfoot", "metatarsus", "metatarsals", "metatarsi"),
    "toes": ("toes", "toe", "phalanges", "hallux"),
}
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SIDE_WORDS = {"r": Side.RIGHT, "right": Side.RIGHT, "l": Side.LEFT, "left": Side.LEFT}


def segments_among(bodies: Sequence[str]) -> dict[str, int]:
    """Segment (``pelvis``, ``left_shank``, ...) -> index of the body that is it, for those found.

    ``femur_r``, ``RightFemur``, ``r_thigh`` and ``right_thigh`` are all the right thigh.
    """
    known: dict[tuple[Side | None, str], int] = {}
    for index, name in enumerate(bodies):
        known.setdefault(_side_and_stem(name), index)
    wanted: list[tuple[str, Side | None, tuple[str, ...]]] = [(s, None, w) for s, w in _MIDLINE.items()]
    wanted += [(f"{side}_{part}", side, words) for side in Side for part, words in _SIDED.items()]
    found: dict[str, int] = {}
    for segment, side, words in wanted:
        matches = [known[side, word] for word in words if (side, word) in known]
        if matches:
            found[segment] = matches[0]
    return found


def _side_and_stem(name: str) -> tuple[Side | None, str]:
    """Side and the rest of a body's name, lower case and without separators."""
    words = [word.lower() for word in _WORDS.findall(name)]
    sides = [_SIDE_WORDS[word] for word in words if word in _SIDE_WORDS]
    stem = "".join(word for word in words if word not in _SIDE_WORDS)
    return (sides[0] if len(sides) == 1 else None), stem
