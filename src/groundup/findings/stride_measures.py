"""Measures of time and distance: speed, cadence, step, stance."""

from dataclasses import dataclass

import numpy as np

from groundup.findings.definition import Definition, Phase
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Movement
from groundup.motion.task import Task
from groundup.quantities import Side

_GAIT = (Task.WALKING, Task.RUNNING)
_REPEATED = (Task.SQUAT, Task.SINGLE_LEG_SQUAT, Task.LANDING)
SPEED = "gait_speed"
"""Name of the measure that references are matched by."""


@dataclass(frozen=True)
class StrideMeasure:
    """A measure and the parameter of the movement it is."""

    definition: Definition
    parameter: str


def _measure(name: str, label: str, parameter: str, unit: str, *tasks: Task) -> StrideMeasure:
    return StrideMeasure(Definition(name, label, Phase.WHOLE, unit, "", "", tasks), parameter)


STRIDE_MEASURES = (
    _measure(SPEED, "Speed", "speed", "m/s", *_GAIT),
    _measure("cadence", "Cadence", "cadence", "steps/min", *_GAIT),
    _measure("stride_length", "Stride length", "stride length", "m", *_GAIT),
    _measure("step_length", "Step length", "step length", "m", *_GAIT),
    _measure("step_width", "Step width", "step width", "m", *_GAIT),
    _measure("stance_share", "Stance", "stance", "% of stride", *_GAIT),
    _measure("single_support_share", "Single support", "single support", "% of stride", Task.WALKING),
    _measure("depth", "Depth: drop of the pelvis", "depth", "m", *_REPEATED),
)
"""In the order they are told."""


def read_stride(measure: StrideMeasure, movement: Movement, side: Side) -> FloatArray:
    """(N,) the parameter in each repetition of a leg; what both legs do together counts for each."""
    own = [s for s in movement.spatiotemporal if s.name == measure.parameter and s.side in (None, side)]
    return np.array([value for s in own for value in s.values], np.float64)
