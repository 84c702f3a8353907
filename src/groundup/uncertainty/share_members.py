"""Shares of an ensemble: by how much each member tells another deviation, and other parts of it."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundup.body.chain import Chain
from groundup.findings.measures import Trial
from groundup.findings.share.alignment import TIMING, Repetition
from groundup.findings.share.comparison import Comparison
from groundup.findings.share.leg_links import LegLinks, leg_links
from groundup.findings.share.members import PairedLegs, ShareKey, joined, member_errors, member_legs
from groundup.findings.share.repetitions import on_foot, progression
from groundup.findings.share.share import Share
from groundup.loads.force_arrays import ForceArrays
from groundup.loads.knee.segment_pose import SegmentPose
from groundup.loads.loads import Loads
from groundup.loads.low_passed import LowPassed, low_passed
from groundup.mechanics.ik import available_threads
from groundup.mechanics.kinematics import Poses
from groundup.mechanics.tree import FloatArray
from groundup.quantities import MeasurementError, Side
from groundup.recording.filters import force_cutoff_for
from groundup.uncertainty.draws import Draws
from groundup.uncertainty.error_sizes import ErrorSizes
from groundup.uncertainty.force_errors import force_slips, slipped
from groundup.uncertainty.interval import spread_about

MemberPairs = Sequence[PairedLegs]
"""For each comparison the legs of some members."""
ShareErrors = Mapping[ShareKey, Mapping[str, FloatArray]]
"""Share -> the deviation, a group or a link -> (N,) what each member tells other than measured."""


# Members whose shares are divided together: a division of a few takes as long as one of many.
_TOGETHER = 400


@dataclass(frozen=True)
class PlacedSession:
    """Some members in the trials of one session.

    Attributes
    ----------
    chain : Chain
        Its parameters are theirs (E, ...).
    placed : trial -> poses of its bodies (E, F, B, ...).
    draws : source -> (E, k) what they were made from.
    """

    chain: Chain
    placed: Mapping[str, Poses]
    draws: Draws


class ShareMembers:
    """Shares of the members found so far.

    Parameters
    ----------
    comparisons : what is held against what.
    trials : every trial of them, natural and earlier ones too.
    members, seed : how many there will be, and what makes their timing.
    errors : how large each kind of error is.
    """

    def __init__(
        self,
        comparisons: Sequence[Comparison],
        trials: Sequence[Trial],
        members: int,
        seed: int,
        errors: ErrorSizes,
    ) -> None:
        self._comparisons, self._errors = comparisons, errors
        self._kept: list[MemberPairs] = []
        self._first, self._number = 0, 0
        # A standard deviation as of phases out of step by up to 2 %, any of it as likely.
        self._shifts = TIMING / np.sqrt(3.0) * np.random.default_rng((seed, 2)).standard_normal(members)
        self._found: dict[ShareKey, dict[str, list[FloatArray]]] = {}
        self._trials = {t.recording.name: t for t in trials}
        every = [r for c in comparisons for r in (*c.own, *c.usual)]
        self._frames = {name: _frames([r for r in every if r.trial == name]) for name in self._trials}
        self._forces = {name: _forces(trial) for name, trial in self._trials.items() if name in self._frames}

    def find(self, sessions: Sequence[PlacedSession], rows: slice) -> MemberPairs:
        """Find the legs of some members: of several calls at once each stands for itself.

        Parameters
        ----------
        sessions : the same members in each: today, and before where that is what they are held against.
        rows : which they are among all members.
        """
        legs: dict[tuple[str, Side], tuple[FloatArray, LegLinks]] = {}
        for session in sessions:
            for name in session.placed:
                if len(self._frames[name]):
                    legs |= self._legs(name, session)

        def of(one: Repetition) -> tuple[FloatArray, LegLinks]:
            if one.fixed:
                members = rows.stop - rows.start
                same = (np.broadcast_to(part, (members, *part.shape)) for part in one.leg)
                return one.time, LegLinks(*same)
            return legs[one.trial, one.side]

        return [member_legs(one, of, self._shifts[rows], rows.start) for one in self._comparisons]

    def keep(self, legs: MemberPairs, members: int) -> None:
        """Put the legs of some members beside those kept before, in the order of their numbers."""
        self._kept.append(legs)
        self._number += members
        if self._number - self._first >= _TOGETHER:
            self._divide()

    def _divide(self) -> None:
        """Share out what the members that wait tell."""
        paired = [joined(parts) for parts in zip(*self._kept, strict=True)]
        with ThreadPoolExecutor(available_threads()) as pool:
            every = pool.map(
                lambda one, legs: member_errors(one, legs, self._first), self._comparisons, paired
            )
            for found in every:
                for key, errors in found.items():
                    kept = self._found.setdefault(key, {})
                    for name, values in errors.items():
                        kept.setdefault(name, []).append(values)
        self._kept, self._first = [], self._number

    def found(self) -> ShareErrors:
        """Every share's errors."""
        if self._kept:
            self._divide()
        return {
            key: {name: np.concatenate(values) for name, values in parts.items()}
            for key, parts in self._found.items()
        }

    def _legs(self, name: str, session: PlacedSession) -> dict[tuple[str, Side], tuple[FloatArray, LegLinks]]:
        trial, frames = self._trials[name], self._frames[name]
        chain, placed = session.chain, session.placed[name]
        time = np.asarray(trial.motion.poses.time.values, np.float64)[frames]
        turned, moved = placed.rotation_body_in_lab[:, frames], placed.position_body_in_lab[:, frames]

        def segment(body: str) -> SegmentPose | None:
            if body not in chain.bodies:
                return None
            b = chain.bodies.index(body)
            return SegmentPose(turned[..., b, :, :], moved[..., b, :])

        ground, mass = self._ground(name, time, session.draws, len(turned))
        heading = progression(trial)[frames]
        return {
            (name, side): (time, _whole(leg_links(segment, side, heading, on_foot(ground, mass, side))))
            for side in Side
        }

    def _ground(
        self, name: str, time: FloatArray, draws: Draws, members: int
    ) -> tuple[ForceArrays | None, float]:
        force, loads = self._forces[name], self._trials[name].loads
        if force is None or not isinstance(loads, Loads):
            return None, 0.0
        return slipped(
            force, time, force_slips(draws, members, loads.body_mass, self._errors)
        ), loads.body_mass


def with_share_errors(shares: Sequence[Share], errors: ShareErrors) -> tuple[Share, ...]:
    """Tell of every share that the ensemble has how far each of its parts may be off."""
    return tuple(_with_errors(share, errors) for share in shares)


def _with_errors(share: Share, errors: ShareErrors) -> Share:
    own = errors.get((share.reference, share.task, share.side, share.phase, share.quantity.name))
    if own is None:
        return share
    told = {}
    for name, part in share.parts().items():
        sd, low, high = (float(x) for x in spread_about(np.asarray(part.value), part.value + own[name]))
        if np.isfinite(sd):
            told[name] = MeasurementError(sd, low, high, int(np.isfinite(own[name]).sum()))
    return share.with_errors(told)


def _frames(repetitions: Sequence[Repetition]) -> NDArray[np.intp]:
    """Frames that may be looked at, whatever a member's timing."""
    if not repetitions:
        return np.zeros(0, np.intp)
    time = repetitions[0].time
    needed = np.zeros(len(time), bool)
    for one in repetitions:
        slack = 5.0 * TIMING * one.length + 2.0 * float(np.median(np.diff(time)))
        start = min(first for first, _ in one.phases.values())
        end = max(last for _, last in one.phases.values())
        needed |= (time >= start - slack) & (time <= end + slack)
    return np.flatnonzero(needed)


def _forces(trial: Trial) -> LowPassed | None:
    loads = trial.loads
    if not isinstance(loads, Loads):
        return None
    time = np.asarray(loads.ground.force.time.values, np.float64)
    return low_passed(time, loads.ground.arrays, force_cutoff_for(trial.movement.task))


def _whole(leg: LegLinks) -> LegLinks:
    """Give every link its member axis."""
    members, frames = leg.heading.shape
    ranks = (0, 0, 0, 2, 2, 2, 2, 1, 1, 1, 1, 1)
    return LegLinks(
        *(
            np.broadcast_to(part, (members, frames, *part.shape[part.ndim - rank :]))
            for part, rank in zip(leg, ranks, strict=True)
        )
    )
