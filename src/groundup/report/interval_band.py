"""The band about a mean curve: how far it may be off because of how it was measured."""

from dataclasses import replace

from groundup.assessment import Analysis
from groundup.report.cell import Strand
from groundup.uncertainty.gather import CurveKey
from groundup.uncertainty.interval import spread_about


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
