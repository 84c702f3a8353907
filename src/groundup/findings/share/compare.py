"""Share out how a leg's repetitions differ from those they are held against."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from groundup.findings.definition import Phase
from groundup.findings.share.alignment import TIMING
from groundup.findings.share.comparison import Comparison, Pair
from groundup.findings.share.leg_links import GEOMETRY, LegLinks, mixed, times
from groundup.findings.share.leg_readings import shank_of, thigh_of
from groundup.findings.share.owen import Division
from groundup.findings.share.quantity import Quantity, groups_of
from groundup.findings.share.sampled import sampled
from groundup.findings.share.share import Part, Share
from groundup.mechanics.tree import FloatArray

_POINTS = 21
_SHIFTS = (-TIMING, 0.0, TIMING)


def shares(comparison: Comparison) -> tuple[Share, ...]:
    """Share out every quantity in every phase that both motions have.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    tuple of Share
        Without what is not known throughout a phase.
    """
    pairs = {phase: comparison.pairs(phase, _POINTS) for phase in comparison.phases}
    told = [legs_of(pair, shift) for of_phase in pairs.values() for pair in of_phase for shift in _SHIFTS]
    if not told:
        return ()
    own, usual = (stacked([legs[k] for legs in told]) for k in (0, 1))
    # All phases together: what is divided is small, and each call costs the same.
    found = [(quantities, comparison.divided(kind, own, usual)) for kind, quantities in comparison.kinds()]
    result: list[Share] = []
    first = 0
    for phase, of_phase in pairs.items():
        rows = slice(first, first + len(of_phase) * len(_SHIFTS))
        first = rows.stop
        legs = LegLinks(*(part[rows] for part in own)), LegLinks(*(part[rows] for part in usual))
        divided = [(quantities, of_all.of(rows)) for quantities, of_all in found]
        result += _of_phase(comparison, phase, of_phase, legs, divided) if of_phase else ()
    return tuple(result)


def legs_of(pair: Pair, shift: float) -> tuple[LegLinks, LegLinks]:
    """Both legs (P, ...) of a pair, the reference's phases out of step by a part of its repetition."""
    own = sampled(pair.own.leg, pair.own.time, pair.at)
    return own, sampled(pair.usual.leg, pair.usual.time, pair.then + shift * pair.usual.length)


def stacked(legs: Sequence[LegLinks]) -> LegLinks:
    """Legs (P, ...) as one (N, P, ...)."""
    return LegLinks(*(np.stack(fields) for fields in zip(*legs, strict=True)))


def _of_phase(
    comparison: Comparison,
    phase: Phase,
    pairs: Sequence[Pair],
    legs: tuple[LegLinks, LegLinks],
    divided: Sequence[tuple[Sequence[Quantity], Division]],
) -> Iterator[Share]:
    closure = _closure(*legs) if comparison.reference.other_bones else float("nan")
    for quantities, found in divided:
        for quantity in quantities:
            by_pair = found.difference[:, quantity.plane].reshape(-1, len(_SHIFTS))
            known = np.asarray(np.isfinite(by_pair).all(axis=1))
            if known.any():
                yield _share(comparison, phase, quantity, found, (pairs, known), legs, closure)


def _share(
    comparison: Comparison,
    phase: Phase,
    quantity: Quantity,
    found: Division,
    pairs: tuple[Sequence[Pair], NDArray[np.bool_]],
    legs: tuple[LegLinks, LegLinks],
    closure: float,
) -> Share:
    every, known = pairs
    told = [pair for pair, whole in zip(every, known, strict=True) if whole]

    def part(values: FloatArray, ends: tuple[FloatArray, FloatArray] | None = None) -> Part:
        own = values[:, quantity.plane].reshape(-1, len(_SHIFTS))[known]
        lowest, highest = (
            (own.mean(), own.mean())
            if ends is None
            else (end[:, quantity.plane].reshape(-1, len(_SHIFTS))[known].mean() for end in ends)
        )
        between = own.mean(axis=1)
        return Part(
            value=float(own.mean()),
            sd=float(between.std(ddof=1)) if len(between) > 1 else float("nan"),
            timing=float(own.std(axis=1).mean()),
            lowest=float(lowest),
            highest=float(highest),
        )

    rows = np.repeat(known, len(_SHIFTS))
    observed, usual = (float(quantity.of(leg).mean(axis=-1)[rows].mean()) for leg in legs)
    return Share(
        quantity=quantity,
        reference=comparison.reference,
        task=comparison.task,
        side=comparison.side,
        phase=phase,
        observed=observed,
        usual=usual,
        repetitions=len({id(pair.own) for pair in told}),
        usual_repetitions=len({id(pair.usual) for pair in told}),
        deviation=part(found.difference),
        groups={
            name: part(values, (found.lowest[name], found.highest[name]))
            for name, values in found.groups.items()
        },
        links={name: part(values) for name, values in found.links.items()},
        structure=groups_of(quantity.kind, rearfoot=comparison.rearfoot),
        trials=(comparison.source,)
        if comparison.source
        else tuple(dict.fromkeys(pair.usual.trial for pair in told)),
        usual_sd=comparison.usual_sd.get((phase, quantity.name), 0.0),
        closure=closure,
    )


def _closure(own: LegLinks, usual: LegLinks) -> float:
    """How far the other leg's joints on this leg's bones bring the hip from where it was [mm]."""
    crossed = mixed(own, usual, frozenset({GEOMETRY}))
    return float(1000.0 * np.nanmean(np.linalg.norm(_hip(crossed) - _hip(usual), axis=-1)))


def _hip(leg: LegLinks) -> FloatArray:
    """(..., 3) hip centre from the ankle, in the progression frame [m]."""
    return times(shank_of(leg), leg.knee_from_ankle) + times(thigh_of(leg), leg.hip_from_knee)
