"""Laws that every share obeys, judged on what a comparison of real recordings holds."""

import importlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

import numpy as np

from groundup.assessment import Analysis, TrialResult
from groundup.findings.share.account import comparisons
from groundup.findings.share.alignment import Repetition
from groundup.findings.share.compare import legs_of, shares, stacked
from groundup.findings.share.comparison import Comparison
from groundup.findings.share.leg_links import HEADING, FootForce, LegLinks, leg_links, mixed
from groundup.findings.share.owen import Division
from groundup.findings.share.quantity import Kind, groups_of
from groundup.findings.share.repetitions import on_foot, progression
from groundup.findings.share.share import Reference
from groundup.loads.knee.segment_pose import SegmentPose, segment_pose
from groundup.loads.loads import Loads
from groundup.mechanics.rotation import from_axis_angle
from groundup.mechanics.tree import FloatArray
from groundup.motion.passes import progression_heading
from groundup.motion.track import track
from groundup.quantities import Side
from groundup.recording.recording import Recording
from validation.line import Line
from validation.sabotage import wrapped

EXACT = 1e-9
_POINTS = 21
_TURN = np.deg2rad(10.0)
_UP, _FLIP = np.array([0.0, 1.0, 0.0]), np.array([1.0, 1.0, -1.0])


def compared(found: Analysis) -> tuple[Comparison, ...]:
    return comparisons(found.subject, found.trials, found.natural)


def natural(found: Sequence[Comparison]) -> Comparison:
    """The leg that both walks show, against the natural one: angles and forces together."""
    return replace(next(c for c in found if c.reference is Reference.NATURAL), only=())


def legs(comparison: Comparison) -> tuple[LegLinks, LegLinks]:
    """Both legs (N, P, ...) in every phase, in step."""
    pairs = [pair for phase in comparison.phases for pair in comparison.pairs(phase, _POINTS)]
    told = [legs_of(pair, 0.0) for pair in pairs]
    return stacked([own for own, _ in told]), stacked([usual for _, usual in told])


def laws(comparison: Comparison, own: LegLinks, usual: LegLinks, what: str = "share") -> Line:
    """Exchange turns every sign; a link that is the same in both adds nothing; sums hold."""
    worst = 0.0
    for kind in Kind:
        there, back = comparison.divided(kind, own, usual), comparison.divided(kind, usual, own)
        worst = max(worst, *(gap(there.links[k], -back.links[k]) for k in there.links))
        worst = max(worst, gap(sum(there.links.values(), np.zeros(1)), there.difference))
        for links in groups_of(kind).values():
            for link in links:
                same = comparison.divided(kind, mixed(usual, own, frozenset({link})), usual)
                worst = max(worst, gap(same.links[link], 0.0 * same.difference))
    return Line(
        f"{what}, laws: exchange turns every sign, a link alike in both adds nothing, sums hold",
        f"{worst:.0e}",
        "1e-9",
        worst <= EXACT,
    )


def gap(one: FloatArray, other: FloatArray) -> float:
    apart = np.abs(one - other)
    return float(np.max(apart[np.isfinite(apart)], initial=0.0))


def turned_motion(found: Analysis, comparison: Comparison, what: str = "share") -> Line:
    """The lab turned by 10 degrees, and everything seen in a mirror, left for right."""
    worst = 0.0
    own, usual = legs(comparison)
    seen = [_repetition(r, _trial(found, r), _turned) for r in (*comparison.own, *comparison.usual)]
    mirror = [_repetition(r, _trial(found, r), _mirrored) for r in (*comparison.own, *comparison.usual)]
    count = len(comparison.own)
    for told in (seen, mirror):
        changed = legs(replace(comparison, own=tuple(told[:count]), usual=tuple(told[count:])))
        for kind in Kind:
            first, second = comparison.divided(kind, own, usual), comparison.divided(kind, *changed)
            worst = max(worst, *(gap(first.links[k], second.links[k]) for k in first.links))
    return Line(
        f"{what}, lab turned 10 deg, and a mirror: largest change of any part",
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


def tracked_again(found: Analysis, comparison: Comparison, what: str = "share") -> Line:
    """Turn the recordings themselves, and track them again with the direction they then have."""
    before, after = shares(comparison), shares(again(found, _turned_recording))
    worst = max(
        abs(one.links[HEADING].value - other.links[HEADING].value)
        for one, other in zip(before, after, strict=True)
        if one.quantity.kind is Kind.ANGLE
    )
    return Line(
        f"{what}, recordings turned 10 deg and tracked again: largest change of a heading's part",
        f"{worst:.3f} deg",
        "<= 0.1 deg",
        worst <= 0.1,
    )


def _turned_recording(recording: Recording) -> Recording:
    turn = from_axis_angle(_UP, np.array(_TURN))
    markers = recording.markers.transpose(..., "axis")
    return replace(recording, markers=markers.copy(data=markers.values @ turn.T))


def again(found: Analysis, change: Callable[[Recording], Recording]) -> Comparison:
    """The same comparison of recordings that were changed and tracked again; forces stay as they are."""
    trials = [_tracked(found, trial, change) for trial in (*found.trials, *found.natural)]
    count = len(found.trials)
    return natural(comparisons(found.subject, trials[:count], trials[count:]))


def _tracked(found: Analysis, trial: TrialResult, change: Callable[[Recording], Recording]) -> TrialResult:
    changed = change(trial.recording)
    return replace(
        trial, recording=changed, motion=track(changed, found.subject, progression_heading(changed))
    )


def _by_order(found: Division) -> Division:
    """A division in one order only: what is told first gets more."""
    first = next(iter(found.links))
    return replace(found, links={**found.links, first: found.links[first] + 0.01 * np.abs(found.difference)})


@contextmanager
def wrong_axis() -> Iterator[None]:
    """Directions of progression turned about the lab's X."""
    module = vars(importlib.import_module("groundup.findings.share.leg_links"))
    module["_UP"], kept = np.array([1.0, 0.0, 0.0]), module["_UP"]
    try:
        yield
    finally:
        module["_UP"] = kept


def by_order() -> AbstractContextManager[None]:
    """Divide in one order only."""
    return wrapped("groundup.findings.share.owen", "divide", _by_order)
