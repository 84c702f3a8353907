"""What a recording itself tells of its loads, looked up once for all its members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from groundup.findings.load_measures import LoadMeasure, Source, load_measures
from groundup.findings.read_loads import LoadedTrial, knee_figures, read_load
from groundup.loads.knee.span import Span
from groundup.loads.phases import whole_spans
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side


@dataclass(frozen=True)
class OwnLoads:
    """One trial's measures of loads.

    Attributes
    ----------
    trial : LoadedTrial
    values : (measure, side) -> (N,) in each stance or repetition, of every measure that the task has.
    spans : stances and repetitions of both legs.
    knee : (measure, side) -> the spans its values are of, in their order; measures of the knee only.
    """

    trial: LoadedTrial
    values: Mapping[tuple[LoadMeasure, Side], FloatArray]
    spans: Sequence[Span]
    knee: Mapping[tuple[LoadMeasure, Side], Sequence[Span]]


def own_loads(trial: LoadedTrial) -> OwnLoads:
    """Look up what a trial tells of its loads."""
    told = [
        (one, side) for one in load_measures() if trial.movement.task in one.definition.tasks for side in Side
    ]
    return OwnLoads(
        trial,
        {(one, side): read_load(one, trial, side) for one, side in told},
        whole_spans(trial.movement, trial.motion.poses.time.values),
        {
            (one, side): [m.span for m in knee_figures(one, trial, side)]
            for one, side in told
            if one.source is Source.KNEE
        },
    )
