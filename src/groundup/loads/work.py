"""Work of each joint by phase: who gives energy, and who absorbs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from groundup.body.subject import Subject
from groundup.loads.dynamics import Dynamics
from groundup.loads.phases import Phase, phases
from groundup.mechanics.tree import FloatArray
from groundup.motion.at_instants import at_instants
from groundup.motion.motion import Motion, Movement
from groundup.quantities import Side

JOINTS: Mapping[str, tuple[str, ...]] = {
    "hip": ("hip_flexion", "hip_adduction", "hip_rotation"),
    "knee": ("knee_flexion", "knee_adduction", "knee_rotation"),
    "ankle": ("ankle_dorsiflexion", "subtalar_inversion"),
    "midfoot": ("midtarsal_dorsiflexion",),
}
"""Joint -> the powers that make up its own; the first one must be measured."""

# A joint of which this share of a phase is missing, at most, is told and counts among the shares.
_ENOUGH = 0.95
LEAST_ABSORBED = 0.02
"""Less is too little to be shared out or compared [J/kg]: what two millimetres of fall set free."""


@dataclass(frozen=True)
class JointWork:
    """Work of one joint in one phase.

    Attributes
    ----------
    phase : Phase
    joint : str
    positive, negative : float
        Energy given and (below zero) absorbed, per body mass [J/kg]: the areas above and below zero of the
        joint's power, summed over its axes. NaN where not measured.
    share : float
        Of the leg's absorbed energy in this phase [%]; NaN where a joint of hip, knee and ankle is missing,
        or the leg absorbs less than 0.02 J/kg.
    measured : float
        Share of the phase in which the power is known, 0 to 1.
    axes : str
        The axes whose power is in it, e.g. ``flexion, adduction, rotation``.
    reason : str
        Why it is not measured.
    """

    phase: Phase
    joint: str
    positive: float
    negative: float
    share: float
    measured: float
    axes: str
    reason: str = ""


class _Powers:
    """Powers of a trial by column, out of their table once (labels are slow to look up)."""

    def __init__(self, dynamics: Dynamics) -> None:
        table = dynamics.powers.transpose("time", "coordinate")
        self.time = np.asarray(table.time.values, np.float64)
        self.column = {str(c): table.values[:, k] for k, c in enumerate(table.coordinate.values)}
        self.reasons = dynamics.power_not_measurable


def joint_work(
    subject: Subject, motion: Motion, movement: Movement, dynamics: Dynamics
) -> tuple[JointWork, ...]:
    """Work of hip, knee, ankle (with the subtalar joint) and midfoot in every phase of a trial.

    Parameters
    ----------
    subject, motion, movement, dynamics : of the same trial.

    Notes
    -----
    A joint's power is the sum over its axes: moment times angular velocity does not depend on how the axes
    are chosen. An axis that is withheld in any phase on plates, on either side, is left out in all, so that
    sides and phases compare. The midfoot's power is known only while the ground force acts in front of it.
    """
    told, powers = phases(movement, subject, motion), _Powers(dynamics)
    chosen = {joint: _axes(joint, told, powers) for joint in JOINTS}
    return tuple(
        work
        for phase in told
        for work in _shared([_of_joint(phase, joint, chosen[joint], powers) for joint in JOINTS])
    )


def areas(
    time: FloatArray, power: FloatArray, start: float, end: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Areas above and below zero of sampled curves between two instants, and the share of time it is known.

    Parameters
    ----------
    time, power : (F,) and (..., F) the curves, straight between their samples; NaN where not known.
    start, end : float
        Within the samples or beyond; beyond them the curve is not known.

    Returns
    -------
    positive, negative, known : (...)
        `negative` is at most zero; the areas are NaN where nothing is known.
    """
    inside = (time > start) & (time < end)
    at = np.concatenate([[start], time[inside], [end]])
    value = at_instants(at, time, power, np.nan)
    first, second, span = value[..., :-1], value[..., 1:], np.diff(at)
    known = np.isfinite(first) & np.isfinite(second) & (end > start)
    some = known.reshape(-1, known.shape[-1]).any(axis=0)
    known, first, second = known[..., some], first[..., some], second[..., some]
    # What one curve does not know and another does is no energy of the first.
    first, second, covered = (np.where(known, part, 0.0) for part in (first, second, span[some]))
    net = 0.5 * (first + second) * covered
    # A piece that crosses zero is two triangles.
    crossing = first * second < 0.0
    height = np.where(crossing, np.abs(second - first), 1.0)
    top, low = np.maximum(first, second), np.minimum(first, second)
    above = np.where(crossing, 0.5 * top**2 / height * covered, np.maximum(net, 0.0))
    below = np.where(crossing, -0.5 * low**2 / height * covered, np.minimum(net, 0.0))
    any_known, share = known.any(axis=-1), np.zeros(known.shape[:-1])
    if end > start:
        share = covered.sum(axis=-1) / (end - start)
    sums = (np.where(any_known, part.sum(axis=-1), np.nan) for part in (above, below))
    return next(sums), next(sums), np.asarray(share)


def absorbed(works: Sequence[JointWork], phase: str) -> dict[Side, dict[str, float]]:
    """Median share of each joint in what a leg absorbs in a phase [%], by side; sides without any left out.

    Parameters
    ----------
    works : sequence of JointWork
    phase : str
        Name of the phase.
    """
    found: dict[Side, dict[str, float]] = {}
    for side in Side:
        for joint in JOINTS:
            shares = [
                w.share
                for w in works
                if w.phase.side is side
                and w.phase.name == phase
                and w.joint == joint
                and np.isfinite(w.share)
            ]
            if shares:
                found.setdefault(side, {})[joint] = float(np.median(shares))
    return found


def _axes(joint: str, told: Sequence[Phase], powers: _Powers) -> tuple[str, ...]:
    """Axes known wherever the joint's first one is."""
    first, *others = JOINTS[joint]
    kept = [first]
    for stem in others:
        if all(_as_known(powers, first, stem, phase) for phase in told if phase.on_plates):
            kept.append(stem)
    return tuple(kept)


def _as_known(powers: _Powers, first: str, stem: str, phase: Phase) -> bool:
    inside = (powers.time >= phase.start) & (powers.time <= phase.end)
    leading, other = (np.isfinite(powers.column[f"{name}_{phase.side}"][inside]) for name in (first, stem))
    return bool((~leading | other).all())


def _of_joint(phase: Phase, joint: str, stems: Sequence[str], powers: _Powers) -> JointWork:
    words = ", ".join(stem.partition("_")[2] for stem in stems)
    blank = JointWork(phase, joint, np.nan, np.nan, np.nan, 0.0, words)
    if not phase.on_plates:
        return replace(blank, reason=phase.reason)
    columns = [f"{stem}_{phase.side}" for stem in stems]
    power = np.sum([powers.column[column] for column in columns], axis=0)
    positive, negative, known = (float(a) for a in areas(powers.time, power, phase.start, phase.end))
    if joint == "midfoot" and 0.0 < known < _ENOUGH:
        why = "only while the ground force acts in front of the midfoot"
        return replace(blank, positive=positive, negative=negative, measured=known, reason=why)
    if known < _ENOUGH:
        why = powers.reasons.get(columns[0], "")
        return replace(blank, measured=known, reason=why or _partly(known))
    return JointWork(phase, joint, positive, negative, np.nan, known, words)


def _partly(known: float) -> str:
    return f"power known in {100.0 * known:.0f} % of the phase only"


def _shared(works: list[JointWork]) -> list[JointWork]:
    """Add each joint's share of what the leg absorbs; none unless hip, knee and ankle are known."""
    counted = [w for w in works if w.measured >= _ENOUGH and np.isfinite(w.negative)]
    if not {"hip", "knee", "ankle"} <= {w.joint for w in counted}:
        return works
    told = iter(absorbed_shares([np.array(w.negative) for w in counted]))
    return [replace(w, share=float(next(told))) if w in counted else w for w in works]


def absorbed_shares(negatives: Sequence[FloatArray]) -> list[FloatArray]:
    """Share of each joint (...) in what a leg absorbs [%]; NaN where that is too little to be shared out.

    Parameters
    ----------
    negatives : (...) energy absorbed by each joint, at most zero [J/kg].
    """
    total = -np.sum(negatives, axis=0)
    enough = total >= LEAST_ABSORBED
    return [np.where(enough, -100.0 * one / np.where(enough, total, 1.0), np.nan) for one in negatives]
