"""Measures with how far each may be off."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from groundup.findings.definition import MARKERS
from groundup.findings.measure import Measure
from groundup.findings.stride_measures import STRIDE_MEASURES
from groundup.quantities import MeasurementError
from groundup.uncertainty.ensemble import Ensemble
from groundup.uncertainty.ensemble_loads import LOAD_SIZES
from groundup.uncertainty.interval import spread_about
from groundup.uncertainty.shares import Sources, words

_BY_EVENTS = frozenset(one.definition.name for one in STRIDE_MEASURES)
_EVENTS = "no interval: it rests on events and on where feet stood, which are taken as found"
_SELDOM = "no interval: fewer than 90 of 100 versions of the person show it"


def without_errors(measures: Sequence[Measure], why: str) -> tuple[Measure, ...]:
    """Say of every measure why nothing tells how far it may be off."""
    return tuple(replace(one, no_interval=f"no interval: {why}") if one.n else one for one in measures)


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
    if not measure.n:
        return measure
    if values is None:
        by_events = measure.definition.name in _BY_EVENTS
        return replace(measure, no_interval=_EVENTS if by_events else _SELDOM)
    sd, low, high = (float(found) for found in spread_about(np.asarray(measure.value), values))
    if not np.isfinite(sd):
        return replace(measure, no_interval=_SELDOM)
    source = words(sources.shares(values), ensemble.labels)
    members = int(np.isfinite(values).sum())
    # A member is off the measured value as that is off the truth, see :mod:`groundup.uncertainty.interval`.
    return replace(
        measure, error=MeasurementError(sd, low, high, members, source, 2.0 * measure.value - values)
    )
