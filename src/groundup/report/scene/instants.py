"""Colours of the bones at every instant: each angle against what it is compared with there and then."""

from collections.abc import Mapping, Sequence

import numpy as np

from groundup.assessment import Analysis, TrialResult
from groundup.evidence.table import row
from groundup.exchange.leg_curves import leg_curves
from groundup.exchange.summary import mean_curve
from groundup.findings.patterns.arguments import OUTSIDE
from groundup.findings.reference import FEWEST_CYCLES
from groundup.mechanics.tree import FloatArray, IntArray
from groundup.quantities import ANGLES, Angle, Side
from groundup.report.deviation import FAR, Level
from groundup.report.norm_band import NormBand, norm_band
from groundup.report.scene.skeleton import Part
from groundup.report.scene.trial import SceneTrial

ORDER = (Level.UNKNOWN, Level.USUAL, Level.DIFFERS, Level.OUTSIDE, Level.FAR)
"""From what tells least to what lies farthest out."""

# Segment -> the angles that tell of it; against the other leg only those in the plane that errors spare.
_TELLS: Mapping[str, tuple[str, ...]] = {
    "thigh": ("hip_flexion", "hip_adduction"),
    "shank": ("knee_flexion",),
    "talus": ("ankle_dorsiflexion",),
    "hindfoot": ("ankle_dorsiflexion",),
}
_SAGITTAL = ("hip_flexion", "knee_flexion", "ankle_dorsiflexion")
_PERCENT = np.linspace(0.0, 100.0, 101)
_DETECTABLE = row("A61.detectable", may_drive=True).value


def levels_over_time(
    analysis: Analysis, shown: SceneTrial, parts: Sequence[Part]
) -> tuple[IntArray | None, ...]:
    """Place in `ORDER` of each part in every shown frame (F,); None where nothing is told of a part.

    Parameters
    ----------
    analysis : Analysis
    shown : SceneTrial
    parts : of the skeleton.

    Notes
    -----
    As the first page's drawing: against the reference where it fits the person, in its standard deviations at
    this part of the cycle; else against the other leg's mean there, from three repetitions of each on, by
    whether they differ by more than can be detected (EVIDENCE A61).
    """
    telling = [angle for angle in ANGLES if any(angle.name in names for names in _TELLS.values())]
    told = {
        (side, angle.name): _levels(analysis, shown, angle, side, norm)
        for angle in telling
        for norm in [norm_band(analysis, shown.trial.movement.task, angle)]
        for side in Side
    }
    return tuple(_of_part(part, told) for part in parts)


def _of_part(part: Part, told: Mapping[tuple[Side, str], IntArray | None]) -> IntArray | None:
    if part.side is None:
        return None
    names = _TELLS.get(part.segment.split("_")[-1], ())
    found = [own for name in names if (own := told[part.side, name]) is not None]
    return np.max(found, axis=0) if found else None


def _levels(
    analysis: Analysis, shown: SceneTrial, angle: Angle, side: Side, norm: NormBand | None
) -> IntArray | None:
    trial, time = shown.trial, shown.time
    percent = _percent(trial, time, side)
    table = trial.motion.angles
    column = angle.column(side)
    if not np.isfinite(percent).any() or column not in table.angle.values:
        return None
    value = np.degrees(table.sel(angle=column).transpose("time").values[shown.frames])
    usual, far = Level.UNKNOWN, {1.0: Level.DIFFERS}
    if norm is not None and not norm.misfits:
        usual, far = Level.USUAL, {OUTSIDE: Level.OUTSIDE, FAR: Level.FAR}
        mean, step = (np.interp(percent, _PERCENT, c) for c in (norm.curve.mean, norm.curve.sd))
    else:
        other = _other_leg(analysis, trial, angle, side) if angle.name in _SAGITTAL else None
        if other is None:
            return None
        mean, step = np.interp(percent, _PERCENT, other), np.full(len(time), _DETECTABLE)
    away = np.abs(value - mean) / step
    found = np.full(len(time), ORDER.index(usual))
    for limit, level in far.items():
        found[away > limit] = ORDER.index(level)
    found[~np.isfinite(away)] = ORDER.index(Level.UNKNOWN)
    return found if (found > ORDER.index(Level.UNKNOWN)).any() else None


def _percent(trial: TrialResult, time: FloatArray, side: Side) -> FloatArray:
    """(F,) how far each instant is in a leg's repetition [%]; NaN outside."""
    found = np.full(len(time), np.nan)
    for cycle in trial.movement.cycles:
        if cycle.side in (None, side):
            inside = (time >= cycle.start) & (time <= cycle.end)
            found[inside] = 100.0 * (time[inside] - cycle.start) / (cycle.end - cycle.start)
    return found


def _other_leg(analysis: Analysis, trial: TrialResult, angle: Angle, side: Side) -> FloatArray | None:
    """(101,) mean of the other leg over its own repetitions of this task; None below three of either."""
    same = [t.movement for t in analysis.trials if t.movement.task is trial.movement.task]
    own, other = (np.concatenate([leg_curves(m, angle, s)[1] for m in same]) for s in (side, side.other))
    few = min(len(own), len(other)) < FEWEST_CYCLES
    return None if few or other.shape[1] != len(_PERCENT) else mean_curve(other)
