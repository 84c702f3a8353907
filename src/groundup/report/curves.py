"""The curve pages in order: one per task with cycles, then one per trial without any."""

from groundup.assessment import Analysis
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
            pages.append(cycle_page(analysis, task, trials))
    still = [t for t in analysis.trials if not t.movement.cycles and t.movement.task is not Task.STANDING]
    standing = [t for t in analysis.trials if t.movement.task is Task.STANDING and not t.movement.cycles]
    return (*pages, *(time_page(analysis, t) for t in (*still, *standing)))
