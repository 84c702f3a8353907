"""The band about a mean curve: how far it may be off because of how it was measured."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from groundup.assessment import Analysis
from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.report.cell import Strand
from groundup.uncertainty.ensemble import Ensemble
from groundup.uncertainty.gather import CurveKey
from groundup.uncertainty.interval import spread_about

Ends = tuple[FloatArray, FloatArray] | None
"""Lower and upper end (P,) of the 90 % interval of a mean curve; None where nothing tells them."""


def with_interval(strand: Strand, analysis: Analysis, key: CurveKey) -> Strand:
    """Add the 90 % interval of the mean curve, where the ensemble has the angle.

    Parameters
    ----------
    strand : Strand
    analysis : Analysis
    key : of the angle among the ensemble's curves.
    """
    ensemble = analysis.ensemble
    if ensemble is None or strand.empty or key not in ensemble.curves:
        return strand
    members = ensemble.curves[key]
    if members.shape[1] != len(strand.xs):
        return strand
    _, low, high = spread_about(strand.mean, members)
    return replace(strand, sure=(low, high))


def load_interval(
    ensemble: Ensemble | None, task: Task, names: Sequence[str], side: Side, mean: FloatArray
) -> Ends:
    """Find how far a leg's mean moment or power may be off.

    Parameters
    ----------
    ensemble : Ensemble or None
    task : Task
    names : curves that are summed, e.g. ``moments.knee_flexion``.
    side : Side
    mean : (P,) as drawn.
    """
    keys = [(task, side, name) for name in names]
    if ensemble is None or any(key not in ensemble.curves for key in keys):
        return None
    members = np.sum([ensemble.curves[key] for key in keys], axis=0)
    if members.shape[1] != len(mean):
        return None
    _, low, high = spread_about(mean, members)
    return low, high
