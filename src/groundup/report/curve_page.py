"""A page of curves: the grid of charts with what it is drawn from, and why parts of it are blank."""

from dataclasses import dataclass

from groundup.assessment import Analysis, TrialResult
from groundup.quantities import Angle, Side
from groundup.report.cell import Cell
from groundup.report.figure import Line

_UNSEEN = "markers not seen long enough"
_WITHHELD = "withheld where the knee is bent beyond about 30°"
_WITHHELD_ANGLES = ("knee_adduction", "knee_rotation")
_STEEP = "gap: the foot stands too steep to point anywhere"


@dataclass(frozen=True)
class Row:
    """A row of the grid."""

    title: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class CurvePage:
    """One grid of curves with what it is drawn from; `trials` are places among the analysis' trials.

    `band_words` say what the shaded bands are; empty where there are none. `norm_words` say what the kinds
    of reference bands are (class, words), `norm_notes` whose they are and whom they do not fit.
    """

    title: str
    link: str
    subtitle: str
    notes: tuple[str, ...]
    rows: tuple[Row, ...]
    single: bool
    line_words: tuple[tuple[str, bool], ...]
    reading: str
    trials: tuple[int, ...] = ()
    band_words: str = ""
    norm_words: tuple[tuple[str, str], ...] = ()
    norm_notes: tuple[str, ...] = ()


def legend(lines: tuple[Line, ...], prefix: str) -> tuple[tuple[str, bool], ...]:
    """List the words of the vertical lines, once each, and whether the line is solid."""
    return tuple(dict.fromkeys((f"{prefix}{line.word}", line.solid) for line in lines))


def blank_reason(angle: Angle, trials: list[TrialResult], side: Side | None) -> str:
    """Say why an angle has no value at all."""
    for trial in trials:
        reason = trial.motion.not_measurable.get(angle.column(side))
        if reason:
            return reason
    return _UNSEEN


def gap_reason(analysis: Analysis, angle: Angle, side: Side | None) -> str:
    """Say why an angle has gaps."""
    if angle.name == "foot_progression":
        return _STEEP
    functional = side is not None and analysis.subject.knee_axis_functional.get(str(side), False)
    return _WITHHELD if angle.name in _WITHHELD_ANGLES and not functional else f"gap: {_UNSEEN}"
