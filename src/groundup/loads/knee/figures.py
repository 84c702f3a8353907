"""From curves to figures: peaks, impulses and what stood at the peak, per stance or repetition."""

from collections.abc import Iterator

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from groundup.loads.knee.measure import KneeMeasure, definition
from groundup.loads.knee.patellofemoral import GRAVITY, interval
from groundup.loads.knee.span import Span
from groundup.mechanics.tree import FloatArray

KNEE_CENTRE_SLIP = 0.010
"""Misplacement of the knee centre whose effect is printed beside the adduction moment [m]."""
_SLIP_WORDS = "10 mm of knee centre"
_NINETY_FIVE = "95 %"
_WITHIN = "95 %, of the part within 0 to 90 degrees of flexion"
_TOO_BENT = "the knee is outside 0 to 90 degrees of flexion for most of the load, or its moment is not known"
_UNKNOWN = (
    "not known for nine tenths of the load: markers are missing, or the knee is bent beyond 30 degrees and "
    "its axis was not found from motion"
)
# Share of a span's ground force under which a curve must be known before a peak or impulse of it is told: at
# toe-off, where a bent knee may be withheld, there is next to none.
_ENOUGH = 0.9
# A patellofemoral peak may lie beyond the bend the model holds to: it is told for the part within.
_SOME = 0.2
_PER_BODY_WEIGHT = 1.0 / GRAVITY


class Window:
    """The part of the curves inside one span, for one side."""

    def __init__(self, curves: xr.Dataset, span: Span) -> None:
        time = np.asarray(curves.time.values)
        self._inside = (time >= span.start) & (time <= span.end)
        self._curves = curves
        self._column = curves.side.values.tolist().index(str(span.side))
        self.span = span
        self.time = time[self._inside]

    def __getitem__(self, name: str) -> FloatArray:
        """(n,) one curve inside the span."""
        return np.asarray(self._curves.variables[name].values[self._inside, self._column])

    def half(self, second: bool) -> NDArray[np.bool_]:
        """(n,) which instants lie in the first or second half."""
        late = self.time > 0.5 * (self.span.start + self.span.end)
        return np.asarray(late if second else ~late)

    def known(self, values: FloatArray, where: NDArray[np.bool_] | None = None) -> float:
        """Share of the ground force during which `values` are known, 0 to 1."""
        weight = np.maximum(np.nan_to_num(self["vertical_force"]), 0.0) + 1e-9
        weight = weight if where is None else weight * where
        return float(weight[np.isfinite(values)].sum() / weight.sum()) if len(weight) else 0.0

    def highest(
        self, values: FloatArray, where: NDArray[np.bool_] | None = None, enough: float = _ENOUGH
    ) -> int | None:
        """Index of the highest value; None where too little is known."""
        masked = values if where is None else np.where(where, values, np.nan)
        if not np.isfinite(masked).any() or self.known(values, where) < enough:
            return None
        return int(np.nanargmax(masked))

    def impulse(self, values: FloatArray) -> float:
        """Integral over what is known; NaN where that is too little."""
        seen = np.isfinite(values)
        if seen.sum() < 2 or self.known(values) < _ENOUGH:
            return float("nan")
        return float(np.trapezoid(values[seen], self.time[seen]))


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
    yield _figure(window, "flexion_moment_impulse", window.impulse(_positive(flexion)))
    yield _peak(window, "internal_rotation_moment_peak", rotation)
    yield _peak(window, "external_rotation_moment_peak", -rotation)
    yield _figure(window, "rotation_moment_impulse", window.impulse(rotation))
    yield from _patellofemoral(window)


def _adduction(window: Window, mass: float) -> Iterator[KneeMeasure]:
    moment = window["adduction_moment"]
    per_slip = KNEE_CENTRE_SLIP * window["frontal_force"] / mass

    def peak(name: str, where: NDArray[np.bool_] | None = None) -> KneeMeasure:
        k = window.highest(moment, where)
        if k is None:
            return _figure(window, name, np.nan)
        low, high = moment[k] - per_slip[k], moment[k] + per_slip[k]
        return _figure(window, name, moment[k], low, high, _SLIP_WORDS, window.time[k])

    yield peak("adduction_moment_peak")
    if window.span.stance:
        yield peak("adduction_moment_peak_1", window.half(False))
        yield peak("adduction_moment_peak_2", window.half(True))
    yield _figure(window, "adduction_moment_impulse", window.impulse(_positive(moment)))
    k = window.highest(moment)
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
    yield _peak(window, "patellofemoral_force_net", net, _SOME)
    yield _figure(window, "patellofemoral_force_impulse", window.impulse(force * _PER_BODY_WEIGHT))
    stress = window["patellofemoral_stress"]
    k = window.highest(stress, enough=_SOME)
    area = np.nan if k is None else 1e6 * window["patellofemoral_area"][k]
    yield _figure(window, "patellofemoral_area", area, at=_at(window, k))
    yield _spread_peak(
        window, "patellofemoral_stress_peak", 1e-6 * stress, window["patellofemoral_stress_cv"]
    )
    bend = np.nan if k is None else float(np.degrees(window["knee_flexion"][k]))
    yield _figure(window, "knee_flexion_at_stress", bend, at=_at(window, k))


def _peak(window: Window, name: str, values: FloatArray, enough: float = _ENOUGH) -> KneeMeasure:
    """Highest value; where a curve never rises above zero its peak is told all the same, with its sign."""
    k = window.highest(values, enough=enough)
    return _figure(window, name, np.nan if k is None else values[k], at=_at(window, k))


def _spread_peak(window: Window, name: str, values: FloatArray, cv: FloatArray) -> KneeMeasure:
    k = window.highest(values, enough=_SOME)
    if k is None:
        return _figure(window, name, np.nan)
    bounds = _NINETY_FIVE if window.known(values) >= _ENOUGH else _WITHIN
    return _figure(window, name, values[k], *interval(values[k], cv[k]), bounds, window.time[k])


def _positive(values: FloatArray) -> FloatArray:
    return np.where(np.isfinite(values), np.maximum(values, 0.0), np.nan)


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
    unknown = _TOO_BENT if name.startswith(("quadriceps", "patellofemoral", "knee_flexion")) else _UNKNOWN
    reason = "" if np.isfinite(value) else unknown
    return KneeMeasure(
        definition(name), window.span, float(value), float(low), float(high), bounds, float(at), reason
    )
