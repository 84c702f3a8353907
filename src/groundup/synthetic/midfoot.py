"""A heel bone that turns on the floor while the forefoot stays flat: the twist of a pronating foot.

The default chain has no such joint: the analysis has to read a foot that is made otherwise than it assumes.
"""

from collections.abc import Sequence

import numpy as np

from groundup.body.chain import Chain, Coordinate
from groundup.body.default_chain import mirror_axis
from groundup.body.extra_hinge import with_hinge
from groundup.mechanics.rotation import from_axis_angle
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.synthetic.smooth import bump

# When the heel bone is most everted, in cycles since contact (EVIDENCE A33).
_PEAK = 0.36


def twist_name(side: Side) -> str:
    """Coordinate of the midfoot's twist."""
    return f"midfoot_twist_{side}"


def heel_turn(eversion: float, stance: float, u: FloatArray) -> FloatArray:
    """(T,) eversion of the heel bone to the floor [rad], `eversion` at its most, none at contact and off.

    Parameters
    ----------
    eversion : the most there is [rad].
    stance : part of the cycle on the ground.
    u : (T,) cycles since contact.
    """
    return np.asarray(eversion * bump(u / stance, _PEAK / stance))


def everted(chain: Chain, side: Side, angle: FloatArray) -> FloatArray:
    """(..., 3, 3) rotation of the heel bone in the flat hindfoot frame for eversions (...) [rad]."""
    return from_axis_angle(_axis(chain, side), -np.asarray(angle))


def with_midfoot_twist(chain: Chain, heels: Sequence[FloatArray]) -> Chain:
    """Give each midtarsal joint a twist about the line from the heel's contact point to the joint.

    Parameters
    ----------
    chain : with one midtarsal hinge a foot.
    heels : (3,) contact point of each heel in its hindfoot frame [m], in the order of ``Side``.
    """
    for side, heel in zip(Side, heels, strict=True):
        name = f"{side}_forefoot"
        along = chain.parameters.parent_position[chain.body(name)] - heel
        axis = mirror_axis(along / np.linalg.norm(along), side)
        chain = with_hinge(
            chain, name, axis, Coordinate(twist_name(side), lower=-0.6, upper=0.6, prior_sd=0.2)
        )
    return chain


def _axis(chain: Chain, side: Side) -> FloatArray:
    return np.asarray(chain.parameters.rotation_axis[chain.body(f"{side}_forefoot"), 0])
