"""Figures that need no ground force: axial twist with its transfer from the rearfoot, iliotibial band."""

from collections.abc import Iterator

import numpy as np
import xarray as xr

from groundup.loads.knee.iliotibial_band import IMPINGEMENT_ZONE
from groundup.loads.knee.measure import KneeMeasure, definition
from groundup.loads.knee.span import Span
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
    evert = -evert
    inward, latest = _excursion(turn), _latest(turn)
    eversion, latest_eversion = _excursion(evert), _latest(evert)
    breadth = float(np.nanmax(turn) - np.nanmin(turn)) if np.isfinite(turn).any() else np.nan
    yield _figure(span, "tibial_rotation_range", np.degrees(breadth), why_turn)
    yield _figure(span, "tibial_rotation_excursion", np.degrees(inward), why_turn)
    when = percent[latest] if latest is not None else np.nan
    yield _figure(span, "tibial_rotation_peak_time", when, why_turn)
    yield _figure(span, "eversion_excursion", np.degrees(eversion), why_evert)
    why = why_turn or why_evert or "the turn or the eversion is too small to be compared"
    ratio = eversion / inward if min(eversion, inward) > _LEAST_TURN else np.nan
    slope, r = _follow(turn, evert, latest_eversion)
    yield _figure(span, "coupling_ratio", ratio, why)
    yield _figure(span, "coupling_slope", slope, why)
    yield _figure(span, "coupling_r", r, why)
    delay = (
        np.nan if latest is None or latest_eversion is None else percent[latest] - percent[latest_eversion]
    )
    yield _figure(span, "coupling_delay", delay, why)


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
    strain = 100.0 * curves.variables["itb_strain"].values[inside, leg]
    rate = 100.0 * curves.variables["itb_strain_rate"].values[inside, leg]
    why = "markers not seen throughout"
    yield _figure(span, "itb_strain_peak", _highest(strain), why)
    yield _figure(span, "itb_strain_rate_peak", _highest(rate), why)
    bend = np.degrees(solved_angle(motion, f"knee_flexion_{span.side}")[inside])
    low, high = IMPINGEMENT_ZONE
    loaded = np.ones_like(bend, bool) if vertical_force is None else vertical_force[inside] > _LOADED
    share = float(np.mean((bend >= low) & (bend <= high) & loaded)) if np.isfinite(bend).all() else np.nan
    yield _figure(span, "itb_zone_time", share * (span.end - span.start), why)
    yield _figure(span, "itb_zone_share", 100.0 * share, why)


def _angle(motion: Motion, stem: str, span: Span, inside: FloatArray) -> tuple[FloatArray, str]:
    """(n,) a reported angle inside the span [rad], and why it is blank where it is."""
    column = f"{stem}_{span.side}"
    values = motion.angles.sel(angle=column).values[inside]
    if values.size and np.isfinite(values).mean() >= _MOST:
        return values, ""
    withheld = "withheld where the knee is bent beyond 30 degrees: its axis was not found from motion"
    gap = withheld if stem == "knee_rotation" else "markers not seen throughout"
    return np.full_like(values, np.nan), motion.not_measurable.get(column, gap)


def _latest(values: FloatArray) -> int | None:
    return int(np.nanargmax(values)) if np.isfinite(values).any() else None


def _excursion(values: FloatArray) -> float:
    """Highest value less the first one known."""
    seen = values[np.isfinite(values)]
    return float(seen.max() - seen[0]) if seen.size else float("nan")


def _follow(turn: FloatArray, evert: FloatArray, latest: int | None) -> tuple[float, float]:
    """Slope and correlation of the turn on the eversion up to the greatest eversion."""
    nothing = (float("nan"), float("nan"))
    if latest is None or latest < 4:
        return nothing
    x, y = evert[: latest + 1], turn[: latest + 1]
    both = np.isfinite(x) & np.isfinite(y)
    if both.sum() < 5 or np.ptp(x[both]) < _LEAST_TURN:
        return nothing
    dx, dy = x[both] - x[both].mean(), y[both] - y[both].mean()
    size = float(np.linalg.norm(dx) * np.linalg.norm(dy))
    return float(dx @ dy / (dx @ dx)), float(dx @ dy / size) if size > 0.0 else float("nan")


def _highest(values: FloatArray) -> float:
    enough = values.size > 0 and np.isfinite(values).mean() >= _ENOUGH
    return float(np.nanmax(values)) if enough else float("nan")


def _figure(span: Span, name: str, value: float, why: str) -> KneeMeasure:
    return KneeMeasure(definition(name), span, float(value), reason="" if np.isfinite(value) else why)
