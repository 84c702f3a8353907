"""A leg's repetitions beside those they are held against, pair by pair."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

import numpy as np

from groundup.findings.definition import Phase
from groundup.findings.share.alignment import Repetition, together
from groundup.findings.share.composed import Composed
from groundup.findings.share.leg_links import LegLinks
from groundup.findings.share.leg_readings import knee_angles
from groundup.findings.share.owen import Division, divide
from groundup.findings.share.quantity import QUANTITIES, Kind, Quantity, groups_of, reading
from groundup.findings.share.share import Reference
from groundup.loads.knee.extensor_mechanism import LARGEST_FLEXION
from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task
from groundup.quantities import Side

_MOST_PAIRS = 36


class Pair(NamedTuple):
    """A repetition and its instants (P,) [s], the one it is held against and its instants."""

    own: Repetition
    at: FloatArray
    usual: Repetition
    then: FloatArray


@dataclass(frozen=True)
class Comparison:
    """What is held against what.

    Attributes
    ----------
    reference, task, side : as of `Share`.
    own, usual : repetitions; the deviation is the mean over pairs of them.
    rearfoot : whether the subtalar joint is told apart from the foot's roll.
    only : names of the quantities the reference tells of; all where empty.
    forces : whether it is of forces: repetitions that no plate saw through a phase are then left out of it.
    source : where a reference comes from that is no recording of the person.
    usual_sd : (phase, quantity) -> how far apart people are in the reference, in the quantity's unit.
    """

    reference: Reference
    task: Task
    side: Side
    own: tuple[Repetition, ...]
    usual: tuple[Repetition, ...]
    rearfoot: bool = False
    only: tuple[str, ...] = ()
    source: str = ""
    forces: bool = False
    usual_sd: Mapping[tuple[Phase, str], float] = field(default_factory=dict)

    @property
    def phases(self) -> tuple[Phase, ...]:
        """Phases of the observation, in their order."""
        return tuple(dict.fromkeys(phase for one in self.own for phase in one.phases))

    def pairs(self, phase: Phase, points: int) -> list[Pair]:
        """Repetitions of both side by side, at so many instants that belong together.

        Every one beside every other, while those are few; then every one beside another.
        """
        own, usual = (
            [r for r in told if not self.forces or _on_plates(r, phase)] for told in (self.own, self.usual)
        )
        both = list(product(own, usual))
        if len(both) > _MOST_PAIRS:
            both = [(own[k % len(own)], usual[k % len(usual)]) for k in range(max(len(own), len(usual)))]
        found = []
        for one, other in both:
            at = together(one, other, phase, points)
            if at is not None:
                found.append(Pair(one, at[0], other, at[1]))
        return found

    def kinds(self) -> Iterator[tuple[Kind, list[Quantity]]]:
        """Quantities it tells of, by what they are composed of."""
        for kind in Kind:
            own = [q for q in QUANTITIES if q.kind is kind and (not self.only or q.name in self.only)]
            if own:
                yield kind, own

    def divided(self, kind: Kind, own: LegLinks, usual: LegLinks) -> Division:
        """Share out the quantities of a kind: (N, quantities), means over P instants of legs (N, P, ...)."""
        composed = Composed(own, usual)
        known = _within_range(own, usual) if kind is Kind.KNEECAP else np.array(1.0)

        def game(links: frozenset[str]) -> FloatArray:
            return np.asarray(known * reading(kind, composed, links).mean(axis=1))

        return divide(game, groups_of(kind, rearfoot=self.rearfoot))


def _on_plates(one: Repetition, phase: Phase) -> bool:
    """Whether force and pressure are known through a phase."""
    if phase not in one.phases:
        return False
    first, last = one.phases[phase]
    half = 0.5 * float(np.median(np.diff(one.time)))
    frames = (one.time >= first - half) & (one.time <= last + half)
    seen = [np.isfinite(part[frames]).all() for part in (one.leg.force, one.leg.pressure)]
    return bool(frames.any() and all(seen))


def _within_range(own: LegLinks, usual: LegLinks) -> FloatArray:
    """(N, 1) one where neither knee bends further than the kneecap's mechanism is known, else NaN."""
    bent = [np.degrees(knee_angles(leg)[..., 0]).max(axis=1) for leg in (own, usual)]
    return np.where(np.maximum(*bent) <= LARGEST_FLEXION, 1.0, np.nan)[:, None]
