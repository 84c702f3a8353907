"""Instants and shifts of curves over a phase, with how far they may be off."""

from dataclasses import dataclass

import numpy as np

from groundup.loads.coupling import vector_coding
from groundup.mechanics.tree import FloatArray

FEWEST = 3
"""Fewer repetitions have no interval."""
_LEAST_RISE_DEG = 1.0
_ONSET_SHARE = 0.1
_LONGEST_LAG = 30
_LEAST_LIKENESS = 0.5


@dataclass(frozen=True)
class Told:
    """Mean over `n` repetitions with its 90 % interval (t); NaN and `reason` where there is none."""

    value: float
    low: float
    high: float
    n: int
    reason: str = ""


def told(values: FloatArray, reason: str) -> Told:
    """Mean and interval of the repetitions that have a value; `reason` is said where none has."""
    seen = values[np.isfinite(values)]
    nothing = float("nan")
    if not len(seen):
        return Told(nothing, nothing, nothing, 0, reason)
    mean = float(seen.mean())
    if len(seen) < FEWEST:
        return Told(mean, nothing, nothing, len(seen))
    from scipy.special import stdtrit

    half = float(stdtrit(len(seen) - 1, 0.95) * seen.std(ddof=1) / np.sqrt(len(seen)))
    return Told(mean, mean - half, mean + half, len(seen))


def onset_and_peak(curve: FloatArray, until: float, *, may_end: bool = False) -> tuple[float, float]:
    """Onset and peak of one curve [% of the phase].

    Parameters
    ----------
    curve : (101,) [deg]
    until : float
        The peak is sought from 0 to here [%].
    may_end : bool
        Whether a curve that rises to the end has its peak there: where the phase ends in a turning point.

    Returns
    -------
    tuple of float
        Onset: where the last rise to the peak has passed its first tenth, from the lowest point before it.
        NaN both where the curve is not seen whole, has no peak inside, or rises by less than 1°.
    """
    none = float("nan"), float("nan")
    part = curve[: int(until) + 1]
    if len(part) < 3 or not np.isfinite(part).all():
        return none
    peak = int(part.argmax())
    low = int(part[: peak + 1].argmin())
    rise = part[peak] - part[low]
    if rise < _LEAST_RISE_DEG or (peak == len(part) - 1 and not may_end):
        return none
    level = part[low] + _ONSET_SHARE * rise
    after = low + int(np.flatnonzero(part[low : peak + 1] >= level)[0])
    onset = after - (part[after] - level) / (part[after] - part[after - 1])
    return float(onset), peak + _beside(part, peak)


def lags(curves: FloatArray) -> FloatArray:
    """Shift at which two curves are most alike, by cross-correlation over what overlaps.

    Parameters
    ----------
    curves : (N, L, 101)

    Returns
    -------
    (N, L, L)
        Positive where the second is later [% of the phase], up to 30; NaN where the best likeness is
        below 0.5 or lies at the longest shift.
    """
    count = curves.shape[-1]
    table = np.full((2 * _LONGEST_LAG + 1, *curves.shape[:2], curves.shape[1]), np.nan)
    for k in range(_LONGEST_LAG + 1):
        first, second = _standard(curves[..., : count - k]), _standard(curves[..., k:])
        likeness = first @ np.swapaxes(second, -1, -2)
        table[_LONGEST_LAG + k] = likeness
        table[_LONGEST_LAG - k] = np.swapaxes(likeness, -1, -2)
    known = np.isfinite(table).all(axis=0)
    best = np.where(known, np.nan_to_num(table).argmax(axis=0), 0)
    inside = known & (best > 0) & (best < 2 * _LONGEST_LAG)
    found = np.full(best.shape, np.nan)
    for place in zip(*np.nonzero(inside), strict=True):
        column = table[(slice(None), *place)]
        if column[best[place]] >= _LEAST_LIKENESS:
            found[place] = best[place] - _LONGEST_LAG + _beside(column, int(best[place]))
    return found


def coupling(eversion: FloatArray, rotation: FloatArray) -> FloatArray:
    """(N,) mean direction of eversion with rotation over the phase, folded to 0-90 [deg].

    Parameters
    ----------
    eversion, rotation : (N, 101)
    """
    angles = [vector_coding(x[None], y[None])[0] for x, y in zip(eversion, rotation, strict=True)]
    direction = np.array(angles)
    return np.asarray(
        np.degrees(np.arctan2(np.abs(np.sin(direction)), np.abs(np.cos(direction)))).mean(axis=1)
    )


def _standard(curves: FloatArray) -> FloatArray:
    centred = curves - curves.mean(axis=-1, keepdims=True)
    size = np.sqrt((centred**2).sum(axis=-1, keepdims=True))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(size > 0.0, centred / size, np.nan))


def _beside(values: FloatArray, at: int) -> float:
    """How far beside a sample the parabola through it and its neighbours is highest."""
    if at in (0, len(values) - 1):
        return 0.0
    before, here, after = values[at - 1 : at + 2]
    bend = before - 2.0 * here + after
    return float(0.5 * (before - after) / bend) if bend < 0.0 else 0.0
