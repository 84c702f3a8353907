"""Knee quantities whose deviation is shared out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from groundup.findings.share.composed import Composed
from groundup.findings.share.leg_links import (
    FOOT_ROLL,
    FORCE,
    GEOMETRY,
    HEADING,
    HIP,
    PELVIS,
    PITCH,
    PRESSURE,
    REARFOOT,
    ROLL,
    LegLinks,
)
from groundup.mechanics.tree import FloatArray

BELOW, ABOVE, GROUND, SHAPE = "below", "above", "ground", "geometry"
"""Foot and ankle; hip and pelvis; the ground's push; the sizes of the leg's bones."""
Groups = Mapping[str, tuple[str, ...]]
_FROM_BELOW, _FROM_ABOVE = (HEADING, ROLL, PITCH), (PELVIS, HIP)
_PLANES = ("flexion", "adduction", "rotation")
# Words for a difference, not for a posture.
_WORDS = {
    "flexion": ("more bent", "less bent"),
    "adduction": ("toward varus", "toward valgus"),
    "rotation": ("inward", "outward"),
}
_MOMENT_WORDS = {
    "flexion": ("flexing", "extending"),
    "adduction": ("adducting", "abducting"),
    "rotation": ("inward", "outward"),
}


class Kind(StrEnum):
    """What a quantity is composed of."""

    ANGLE = "angle"
    MOMENT = "moment"
    KNEECAP = "kneecap"


_GROUPS: Mapping[Kind, Groups] = {
    Kind.ANGLE: {BELOW: _FROM_BELOW, ABOVE: _FROM_ABOVE},
    # Hip and pelvis do not enter a moment told from the ground: their part is zero by definition.
    Kind.MOMENT: {BELOW: _FROM_BELOW, GROUND: (PRESSURE, FORCE), SHAPE: (GEOMETRY,)},
    Kind.KNEECAP: {
        BELOW: _FROM_BELOW,
        ABOVE: _FROM_ABOVE,
        GROUND: (PRESSURE, FORCE),
        SHAPE: (GEOMETRY,),
    },
}


def groups_of(kind: Kind, *, rearfoot: bool = False) -> Groups:
    """Links a quantity is shared among, by group.

    Parameters
    ----------
    kind : Kind
    rearfoot : bool
        Whether the subtalar joint is told apart from the foot's roll: only where markers on the heel bone
        let it be seen.
    """
    groups = _GROUPS[kind]
    if not rearfoot:
        return groups
    return {**groups, BELOW: (HEADING, FOOT_ROLL, REARFOOT, PITCH)}


@dataclass(frozen=True)
class Quantity:
    """A knee angle, an external knee moment of the ground force, or the force on the kneecap.

    Attributes
    ----------
    name, label, unit : str
    positive, negative : words for the sign of a difference.
    kind : Kind
    plane : its column among those of its kind.
    """

    name: str
    label: str
    unit: str
    positive: str
    negative: str
    kind: Kind
    plane: int

    def word(self, value: float) -> str:
        """Word for the sign of a value."""
        return self.positive if value >= 0.0 else self.negative

    def of(self, leg: LegLinks) -> FloatArray:
        """(...) its value for a leg as composed, in its unit."""
        return np.asarray(reading(self.kind, Composed(leg, leg), frozenset())[..., self.plane])


def reading(kind: Kind, composed: Composed, links: frozenset[str]) -> FloatArray:
    """(N, P, quantities of the kind) for a mixture of two legs, each in its unit."""
    if kind is Kind.ANGLE:
        return composed.angles(links)
    if kind is Kind.MOMENT:
        return composed.moments(links)
    return composed.kneecap(links)


QUANTITIES: tuple[Quantity, ...] = (
    *(Quantity(f"knee_{p}", f"knee {p}", "deg", *_WORDS[p], Kind.ANGLE, k) for k, p in enumerate(_PLANES)),
    *(
        Quantity(f"knee_{p}_moment", f"external knee {p} moment", "N m/kg", *_MOMENT_WORDS[p], Kind.MOMENT, k)
        for k, p in enumerate(_PLANES)
    ),
    Quantity("patellofemoral_force", "patellofemoral force", "BW", "more", "less", Kind.KNEECAP, 0),
)
"""In the order they are told."""
