"""Everything that is measured of a person, by name; what cannot be is told with its reason."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Protocol

from groundup.findings.angle_measures import AngleMeasure, angle_measures, read
from groundup.findings.load_measures import load_measures, read_load, why_not
from groundup.findings.measure import Measure, gather
from groundup.loads.loads import Loads, NoLoads
from groundup.motion.motion import Motion, Movement
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import Recording


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


def measure(trials: Sequence[Trial]) -> tuple[Measure, ...]:
    """Every measure of every task among the trials, both legs; trials of one task are joined."""
    tasks = dict.fromkeys(trial.movement.task for trial in trials)
    return tuple(
        found
        for task in tasks
        for found in _of_task(task, [trial for trial in trials if trial.movement.task is task])
    )


def _of_task(task: Task, trials: Sequence[Trial]) -> Iterator[Measure]:
    for one in angle_measures():
        if task in one.definition.tasks:
            for side in Side:
                readings = [(t.recording.name, read(one, t.movement, side)) for t in trials]
                yield gather(one.definition, side, task, readings, partial(_why, one, side, trials))
    for load in load_measures():
        if task in load.definition.tasks:
            for side in Side:
                readings = [(t.recording.name, read_load(load, t, side)) for t in trials]
                yield gather(load.definition, side, task, readings, partial(why_not, load, trials, side))


def _why(measure: AngleMeasure, side: Side, trials: Sequence[Trial]) -> str:
    """Reason why no trial shows an angle measure."""
    column = measure.angle.column(side)
    reasons = [t.motion.not_measurable[column] for t in trials if column in t.motion.not_measurable]
    if reasons:
        return reasons[0]
    if not any(c.side in (None, side) for t in trials for c in t.movement.cycles):
        return f"no complete repetition of the {side} leg"
    return f"the angle is not seen through the whole of the {measure.definition.phase}"
