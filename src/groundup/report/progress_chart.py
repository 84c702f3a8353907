"""One number over the visits: values with their intervals, and the band that is within error of the first."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import ceil, floor, isfinite, log10

from markupsafe import Markup, escape

from groundup.plan.trend import Trend
from groundup.plan.visit import Visit
from groundup.report.words import decimals_for, number

WIDTH, HEIGHT = 340.0, 158.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 22.0, 20.0, 28.0
Place = Callable[[float], float]
_FAR = 0.9
_NEAR = 0.12
"""Visits nearer than this part of the whole are spread evenly: their dates would overlap."""


def progress_chart(visits: Sequence[Visit], trend: Trend) -> Markup:
    """Draw one trend; the text alternative tells every value."""
    low, high = _range(trend)
    across = _places(visits)

    def x(visit: float) -> float:
        return _LEFT + across[int(visit)] * (WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return _TOP + (high - value) / (high - low) * (HEIGHT - _TOP - _BOTTOM)

    parts = [*_ground(visits, trend, x, y), *_axis(low, high, y, trend.unit)]
    leg = trend.side or "both"
    path = " ".join(f"{x(p.visit):.1f},{y(p.value):.1f}" for p in trend.points)
    parts.append(f'<polyline class="line {leg}" points="{path}"/>')
    for point in trend.points:
        at, up = x(point.visit), y(point.value)
        if isfinite(point.low) and isfinite(point.high):
            parts.append(f'<path class="bar {leg}" d="M{at:.1f} {y(point.low):.1f}V{y(point.high):.1f}"/>')
        parts.append(f'<circle class="dot {leg}" cx="{at:.1f}" cy="{up:.1f}" r="4.5"/>')
        beside = "end" if across[point.visit] > _FAR else "start"
        said = number(point.value, decimals_of(trend))
        parts.append(
            f'<text class="value" x="{at + 8:.1f}" y="{up - 8:.1f}" text-anchor="{beside}">{said}</text>'
        )
    return Markup(
        f'<svg class="trend" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" '
        f'aria-label="{escape(_alt(visits, trend))}">{"".join(parts)}</svg>'
    )


def decimals_of(trend: Trend) -> int:
    """Decimals worth printing: none for points that are whole."""
    if all(float(point.value).is_integer() for point in trend.points):
        return 0
    return 1 if trend.unit in ("points", "cm") else decimals_for(trend.unit) or 1


def _range(trend: Trend) -> tuple[float, float]:
    first = trend.points[0].value
    ends = [p.value for p in trend.points]
    ends += [end for p in trend.points for end in (p.low, p.high) if isfinite(end)]
    if isfinite(trend.detectable):
        ends += [first - trend.detectable, first + trend.detectable]
    if isfinite(trend.target):
        ends.append(trend.target)
    low, high = min(ends), max(ends)
    margin = 0.12 * (high - low) or 1.0
    return low - margin, high + margin


def _places(visits: Sequence[Visit]) -> list[float]:
    """Where each visit stands, 0 to 1: by its day, or evenly where days lie close together."""
    whole = (visits[-1].day - visits[0].day).days
    count = len(visits) - 1
    if not whole:
        return [k / count for k in range(count + 1)]
    by_day = [(visit.day - visits[0].day).days / whole for visit in visits]
    near = min(b - a for a, b in pairwise(by_day)) < _NEAR
    return [k / count for k in range(count + 1)] if near else by_day


def _ground(visits: Sequence[Visit], trend: Trend, x: Place, y: Place) -> list[str]:
    """Band within error of the first value, the target, the days."""
    parts = []
    first, wide = trend.points[0].value, WIDTH - _RIGHT
    if isfinite(trend.detectable) and len(trend.points) > 1:
        top, bottom = y(first + trend.detectable), y(first - trend.detectable)
        place = f'x="{_LEFT:g}" y="{top:.1f}" width="{wide - _LEFT:g}" height="{bottom - top:.1f}"'
        parts.append(f'<rect class="within" {place}/>')
    if isfinite(trend.target):
        parts.append(f'<path class="target" d="M{_LEFT:g} {y(trend.target):.1f}H{wide:g}"/>')
    for k, visit in enumerate(visits):
        end = "start" if k == 0 else "end" if k == len(visits) - 1 else "middle"
        # Four dates at most fit beside each other; the others are in the table of visits.
        if len(visits) <= 4 or k in (0, len(visits) - 1):
            place = f'x="{x(k):.1f}" y="{HEIGHT - 8:g}" text-anchor="{end}"'
            parts.append(f'<text class="day" {place}>{visit.day:%d %b %y}</text>')
        parts.append(f'<path class="tick" d="M{x(k):.1f} {HEIGHT - _BOTTOM:g}v4"/>')
    return parts


def _axis(low: float, high: float, y: Place, unit: str) -> list[str]:
    step = _step((high - low) / 3.0)
    decimals = max(0, -floor(log10(step) + 1e-9))
    said = []
    for k in range(ceil(low / step), floor(high / step) + 1):
        value = k * step
        said.append(
            f'<path class="grid" d="M{_LEFT:g} {y(value):.1f}H{WIDTH - _RIGHT:g}"/>'
            f'<text class="scale" x="{_LEFT - 6:g}" y="{y(value) + 4:.1f}" text-anchor="end">'
            f"{number(value, decimals)}</text>"
        )
    said.append(f'<text class="scale" x="{_LEFT - 6:g}" y="11" text-anchor="end">{escape(unit)}</text>')
    return said


def _step(about: float) -> float:
    """Round step of a scale near `about`: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(about))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= about)


def _alt(visits: Sequence[Visit], trend: Trend) -> str:
    told = "; ".join(f"{visits[p.visit].day}: {number(p.value, 2)} {trend.unit}" for p in trend.points)
    return f"{trend.label}{' ' + trend.side if trend.side else ''}: {told}"
