"""Shares of squats that are known beforehand: one leg made to bear more, against squats on both alike."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np

from groundup.assessment import Analysis, TrialResult
from groundup.findings.definition import Phase
from groundup.findings.share.comparison import Comparison
from groundup.findings.share.quantity import BELOW, GROUND, Kind
from groundup.findings.share.repetitions import progression
from groundup.findings.share.share import Reference, Share
from groundup.loads.loads import Loads
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from validation._share_laws import (
    EXACT,
    by_order,
    compared,
    gap,
    laws,
    legs,
    natural,
    tracked_again,
    turned_motion,
    wrong_axis,
)
from validation.line import Line
from validation.shares import against_natural, turned_round, wrong

UNEVEN, EVEN = "squatsAsym1", "squats1"
_WHAT = "share in squats"
_POINTS = 21
_MARKERS = {Side.LEFT: ("L_knee", "L_ankle"), Side.RIGHT: ("r_knee", "r_ankle")}


def lines() -> Iterator[Line]:
    """Judge squats with more weight on one leg against even ones, and each leg against the other."""
    found = against_natural(UNEVEN, usual=EVEN)
    comparison = natural(compared(found))
    yield laws(comparison, *legs(comparison), _WHAT)
    yield turned_motion(found, comparison, _WHAT)
    yield tracked_again(found, comparison, _WHAT)
    yield _legs_exchanged(found)
    yield _borne(found)
    yield _leaning(found)


def _at_bottom(found: Analysis, side: Side, quantity: str) -> Share:
    return next(
        s
        for s in found.shares
        if s.reference is Reference.NATURAL
        and (s.side, s.phase, s.quantity.name) == (side, Phase.BOTTOM, quantity)
    )


def _legs_exchanged(found: Analysis) -> Line:
    """Hold the left leg against the right one and the right against the left."""
    other = {c.side: replace(c, only=()) for c in compared(found) if c.reference is Reference.OTHER_LEG}
    worst = 0.0
    for kind in Kind:
        one, two = (other[side].divided(kind, *legs(other[side])) for side in Side)
        # Pairs of repetitions are in another order: their mean is what is told.
        worst = max(worst, *(gap(_mean(one.links[k]), -_mean(two.links[k])) for k in one.links))
    closure = [s.closure for s in found.shares if s.reference is Reference.OTHER_LEG]
    return Line(
        f"{_WHAT}, legs exchanged: every part turns its sign, and how the chain closes is stated",
        f"{worst:.0e}, closes within {max(closure):.1f} mm",
        "1e-9, stated",
        worst <= EXACT and bool(np.isfinite(closure).all()) and min(closure) > 0.0,
    )


def _mean(values: FloatArray) -> FloatArray:
    return np.asarray(values.mean(axis=0))


def _borne(found: Analysis) -> Line:
    """Ask whether force on the kneecap follows, through the ground, the weight that the plates saw shift."""
    told, holds = [], []
    for side, shifted in _between_trials(found, _weight).items():
        share = _at_bottom(found, side, "patellofemoral_force")
        largest = max(share.groups, key=lambda name: abs(share.groups[name].value))
        part = share.groups[largest].value
        told.append(f"{side} {largest} {part:+.2f} of {share.deviation.value:+.2f} BW, weight {shifted:+.2f}")
        holds.append(largest == GROUND and part * shifted > 0.0 and share.deviation.value * shifted > 0.0)
    return Line(
        f"{_WHAT}, {UNEVEN}: force on the kneecap follows the weight, by the ground",
        "; ".join(told),
        "ground, the weight's way",
        len(holds) == len(Side) and all(holds),
    )


def _leaning(found: Analysis) -> Line:
    """Ask whether adduction from below goes the way that markers of knee and ankle saw the shank lean."""
    told, holds = [], []
    for side, leant in _between_trials(found, _lean).items():
        below = _at_bottom(found, side, "knee_adduction").groups[BELOW].value
        told.append(f"{side} {below:+.1f} of {leant:+.1f} deg")
        holds.append(below * leant > 0.0)
    return Line(
        f"{_WHAT}, {UNEVEN}: knee adduction from below is of the shank's lean in the markers",
        "; ".join(told),
        "the lean's way",
        len(holds) == len(Side) and all(holds),
    )


Read = Callable[[TrialResult, Side], FloatArray]


def _between_trials(found: Analysis, read: Read) -> Mapping[Side, float]:
    """Mean difference at the lowest point of what is read (F,) of each leg, uneven less even squats."""
    result = {}
    for comparison in _against_even(found):
        side = comparison.side
        own, usual = read(found.trials[0], side), read(found.natural[0], side)
        apart = [
            np.interp(p.at, p.own.time, own).mean() - np.interp(p.then, p.usual.time, usual).mean()
            for p in comparison.pairs(Phase.BOTTOM, _POINTS)
        ]
        result[side] = float(np.mean(apart))
    return result


def _against_even(found: Analysis) -> list[Comparison]:
    return [c for c in compared(found) if c.reference is Reference.NATURAL and not c.forces]


def _weight(trial: TrialResult, side: Side) -> FloatArray:
    """(F,) vertical force on a foot, as a part of the weight of both."""
    if not isinstance(trial.loads, Loads):
        return np.full(trial.motion.poses.sizes["time"], np.nan)
    up = trial.loads.ground_at_frames.arrays.force[..., 1]
    return np.asarray(up[:, list(Side).index(side)] / up.sum(axis=1))


def _lean(trial: TrialResult, side: Side) -> FloatArray:
    """(F,) how far the markers on knee and ankle lean outward, seen along both feet [deg]."""
    markers = trial.recording.markers.transpose("time", "marker", "axis")
    knee, ankle = (markers.sel(marker=name).values for name in _MARKERS[side])
    x, y, z = np.moveaxis(knee - ankle, -1, 0)
    along = progression(trial)
    rightward = x * np.sin(along) + z * np.cos(along)
    return np.asarray(np.degrees(np.arctan2(rightward if side is Side.RIGHT else -rightward, y)))


SABOTAGES: Mapping[str, Callable[[], AbstractContextManager[None]]] = {
    f"{_WHAT}, laws": by_order,
    f"{_WHAT}, lab turned": wrong_axis,
    f"{_WHAT}, recordings turned": wrong_axis,
    f"{_WHAT}, legs exchanged": by_order,
    f"{_WHAT}, {UNEVEN}": wrong(turned_round),
}
