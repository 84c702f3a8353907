"""The canonical landmark and segment names that protocol files translate marker labels into."""

from groundup.quantities import Side

SEGMENTS: tuple[str, ...] = (
    "pelvis",
    "trunk",
    *(
        f"{side}_{part}"
        for side in Side
        for part in ("thigh", "shank", "talus", "hindfoot", "forefoot", "toes")
    ),
)

# Landmark (without side) -> segment (without side) it moves with.
_SIDED = {
    "asis": "pelvis",
    "psis": "pelvis",
    "iliac_crest": "pelvis",
    "hip_centre": "thigh",
    "trochanter": "thigh",
    "knee_lateral": "thigh",
    "knee_medial": "thigh",
    "knee_centre": "thigh",
    "patella": "thigh",
    "fibular_head": "shank",
    "tibial_tuberosity": "shank",
    "shin": "shank",
    "ankle_lateral": "shank",
    "ankle_medial": "shank",
    "ankle_centre": "shank",
    "heel": "hindfoot",
    "heel_upper": "hindfoot",
    "heel_lateral": "hindfoot",
    "heel_medial": "hindfoot",
    "navicular": "forefoot",
    "first_metatarsal_base": "forefoot",
    "first_metatarsal_head": "forefoot",
    "second_metatarsal_head": "forefoot",
    "fifth_metatarsal_base": "forefoot",
    "fifth_metatarsal_head": "forefoot",
    "hallux": "toes",
    "toe_tip": "toes",
    "shoulder": "trunk",
}
_MIDLINE = {
    "sacrum": "pelvis",
    "c7": "trunk",
    "t2": "trunk",
    "t10": "trunk",
    "jugular_notch": "trunk",
    "sternum": "trunk",
}


def segment_of(landmark: str) -> str:
    """Segment a canonical landmark moves with, e.g. ``left_asis`` -> ``pelvis``.

    Raises
    ------
    KeyError
        If the name is not a canonical landmark.
    """
    if landmark in _MIDLINE:
        return _MIDLINE[landmark]
    side, _, part = landmark.partition("_")
    segment = _SIDED[part] if side in tuple(Side) else _SIDED[landmark]
    return segment if segment in ("pelvis", "trunk") else f"{side}_{segment}"


LANDMARKS: tuple[str, ...] = (*_MIDLINE, *(f"{side}_{part}" for side in Side for part in _SIDED))
