"""The effect of a change on a squat: what each quantity would do, with the spread over what is assumed."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from groundup.body.anatomy import Anatomy
from groundup.body.chain import Chain
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.whatif.assumptions import Assumptions
from groundup.whatif.change import Change
from groundup.whatif.draws import Draws
from groundup.whatif.outcomes import OUTCOMES, Outcome, outcomes
from groundup.whatif.points import Carrier, carrier_of, points_at
from groundup.whatif.posture import Demand, Posture
from groundup.whatif.settle import Settled, settle
from groundup.whatif.sole import soles_of

_LOW, _HIGH = 5.0, 95.0


@dataclass(frozen=True)
class Stance:
    """A stretch of recorded movement that is slow enough to count as standing still.

    `coordinates` (F, C) [rad, m]; `load` (F, 8) on the points of the soles [N]; `weight` (F,) of each frame
    in the mean, summing to one; `largest` (C,) of each coordinate in the whole recording [rad, m].
    """

    coordinates: FloatArray
    load: FloatArray
    weight: FloatArray
    largest: FloatArray


@dataclass(frozen=True)
class Effect:
    """What one quantity of one leg would do.

    Attributes
    ----------
    outcome : Outcome
    side : Side
    recorded : float
        Before the change.
    value : float
        Change with the assumptions as stated.
    low, high : float
        Ends of the 90 % spread over what is assumed.
    """

    outcome: Outcome
    side: Side
    recorded: float
    value: float
    low: float
    high: float

    @property
    def determined(self) -> bool:
        """Whether its sign is certain at 90 %."""
        return self.low > 0.0 or self.high < 0.0

    @property
    def word(self) -> str:
        """Direction in words; that it is not determined, where so."""
        if not self.determined:
            return "not determined"
        return self.outcome.positive if self.value > 0.0 else self.outcome.negative


@dataclass(frozen=True)
class Effects:
    """Effects of a change, and how many draws of assumptions came to rest."""

    change: Change
    effects: tuple[Effect, ...]
    draws: int
    settled: int

    def of(self, name: str, side: Side) -> Effect:
        """One effect by its name and side."""
        return next(e for e in self.effects if e.outcome.name == name and e.side is side)


def effects_of(chain: Chain, anatomy: Anatomy, stance: Stance, change: Change, draws: Draws) -> Effects:
    """Predict what a change would do.

    Parameters
    ----------
    chain, anatomy : of the person.
    stance : Stance
    change : Change
    draws : Draws
        A draw in which a posture does not come to rest counts for nothing and is told.
    """
    frames, count = len(stance.coordinates), len(draws.assumed)
    carrier, assumed = _rows(chain, draws, frames)
    coordinates = np.tile(stance.coordinates, (count, 1))
    names = chain.coordinate_names
    pelvis = np.array([names.index(f"pelvis_t{axis}") for axis in "xyz"])
    posture = Posture(coordinates, points_at(carrier, coordinates), np.tile(stance.load, (count, 1)), pelvis)
    whitening = np.repeat([one.whitening(names) for one in draws.assumed], frames, axis=0)
    found = settle(carrier, posture, _demand(chain, stance, change), assumed, whitening)
    resting = np.asarray(found.found.reshape(count, frames).all(axis=1))
    told = tuple(_told(chain, anatomy, carrier, posture, found, stance.weight, resting))
    return Effects(change, told, count, int(resting.sum()))


def _rows(chain: Chain, draws: Draws, frames: int) -> tuple[Carrier, Assumptions]:
    """Repeat the chain and the assumptions of every draw for each frame."""
    carrier = carrier_of(chain, soles_of(chain))
    axes = np.repeat(chain.parameters.rotation_axis[None], len(draws.assumed), axis=0)
    for k, side in enumerate(Side):
        axes[:, chain.body(f"{side}_hindfoot"), 0] = draws.subtalar[:, k]
    parameters = carrier.parameters._replace(rotation_axis=np.repeat(axes, frames, axis=0))
    together = replace(
        draws.assumed[0],
        depth=np.repeat([one.depth for one in draws.assumed], frames),
        pad=np.repeat([one.pad for one in draws.assumed], frames),
    )
    return carrier._replace(parameters=parameters), together


def _demand(chain: Chain, stance: Stance, change: Change) -> Demand:
    limit = np.full(len(chain.coordinates), np.inf)
    soles, lift = soles_of(chain), np.zeros(8)
    for foot, side in enumerate(Side):
        own, asked = slice(4 * foot, 4 * foot + 4), change.of(side)
        ankle = chain.coordinate(f"ankle_dorsiflexion_{side}")
        if asked.dorsiflexion:
            limit[ankle] = stance.largest[ankle] + asked.dorsiflexion
        lift[own] = asked.lift(_flat(chain, soles.position[own], side))
    return Demand(lift, limit)


def _flat(chain: Chain, points: FloatArray, side: Side) -> FloatArray:
    """(4, 2) forward and outward of a sole's points from the heel's middle, in the flat foot [m]."""
    fore = chain.parameters.parent_position[chain.body(f"{side}_forefoot")]
    flat = points + np.where(np.arange(4)[:, None] < 2, 0.0, fore)
    level = (flat - flat[:2].mean(axis=0))[:, [0, 2]]
    return np.asarray(level * [1.0, 1.0 if side is Side.RIGHT else -1.0])


def _told(
    chain: Chain,
    anatomy: Anatomy,
    carrier: Carrier,
    posture: Posture,
    found: Settled,
    weight: FloatArray,
    resting: NDArray[np.bool_],
) -> list[Effect]:
    mass = float(chain.parameters.mass.sum())
    now = points_at(carrier, found.coordinates).sole
    before = outcomes(anatomy, carrier, posture.coordinates, posture.points.sole, posture.load, mass)
    after = outcomes(anatomy, carrier, found.coordinates, now, found.load, mass)
    told = []
    for outcome in OUTCOMES:
        for side in Side:
            was, changed = before[outcome.name, side], after[outcome.name, side]
            by_draw = ((changed - was).reshape(len(resting), len(weight)) * weight).sum(axis=1)
            known = by_draw[resting]
            low, high = np.percentile(known, [_LOW, _HIGH]) if len(known) else (np.nan, np.nan)
            recorded = float((was[: len(weight)] * weight).sum())
            value = float(by_draw[0]) if resting[0] else float("nan")
            told.append(Effect(outcome, side, recorded, value, float(low), float(high)))
    return told
