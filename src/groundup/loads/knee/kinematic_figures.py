"""Figures that need no ground force: axial twist with its transfer from the rearfoot, iliotibial band."""

from collections.abc import Iterator

import numpy as np
import xarray as xr

from groundup.loads.knee.iliotibial_band import IMPINGEMENT_ZONE
from groundup.loads.knee.measure import KneeMeasure, Reading
from groundup.loads.knee.span import Span
from groundup.loads.knee.window import Peak
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion
from groundup.motion.solved_angle import solved_angle

# As for the plates' centre of pressure (EVIDENCE F63).
_LOADED = 20.0
_ENOUGH = 0.9
# Knee rotation may be withheld where the knee bends towards toe-off; most of a stance must have it.
_MOST = 0.75
# A ratio to a smaller turn is noise over noise: skin markers on the shank and foot move by about a degree.
_LEAST_TURN = np.deg2rad(1.0)


def twist_figures(motion: Motion, span: Span) -> Iterator[KneeMeasure]:
    """Tibial rotation on the femur and how it follows rearfoot eversion.

    Parameters
    ----------
    motion : Motion
        Its reported angles: blank where they were withheld.
    span : Span

    Notes
    -----
    Excursions from the start of the span to the greatest inward turn or eversion after it (EVIDENCE N145,
    N151). Ratio: eversion over turn. Slope and correlation: least squares of turn on eversion from the start
    of the span to the greatest eversion.
    """
    time = motion.angles.time.values
    inside = (time >= span.start) & (time <= span.end)
    percent = 100.0 * (time[inside] - span.start) / (span.end - span.start)
    turn, why_turn = _angle(motion, "knee_rotation", span, inside)
    evert, why_evert = _angle(motion, "rearfoot_inversion", span, inside)
    why = {"tibial": why_turn, "eversion": why_evert}
    small = why_turn or why_evert or "the turn or the eversion is too small to be compared"
    for reading in twist_readings(turn, -evert, percent):
        yield reading.told(span, why.get(reading.name.partition("_")[0], small))


def twist_readings(turn: FloatArray, evert: FloatArray, percent: FloatArray) -> Iterator[Reading]:
    """Read tibial rotation and how it follows eversion off their curves in one span.

    Parameters
    ----------
    turn, evert : (..., n) inward turn of the tibia and eversion of the rearfoot [rad]; NaN where not known.
    percent : (n,) of the span.
    """
    inward, latest = _excursion(turn), _latest(turn)
    eversion, latest_eversion = _excursion(evert), _latest(evert)
    yield Reading("tibial_rotation_range", np.degrees(_breadth(turn)))
    yield Reading("tibial_rotation_excursion", np.degrees(inward))
    yield Reading("tibial_rotation_peak_time", _when(percent, latest))
    yield Reading("eversion_excursion", np.degrees(eversion))
    comparable = np.fmin(eversion, inward) > _LEAST_TURN
    comparable &= np.isfinite(eversion) & np.isfinite(inward)
    ratio = np.where(comparable, eversion / np.where(comparable, inward, 1.0), np.nan)
    slope, r = _follow(turn, evert, latest_eversion)
    yield Reading("coupling_ratio", ratio)
    yield Reading("coupling_slope", slope)
    yield Reading("coupling_r", r)
    yield Reading("coupling_delay", _when(percent, latest) - _when(percent, latest_eversion))


def band_figures(
    motion: Motion, curves: xr.Dataset, span: Span, vertical_force: FloatArray | None
) -> Iterator[KneeMeasure]:
    """Strain of the iliotibial band, and time in the zone where it meets the epicondyle under load.

    Parameters
    ----------
    motion : Motion
    curves : Dataset
        Of :func:`iliotibial_band`.
    span : Span
    vertical_force : (F,) array, optional
        Of the ground on this foot [N]; without it a stance counts as loaded throughout.
    """
    time = motion.poses.time.values
    inside = (time >= span.start) & (time <= span.end)
    leg = curves.side.values.tolist().index(str(span.side))
    strain = curves.variables["itb_strain"].values[inside, leg]
    rate = curves.variables["itb_strain_rate"].values[inside, leg]
    bend = solved_angle(motion, f"knee_flexion_{span.side}")[inside]
    force = None if vertical_force is None else vertical_force[inside]
    for reading in band_readings(strain, rate, bend, force, span):
        yield reading.told(span, "markers not seen throughout")


def band_readings(
    strain: FloatArray, rate: FloatArray, bend: FloatArray, vertical_force: FloatArray | None, span: Span
) -> Iterator[Reading]:
    """Read the band's figures off the curves (..., n) inside one span.

    Parameters
    ----------
    strain, rate : of the band [1], [1/s].
    bend : of the knee [rad].
    vertical_force : of the ground on this foot [N], optional.
    span : Span
    """
    yield Reading("itb_strain_peak", _highest(100.0 * strain))
    yield Reading("itb_strain_rate_peak", _highest(100.0 * rate))
    bend = np.degrees(bend)
    low, high = IMPINGEMENT_ZONE
    loaded = np.ones_like(bend, bool) if vertical_force is None else vertical_force > _LOADED
    within = np.mean((bend >= low) & (bend <= high) & loaded, axis=-1)
    share = np.where(np.isfinite(bend).all(axis=-1), within, np.nan)
    yield Reading("itb_zone_time", share * (span.end - span.start))
    yield Reading("itb_zone_share", 100.0 * share)


def _angle(motion: Motion, stem: str, span: Span, inside: FloatArray) -> tuple[FloatArray, str]:
    """(n,) a reported angle inside the span [rad], and why it is blank where it is."""
    column = f"{stem}_{span.side}"
    values = motion.angles.sel(angle=column).values[inside]
    if values.size and np.isfinite(values).mean() >= _MOST:
        return values, ""
    withheld = "withheld where the knee is bent beyond 30 degrees: its axis was not found from motion"
    gap = withheld if stem == "knee_rotation" else "markers not seen throughout"
    return np.full_like(values, np.nan), motion.not_measurable.get(column, gap)


def _latest(values: FloatArray) -> Peak:
    """Sample of the highest value (..., n)."""
    seen = np.isfinite(values)
    if not values.shape[-1]:
        return Peak(np.zeros(values.shape[:-1], np.intp), np.asarray(seen.any(axis=-1)))
    highest = np.where(seen, values, -np.inf).argmax(axis=-1)
    return Peak(np.asarray(highest), np.asarray(seen.any(axis=-1)))


def _when(percent: FloatArray, peak: Peak) -> FloatArray:
    if not len(percent):
        return np.full(peak.found.shape, np.nan)
    return np.where(peak.found, percent[peak.sample], np.nan)


def _breadth(values: FloatArray) -> FloatArray:
    """Highest less lowest of what is known (..., n)."""
    seen = np.isfinite(values)
    high = np.where(seen, values, -np.inf).max(axis=-1, initial=-np.inf)
    low = np.where(seen, values, np.inf).min(axis=-1, initial=np.inf)
    return np.where(seen.any(axis=-1), high - low, np.nan)


def _excursion(values: FloatArray) -> FloatArray:
    """Highest value less the first one known (..., n)."""
    seen = np.isfinite(values)
    if not values.shape[-1]:
        return np.full(values.shape[:-1], np.nan)
    first = np.take_along_axis(values, seen.argmax(axis=-1)[..., None], axis=-1)[..., 0]
    return np.asarray(np.where(seen, values, -np.inf).max(axis=-1) - first) + np.where(
        seen.any(axis=-1), 0.0, np.nan
    )


def _follow(turn: FloatArray, evert: FloatArray, latest: Peak) -> tuple[FloatArray, FloatArray]:
    """Slope and correlation of the turn on the eversion (..., n) up to the greatest eversion."""
    upto = np.arange(turn.shape[-1]) <= latest.sample[..., None]
    both = np.isfinite(turn) & np.isfinite(evert) & upto & latest.found[..., None]
    some = both.reshape(-1, both.shape[-1]).any(axis=0)
    both, x, y = both[..., some], evert[..., some], turn[..., some]
    enough = latest.found & (latest.sample >= 4) & (both.sum(axis=-1) >= 5)
    x, y = np.where(both, x, np.nan), np.where(both, y, np.nan)
    enough &= np.nan_to_num(_breadth(x)) >= _LEAST_TURN
    count = np.maximum(both.sum(axis=-1, keepdims=True), 1)
    dx, dy = (
        np.where(both, v - np.where(both, v, 0.0).sum(axis=-1, keepdims=True) / count, 0.0) for v in (x, y)
    )
    size = np.sqrt(_dot(dx, dx)) * np.sqrt(_dot(dy, dy))
    with np.errstate(invalid="ignore", divide="ignore"):
        slope = np.where(enough, _dot(dx, dy) / _dot(dx, dx), np.nan)
        r = np.where(enough & (size > 0.0), _dot(dx, dy) / size, np.nan)
    return slope, r


def _dot(first: FloatArray, second: FloatArray) -> FloatArray:
    return np.asarray((first[..., None, :] @ second[..., :, None])[..., 0, 0])


def _highest(values: FloatArray) -> FloatArray:
    seen = np.isfinite(values)
    enough = seen.sum(axis=-1) >= _ENOUGH * max(values.shape[-1], 1)
    return np.where(enough, np.where(seen, values, -np.inf).max(axis=-1, initial=-np.inf), np.nan)
