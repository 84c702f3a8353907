"""The share of each link in a knee quantity's deviation from a reference motion of the same chain."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from groundup.findings.definition import Phase
from groundup.findings.share.leg_links import LegLinks, mixed
from groundup.findings.share.owen import Division, divide
from groundup.findings.share.quantity import QUANTITIES, Quantity
from groundup.findings.share.sampled import sampled
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side

_POINTS = 21
_TIMING = (-0.02, 0.0, 0.02)
"""How far phases may be out of step, of the reference's repetition."""


@dataclass(frozen=True)
class Part:
    """What a link or a group adds to a deviation.

    `value` and its `sd` over pairs of repetitions and shifts in time; `lowest` and `highest` over the orders
    in which groups are told (for a single link its own value).
    """

    value: float
    sd: float
    lowest: float
    highest: float


@dataclass(frozen=True)
class Share:
    """A deviation and where it sits: an accounting of how the motions differ, which tells no cause.

    Attributes
    ----------
    quantity : Quantity
    side : Side
    phase : Phase
        Whose mean over time is told.
    observed, usual : mean in the observation and in the reference, in the quantity's unit.
    sd : of the deviation over pairs of repetitions and shifts in time.
    groups, links : what each adds; the groups sum to the deviation, links to their group.
    cancellation : sum of the groups' sizes over the deviation's size.
    """

    quantity: Quantity
    side: Side
    phase: Phase
    observed: float
    usual: float
    sd: float
    groups: Mapping[str, Part]
    links: Mapping[str, Part]
    cancellation: float

    @property
    def deviation(self) -> float:
        """Observed minus usual."""
        return self.observed - self.usual

    def explains(self, error: float) -> bool:
        """Whether there is a deviation to explain: beyond two standard deviations, error [unit] included."""
        return bool(abs(self.deviation) > 2.0 * np.hypot(self.sd, error))


@dataclass(frozen=True)
class Repetition:
    """One stance or squat of a leg.

    `leg` (F, ...) over the frames at `time` (F,) [s]; `phases` are first and last instants [s].
    """

    leg: LegLinks
    time: FloatArray
    phases: Mapping[Phase, tuple[float, float]]


def shares(side: Side, observed: Sequence[Repetition], reference: Sequence[Repetition]) -> tuple[Share, ...]:
    """Share out every quantity in every phase that both motions have.

    Parameters
    ----------
    side : Side
        Of the observation.
    observed, reference : repetitions
        Every one is held against every other: the deviation is the mean over pairs.

    Returns
    -------
    tuple of Share
        Without what is not known throughout a phase.
    """
    return tuple(_shares(side, observed, reference))


def _shares(side: Side, observed: Sequence[Repetition], reference: Sequence[Repetition]) -> Iterator[Share]:
    for phase in dict.fromkeys(phase for one in observed for phase in one.phases):
        pairs = [
            (_within(one, one.phases[phase], 0.0), _within(other, other.phases[phase], shift))
            for one, other in product(observed, reference)
            if phase in one.phases and phase in other.phases
            for shift in _TIMING
        ]
        if not pairs:
            continue
        own, usual = (_stacked([pair[k] for pair in pairs]) for k in (0, 1))
        for quantity in QUANTITIES:
            found = _share(quantity, side, phase, own, usual)
            if np.isfinite(found.observed) and np.isfinite(found.usual):
                yield found


def _share(quantity: Quantity, side: Side, phase: Phase, own: LegLinks, usual: LegLinks) -> Share:
    def game(links: frozenset[str]) -> FloatArray:
        return np.asarray(quantity.of(mixed(own, usual, links)).mean(axis=-1))

    found = divide(game, quantity.groups)
    deviation = float(found.difference.mean())
    groups = {name: _part(found, name) for name in found.groups}
    size = sum(abs(part.value) for part in groups.values())
    return Share(
        quantity=quantity,
        side=side,
        phase=phase,
        observed=float(quantity.of(own).mean()),
        usual=float(quantity.of(usual).mean()),
        sd=float(found.difference.std()),
        groups=groups,
        links={name: _link(values) for name, values in found.links.items()},
        cancellation=size / abs(deviation) if deviation else float("nan"),
    )


def _part(found: Division, group: str) -> Part:
    values = found.groups[group]
    return Part(
        float(values.mean()),
        float(values.std()),
        float(found.lowest[group].mean()),
        float(found.highest[group].mean()),
    )


def _link(values: FloatArray) -> Part:
    mean = float(values.mean())
    return Part(mean, float(values.std()), mean, mean)


def _within(one: Repetition, bounds: tuple[float, float], shift: float) -> LegLinks:
    first, last = bounds
    whole = max(end for _, end in one.phases.values()) - min(start for start, _ in one.phases.values())
    return sampled(one.leg, one.time, np.linspace(first, last, _POINTS) + shift * whole)


def _stacked(legs: Sequence[LegLinks]) -> LegLinks:
    return LegLinks(*(np.stack(fields) for fields in zip(*legs, strict=True)))
