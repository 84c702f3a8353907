"""What a change asks of every row: ground, limits of motion, places of the feet, where the pressure goes."""

import numpy as np

from groundup.body.chain import Chain
from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task
from groundup.quantities import GroundupError, Side
from groundup.whatif.change import Change
from groundup.whatif.posture import FEET, LEVEL, Demand, no_demand
from groundup.whatif.rows import Rows
from groundup.whatif.sole import ARCH, HEEL, soles_of
from groundup.whatif.stance import Stance

_LOWEST = (Task.SQUAT, Task.SINGLE_LEG_SQUAT)


def demand_of(chain: Chain, stance: Stance, change: Change, rows: Rows, outward: FloatArray) -> Demand:
    """Put a change to every row.

    Parameters
    ----------
    outward : (R, 2) where a prior puts the pressure under the left and right foot [m].

    Notes
    -----
    A limit counts from the largest motion that was shown, by the draw's version of the person. Dorsiflexion
    that is gained is used to the full at the lowest point: where the ankle alone stopped the squat, that
    undoes what as much less would do. A foot that is set elsewhere turns about its heel.

    Raises
    ------
    GroundupError
        If more dorsiflexion is asked for where no lowest point tells that the ankle is at its end.
    """
    if stance.task not in _LOWEST and any(change.of(side).dorsiflexion > 0.0 for side in Side):
        raise GroundupError(
            f"expected a squat for --dorsiflexion above zero, found {stance.task}; what a movement would do"
            " with motion it does not use cannot be told: name a squat with --trial, or ask --heel-lift."
        )
    asked = no_demand(rows.posture)._replace(outward=outward)
    limit, least, lift, place = (np.array(a) for a in (asked.limit, asked.least, asked.lift, asked.place))
    ground, soles, again = np.array(asked.ground), soles_of(chain), len(rows.force) // len(stance.coordinates)
    for k, (foot, side) in enumerate(zip(FEET, Side, strict=True)):
        own = change.of(side)
        ankle, subtalar = (
            chain.coordinate(f"{name}_{side}") for name in ("ankle_dorsiflexion", "subtalar_inversion")
        )
        stands = np.tile(stance.loaded[:, k], again) > 0.0
        if own.dorsiflexion > 0.0:
            least[:, ankle] = rows.posture.coordinates[:, ankle] + own.dorsiflexion
        elif own.dorsiflexion:
            limit[:, ankle] = stance.largest[ankle] + own.dorsiflexion + rows.deviation[:, ankle]
        if own.eversion:
            least[:, subtalar] = stance.smallest[subtalar] - own.eversion + rows.deviation[:, subtalar]
        for name in ("adduction", "rotation"):
            taken = getattr(change.hip(side), name)
            if taken:
                hip = chain.coordinate(f"hip_{name}_{side}")
                limit[:, hip] = stance.largest[hip] + taken + rows.deviation[:, hip]
        lift[:, foot] = own.lift(_flat(chain, soles.position[foot], side))
        if own.arch_support:
            ground[:, foot.start + ARCH] = stands
        if own.progression:
            place[:, foot] = _turned(rows.posture.points.sole[:, foot][..., LEVEL], own.progression, side)
    return asked._replace(limit=limit, least=least, lift=lift, place=place, ground=ground)


def _turned(points: FloatArray, inward: float, side: Side) -> FloatArray:
    """(R, P, 2) how far the points go when the foot turns about the middle of its heel."""
    angle = inward if side is Side.RIGHT else -inward
    away = points - points[:, HEEL].mean(axis=1, keepdims=True)
    turned = away @ np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(turned - away)


def _flat(chain: Chain, points: FloatArray, side: Side) -> FloatArray:
    """(P, 2) forward and outward of a sole's points from the heel's middle, in the flat foot [m]."""
    fore = chain.parameters.parent_position[chain.body(f"{side}_forefoot")]
    behind = np.isin(np.arange(len(points)), [*HEEL, ARCH])
    flat = points + np.where(behind[:, None], 0.0, fore)
    level = (flat - flat[HEEL].mean(axis=0))[:, LEVEL]
    return np.asarray(level * [1.0, 1.0 if side is Side.RIGHT else -1.0])
