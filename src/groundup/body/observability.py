"""What a marker set can and cannot see: coordinates held by their prior are never printed as numbers."""

from collections.abc import Sequence

import numpy as np

from groundup.body.sampling import Markers
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side

_APART = 0.020  # m: markers closer than this to a line or to each other tell nothing about turning about it


def hidden_coordinates(markers: Markers, labels: Sequence[str], positions: FloatArray) -> dict[str, str]:
    """Coordinates that this marker set cannot see, with the reason in words.

    Parameters
    ----------
    labels : markers seen in the movement itself (not only in the standing trial).
    positions : (len(labels), 3) their offsets in their segments [m].
    """
    on: dict[str, list[FloatArray]] = {}
    for label, position in zip(labels, positions, strict=True):
        on.setdefault(markers.segment[label], []).append(position)
    hidden: dict[str, str] = {}
    if len(on.get("trunk", [])) < 3:
        for name in ("lumbar_flexion", "lumbar_bending", "lumbar_rotation"):
            hidden[name] = "fewer than three trunk markers"
    for side in Side:
        hidden |= _hidden_in_foot(side, on)
        for part in ("thigh", "shank"):
            if not on.get(f"{side}_{part}"):
                hidden |= dict.fromkeys(_beyond(side, part), f"no marker on the {side} {part}")
    return hidden


def _beyond(side: Side, part: str) -> list[str]:
    """Coordinates that cannot be known when a leg segment carries no marker."""
    knee = [f"knee_{word}_{side}" for word in ("flexion", "adduction", "rotation")]
    return (
        [*(f"hip_{word}_{side}" for word in ("flexion", "adduction", "rotation")), *knee]
        if part == "thigh"
        else knee
    )


def _hidden_in_foot(side: Side, on: dict[str, list[FloatArray]]) -> dict[str, str]:
    hindfoot, forefoot = on.get(f"{side}_hindfoot", []), on.get(f"{side}_forefoot", [])
    hidden: dict[str, str] = {}
    if not on.get(f"{side}_toes"):
        hidden[f"toe_dorsiflexion_{side}"] = "no toe marker"
    two_part = len(hindfoot) >= 2 and len(forefoot) >= 2 and _width(hindfoot) > _APART
    if not two_part:
        hidden[f"midtarsal_dorsiflexion_{side}"] = (
            "needs two or more markers each on the heel and on the forefoot"
        )
    if not hindfoot and not forefoot:
        hidden[f"ankle_dorsiflexion_{side}"] = "no foot marker"
    if len(hindfoot) + len(forefoot) < 2:
        hidden[f"ankle_dorsiflexion_{side}"] = "fewer than two foot markers"
    if not _spans_plane(hindfoot if two_part and len(hindfoot) >= 3 else [*hindfoot, *forefoot]):
        hidden[f"subtalar_inversion_{side}"] = "needs three or more foot markers that are not in line"
    return hidden


def _width(points: list[FloatArray]) -> float:
    return float(max(np.linalg.norm(a - b) for a in points for b in points))


def _spans_plane(points: list[FloatArray]) -> bool:
    """Whether three markers lie far enough from one line to show the foot's roll."""
    if len(points) < 3:
        return False
    cloud = np.array(points) - np.mean(points, axis=0)
    widths = np.linalg.svd(cloud, compute_uv=False)
    return bool(widths[1] > _APART)
