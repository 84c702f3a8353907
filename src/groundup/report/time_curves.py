"""Curves over time, for trials without repetitions: standing, and movements of no known kind."""

import numpy as np

from groundup.assessment import Analysis, TrialResult
from groundup.motion.task import Task
from groundup.quantities import Angle, Side
from groundup.recording.recording import EventKind
from groundup.report.cell import Strand, make_cell
from groundup.report.curve_page import CurvePage, Row, blank_reason, gap_reason, legend
from groundup.report.figure import Line
from groundup.report.layout import GRID
from groundup.report.scale import time_axis

MOST_SAMPLES = 500
MOST_EVENT_LINES = 12
_EVENT_WORDS = {EventKind.CONTACT: "foot contact", EventKind.OFF: "toe-off"}


def time_page(analysis: Analysis, trial: TrialResult) -> CurvePage:
    """Draw one trial over its own time."""
    time = trial.motion.angles["time"].values
    axis = time_axis(float(time[0]), float(time[-1])) if time.size else time_axis(0.0, 1.0)
    lines = _event_lines(trial)
    rows = tuple(
        Row(
            title,
            tuple(
                make_cell(a, _time_strands(analysis, a, trial), axis, "time (s)", "s", lines) if a else None
                for a in angles
            ),
        )
        for title, angles in GRID
    )
    task = trial.movement.task
    known = task is not Task.OTHER
    return CurvePage(
        title=f"{str(task).capitalize()}: joint angles over time" if known else "Joint angles over time",
        link=f"{str(task).capitalize()} curves" if known else "Curves",
        subtitle=trial.recording.name,
        notes=("No repetition was recognised in this trial, so the curves run over time.",)
        if task is not Task.STANDING
        else (),
        rows=rows,
        single=False,
        line_words=legend(lines, ""),
        reading="Left and right angles over the same time; the figures beside each title are the lowest and "
        "highest values.",
    )


def _event_lines(trial: TrialResult) -> tuple[Line, ...]:
    """Foot contacts and offs as lines, unless there are so many that they would hide the curves."""
    events = [e for e in trial.movement.events if e.side is not None]
    if len(events) > MOST_EVENT_LINES:
        return ()
    return tuple(
        Line(e.time, str(e.side), _EVENT_WORDS[e.kind], solid=e.kind is EventKind.CONTACT) for e in events
    )


def _time_strands(analysis: Analysis, angle: Angle, trial: TrialResult) -> tuple[Strand, ...]:
    angles = trial.motion.angles
    known = {str(name): k for k, name in enumerate(angles["angle"].values)}
    degrees = np.degrees(angles.transpose("time", "angle").values)
    step = max(1, -(-degrees.shape[0] // MOST_SAMPLES))
    strands = []
    for side in tuple(Side) if angle.sided else (None,):
        k = known.get(angle.column(side))
        values = np.full(degrees.shape[0], np.nan) if k is None else degrees[:, k]
        strands.append(
            Strand(
                side,
                angles["time"].values[::step],
                values[None, ::step],
                blank_reason(angle, [trial], side),
                gap_reason(analysis, angle, side),
            )
        )
    return tuple(strands)
