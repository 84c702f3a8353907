"""One chart as inline SVG: curves over a cycle or over time, with sign words on the axis.

Colours come from the page's style sheet by class (``left``, ``right``, ``both``), so that print and
screen stay one drawing. The mean curves are polylines whose points the page's script reads back.
"""

from dataclasses import dataclass

import numpy as np
from markupsafe import Markup, escape

from groundup.mechanics.tree import FloatArray
from groundup.report.scale import Axis

WIDTH, HEIGHT = 256.0, 160.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 40.0, 14.0, 6.0, 25.0
_LABEL_GAP = 9.0
_LETTER_WIDTH = 0.62  # of the font size, generous for the fonts of the style sheet


@dataclass(frozen=True)
class Curve:
    """One line: positions, values [deg], whose it is (left, right, both) and whether it is the bold one."""

    xs: FloatArray
    ys: FloatArray
    side: str
    bold: bool


@dataclass(frozen=True)
class Line:
    """A vertical line at a named instant; `word` is its name without the side."""

    x: float
    side: str
    word: str
    solid: bool = False

    @property
    def name(self) -> str:
        """What a pointer resting on it is told."""
        return self.word if self.side == "both" else f"{self.side}, {self.word}"


@dataclass(frozen=True)
class Band:
    """A shaded band: how far a mean may be off, or how cycles differ that are too many to draw."""

    xs: FloatArray
    low: FloatArray
    high: FloatArray
    side: str


@dataclass(frozen=True)
class Chart:
    """Everything one drawing shows; `alt` is what a screen reader says.

    `y_unit` follows the values that the pointer reads out, with a space before it where it needs one;
    `decimals` is how many they have.
    """

    alt: str
    positive: str
    negative: str
    x_axis: Axis
    x_label: str
    x_unit: str
    y_axis: Axis
    curves: tuple[Curve, ...]
    lines: tuple[Line, ...] = ()
    bands: tuple[Band, ...] = ()
    y_unit: str = "°"
    decimals: int = 1


def draw(chart: Chart) -> Markup:
    """Draw a chart as an SVG element."""
    parts = [
        _frame(chart),
        *(_band(chart, band) for band in chart.bands),
        *(_vertical(chart, line) for line in chart.lines),
        *(_curve(chart, curve) for curve in sorted(chart.curves, key=lambda c: c.bold)),
        _end_labels(chart),
        _words(chart),
        '<line class="cursor"/>',
    ]
    data = (
        f'data-box="{_LEFT:g} {WIDTH - _RIGHT:g} {_TOP:g} {HEIGHT - _BOTTOM:g}" '
        f'data-x0="{chart.x_axis.low:g}" data-x1="{chart.x_axis.high:g}" data-y0="{chart.y_axis.low:g}" '
        f'data-y1="{chart.y_axis.high:g}" data-unit="{escape(chart.x_unit)}" '
        f'data-positive="{escape(chart.positive)}" data-negative="{escape(chart.negative)}" '
        f'data-y-unit="{escape(chart.y_unit)}" data-decimals="{chart.decimals}"'
    )
    return Markup(
        f'<svg class="chart" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{escape(chart.alt)}" '
        f"{data}>{''.join(parts)}</svg>"
    )


def path(chart: Chart, xs: FloatArray, ys: FloatArray) -> str:
    """SVG path data with relative steps in tenths; a gap starts a new stroke."""
    px = np.round(10.0 * _x(chart, xs)).astype(np.int64)
    seen = np.isfinite(ys)
    py = np.round(10.0 * _y(chart, np.where(seen, ys, 0.0))).astype(np.int64)
    out: list[str] = []
    pen = False
    for i in range(len(px)):
        if seen[i] and not pen:
            out.append(f"M{px[i] / 10:g} {py[i] / 10:g}")
        elif seen[i]:
            dx, dy = (px[i] - px[i - 1]) / 10, (py[i] - py[i - 1]) / 10
            out.append(f"l{dx:g}{'' if dy < 0 else ' '}{dy:g}")
        pen = bool(seen[i])
    return "".join(out)


def _x(chart: Chart, x: FloatArray | float) -> FloatArray:
    axis = chart.x_axis
    return _LEFT + (np.asarray(x) - axis.low) / (axis.high - axis.low) * (WIDTH - _LEFT - _RIGHT)


def _y(chart: Chart, y: FloatArray | float) -> FloatArray:
    axis = chart.y_axis
    return _TOP + (axis.high - np.asarray(y)) / (axis.high - axis.low) * (HEIGHT - _TOP - _BOTTOM)


def _frame(chart: Chart) -> str:
    low, right = HEIGHT - _BOTTOM, WIDTH - _RIGHT
    out = []
    for tick in chart.y_axis.ticks:
        y = float(_y(chart, tick))
        kind = "zero" if tick == 0.0 else "grid"
        out.append(f'<line class="{kind}" x1="{_LEFT:g}" x2="{right:g}" y1="{y:.1f}" y2="{y:.1f}"/>')
        text = f"{tick:g}".replace("-", "\N{MINUS SIGN}")
        out.append(f'<text class="tick" text-anchor="end" x="{_LEFT - 4:g}" y="{y + 2.8:.1f}">{text}</text>')
    for tick in chart.x_axis.ticks:
        x = float(_x(chart, tick))
        out.append(f'<line class="stub" x1="{x:.1f}" x2="{x:.1f}" y1="{low:g}" y2="{low + 3:g}"/>')
        out.append(f'<text class="tick" text-anchor="middle" x="{x:.1f}" y="{low + 11:g}">{tick:g}</text>')
    out.append(f'<line class="axis" x1="{_LEFT:g}" x2="{right:g}" y1="{low:g}" y2="{low:g}"/>')
    at = f'text-anchor="middle" x="{(_LEFT + right) / 2:g}" y="{HEIGHT - 3:g}"'
    out.append(f'<text class="tick" {at}>{escape(chart.x_label)}</text>')
    return "".join(out)


def _vertical(chart: Chart, line: Line) -> str:
    x = float(_x(chart, line.x))
    kind = f"event solid {line.side}" if line.solid else f"event {line.side}"
    return (
        f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP:g}" y2="{HEIGHT - _BOTTOM:g}">'
        f"<title>{escape(line.name)}</title></line>"
    )


def _curve(chart: Chart, curve: Curve) -> str:
    kind = "mean" if curve.bold else "single"
    if not np.isfinite(curve.ys).any():
        return ""
    return f'<path class="{kind} {curve.side}" d="{path(chart, curve.xs, curve.ys)}"/>'


def _band(chart: Chart, band: Band) -> str:
    """Outline each stretch without gaps."""
    seen = np.isfinite(band.low) & np.isfinite(band.high)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], seen.astype(np.int8), [0]))))
    out = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start < 2:
            continue
        xs = np.concatenate((band.xs[start:end], band.xs[start:end][::-1]))
        ys = np.concatenate((band.high[start:end], band.low[start:end][::-1]))
        out.append(f'<path class="band {band.side}" d="{path(chart, xs, ys)}Z"/>')
    return "".join(out)


def _end_labels(chart: Chart) -> str:
    """L and R at the end of the bold curves, pushed apart where they would collide."""
    ends: list[tuple[float, str]] = []
    for curve in chart.curves:
        seen = np.flatnonzero(np.isfinite(curve.ys))
        if curve.bold and curve.side in ("left", "right") and seen.size:
            ends.append((float(_y(chart, curve.ys[seen[-1]])), curve.side))
    ends.sort()
    if len(ends) == 2:
        (upper, first), (lower, second) = ends
        lack = max(0.0, _LABEL_GAP - (lower - upper)) / 2.0
        ends = [(upper - lack, first), (lower + lack, second)]
    x = WIDTH - _RIGHT + 3.0
    return "".join(
        f'<text class="end {side}" x="{x:g}" y="{y + 3:.1f}">{side[0].upper()}</text>' for y, side in ends
    )


def _words(chart: Chart) -> str:
    """Sign words along the axis: the positive one reads up to the top, the negative one down to the foot."""
    top, low = _TOP, HEIGHT - _BOTTOM
    letters = len(chart.positive) + len(chart.negative) + 4
    size = min(8.2, (low - top) / (_LETTER_WIDTH * letters))
    style = f'class="word" font-size="{size:.1f}"'
    up = (
        f'<text {style} text-anchor="end" transform="translate(9 {top:g}) rotate(-90)">'
        f"{escape(chart.positive)} \N{RIGHTWARDS ARROW}</text>"
    )
    down = (
        f'<text {style} transform="translate(9 {low:g}) rotate(-90)">'
        f"\N{LEFTWARDS ARROW} {escape(chart.negative)}</text>"
    )
    # What cannot be negative has no word for it.
    return up + down if chart.negative else up
