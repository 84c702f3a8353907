"""From curves to figures: peaks, impulses and what stood at the peak, per stance or repetition."""

from collections.abc import Iterator

import numpy as np
import xarray as xr

from groundup.loads.knee.measure import KneeMeasure, definition
from groundup.loads.knee.patellofemoral import GRAVITY, interval
from groundup.loads.knee.span import Span
from groundup.mechanics.tree import FloatArray

KNEE_CENTRE_SLIP = 0.010
"""Misplacement of the knee centre whose effect is printed beside the adduction moment [m]."""
_SLIP_WORDS = "10 mm of knee centre"
_NINETY_FIVE = "95 %"
# Share of a span that must have values before a peak of it is a peak.
_ENOUGH = 0.9
_PER_BODY_WEIGHT = 1.0 / GRAVITY


class Window:
    """The part of the curves inside one span, for one side."""

    def __init__(self, curves: xr.Dataset, span: Span) -> None:
        time = np.asarray(curves.time.values)
        self._inside = (time >= span.start) & (time <= span.end)
        self._curves = curves.sel(side=str(span.side))
        self.span = span
        self.time = time[self._inside]

    def __getitem__(self, name: str) -> FloatArray:
        """(n,) one curve inside the span."""
        return np.asarray(self._curves[name].values[self._inside])

    def half(self, second: bool) -> FloatArray:
        """(n,) which instants lie in the first or second half."""
        late = self.time > 0.5 * (self.span.start + self.span.end)
        return np.asarray(late if second else ~late)


def force_figures(curves: xr.Dataset, span: Span, mass: float) -> Iterator[KneeMeasure]:
    """Figures that need the ground force.

    Parameters
    ----------
    curves : Dataset
        Of :func:`external_moments` and :func:`patellofemoral`, merged.
    span : Span
        With its foot on plates.
    mass : float
        Body mass [kg].
    """
    window = Window(curves, span)
    yield from _adduction(window, mass)
    flexion, rotation = window["flexion_moment"], window["rotation_moment"]
    yield _peak(window, "flexion_moment_peak", flexion)
    yield _figure(window, "flexion_moment_impulse", _impulse(window.time, np.maximum(flexion, 0.0)))
    yield _peak(window, "internal_rotation_moment_peak", rotation)
    yield _peak(window, "external_rotation_moment_peak", -rotation)
    yield _figure(window, "rotation_moment_impulse", _impulse(window.time, rotation))
    yield from _patellofemoral(window)


def _adduction(window: Window, mass: float) -> Iterator[KneeMeasure]:
    moment = window["adduction_moment"]
    per_slip = KNEE_CENTRE_SLIP * window["frontal_force"] / mass

    def peak(name: str, where: FloatArray | None = None) -> KneeMeasure:
        masked = moment if where is None else np.where(where, moment, np.nan)
        k = _highest(masked, None if where is None else int(where.sum()))
        if k is None:
            return _figure(window, name, np.nan)
        low, high = moment[k] - per_slip[k], moment[k] + per_slip[k]
        return _figure(window, name, moment[k], low, high, _SLIP_WORDS, window.time[k])

    yield peak("adduction_moment_peak")
    if window.span.stance:
        yield peak("adduction_moment_peak_1", window.half(False))
        yield peak("adduction_moment_peak_2", window.half(True))
    yield _figure(window, "adduction_moment_impulse", _impulse(window.time, np.maximum(moment, 0.0)))
    k = _highest(moment)
    for name, curve, factor in (
        ("adduction_moment_static", "static_adduction_moment", 1.0),
        ("adduction_lever_arm", "adduction_lever_arm", 1000.0),
        ("frontal_force", "frontal_force", 1.0),
    ):
        yield _figure(window, name, np.nan if k is None else factor * window[curve][k], at=_at(window, k))
    yield _peak(window, "abduction_moment_peak", -moment)


def _patellofemoral(window: Window) -> Iterator[KneeMeasure]:
    force, cv = window["patellofemoral_force"], window["patellofemoral_force_cv"]
    yield _spread_peak(window, "quadriceps_force_peak", window["quadriceps_force"] * _PER_BODY_WEIGHT, cv)
    yield _spread_peak(window, "patellofemoral_force_peak", force * _PER_BODY_WEIGHT, cv)
    net = window["patellofemoral_force_net"] * _PER_BODY_WEIGHT
    yield _peak(window, "patellofemoral_force_net", net, enough=0.0)
    bent = np.isfinite(force)
    # Where the knee is straighter or more bent than the model holds, the force is unknown, not zero.
    known = bent.mean() >= _ENOUGH if bent.size else False
    total = _impulse(window.time[bent], force[bent] * _PER_BODY_WEIGHT) if known else np.nan
    yield _figure(window, "patellofemoral_force_impulse", total)
    stress = window["patellofemoral_stress"]
    k = _highest(stress, enough=0.0)
    area = np.nan if k is None else 1e6 * window["patellofemoral_area"][k]
    yield _figure(window, "patellofemoral_area", area, at=_at(window, k))
    yield _spread_peak(
        window, "patellofemoral_stress_peak", 1e-6 * stress, window["patellofemoral_stress_cv"]
    )
    bend = np.nan if k is None else float(np.degrees(window["knee_flexion"][k]))
    yield _figure(window, "knee_flexion_at_stress", bend, at=_at(window, k))


def _peak(window: Window, name: str, values: FloatArray, enough: float = _ENOUGH) -> KneeMeasure:
    """Highest value; where a curve never rises above zero its peak is told all the same, with its sign."""
    k = _highest(values, enough=enough)
    return _figure(window, name, np.nan if k is None else values[k], at=_at(window, k))


def _spread_peak(window: Window, name: str, values: FloatArray, cv: FloatArray) -> KneeMeasure:
    k = _highest(values, enough=0.0)
    if k is None:
        return _figure(window, name, np.nan)
    return _figure(window, name, values[k], *interval(values[k], cv[k]), _NINETY_FIVE, window.time[k])


def _highest(values: FloatArray, count: int | None = None, enough: float = _ENOUGH) -> int | None:
    """Index of the highest value; None where too few are known."""
    seen = np.isfinite(values)
    if not seen.any() or seen.sum() < enough * (count or len(values)):
        return None
    return int(np.nanargmax(values))


def _impulse(time: FloatArray, values: FloatArray) -> float:
    """Integral over the span; NaN where any value is."""
    return float(np.trapezoid(values, time)) if len(time) > 1 else float("nan")


def _at(window: Window, k: int | None) -> float:
    return float("nan") if k is None else float(window.time[k])


def _figure(
    window: Window,
    name: str,
    value: float,
    low: float = np.nan,
    high: float = np.nan,
    bounds: str = "",
    at: float = np.nan,
) -> KneeMeasure:
    reason = "" if np.isfinite(value) else "the ground force or the knee is not known throughout"
    return KneeMeasure(
        definition(name), window.span, float(value), float(low), float(high), bounds, float(at), reason
    )
