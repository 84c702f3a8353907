"""Measures and curves of an ensemble, gathered a few members at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import xarray as xr

from groundup.body.chain import Chain
from groundup.body.subject import Subject
from groundup.findings.heel_down import HEEL_DOWN
from groundup.findings.measures import Trial, angle_readings, heel_down_readings
from groundup.loads.loads import Loads, NoLoads
from groundup.mechanics.kinematics import Poses
from groundup.mechanics.tree import FloatArray
from groundup.motion.cycles import cycle_curves
from groundup.motion.joint_angles import angle_columns
from groundup.motion.motion import Motion, Movement
from groundup.motion.task import Task
from groundup.quantities import ANGLES, Side
from groundup.recording.recording import Recording
from groundup.uncertainty.draws import Draws
from groundup.uncertainty.earlier_members import EarlierMembers
from groundup.uncertainty.ensemble_loads import MemberLoads, ensemble_loads
from groundup.uncertainty.load_curves import People
from groundup.uncertainty.member_poses import KEPT, MemberPoses, joined, member_poses
from groundup.uncertainty.moved import Moved
from groundup.uncertainty.resolve import Members
from groundup.uncertainty.share_members import MemberPairs, PlacedSession, ShareMembers

Key = tuple[str, Side, Task]
"""Name of a measure, leg, task."""
CurveKey = tuple[Task, Side | None, str]
"""Task, leg (None: of the whole body, in a task of both legs), name of the angle, ``moments.hip_flexion`` and
the like, or ``powers.hip_flexion``."""


@dataclass(frozen=True)
class Found:
    """What was found of a few members.

    Attributes
    ----------
    measures : (E,) of each, mean over the repetitions that the person shows.
    curves : (E, 101) of each.
    poses : number of a trial -> poses of some of them, for the eye.
    legs : their legs where they are held against others.
    members : how many they are.
    """

    measures: Mapping[Key, FloatArray]
    curves: Mapping[CurveKey, FloatArray]
    poses: Mapping[int, MemberPoses]
    legs: MemberPairs
    members: int


@dataclass(frozen=True)
class MemberTrial:
    """A trial with the angles of several members in place of its own."""

    recording: Recording
    motion: Motion
    movement: Movement
    loads: Loads | NoLoads


class Gathered:
    """What was found of the members so far.

    Parameters
    ----------
    subject : Subject
    trials : as analysed.
    moved : the same, then `also`, then the standing trial where there is one.
    people : Members
    sex : {"female", "male"} or None
    also : further trials of the person, that others are held against and nothing is measured of.
    shares : what is held against what; None where nothing is.
    earlier : an earlier session that the trials are held against.
    """

    def __init__(
        self,
        subject: Subject,
        trials: Sequence[Trial],
        moved: Sequence[Moved],
        people: Members,
        sex: str | None,
        also: Sequence[Trial] = (),
        shares: ShareMembers | None = None,
        earlier: EarlierMembers | None = None,
    ) -> None:
        self._also, self._shares, self._earlier = also, shares, earlier
        self._subject, self._trials, self._moved = subject, trials, moved
        self._people, self._sex = people, sex
        self._measures: dict[Key, list[FloatArray]] = {}
        self._curves: dict[CurveKey, list[FloatArray]] = {}
        self._poses: list[list[MemberPoses]] = [[] for _ in trials]
        self._shown = {key: np.isfinite(values) for key, values in self.read(trials)}

    def find(self, draws: Draws, waves: Sequence[FloatArray], rows: slice) -> Found:
        """Find some more members: of several calls at once each stands for itself.

        Parameters
        ----------
        draws : source -> (E, k)
        waves : for each of `moved`.
        rows : which they are among all members.
        """
        chain = self._people.bodies(draws, waves)
        count = len(self._trials) + len(self._also)
        placed: dict[str, Poses] = {}
        shown: dict[int, MemberPoses] = {}
        still = None
        if len(self._moved) > count:
            still = self._people.motion(count, chain, draws, waves[count]).coordinates
        made: list[MemberTrial] = []
        loads: list[MemberLoads] = []
        for number, trial in enumerate(self._trials):
            found = self._people.motion(number, chain, draws, waves[number])
            made.append(member_trial(trial, found.angles))
            placed[trial.recording.name] = found.placed
            if rows.start < KEPT and found.coordinates.shape[1]:
                shown[number] = self._poses_of(number, chain, found.coordinates, KEPT - rows.start)
            named = dict(zip(angle_columns(), np.moveaxis(found.angles, -1, 0), strict=True))
            own = People(replace(self._subject, chain=chain), found.coordinates, named, still, found.placed)
            loads.append(ensemble_loads(trial, own, draws, self._sex, self._people.errors))
        legs: MemberPairs = ()
        if self._shares is not None:
            for number, trial in enumerate(self._also, start=len(self._trials)):
                placed[trial.recording.name] = self._people.motion(number, chain, draws, waves[number]).placed
            before = [] if self._earlier is None else [self._earlier.find(rows)]
            legs = self._shares.find([PlacedSession(chain, placed, draws), *before], rows)
        curves = {**dict(mean_curves(made)), **dict(self._load_curves(loads))}
        return Found(dict(self._read_members(made, loads)), curves, shown, legs, rows.stop - rows.start)

    def keep(self, found: Found) -> None:
        """Put members beside those kept before, in the order of their numbers."""
        for measure, values in found.measures.items():
            self._measures.setdefault(measure, []).append(values)
        for curve, values in found.curves.items():
            self._curves.setdefault(curve, []).append(values)
        for number, poses in found.poses.items():
            self._poses[number].append(poses)
        if self._shares is not None:
            self._shares.keep(found.legs, found.members)

    def measures(self) -> dict[Key, FloatArray]:
        """Measure -> (N,) mean over the repetitions that the person shows."""
        return {key: np.concatenate(parts) for key, parts in self._measures.items()}

    def curves(self) -> dict[CurveKey, FloatArray]:
        """Angle, moment or power -> (N, 101) mean over the repetitions [deg], [N m/kg], [W/kg]."""
        return {key: np.concatenate(parts) for key, parts in self._curves.items()}

    def poses(self) -> dict[str, MemberPoses]:
        """Trial -> poses of its first members, where it has any."""
        return {t.recording.name: joined(p) for t, p in zip(self._trials, self._poses, strict=True) if p}

    def _poses_of(self, number: int, chain: Chain, coordinates: FloatArray, most: int) -> MemberPoses:
        moved = self._moved[number]
        return member_poses(chain, moved.time, coordinates, moved.poses, most)

    def _read_members(
        self, made: Sequence[MemberTrial], loads: Sequence[MemberLoads]
    ) -> Iterator[tuple[Key, FloatArray]]:
        for key, values in self.read(made):
            if self._shown[key].any():
                yield key, values[..., self._shown[key]].mean(axis=-1)
        by_key: dict[Key, list[FloatArray]] = {}
        for trial, found in zip(self._trials, loads, strict=True):
            for (measure, side), values in found.measures.items():
                by_key.setdefault((measure.definition.name, side, trial.movement.task), []).append(values)
        for key, parts in by_key.items():
            together = np.concatenate(parts, axis=-1)
            shown = np.isfinite(together).any(axis=0)
            if shown.any():
                yield key, together[:, shown].mean(axis=-1)

    def _load_curves(self, loads: Sequence[MemberLoads]) -> Iterator[tuple[CurveKey, FloatArray]]:
        by_key: dict[CurveKey, list[FloatArray]] = {}
        for trial, found in zip(self._trials, loads, strict=True):
            for (name, side), cycles in found.cycles.items():
                by_key.setdefault((trial.movement.task, side, name), []).append(cycles)
        for key, parts in by_key.items():
            yield key, _mean(np.concatenate(parts, axis=1))

    @staticmethod
    def read(trials: Sequence[Trial]) -> Iterator[tuple[Key, FloatArray]]:
        """Measures of angles: (..., N) in every repetition of every trial."""
        for task in dict.fromkeys(t.movement.task for t in trials):
            own = [t for t in trials if t.movement.task is task]
            for measure, side, readings in angle_readings(task, own):
                values = np.concatenate([v for _, v in readings], axis=-1)
                yield (measure.definition.name, side, task), values
            for side, readings, _ in heel_down_readings(task, own):
                yield (HEEL_DOWN.name, side, task), np.concatenate([v for _, v in readings], axis=-1)


def member_trial(trial: Trial, angles: FloatArray) -> MemberTrial:
    """Put the angles (E, F, A) of several members [rad] in place of a trial's own."""
    own = trial.motion.angles
    table = xr.DataArray(
        angles,
        dims=("member", "time", "angle"),
        coords={"time": own.time.values, "angle": list(angle_columns())},
        attrs=own.attrs,
    )
    movement = replace(trial.movement, cycle_curves=cycle_curves(trial.movement.cycles, table))
    return MemberTrial(trial.recording, replace(trial.motion, angles=table), movement, trial.loads)


def mean_curves(trials: Sequence[MemberTrial]) -> Iterator[tuple[CurveKey, FloatArray]]:
    """(E, 101) mean curve of every angle over the repetitions of all trials that tell of a leg [deg]."""
    columns = angle_columns()
    for task in dict.fromkeys(t.movement.task for t in trials):
        own = [t.movement for t in trials if t.movement.task is task]
        for side in (None, *Side):
            parts = [
                m.cycle_curves.values[:, [i for i, c in enumerate(m.cycles) if c.side in (None, side)]]
                for m in own
            ]
            together = np.degrees(np.concatenate(parts, axis=1))
            if not together.shape[1]:
                continue
            mean = _mean(together)
            for angle in ANGLES:
                if not (angle.sided and side is None):
                    column = angle.column(side if angle.sided else None)
                    yield (task, side, angle.name), mean[:, columns.index(column)]


def _mean(curves: FloatArray) -> FloatArray:
    """(E, 101) mean over the repetitions (E, N, 101) that show each instant."""
    seen = np.isfinite(curves)
    count = seen.sum(axis=1)
    return np.where(count > 0, np.where(seen, curves, 0.0).sum(axis=1) / np.maximum(count, 1), np.nan)
