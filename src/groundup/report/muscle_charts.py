"""Electromyograms on the page: envelopes over stance or repetition, co-contraction, and unused channels."""

from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from groundup.exchange.summary import mean_curve
from groundup.loads.knee.span import Span
from groundup.loads.muscle_activity import METHOD, MuscleActivity
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.report.figure import Chart, Curve, draw
from groundup.report.scale import Axis, percent_axis
from groundup.report.words import NONE, spread

_PERCENT = np.linspace(0.0, 100.0, 51)
_SHARE = Axis(0.0, 100.0, (0.0, 25.0, 50.0, 75.0, 100.0))


@dataclass(frozen=True)
class MuscleChart:
    """One muscle, both sides."""

    title: str
    chart: Markup


@dataclass(frozen=True)
class MusclePage:
    """What the page says of muscles."""

    method: str
    charts: tuple[MuscleChart, ...]
    indices: tuple[tuple[str, tuple[str, ...]], ...]
    unused: tuple[tuple[str, str], ...]


def muscle_page(muscles: MuscleActivity | None, spans: tuple[Span, ...]) -> MusclePage | None:
    """Draw the electromyograms of a trial; None where it has none."""
    if muscles is None:
        return None
    noun = "stance" if any(span.stance for span in spans) else "repetition"
    names = dict.fromkeys(str(m).rsplit(" ", 1)[0] for m in muscles.envelopes.muscle.values)
    return MusclePage(
        METHOD,
        tuple(_chart(muscles, name, spans, noun) for name in names),
        _indices(muscles),
        _unused(muscles),
    )


def _chart(muscles: MuscleActivity, name: str, spans: tuple[Span, ...], noun: str) -> MuscleChart:
    curves = []
    for side in Side:
        rows = _rows(muscles, f"{name} {side}", [s for s in spans if s.side is side])
        if len(rows) > 1:
            curves += [Curve(_PERCENT, row, str(side), False) for row in rows]
        if np.isfinite(rows).any():
            curves.append(Curve(_PERCENT, mean_curve(rows), str(side), True))
    chart = Chart(
        alt=f"{name}: activity in % of its peak in the trial, against % of {noun}.",
        positive="more active",
        negative="",
        x_axis=percent_axis(),
        x_label=f"% of {noun}",
        x_unit="%",
        y_axis=_SHARE,
        curves=tuple(curves),
        y_unit=" %",
        decimals=0,
    )
    return MuscleChart(name[:1].upper() + name[1:], draw(chart))


def _rows(muscles: MuscleActivity, label: str, spans: list[Span]) -> FloatArray:
    if label not in muscles.envelopes.muscle.values:
        return np.empty((0, len(_PERCENT)))
    time, values = muscles.envelopes.time.values, muscles.envelopes.sel(muscle=label).values
    rows = [
        100.0 * np.interp(s.start + _PERCENT / 100.0 * (s.end - s.start), time, values, np.nan, np.nan)
        for s in spans
    ]
    return np.array(rows).reshape(-1, len(_PERCENT))


def _indices(muscles: MuscleActivity) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each pair with its Rudolph index and Falconer-Winter share, left then right."""
    pairs = dict.fromkeys(c.pair for c in muscles.cocontraction)
    found = []
    for pair in pairs:
        cells = []
        for field, decimals in (("rudolph", 2), ("falconer_winter", 0)):
            for side in Side:
                own = [c for c in muscles.cocontraction if c.pair == pair and c.span.side is side]
                values = np.array([getattr(c, field) for c in own])
                values = values[np.isfinite(values)]
                sd = float(values.std(ddof=1)) if len(values) > 1 else float("nan")
                cells.append(spread(float(values.mean()), sd, decimals) if len(values) else NONE)
        found.append((f"{pair.joint.capitalize()}: {pair.first} – {pair.second}", tuple(cells)))
    return tuple(found)


def _unused(muscles: MuscleActivity) -> tuple[tuple[str, str], ...]:
    """Reasons with the channels they hold for."""
    told: dict[str, list[str]] = {}
    for channel in muscles.channels:
        if channel.reason:
            told.setdefault(channel.reason, []).append(channel.label)
    return tuple((", ".join(labels), reason) for reason, labels in told.items())
