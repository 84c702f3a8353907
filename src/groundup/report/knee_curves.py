"""What the knee carries over stance or repetition, as charts: one thin curve per span, the mean bold."""

from dataclasses import dataclass

import numpy as np
import xarray as xr
from markupsafe import Markup

from groundup.exchange.summary import mean_curve
from groundup.loads.knee.patellofemoral import GRAVITY
from groundup.loads.knee.span import Span
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.report.figure import Chart, Curve, draw
from groundup.report.scale import percent_axis, value_axis
from groundup.report.words import number

_PERCENT = np.linspace(0.0, 100.0, 51)


@dataclass(frozen=True)
class LoadChart:
    """One chart with its title, unit and each leg's range in words (class of its colour, words)."""

    title: str
    unit: str
    chart: Markup
    ranges: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Told:
    name: str
    title: str
    unit: str
    factor: float
    positive: str
    negative: str
    smallest: float
    decimals: int
    needs_force: bool = True


_CHARTS = (
    _Told("adduction_moment", "External adduction moment", "N·m/kg", 1.0, "adducts", "abducts", 0.4, 2),
    _Told("flexion_moment", "External flexion moment", "N·m/kg", 1.0, "flexes", "extends", 0.6, 2),
    _Told("rotation_moment", "External rotation moment", "N·m/kg", 1.0, "turns in", "turns out", 0.2, 2),
    _Told("patellofemoral_force", "Patellofemoral joint force", "BW", 1.0 / GRAVITY, "pressed", "", 1.0, 1),
    _Told("patellofemoral_stress", "Patellofemoral stress", "MPa", 1e-6, "pressed", "", 2.0, 1),
    _Told("itb_strain", "Iliotibial band strain", "%", 100.0, "longer", "shorter", 4.0, 1, False),
)


def knee_charts(curves: xr.Dataset, spans: tuple[Span, ...]) -> tuple[LoadChart, ...]:
    """Draw every curve that has values.

    Parameters
    ----------
    curves : Dataset
        Of :class:`groundup.loads.knee.knee_loads.KneeLoads`.
    spans : tuple of Span
    """
    noun = "stance" if any(span.stance for span in spans) else "repetition"
    return tuple(
        chart
        for told in _CHARTS
        if told.name in curves
        for chart in [_chart(told, curves[told.name], spans, noun)]
        if chart is not None
    )


def over_spans(values: xr.DataArray, spans: tuple[Span, ...], side: Side) -> FloatArray:
    """(N, 51) a curve over 0 to 100 % of each of a leg's spans."""
    own = [span for span in spans if span.side is side]
    time = values.time.values
    curve = values.sel(side=str(side)).values
    rows = [
        np.interp(s.start + _PERCENT / 100.0 * (s.end - s.start), time, curve, left=np.nan, right=np.nan)
        for s in own
    ]
    return np.array(rows).reshape(-1, len(_PERCENT))


def _chart(told: _Told, values: xr.DataArray, spans: tuple[Span, ...], noun: str) -> LoadChart | None:
    used = tuple(s for s in spans if s.on_plates or not told.needs_force)
    legs = {side: told.factor * over_spans(values, used, side) for side in Side}
    seen = np.concatenate([rows[np.isfinite(rows)] for rows in legs.values()])
    if not seen.size:
        return None
    drawn, ranges = [], []
    for side, rows in legs.items():
        if not np.isfinite(rows).any():
            continue
        if len(rows) > 1:
            drawn += [Curve(_PERCENT, row, str(side), False) for row in rows]
        # A mean over some of the spans would jump where one of them ends.
        mean = rows.mean(axis=0)
        mean = mean if np.isfinite(mean).any() else mean_curve(rows)
        drawn.append(Curve(_PERCENT, mean, str(side), True))
        low, high = (
            number(float(np.nanmin(mean)), told.decimals),
            number(float(np.nanmax(mean)), told.decimals),
        )
        ranges.append((str(side), f"{str(side)[0].upper()} {low} to {high}"))
    chart = Chart(
        alt=f"{told.title} in {told.unit} against % of {noun}. "
        + ", ".join(words for _, words in ranges)
        + ".",
        positive=told.positive,
        negative=told.negative,
        x_axis=percent_axis(),
        x_label=f"% of {noun}",
        x_unit="%",
        y_axis=value_axis(float(seen.min()), float(seen.max()), told.smallest),
        curves=tuple(drawn),
        y_unit=f" {told.unit}",
        decimals=told.decimals,
    )
    return LoadChart(told.title, told.unit, draw(chart), tuple(ranges))
