"""Repetitions of a leg as links, from an analysed trial."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from groundup.findings.definition import Phase
from groundup.findings.lone_stances import lone_stances
from groundup.findings.measures import Trial
from groundup.findings.phases import window
from groundup.findings.share.alignment import Repetition
from groundup.findings.share.leg_links import FootForce, leg_links
from groundup.loads.force_arrays import ForceArrays
from groundup.loads.knee.segment_pose import segment_pose
from groundup.loads.knee.span import GAIT
from groundup.loads.loads import NoLoads
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Cycle
from groundup.motion.passes import progression_heading
from groundup.motion.task import Task
from groundup.quantities import Side

_OF_GAIT = (Phase.LOADING, Phase.SINGLE_SUPPORT, Phase.PUSH_OFF)
_OF_SQUAT = (Phase.DOWN, Phase.BOTTOM)
SHARED_TASKS = (*GAIT, Task.SQUAT, Task.SINGLE_LEG_SQUAT)
"""Tasks whose repetitions can be laid one over the other."""


def repetitions(trial: Trial, side: Side) -> tuple[Repetition, ...]:
    """Take the stances or squats of a leg, with its ground force where plates tell.

    Parameters
    ----------
    trial : Trial
    side : Side
    """
    if trial.movement.task not in SHARED_TASKS:
        return ()
    time = np.asarray(trial.motion.poses.time.values, np.float64)
    force = None if isinstance(trial.loads, NoLoads) else trial.loads.ground_at_frames.arrays
    mass = 0.0 if isinstance(trial.loads, NoLoads) else trial.loads.body_mass
    leg = leg_links(partial(segment_pose, trial.motion), side, progression(trial), on_foot(force, mass, side))
    found = []
    for cycle in _cycles(trial, side):
        phases = dict(phases_of(cycle, trial.movement.task))
        if phases:
            found.append(Repetition(leg, time, phases, _height(trial), trial.recording.name, side))
    return tuple(found)


def progression(trial: Trial) -> FloatArray:
    """(F,) direction of walking, about Y from lab X [rad]; of a squat, where both feet point on the mean."""
    heading = progression_heading(trial.recording)
    if trial.movement.task in GAIT:
        return heading
    angles = trial.motion.angles
    outward = [angles.sel(angle=f"foot_progression_{side}").values for side in (Side.RIGHT, Side.LEFT)]
    # Toe-in is positive on both feet: to the left on the right foot, to the right on the left one.
    return np.asarray(heading + np.nanmean((outward[0] - outward[1]) / 2.0))


def on_foot(forces: ForceArrays | None, mass: float, side: Side) -> FootForce | None:
    """Ground force on one foot per body mass, from (..., F, 2, 3) on both [N, m, N m].

    A force too small to say where it acts is taken to act where the next larger one does.
    """
    if forces is None:
        return None
    foot = list(Side).index(side)
    force, point, free = (part[..., foot, :] for part in forces)
    return FootForce(force / mass, _carried(point, force), free / mass)


def _cycles(trial: Trial, side: Side) -> Iterator[Cycle]:
    yield from (cycle for cycle in trial.movement.cycles if cycle.side in (None, side))
    alone = lone_stances(trial.movement, trial.motion)
    if alone is not None:
        yield from (cycle for cycle in alone.cycles if cycle.side is side)


def phases_of(cycle: Cycle, task: Task) -> Iterator[tuple[Phase, tuple[float, float]]]:
    """First and last instant [s] of each phase that is told of a stance or a squat."""
    for phase in _OF_GAIT if task in GAIT else _OF_SQUAT:
        bounds = window(cycle, phase, running=task is Task.RUNNING)
        if bounds is not None:
            first, last = (cycle.start + share / 100.0 * (cycle.end - cycle.start) for share in bounds)
            yield phase, (first, last)


def _height(trial: Trial) -> FloatArray | None:
    """(F,) height of the pelvis [m]; not what gait is aligned by."""
    pose = segment_pose(trial.motion, "pelvis")
    return None if trial.movement.task in GAIT or pose is None else np.asarray(pose.origin[:, 1])


def _carried(point: FloatArray, force: FloatArray) -> FloatArray:
    """(..., F, 3) points with those of the nearest frame where a force is known and its point is not."""
    known = np.isfinite(point).all(axis=-1)
    frames = np.arange(known.shape[-1])
    last = np.maximum.accumulate(np.where(known, frames, -1), axis=-1)
    after = np.where(known, frames, len(frames))[..., ::-1]
    coming = np.minimum.accumulate(after, axis=-1)[..., ::-1]
    sooner = (last >= 0) & ((coming >= len(frames)) | (frames - last <= coming - frames))
    nearest = np.where(sooner, last, coming)
    found = (nearest >= 0) & (nearest < len(frames)) & np.isfinite(force).all(axis=-1) & ~known
    taken = np.take_along_axis(point, np.clip(nearest, 0, len(frames) - 1)[..., None], axis=-2)
    return np.where(found[..., None], taken, point)
