"""From a stance and a change to effects: both branches of the heel, every draw, in one search each."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from groundup.body.anatomy import Anatomy
from groundup.body.chain import Chain
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.whatif.branches import Branch, as_recorded, heel_word, heels_up, up_word
from groundup.whatif.change import Change, FootChange
from groundup.whatif.demand import demand_of
from groundup.whatif.draws import Draws, draw
from groundup.whatif.effect import Effect, Effects, Told
from groundup.whatif.outcomes import OUTCOMES, Ground, Outcome, Values, outcomes
from groundup.whatif.points import points_at
from groundup.whatif.posture import FEET, LEVEL, foot_directions
from groundup.whatif.prior import pressure_prior
from groundup.whatif.rows import Rows, rows_of
from groundup.whatif.settle import Settled
from groundup.whatif.stance import Stance

_LOW, _HIGH = 5.0, 95.0
_LEAST = 0.5  # of the draws: where fewer come to rest, a branch is not told
_KNOWN = 0.9  # of the draws at rest: a range over fewer would be that of the mild ones alone
_RANGES = ("tibial_rotation",)
_KNEECAP = "patellofemoral_force"
_FROM_THE_FRONT = "knee_from_the_front"  # on one foot it is the knee over that foot
_SOLVED = ("vertical_force_share",)  # where the force is kept, there is nothing to tell of them
_QUIET = "the whole body's balance says what each foot carries; forces along the floor stay as recorded"


def effects_of(chain: Chain, anatomy: Anatomy, stance: Stance, change: Change, draws: Draws) -> Effects:
    """Find what a change would do.

    Parameters
    ----------
    chain, anatomy : of the person.
    stance : Stance
    change : Change
    draws : Draws
        A draw in which a posture does not come to rest, or at a far worse cost than the others, counts for
        nothing and is told.
    """
    rows, frames = rows_of(chain, stance, draws), len(stance.coordinates)
    reader = _Reader(chain, anatomy, stance, rows)
    before = reader.before()
    outward, force = np.zeros((len(rows.force), 2)), _QUIET
    if not stance.still:
        moment = np.stack([before["knee_adduction_moment", side][:frames] for side in Side], axis=1)
        prior = pressure_prior(stance, change, moment, float(chain.parameters.mass.sum()))
        outward, force = (draws.prior[:, None, None] * prior.outward).reshape(-1, 2), prior.said
    demand = demand_of(chain, stance, change, rows, outward)
    found = as_recorded(rows, demand, frames)
    heel = heel_word(found.settled.load[:frames]) if stance.still else "heel as recorded"
    assumed = reader.told(found, before, outward, heel)
    raised = {
        k: chain.coordinate(f"ankle_dorsiflexion_{side}")
        for k, side in enumerate(Side)
        if change.of(side) != FootChange() and stance.loaded[:, k].any()
    }
    other = None
    if stance.still and raised:
        word = up_word(set(raised), int(stance.loaded.any(axis=0).sum()))
        other = reader.told(heels_up(rows, demand, raised, frames), before, outward, word)
    members = 0 if stance.deviation is None else min(len(stance.deviation), len(draws.assumed) - 1)
    return Effects(change, stance.task, stance.moment, len(draws.assumed), members, assumed, other, force)


def recorded_outcomes(chain: Chain, anatomy: Anatomy, stance: Stance) -> Values:
    """Read every outcome (F,) off the recording itself, before any change."""
    return _Reader(chain, anatomy, stance, rows_of(chain, stance, draw(chain, 1))).before()


class _Reader:
    """Reads outcomes off rows of postures and sums them up over instants and draws."""

    def __init__(self, chain: Chain, anatomy: Anatomy, stance: Stance, rows: Rows) -> None:
        self._anatomy, self._stance, self._rows = anatomy, stance, rows
        self._lumbar = chain.coordinate("lumbar_flexion")
        places = foot_directions(rows.posture.points.sole[..., LEVEL])[:, :, 0]
        stands = np.maximum(rows.force[..., 1], 0.0)[..., None]
        ahead = (stands * places).sum(axis=1)
        self._ahead = ahead / np.linalg.norm(ahead, axis=1, keepdims=True)

    def before(self) -> Values:
        posture = self._rows.posture
        none = np.zeros((len(posture.load), 2))
        return self._read(posture.coordinates, posture.points.sole, posture.load, none)

    def told(self, branch: Branch, before: Values, outward: FloatArray, heel: str) -> Told:
        """Sum up a branch; without effects where too few draws came to rest in it."""
        settled, stance = branch.settled, self._stance
        frames = len(stance.coordinates)
        resting = np.asarray(branch.good.reshape(-1, frames).all(axis=1))
        enough = resting[0] and resting.mean() >= _LEAST
        effects = tuple(self._effects(settled, before, outward, resting)) if enough else ()
        told = {e.side for e in effects if e.outcome.name == _KNEECAP}
        stood = {side for sides in stance.sides for side in sides}
        untold = tuple(side for side in Side if effects and side in stood - told)
        return Told(heel, float(settled.cost[:frames].mean()), int(resting.sum()), effects, untold)

    def _effects(
        self, settled: Settled, before: Values, outward: FloatArray, resting: NDArray[np.bool_]
    ) -> Iterator[Effect]:
        sole = points_at(self._rows.carrier, settled.coordinates).sole
        after = self._read(settled.coordinates, sole, settled.load, outward)
        self._as_published(after, outward)
        for outcome in OUTCOMES:
            if outcome.name in _SOLVED and not self._stance.still:
                continue
            if outcome.name == _FROM_THE_FRONT and not self._on_both_feet():
                continue
            for side in Side:
                was = self._summed(outcome, side, before[outcome.name, side])
                by_draw = self._summed(outcome, side, after[outcome.name, side]) - was
                known = np.isfinite(by_draw)
                if known[0] and known[resting].mean() >= _KNOWN:
                    yield _effect(outcome, side, float(was[0]), by_draw, resting)

    def _on_both_feet(self) -> bool:
        return bool(self._stance.still and (self._stance.loaded > 0.0).all(axis=1).any())

    def _read(
        self, coordinates: FloatArray, sole: FloatArray, load: FloatArray, outward: FloatArray
    ) -> Values:
        ground = self._solved(sole, load) if self._stance.still else self._kept(outward)
        lumbar = coordinates[:, self._lumbar]
        return outcomes(self._anatomy, self._rows.carrier, coordinates, sole, ground, self._ahead, lumbar)

    def _as_published(self, after: Values, outward: FloatArray) -> None:
        """Let a prior alone say the moment it was sized by: the posture's part is in the trials' figure."""
        posture = self._rows.posture
        moved = self._read(posture.coordinates, posture.points.sole, posture.load, outward)
        for k, side in enumerate(Side):
            if outward[:, k].any():
                after["knee_adduction_moment", side] = moved["knee_adduction_moment", side]

    def _solved(self, sole: FloatArray, load: FloatArray) -> Ground:
        """Take the forces that the points carry; along the floor as recorded."""
        force, pressure = np.array(self._rows.force), np.zeros_like(self._rows.pressure)
        for k, foot in enumerate(FEET):
            force[:, k, 1] = load[:, foot].sum(axis=1)
            carried = np.maximum(force[:, k, 1], 1e-6)[:, None]
            pressure[:, k] = (load[:, foot][..., None] * sole[:, foot]).sum(axis=1) / carried
        return Ground(force, pressure)

    def _kept(self, outward: FloatArray) -> Ground:
        """Take the forces as recorded, their pressure moved outward."""
        right = foot_directions(self._rows.posture.points.sole[..., LEVEL])[:, :, 1]
        pressure = np.array(self._rows.pressure)
        pressure[..., LEVEL] += (outward * np.array([-1.0, 1.0]))[..., None] * right
        return Ground(self._rows.force, pressure)

    def _summed(self, outcome: Outcome, side: Side, values: FloatArray) -> FloatArray:
        """(N,) of each draw: mean over the groups that tell of the leg; NaN where none does."""
        stance = self._stance
        by_draw = values.reshape(-1, len(stance.coordinates))
        found = []
        for number, sides in enumerate(stance.sides):
            own = by_draw[:, stance.group == number]
            if side in sides and own.shape[1]:
                found.append(_over(own, outcome) if not stance.still else own.mean(axis=1))
        return np.mean(found, axis=0) if found else np.full(len(by_draw), np.nan)


def _over(values: FloatArray, outcome: Outcome) -> FloatArray:
    """(N,) largest of a contact's instants (N, F), or their range; NaN where one of them is not known."""
    largest = values.max(axis=1)
    return np.asarray(largest - values.min(axis=1) if outcome.name in _RANGES else largest)


def _effect(
    outcome: Outcome, side: Side, recorded: float, by_draw: FloatArray, resting: NDArray[np.bool_]
) -> Effect:
    known = by_draw[resting & np.isfinite(by_draw)]
    low, high = np.percentile(known, [_LOW, _HIGH])
    rising = float((known > 0.0).mean())
    every = np.where(resting, by_draw, np.nan)
    return Effect(outcome, side, recorded, float(by_draw[0]), float(low), float(high), rising, every)
