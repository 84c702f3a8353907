"""One angle in the grid: its chart, its range in words, and why parts of it are blank."""

from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from groundup.exchange.summary import mean_curve
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Angle, Plane, Side
from groundup.report.figure import Band, Chart, Curve, Line, draw
from groundup.report.scale import Axis, degree_axis
from groundup.report.words import number, sign_word

MOST_SINGLES = 40


@dataclass(frozen=True)
class Strand:
    """What one leg (or, for side None, the body) contributes to a cell.

    `curves` (N, P) [deg] over `xs` (P,); `single` curves are drawn thin, their mean bold. `reason` says
    why the leg is blank, `gap_reason` why parts of it are. `sure` are the lower and the upper end (P,) of the
    90 % interval of the bold curve, where an ensemble tells them.
    """

    side: Side | None
    xs: FloatArray
    curves: FloatArray
    reason: str = ""
    gap_reason: str = ""
    sure: tuple[FloatArray, FloatArray] | None = None

    @property
    def key(self) -> str:
        """Class of its colour."""
        return self.side or "both"

    @property
    def mean(self) -> FloatArray:
        """(P,) the bold curve; NaN where fewer than half of the cycles have a value."""
        return mean_curve(self.curves)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not np.isfinite(self.curves).any()


@dataclass(frozen=True)
class Range:
    """A leg's range in words, printed beside the title."""

    key: str
    letter: str
    text: str


@dataclass(frozen=True)
class Cell:
    """What the page shows for one angle; `chart` is None where nothing could be measured."""

    title: str
    plane: Plane
    zero: str
    chart: Markup | None
    ranges: tuple[Range, ...]
    reasons: tuple[str, ...]


def make_cell(
    angle: Angle,
    strands: tuple[Strand, ...],
    x_axis: Axis,
    x_label: str,
    x_unit: str,
    lines: tuple[Line, ...],
    norm: Band | None = None,
) -> Cell:
    """Draw one angle for the legs that have it, in front of other people's where a reference is given."""
    shown = [s for s in strands if not s.empty]
    notes = (*_notes(strands), *_wide(shown, norm))
    if not shown:
        return Cell(angle.label, angle.plane, angle.zero, None, (), notes or ("no curve in this recording",))
    alone = next((s.side for s in shown), None) if all(s.side is None for s in shown) else None
    side_word = Side.RIGHT if alone is None and shown[0].side is None else None
    behind = () if norm is None else (norm,)
    drawn = [part for s in shown for part in (s.curves, *(s.sure or ()))]
    drawn += [part for band in behind for part in (band.low, band.high)]
    values = np.concatenate([part[np.isfinite(part)] for part in drawn])
    curves = tuple(c for s in shown for c in _curves(s))
    chart = Chart(
        alt=_alt(angle, shown, x_label) + (" A band shows the reference." if behind else ""),
        positive=sign_word(angle, True, side_word),
        negative=sign_word(angle, False, side_word),
        x_axis=x_axis,
        x_label=x_label,
        x_unit=x_unit,
        y_axis=degree_axis(float(values.min()), float(values.max())),
        curves=curves,
        lines=tuple(line for line in lines if line.side == "both" or any(s.key == line.side for s in shown)),
        bands=(*behind, *(band for s in shown for band in _bands(s))),
    )
    return Cell(angle.label, angle.plane, angle.zero, draw(chart), tuple(_range(s) for s in shown), notes)


def _curves(strand: Strand) -> list[Curve]:
    singles = []
    if 1 < len(strand.curves) <= MOST_SINGLES:
        step = 2 if strand.curves.shape[1] > 60 else 1
        singles = [Curve(strand.xs[::step], c[::step], strand.key, False) for c in strand.curves]
    return [*singles, Curve(strand.xs, strand.mean, strand.key, True)]


def _bands(strand: Strand) -> list[Band]:
    """Shade how far the mean may be off; where nothing tells that, how cycles differ that are not drawn."""
    if strand.sure is not None:
        return [Band(strand.xs, *strand.sure, strand.key)]
    return [_band(strand)] if len(strand.curves) > MOST_SINGLES else []


def _band(strand: Strand) -> Band:
    mean = strand.mean
    seen = np.isfinite(strand.curves)
    square = np.nansum((strand.curves - mean) ** 2, axis=0)
    sd = np.where(seen.sum(axis=0) > 1, np.sqrt(square / np.maximum(seen.sum(axis=0) - 1, 1)), np.nan)
    return Band(strand.xs, mean - sd, mean + sd, strand.key)


def _range(strand: Strand) -> Range:
    mean = strand.mean
    if not np.isfinite(mean).any():
        mean = strand.curves
    low, high = number(float(np.nanmin(mean)), 0), number(float(np.nanmax(mean)), 0)
    return Range(strand.key, strand.side[0].upper() if strand.side else "", f"{low} to {high}°")


def _notes(strands: tuple[Strand, ...]) -> tuple[str, ...]:
    """Why legs are blank or have gaps; what holds for every leg is said once, without a side."""
    told = {
        s.side: s.reason if s.empty else s.gap_reason for s in strands if s.empty or np.isnan(s.mean).any()
    }
    if len(told) == len(strands) and len(set(told.values())) == 1:
        return tuple(words[:1].upper() + words[1:] for words in set(told.values()) if words)
    return tuple(
        f"{str(side).capitalize()}: {words}" if side else words for side, words in told.items() if words
    )


def _wide(shown: list[Strand], norm: Band | None) -> tuple[str, ...]:
    """Say of which legs the interval is wider than the reference's band, over most of the curve."""
    if norm is None:
        return ()
    legs = [s for s in shown if s.sure is not None and _wider(s.xs, s.sure, norm)]
    if not legs:
        return ()
    words = "The interval is wider than the reference's band: their distance tells little, the shape more."
    named = [str(s.side).capitalize() for s in legs if s.side]
    return (
        words
        if len(legs) == len(shown) or not named
        else f"{' and '.join(named)}: {words[:1].lower()}{words[1:]}",
    )


def _wider(xs: FloatArray, sure: tuple[FloatArray, FloatArray], norm: Band) -> bool:
    reference = np.interp(xs, norm.xs, norm.high - norm.low, left=np.nan, right=np.nan)
    width = sure[1] - sure[0]
    known = np.isfinite(width) & np.isfinite(reference)
    return bool(known.any() and np.mean(width[known] > reference[known]) > 0.5)


def _alt(angle: Angle, shown: list[Strand], x_label: str) -> str:
    parts = [f"{angle.label} in degrees against {x_label}; up is {angle.positive}, down is {angle.negative}."]
    for strand in shown:
        words = _range(strand)
        parts.append(f"{str(strand.side or 'mean').capitalize()}: {words.text}.")
    return " ".join(parts)
