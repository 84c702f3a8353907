"""Whether the peak vertical force of each contact is one people have in this task."""

from collections.abc import Sequence

import numpy as np

from groundup.evidence.table import row
from groundup.loads.checks.check import Check, Verdict, judged
from groundup.loads.contact_figures import ContactFigures
from groundup.motion.motion import WHOLE
from groundup.motion.task import Task

NAME = "peak vertical force"
WALKING_BW = (0.9, 1.3)
"""Gait laboratories' own gate (PEERS 12); EVIDENCE A44 lies within it."""
_SPREADS = 3.0  # standard deviations of the published mean


def check_vertical_peak(task: Task, contacts: Sequence[ContactFigures]) -> Check:
    """Compare the peak of every whole contact that is seen from its start to its end with published figures.

    A contact cut by the end of the recording has not shown its peak. Nothing is withheld: a weak push is a
    finding, not an error; far outside, the plates' gain or the body mass is wrong.
    """
    limits = _limits(task)
    whole = [c for c in contacts if c.contact.state in WHOLE and not c.cut and np.isfinite(c.peak_bw)]
    if not whole or limits is None:
        said = ", ".join(f"{c.peak_bw:.2f}" for c in whole)
        reason = f"{said} BW; no published range for {task}" if whole else "no whole contact"
        return Check(NAME, Verdict.CANNOT_TELL, reason, "none", "none")
    low, high, source = limits
    peaks = np.array([c.peak_bw for c in whole])
    outside = [c for c in whole if not low <= c.peak_bw <= high]
    found = f"{peaks.min():.2f} to {peaks.max():.2f} BW over {len(peaks)} contacts"
    if outside:
        odd = ", ".join(f"{c.contact.side} at {c.contact.start:.2f} s" for c in outside[:3])
        found += f"; outside: {odd}{' and more' if len(outside) > 3 else ''}"
    return Check(
        name=NAME,
        verdict=judged(not outside),
        found=found,
        limit=f"{low:.1f} to {high:.1f} BW in {task}",
        source=source,
        consequence="nothing is withheld: a person may push harder or less" if outside else "",
        next_step="check the body mass and the plates' gains if the person moved as usual" if outside else "",
        value=float(peaks.max()),
        unit="BW",
    )


def _limits(task: Task) -> tuple[float, float, str] | None:
    """Range of peak vertical force [body weights] and its source."""
    if task is Task.WALKING:
        return *WALKING_BW, f"PEERS 12; EVIDENCE A44 ({row('A44.walking_peak', may_drive=True).value:g} BW)"
    if task is Task.RUNNING:
        mean = row("A43.running_peak", may_drive=True)
        wide = _SPREADS * (mean.spread or 0.0)
        source = f"EVIDENCE A43 ({mean.value:g} BW, SD {mean.spread:g}), three SD to each side"
        return mean.value - wide, mean.value + wide, source
    return None
