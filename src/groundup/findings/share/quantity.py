"""Knee quantities whose deviation is shared out."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groundup.findings.share.leg_links import ANGLE_GROUPS, MOMENT_GROUPS, LegLinks, knee_angles, knee_moments
from groundup.mechanics.tree import FloatArray
from groundup.quantities import ANGLES

_PLANES = ("flexion", "adduction", "rotation")
_WORDS = {angle.name: (angle.positive, angle.negative) for angle in ANGLES}
_MOMENT_WORDS = {
    "flexion": ("flexes", "extends"),
    "adduction": ("adducts", "abducts"),
    "rotation": ("turns inward", "turns outward"),
}


@dataclass(frozen=True)
class Quantity:
    """A knee angle, or an external knee moment of the ground force.

    Attributes
    ----------
    name, label, unit : str
    positive, negative : words for its sign.
    groups : group -> links it is shared among.
    plane : which of flexion, adduction and rotation.
    """

    name: str
    label: str
    unit: str
    positive: str
    negative: str
    groups: Mapping[str, tuple[str, ...]]
    plane: int

    def of(self, leg: LegLinks) -> FloatArray:
        """(...) its value for a leg as composed, in its unit."""
        if self.groups is ANGLE_GROUPS:
            return np.asarray(np.degrees(knee_angles(leg)[..., self.plane]))
        return np.asarray(knee_moments(leg)[..., self.plane])

    @property
    def needs_force(self) -> bool:
        """Whether it is a moment."""
        return self.groups is MOMENT_GROUPS


QUANTITIES: tuple[Quantity, ...] = (
    *(
        Quantity(f"knee_{p}", f"knee {p}", "deg", *_WORDS[f"knee_{p}"], ANGLE_GROUPS, k)
        for k, p in enumerate(_PLANES)
    ),
    *(
        Quantity(
            f"knee_{p}_moment", f"external knee {p} moment", "N m/kg", *_MOMENT_WORDS[p], MOMENT_GROUPS, k
        )
        for k, p in enumerate(_PLANES)
    ),
)
"""In the order they are told."""
