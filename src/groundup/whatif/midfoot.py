"""The midfoot as it gives way under a changed foot: about an oblique axis, as the subtalar joint does.

The arch that tracking reads stays as recorded, and the change turns on top of it.
"""

from dataclasses import replace

import numpy as np

from groundup.body.chain import Chain, Coordinate
from groundup.body.default_chain import mirror_axis
from groundup.body.extra_hinge import with_hinge
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.whatif.stance import Stance

# Oblique axis of the midtarsal joint in cadavers: from the floor, and inward from the foot's long axis
# (Manter 1941 Anat Rec 80:397). It varies widely between people; by how much was not measured.
_INCLINATION, _DEVIATION = np.deg2rad(52.0), np.deg2rad(57.0)
OBLIQUE = np.array(
    [
        -np.cos(_INCLINATION) * np.cos(_DEVIATION),
        -np.sin(_INCLINATION),
        np.cos(_INCLINATION) * np.sin(_DEVIATION),
    ]
)
"""(3,) of a right foot; turning about it by a positive angle bends the midfoot up, out and everts it."""
ACROSS = np.array([0.0, 0.0, 1.0])
"""(3,) the axis that tracking takes the arch to bend about: up alone."""


def with_oblique_midfoot(chain: Chain, stance: Stance) -> tuple[Chain, Stance]:
    """Give each midfoot a turn about its oblique axis, none of it in the recording."""
    for side in Side:
        chain = with_hinge(
            chain,
            f"{side}_forefoot",
            mirror_axis(OBLIQUE, side),
            Coordinate(f"midtarsal_pronation_{side}"),
        )
    deviation = stance.deviation
    return chain, replace(
        stance,
        coordinates=_longer(stance.coordinates),
        deviation=None if deviation is None else _longer(deviation),
    )


def _longer(values: FloatArray) -> FloatArray:
    return np.concatenate([values, np.zeros((*values.shape[:-1], len(Side)))], axis=-1)
