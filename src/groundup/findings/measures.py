"""Everything that is measured of a person, by name; what cannot be is told with its reason."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

import numpy as np

from groundup.findings.angle_measures import AngleMeasure, angle_measures, read
from groundup.findings.definition import Phase
from groundup.findings.heel_down import HEEL_DOWN, read_heel_down
from groundup.findings.load_measures import load_measures
from groundup.findings.lone_stances import NEEDS_STRIDE, lone_stances, single_supports
from groundup.findings.measure import Measure, gather
from groundup.findings.read_loads import read_load, read_margin, why_not
from groundup.findings.reference import Person, Reference, compare
from groundup.findings.stride_measures import SPEED, STRIDE_MEASURES, read_stride
from groundup.loads.loads import Loads, NoLoads
from groundup.mechanics.tree import FloatArray
from groundup.motion.feet import body_points
from groundup.motion.motion import Motion, Movement
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import Recording

Readings = list[tuple[str, FloatArray]]
"""For each trial its name and the values of its repetitions, NaN where not seen."""


class Trial(Protocol):
    """One analysed trial (`groundup.assessment.TrialResult` has this shape)."""

    @property
    def recording(self) -> Recording:
        """What came in."""
        ...

    @property
    def motion(self) -> Motion:
        """Poses and angles."""
        ...

    @property
    def movement(self) -> Movement:
        """Events, contacts and cycles."""
        ...

    @property
    def loads(self) -> Loads | NoLoads:
        """What its forces say."""
        ...


def measure(
    trials: Sequence[Trial], person: Person | None = None, own: Sequence[Reference] = ()
) -> tuple[Measure, ...]:
    """Every measure of every task among the trials, both legs; trials of one task are joined.

    Parameters
    ----------
    trials : sequence of Trial
    person : Person, optional
        What references must fit; not known, they are shown and carry no verdict.
    own : sequence of Reference
        Of the user's own laboratory, preferred where they fit.
    """
    tasks = dict.fromkeys(trial.movement.task for trial in trials)
    found = [
        one
        for task in tasks
        for one in _of_task(task, [trial for trial in trials if trial.movement.task is task])
    ]
    # Both legs go at one speed: where only one's is measured, it counts for both.
    speeds = {one.task: one.value for one in found if one.definition.name == SPEED and one.n}
    legs = {(one.task, one.definition, one.side): one.value for one in found if one.n}
    return tuple(
        replace(
            _compared(one, person or Person(), speeds.get(one.task), own),
            other_leg=legs.get((one.task, one.definition, one.side.other), float("nan")),
        )
        for one in found
    )


def _compared(one: Measure, person: Person, speed: float | None, own: Sequence[Reference]) -> Measure:
    told = compare(one, person, speed, own)
    return replace(one, comparison=told[0]) if told else one


def _of_task(task: Task, trials: Sequence[Trial]) -> Iterator[Measure]:
    for of_kind in (_strides, _angles, _heel_down, _loads):
        yield from of_kind(task, trials)


def _strides(task: Task, trials: Sequence[Trial]) -> Iterator[Measure]:
    for one in STRIDE_MEASURES:
        if task in one.definition.tasks:
            for side in Side:
                readings = [(t.recording.name, read_stride(one, t.movement, side)) for t in trials]
                yield gather(one.definition, side, task, readings, partial(_no_repetition, side))


def _angles(task: Task, trials: Sequence[Trial]) -> Iterator[Measure]:
    for one, side, readings in angle_readings(task, trials):
        yield gather(one.definition, side, task, readings, partial(_why, one, side, trials))


def angle_readings(task: Task, trials: Sequence[Trial]) -> Iterator[tuple[AngleMeasure, Side, Readings]]:
    """Read every measure of an angle of both legs in each trial.

    Parameters
    ----------
    task : Task
    trials : of that task; motion and curves may have a member axis in front.

    Returns
    -------
    Measure, leg, and for each trial its name and (..., N) values, NaN where not seen.
    """
    told = [(t.recording.name, [t.movement], _with_lone_stances(t), _cut_stances(t)) for t in trials]
    for one in angle_measures():
        if task in one.definition.tasks:
            for side in Side:
                readings = [(name, _read(one, side, *parts)) for name, *parts in told]
                yield one, side, readings


def _read(
    one: AngleMeasure,
    side: Side,
    strides: Sequence[Movement],
    stances: Sequence[Movement],
    cut: Sequence[Movement],
) -> FloatArray:
    """(..., N) a measure in every repetition of a leg that shows its phase."""
    phase = one.definition.phase
    found = _joined([read(one, part, side) for part in (strides if phase in NEEDS_STRIDE else stances)])
    if found.shape[-1] or phase is not Phase.SINGLE_SUPPORT:
        return found
    return _joined([found, *(read(one, part, side) for part in cut)])


def _cut_stances(trial: Trial) -> list[Movement]:
    supports = single_supports(trial.movement, trial.motion)
    return [] if supports is None else [supports]


def _joined(readings: Sequence[FloatArray]) -> FloatArray:
    """Join repetitions (..., N); where none is there, its array may lack the axes in front."""
    shown = [values for values in readings if values.shape[-1]]
    return np.concatenate(shown, axis=-1) if shown else readings[0]


def _heel_down(task: Task, trials: Sequence[Trial]) -> Iterator[Measure]:
    for side, readings, reason in heel_down_readings(task, trials):
        yield gather(HEEL_DOWN, side, task, readings, partial(str, reason or _no_repetition(side)))


def heel_down_readings(task: Task, trials: Sequence[Trial]) -> Iterator[tuple[Side, Readings, str]]:
    """Read how far the shank leans with the heel down, as :func:`angle_readings` does; and why not."""
    if task not in HEEL_DOWN.tasks:
        return
    told = [
        (t, feet, part)
        for t in trials
        for feet in [body_points(t.recording).feet]
        for part in _with_lone_stances(t)
    ]
    for side in Side:
        found = [
            (t.recording.name, *read_heel_down(feet.get(side), t.motion, part, side))
            for t, feet, part in told
        ]
        readings = [(name, values) for name, values, _ in found]
        yield side, readings, next((why for _, _, why in found if why), "")


def _with_lone_stances(trial: Trial) -> list[Movement]:
    """Strides of a trial, and the stances that are part of none."""
    stances = lone_stances(trial.movement, trial.motion)
    return [trial.movement] if stances is None else [trial.movement, stances]


def _loads(task: Task, trials: Sequence[Trial]) -> Iterator[Measure]:
    for one in load_measures():
        if task in one.definition.tasks:
            for side in Side:
                readings = [(t.recording.name, read_load(one, t, side)) for t in trials]
                found = gather(one.definition, side, task, readings, partial(why_not, one, trials, side))
                yield replace(found, margin=read_margin(one, trials, side))


def _no_repetition(side: Side) -> str:
    return f"no complete repetition of the {side} leg"


def _why(measure: AngleMeasure, side: Side, trials: Sequence[Trial]) -> str:
    """Reason why no trial shows an angle measure."""
    column = measure.angle.column(side)
    reasons = [t.motion.not_measurable[column] for t in trials if column in t.motion.not_measurable]
    if reasons:
        return reasons[0]
    if not any(c.side in (None, side) for t in trials for c in t.movement.cycles):
        return _no_repetition(side)
    return f"the angle is not seen through the whole of the {measure.definition.phase}"
