"""From curves to figures: peaks, impulses and what stood at the peak, per stance or repetition."""

from collections.abc import Iterator

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from groundup.loads.knee.measure import KneeMeasure, Reading
from groundup.loads.knee.patellofemoral import GRAVITY, interval
from groundup.loads.knee.span import Span
from groundup.loads.knee.window import ENOUGH, Window
from groundup.mechanics.tree import FloatArray

KNEE_CENTRE_SLIP = 0.010
"""Misplacement of the knee centre whose effect is printed beside the adduction moment [m]."""
_SLIP_WORDS = "10 mm of knee centre"
_NINETY_FIVE = "95 %"
_WITHIN = "95 %, of the part within 0 to 90 degrees of flexion"
_OF_EXTENSOR = ("quadriceps", "patellofemoral", "knee_flexion")
_TOO_BENT = "the knee is outside 0 to 90 degrees of flexion for most of the load, or its moment is not known"
_UNKNOWN = (
    "not known for nine tenths of the load: markers are missing, or the knee is bent beyond 30 degrees and "
    "its axis was not found from motion"
)
# A patellofemoral peak may lie beyond the bend the model holds to: it is told for the part within.
_SOME = 0.2
_PER_BODY_WEIGHT = 1.0 / GRAVITY


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
    for reading in force_readings(Window.of(curves, span), mass):
        yield reading.told(span, _TOO_BENT if reading.name.startswith(_OF_EXTENSOR) else _UNKNOWN)


def force_readings(window: Window, mass: float) -> Iterator[Reading]:
    """Read the figures that need the ground force off the curves of one leg.

    Parameters
    ----------
    window : Window
        With the curves of :func:`external_moments` and :func:`patellofemoral`, and `knee_flexion` [rad].
    mass : float
        Body mass [kg].
    """
    yield from _adduction(window, mass)
    flexion, rotation = window["flexion_moment"], window["rotation_moment"]
    yield _peak(window, "flexion_moment_peak", flexion)
    yield Reading("flexion_moment_impulse", window.impulse(_positive(flexion)))
    yield _peak(window, "internal_rotation_moment_peak", rotation)
    yield _peak(window, "external_rotation_moment_peak", -rotation)
    yield Reading("rotation_moment_impulse", window.impulse(rotation))
    yield from _patellofemoral(window)


def _adduction(window: Window, mass: float) -> Iterator[Reading]:
    moment = window["adduction_moment"]
    per_slip = KNEE_CENTRE_SLIP * window["frontal_force"] / mass

    def peak(name: str, where: NDArray[np.bool_] | None = None) -> Reading:
        k = window.highest(moment, where)
        value, slip = window.at(moment, k), window.at(per_slip, k)
        bounds = _SLIP_WORDS if k.found.all() else ""
        return Reading(name, value, value - slip, value + slip, bounds, window.at(window.time, k))

    yield peak("adduction_moment_peak")
    if window.span.stance:
        yield peak("adduction_moment_peak_1", window.half(False))
        yield peak("adduction_moment_peak_2", window.half(True))
    yield Reading("adduction_moment_impulse", window.impulse(_positive(moment)))
    k = window.highest(moment)
    at = window.at(window.time, k)
    for name, curve, factor in (
        ("adduction_moment_static", "static_adduction_moment", 1.0),
        ("adduction_lever_arm", "adduction_lever_arm", 1000.0),
        ("frontal_force", "frontal_force", 1.0),
    ):
        yield Reading(name, factor * window.at(window[curve], k), at=at)
    yield _peak(window, "abduction_moment_peak", -moment)


def _patellofemoral(window: Window) -> Iterator[Reading]:
    force, cv = window["patellofemoral_force"], window["patellofemoral_force_cv"]
    yield _spread_peak(window, "quadriceps_force_peak", window["quadriceps_force"] * _PER_BODY_WEIGHT, cv)
    yield _spread_peak(window, "patellofemoral_force_peak", force * _PER_BODY_WEIGHT, cv)
    net = window["patellofemoral_force_net"] * _PER_BODY_WEIGHT
    yield _peak(window, "patellofemoral_force_net", net, _SOME)
    yield Reading("patellofemoral_force_impulse", window.impulse(force * _PER_BODY_WEIGHT))
    stress = window["patellofemoral_stress"]
    k = window.highest(stress, enough=_SOME)
    at = window.at(window.time, k)
    yield Reading("patellofemoral_area", 1e6 * window.at(window["patellofemoral_area"], k), at=at)
    yield _spread_peak(
        window, "patellofemoral_stress_peak", 1e-6 * stress, window["patellofemoral_stress_cv"]
    )
    yield Reading("knee_flexion_at_stress", np.degrees(window.at(window["knee_flexion"], k)), at=at)


def _peak(window: Window, name: str, values: FloatArray, enough: float = ENOUGH) -> Reading:
    """Highest value; where a curve never rises above zero its peak is told all the same, with its sign."""
    k = window.highest(values, enough=enough)
    return Reading(name, window.at(values, k), at=window.at(window.time, k))


def _spread_peak(window: Window, name: str, values: FloatArray, cv: FloatArray) -> Reading:
    k = window.highest(values, enough=_SOME)
    value = window.at(values, k)
    bounds = _NINETY_FIVE if np.all(window.known(values) >= ENOUGH) else _WITHIN
    told = bounds if k.found.all() else ""
    return Reading(name, value, *interval(value, window.at(cv, k)), told, window.at(window.time, k))


def _positive(values: FloatArray) -> FloatArray:
    return np.where(np.isfinite(values), np.maximum(values, 0.0), np.nan)
