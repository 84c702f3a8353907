"""Measures with how far each may be off."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from groundup.findings.definition import MARKERS
from groundup.findings.measure import Measure
from groundup.quantities import MeasurementError
from groundup.uncertainty.ensemble import Ensemble
from groundup.uncertainty.ensemble_loads import LOAD_SIZES
from groundup.uncertainty.interval import spread_about
from groundup.uncertainty.shares import Sources, words


def with_errors(measures: Sequence[Measure], ensemble: Ensemble) -> tuple[Measure, ...]:
    """Tell of every measure that the ensemble has how far it may be off, and what matters most for that."""
    every = Sources(ensemble.draws)
    # What is read off markers alone owes nothing to the plates.
    bodily = Sources({name: own for name, own in ensemble.draws.items() if name not in LOAD_SIZES})
    return tuple(
        _with_error(one, ensemble, bodily if one.definition.needs == MARKERS else every) for one in measures
    )


def _with_error(measure: Measure, ensemble: Ensemble, sources: Sources) -> Measure:
    values = ensemble.measures.get((measure.definition.name, measure.side, measure.task))
    if values is None or not measure.n:
        return measure
    sd, low, high = (float(found) for found in spread_about(np.asarray(measure.value), values))
    if not np.isfinite(sd):
        return measure
    source = words(sources.shares(values), ensemble.labels)
    return replace(measure, error=MeasurementError(sd, low, high, int(np.isfinite(values).sum()), source))
