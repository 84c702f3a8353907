"""Where published trials put the pressure under a wedge or an arch support in gait."""

from dataclasses import dataclass

import numpy as np

from groundup.evidence.table import row
from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.whatif.change import Change
from groundup.whatif.stance import Stance

_ARCH = {Task.WALKING: "D07.walking", Task.RUNNING: "D07.running"}


@dataclass(frozen=True)
class PressurePrior:
    """How far the pressure goes outward under each foot.

    `outward` (F, 2) for the left and right foot [m]; `said` where it comes from, or that there is none.
    """

    outward: FloatArray
    said: str


def pressure_prior(stance: Stance, change: Change, moment: FloatArray, mass: float) -> PressurePrior:
    """Size the shift of the pressure by what trials found of the peak knee adduction moment.

    Parameters
    ----------
    moment : (F, 2) recorded external adduction moment of each knee [N m/kg].
    mass : float
        Of the body [kg].

    Notes
    -----
    A lateral wedge of 5 degrees lowers the peak by 5.8 % "through a lateral shift of the pressure" (D08): the
    shift that does so alone is that share of the peak over the force then. It goes with the slope, the other
    way for a medial wedge (D09); posts under the heel or the ball alone count by half. An arch support raises
    the peak (D07). The trials' figure has in it what the posture does: no part of the moment is taken from
    the changed posture beside it. Landing, heel lifts, wedges along the foot, limits and the foot's heading
    have no such figure: the pressure stays.
    """
    outward = np.zeros((len(moment), 2))
    used: list[str] = []
    if stance.task in _ARCH:
        for k, side in enumerate(Side):
            share, rows = _share(change, side, stance.task)
            frames = np.flatnonzero(stance.loaded[:, k] * np.isin(stance.group, _own(stance, side)))
            if share and len(frames):
                at = frames[np.argmax(moment[frames, k])]
                if moment[at, k] > 0.0:
                    outward[:, k] = -share * moment[at, k] * mass / stance.force[at, k, 1]
                    used += rows
    if not used:
        said = "the force and the place of its pressure stay as recorded: kinematics only"
        return PressurePrior(outward, said)
    rows_said = ", ".join(dict.fromkeys(used))
    return PressurePrior(
        outward, f"the force stays as recorded, its pressure moved as in published trials ({rows_said})"
    )


def _own(stance: Stance, side: Side) -> list[int]:
    return [g for g, sides in enumerate(stance.sides) if side in sides]


def _share(change: Change, side: Side, task: Task) -> tuple[float, list[str]]:
    """By what share the peak moment rises, and which rows say so."""
    foot, share, used = change.of(side), 0.0, []
    if foot.posting:
        fall, slope = row("D08.moment", may_drive=True).value / 100.0, row("D08.slope", may_drive=True).value
        share += fall * float(np.rad2deg(foot.posting)) / slope
        used += ["D08", "D09"]
    if foot.arch_support:
        share += row(_ARCH[task], may_drive=True).value / 100.0
        used.append("D07")
    return share, used
