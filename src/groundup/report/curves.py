"""The curve pages in order: one per task with cycles, then one per trial without any."""

from dataclasses import replace

from groundup.assessment import Analysis, TrialResult
from groundup.motion.task import Task
from groundup.report.curve_page import CurvePage
from groundup.report.cycle_curves import cycle_page
from groundup.report.time_curves import time_page


def curve_pages(analysis: Analysis) -> tuple[CurvePage, ...]:
    """One page per task with cycles, then one per trial without any."""
    pages = []
    for task in Task:
        trials = [t for t in analysis.trials if t.movement.task is task and t.movement.cycles]
        if trials:
            pages.append(replace(cycle_page(analysis, task, trials), trials=places(analysis, trials)))
    still = [t for t in analysis.trials if not t.movement.cycles and t.movement.task is not Task.STANDING]
    standing = [t for t in analysis.trials if t.movement.task is Task.STANDING and not t.movement.cycles]
    for trial in (*still, *standing):
        pages.append(replace(time_page(analysis, trial), trials=places(analysis, [trial])))
    return tuple(pages)


def places(analysis: Analysis, trials: list[TrialResult]) -> tuple[int, ...]:
    """Places of some trials among all: what a cursor over their curves is linked by."""
    return tuple(k for k, one in enumerate(analysis.trials) if any(one is t for t in trials))
