"""The markers a virtual person wears: Plug-in Gait with medial knee and ankle and an Oxford foot."""

from dataclasses import dataclass

import numpy as np

from groundup.body.anthropometry import Sizes, landmark_position
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.recording.landmarks import segment_of

_SIDED = {
    "ASI": "asis", "PSI": "psis", "KNE": "knee_lateral", "KNM": "knee_medial", "HFB": "fibular_head",
    "TUB": "tibial_tuberosity", "SHN": "shin", "ANK": "ankle_lateral", "MMA": "ankle_medial", "HEE": "heel",
    "PCA": "heel_upper", "LCA": "heel_lateral", "STL": "heel_medial", "NAV": "navicular",
    "P1M": "first_metatarsal_base", "D1M": "first_metatarsal_head", "P5M": "fifth_metatarsal_base",
    "D5M": "fifth_metatarsal_head", "TOE": "second_metatarsal_head", "HLX": "hallux", "SHO": "shoulder",
}  # fmt: skip
_MIDLINE = {"C7": "c7", "T10": "t10", "CLAV": "jugular_notch", "STRN": "sternum"}


@dataclass(frozen=True)
class Marker:
    """One marker: its label, the segment that carries it and its true place there (3,) [m]."""

    label: str
    segment: str
    position: FloatArray


def marker_set(sizes: Sizes) -> tuple[Marker, ...]:
    """All markers at their landmarks, for a person of these sizes."""
    worn = []
    for side in Side:
        initial = side.value[0].upper()
        for code, part in _SIDED.items():
            landmark = f"{side}_{part}"
            worn.append(Marker(initial + code, segment_of(landmark), landmark_position(landmark, sizes)))
        outward = 1.0 if side is Side.RIGHT else -1.0
        thigh = np.array([0.030, -0.55 * sizes.thigh, 0.075 * outward])
        shank = np.array([0.010, -0.50 * sizes.shank, 0.055 * outward])
        peg = landmark_position(f"{side}_heel", sizes) + np.array([-0.030, 0.012, 0.0])
        worn.append(Marker(f"{initial}THI", f"{side}_thigh", thigh))
        worn.append(Marker(f"{initial}TIB", f"{side}_shank", shank))
        worn.append(Marker(f"{initial}CPG", f"{side}_hindfoot", peg))
    worn += [Marker(c, segment_of(part), landmark_position(part, sizes)) for c, part in _MIDLINE.items()]
    return tuple(worn)
