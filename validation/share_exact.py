"""Shares that are known beforehand: laws of the division, one link changed, a lab turned, markers shaken."""

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial

import numpy as np

from groundup.assessment import Analysis, TrialResult
from groundup.findings.share.account import comparisons
from groundup.findings.share.alignment import Repetition
from groundup.findings.share.compare import legs_of, shares, stacked
from groundup.findings.share.comparison import Comparison
from groundup.findings.share.leg_links import FIELDS, HEADING, FootForce, LegLinks, leg_links, mixed
from groundup.findings.share.owen import Division
from groundup.findings.share.quantity import ABOVE, BELOW, GROUND, Kind, groups_of
from groundup.findings.share.repetitions import on_foot, progression
from groundup.findings.share.share import Reference, Share
from groundup.loads.knee.segment_pose import SegmentPose, segment_pose
from groundup.loads.loads import Loads
from groundup.mechanics.rotation import from_axis_angle, from_cardan
from groundup.mechanics.tree import FloatArray
from groundup.motion.passes import progression_heading
from groundup.motion.track import track
from groundup.quantities import Side
from groundup.recording.recording import Recording
from validation.line import Line
from validation.sabotage import wrapped
from validation.shares import EXACT, TOE_IN, against_natural

MASS = 62.6
_POINTS, _DRAWS, _NOISE = 21, 20, 0.003
_LARGEST = {"knee_adduction": 1.0, "knee_rotation": 2.5, "knee_adduction_moment": 3.0}
_TURN = np.deg2rad(10.0)
_UP, _FLIP = np.array([0.0, 1.0, 0.0]), np.array([1.0, 1.0, -1.0])


def lines() -> Iterator[Line]:
    """Judge one toe-in walk against the natural one."""
    found = against_natural(TOE_IN)
    comparison = _natural(_compared(found))
    own, usual = _legs(comparison)
    yield _laws(comparison, own, usual)
    yield _causes(comparison, usual)
    yield _turned_motion(found, comparison, own, usual)
    yield _tracked_again(found, comparison)
    yield from _shaken(found)


def _compared(found: Analysis) -> tuple[Comparison, ...]:
    return comparisons(found.subject, found.trials, found.natural)


def _natural(found: Sequence[Comparison]) -> Comparison:
    """The leg that both walks show, against the natural one: angles and forces together."""
    return replace(next(c for c in found if c.reference is Reference.NATURAL), only=())


def _legs(comparison: Comparison) -> tuple[LegLinks, LegLinks]:
    """Both legs (N, P, ...) in every phase, in step."""
    pairs = [pair for phase in comparison.phases for pair in comparison.pairs(phase, _POINTS)]
    told = [legs_of(pair, 0.0) for pair in pairs]
    return stacked([own for own, _ in told]), stacked([usual for _, usual in told])


def _laws(comparison: Comparison, own: LegLinks, usual: LegLinks) -> Line:
    """Exchange turns every sign; a link that is the same in both adds nothing; sums hold."""
    worst = 0.0
    for kind in Kind:
        there, back = comparison.divided(kind, own, usual), comparison.divided(kind, usual, own)
        worst = max(worst, *(_gap(there.links[k], -back.links[k]) for k in there.links))
        worst = max(worst, _gap(sum(there.links.values(), np.zeros(1)), there.difference))
        for links in groups_of(kind).values():
            for link in links:
                same = comparison.divided(kind, mixed(usual, own, frozenset({link})), usual)
                worst = max(worst, _gap(same.links[link], 0.0 * same.difference))
    return Line(
        "share, laws: exchange turns every sign, a link alike in both adds nothing, sums hold",
        f"{worst:.0e}",
        "1e-9",
        worst <= EXACT,
    )


def _gap(one: FloatArray, other: FloatArray) -> float:
    apart = np.abs(one - other)
    return float(np.max(apart[np.isfinite(apart)], initial=0.0))


def _causes(comparison: Comparison, usual: LegLinks) -> Line:
    """Change one link of the natural walk by a known turn, shift or push: all of it must come back there."""
    worst, told, least = 0.0, 0, np.inf
    for field, changed in _known(usual).items():
        own = usual._replace(**{field: changed})
        for kind in Kind:
            found = comparison.divided(kind, own, usual)
            link = next((k for k in found.links if field in FIELDS[k]), None)
            if link is None:
                worst = max(worst, _gap(found.difference, 0.0 * found.difference))
                continue
            told += 1
            least = min(least, float(np.nanmax(np.abs(found.difference))))
            worst = max(worst, _gap(found.links[link], found.difference))
            worst = max(worst, *(_gap(v, 0.0 * v) for k, v in found.links.items() if k != link))
    return Line(
        "share, open chains with a known cause: all of it on the link that was changed",
        f"{worst:.0e} off in {told} cases, least deviation {least:.2g}",
        "1e-9 off",
        worst <= EXACT and least > 1e-4,
    )


def _known(leg: LegLinks) -> Mapping[str, FloatArray]:
    turn = from_cardan("zxy", np.deg2rad([6.0, -5.0, 8.0]))
    return {
        "heading": leg.heading + np.deg2rad(8.0),
        "roll": leg.roll - np.deg2rad(5.0),
        "pitch": leg.pitch + np.deg2rad(7.0),
        "subtalar": leg.subtalar @ turn,
        "talocrural": leg.talocrural @ turn,
        "pelvis": leg.pelvis @ turn,
        "hip": leg.hip @ turn,
        "pressure": leg.pressure + np.array([0.02, 0.0, -0.01]),
        "force": 1.1 * leg.force,
        "free": leg.free + 0.02,
        "knee_from_ankle": 1.05 * leg.knee_from_ankle,
    }


def _turned_motion(found: Analysis, comparison: Comparison, own: LegLinks, usual: LegLinks) -> Line:
    """The lab turned by 10 degrees, and everything seen in a mirror, left for right."""
    worst = 0.0
    seen = [_repetition(r, _trial(found, r), _turned) for r in (*comparison.own, *comparison.usual)]
    mirror = [_repetition(r, _trial(found, r), _mirrored) for r in (*comparison.own, *comparison.usual)]
    count = len(comparison.own)
    for told in (seen, mirror):
        again = _legs(replace(comparison, own=tuple(told[:count]), usual=tuple(told[count:])))
        for kind in Kind:
            first, second = comparison.divided(kind, own, usual), comparison.divided(kind, *again)
            worst = max(worst, *(_gap(first.links[k], second.links[k]) for k in first.links))
    return Line(
        "share, lab turned 10 deg, and a mirror: largest change of any part",
        f"{worst:.0e}",
        "1e-9",
        worst <= EXACT,
    )


def _trial(found: Analysis, one: Repetition) -> TrialResult:
    return next(t for t in (*found.trials, *found.natural) if t.recording.name == one.trial)


_Seen = tuple[Callable[[str], SegmentPose | None], Side, FloatArray, FootForce | None]


def _repetition(
    one: Repetition, trial: TrialResult, change: Callable[[TrialResult, Side], _Seen]
) -> Repetition:
    segment, side, heading, ground = change(trial, one.side)
    return replace(one, leg=leg_links(segment, side, heading, ground))


def _force(trial: TrialResult, side: Side) -> FootForce | None:
    if not isinstance(trial.loads, Loads):
        return None
    return on_foot(trial.loads.ground_at_frames.arrays, trial.loads.body_mass, side)


def _turned(trial: TrialResult, side: Side) -> _Seen:
    turn, shift = from_axis_angle(_UP, np.array(_TURN)), np.array([2.0, 0.0, -1.0])

    def segment(name: str) -> SegmentPose | None:
        pose = segment_pose(trial.motion, name)
        return None if pose is None else SegmentPose(turn @ pose.rotation, pose.origin @ turn.T + shift)

    force = _force(trial, side)
    if force is not None:
        force = FootForce(force.force @ turn.T, force.point @ turn.T + shift, force.free @ turn.T)
    return segment, side, progression(trial) + _TURN, force


def _mirrored(trial: TrialResult, side: Side) -> _Seen:
    def segment(name: str) -> SegmentPose | None:
        other = name.replace(str(side.other), str(side)) if str(side.other) in name else name
        pose = segment_pose(trial.motion, other)
        if pose is None:
            return None
        return SegmentPose(np.outer(_FLIP, _FLIP) * pose.rotation, _FLIP * pose.origin)

    force = _force(trial, side)
    if force is not None:
        force = FootForce(_FLIP * force.force, _FLIP * force.point, -_FLIP * force.free)
    return segment, side.other, -progression(trial), force


def _tracked_again(found: Analysis, comparison: Comparison) -> Line:
    """Turn the recordings themselves, and track them again with the direction they then have."""
    before, after = shares(comparison), shares(_again(found, _turned_recording))
    worst = max(
        abs(one.links[HEADING].value - other.links[HEADING].value)
        for one, other in zip(before, after, strict=True)
        if one.quantity.kind is Kind.ANGLE
    )
    return Line(
        "share, recordings turned 10 deg and tracked again: largest change of a heading's part",
        f"{worst:.3f} deg",
        "<= 0.1 deg",
        worst <= 0.1,
    )


def _turned_recording(recording: Recording) -> Recording:
    turn = from_axis_angle(_UP, np.array(_TURN))
    markers = recording.markers.transpose(..., "axis")
    return replace(recording, markers=markers.copy(data=markers.values @ turn.T))


def _again(found: Analysis, change: Callable[[Recording], Recording]) -> Comparison:
    """The same comparison of recordings that were changed and tracked again; forces stay as they are."""
    trials = [_tracked(found, trial, change) for trial in (*found.trials, *found.natural)]
    count = len(found.trials)
    return _natural(comparisons(found.subject, trials[:count], trials[count:]))


def _tracked(found: Analysis, trial: TrialResult, change: Callable[[Recording], Recording]) -> TrialResult:
    changed = change(trial.recording)
    return replace(
        trial, recording=changed, motion=track(changed, found.subject, progression_heading(changed))
    )


def _shaken(found: Analysis) -> Iterator[Line]:
    """Shake every marker of both trials by 3 mm along each axis, as slowly as skin moves."""
    random = np.random.default_rng(7)
    told = [shares(_again(found, partial(_shake, random))) for _ in range(_DRAWS)]
    for name, most in _LARGEST.items():
        scale, unit = (MASS, "N m") if name.endswith("moment") else (1.0, "deg")
        worst = {
            group: scale * max(_spread(told, name, group))
            for group in (BELOW, ABOVE, GROUND)
            if group in _of(told[0], name)[0].groups
        }
        largest = max(worst.values())
        yield Line(
            f"share, 3 mm of soft-tissue-like noise, {name}: spread of {' and '.join(worst)}",
            ", ".join(f"{value:.2f}" for value in worst.values()) + f" {unit}",
            f"<= {most:g} {unit}",
            largest <= most,
        )


def _of(found: Sequence[Share], name: str) -> list[Share]:
    return [share for share in found if share.quantity.name == name]


def _spread(told: Sequence[Sequence[Share]], name: str, group: str) -> list[float]:
    """Standard deviation over the draws, of each phase."""
    values = np.array([[s.groups[group].value for s in _of(one, name)] for one in told])
    return [float(sd) for sd in values.std(axis=0, ddof=1)]


def _shake(random: np.random.Generator, recording: Recording) -> Recording:
    """Add waves of 0.3 to 3 Hz, each marker and axis its own, of 3 mm standard deviation."""
    markers = recording.markers.transpose("time", "marker", "axis")
    time = np.asarray(markers.time.values, np.float64)
    shape = (4, 1, *markers.shape[1:])
    rate, phase = random.uniform(0.3, 3.0, shape), random.uniform(0.0, 2.0 * np.pi, shape)
    waves = np.sin(2.0 * np.pi * rate * time[:, None, None] + phase).sum(axis=0) * np.sqrt(2.0 / len(rate))
    return replace(recording, markers=markers.copy(data=markers.values + _NOISE * waves))


def _by_order(found: Division) -> Division:
    """A division in one order only: what is told first gets more."""
    first = next(iter(found.links))
    return replace(found, links={**found.links, first: found.links[first] + 0.01 * np.abs(found.difference)})


@contextmanager
def _wrong_axis() -> Iterator[None]:
    """Directions of progression turned about the lab's X."""
    module = vars(importlib.import_module("groundup.findings.share.leg_links"))
    module["_UP"], kept = np.array([1.0, 0.0, 0.0]), module["_UP"]
    try:
        yield
    finally:
        module["_UP"] = kept


@contextmanager
def _louder() -> Iterator[None]:
    """Noise of 15 mm in place of 3."""
    globals()["_NOISE"], kept = 0.015, _NOISE
    try:
        yield
    finally:
        globals()["_NOISE"] = kept


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "share, laws": lambda: wrapped("groundup.findings.share.owen", "divide", _by_order),
    "share, open chains": lambda: wrapped("groundup.findings.share.owen", "divide", _by_order),
    "share, lab turned": _wrong_axis,
    "share, recordings turned": _wrong_axis,
    "share, 3 mm": _louder,
}
