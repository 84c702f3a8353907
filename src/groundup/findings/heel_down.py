"""How far the shank leans forward before the heel leaves the floor: dorsiflexion whose zero is real."""

import numpy as np
from numpy.typing import NDArray

from groundup.findings.definition import Definition, Phase
from groundup.mechanics.tree import FloatArray
from groundup.motion.feet import Foot
from groundup.motion.motion import Cycle, Motion, Movement
from groundup.motion.task import Task
from groundup.quantities import Side

HEEL_DOWN = Definition(
    name="heel_down_shank_to_floor_peak",
    label="Peak forward lean of the shank, heel down",
    phase=Phase.HEEL_DOWN,
    unit="deg",
    positive="forward",
    negative="backward",
    tasks=(Task.WALKING, Task.RUNNING, Task.SQUAT, Task.SINGLE_LEG_SQUAT, Task.LANDING),
    detectable="A61.detectable",
)

# A soft heel rises by some millimetres as it is unloaded; 10 mm tilt a foot by 3 degrees.
_RISEN = 0.010
_FOREFOOT_DOWN = 0.015
# A foot this far on its toes when its heel is lowest has not put the heel down.
_ON_TOES = np.deg2rad(12.0)
_FEWEST_FRAMES = 5
_TIPTOE = "the heel does not come down"


def read_heel_down(
    foot: Foot | None, motion: Motion, movement: Movement, side: Side
) -> tuple[FloatArray, str]:
    """Read the greatest forward lean of the shank with the heel down, in each repetition of a leg.

    Parameters
    ----------
    foot : where the leg's heel and forefoot are; None without markers on them.
    motion, movement : of the same trial; the motion's angles may have a member axis in front.
    side : Side

    Returns
    -------
    values : (..., N) [deg], NaN where it was not seen.
    reason : why the last one missing is missing; empty where none is.

    Notes
    -----
    The heel is down while it is less than 10 mm above the lowest tenth of its heights in this repetition with
    the forefoot on the floor. A foot that points down by more than 12 degrees even then stands on its toes.
    """
    own = [c for c in movement.cycles if c.side in (None, side)]
    column = f"shank_to_floor_{side}"
    if foot is None or column not in motion.angles.angle.values or not own:
        blank = np.full((*motion.angles.shape[:-2], len(own)), np.nan)
        return blank, "needs markers on heel and forefoot" if foot is None else ""
    time = np.asarray(motion.angles.time.values, np.float64)
    lean = np.degrees(motion.angles.sel(angle=column).transpose(..., "time").values)
    found = [_peak(lean, _down(time, foot, cycle), _pitch(motion, side)) for cycle in own]
    return np.stack([value for value, _ in found], axis=-1), next((why for _, why in found if why), "")


def _down(time: FloatArray, foot: Foot, cycle: Cycle) -> NDArray[np.intp]:
    """Numbers of the frames in which the heel is on the floor."""
    start = cycle.marks.get("contact", cycle.start)
    inside = (time >= start) & (time <= cycle.marks.get("off", cycle.end))
    heel = foot.heel[:, 1]
    standing = inside & (foot.forefoot[:, 1] < foot.forefoot_height + _FOREFOOT_DOWN) & np.isfinite(heel)
    if standing.sum() < _FEWEST_FRAMES:
        return np.zeros(0, np.intp)
    return np.flatnonzero(inside & (heel < np.percentile(heel[standing], 10.0) + _RISEN))


def _pitch(motion: Motion, side: Side) -> FloatArray:
    """(F,) elevation of the foot's long axis [rad], above zero with the toes up."""
    names = [str(s) for s in motion.segment_rotation.segment.values]
    if f"{side}_hindfoot" not in names:
        return np.zeros(motion.segment_rotation.sizes["time"])
    rotation = motion.segment_rotation.transpose("time", "segment", "row", "column").values
    return np.asarray(np.arcsin(np.clip(rotation[:, names.index(f"{side}_hindfoot"), 1, 0], -1.0, 1.0)))


def _peak(lean: FloatArray, down: NDArray[np.intp], pitch: FloatArray) -> tuple[FloatArray, str]:
    blank = np.full(lean.shape[:-1], np.nan)
    if len(down) < _FEWEST_FRAMES:
        return blank, "the foot is not seen on the floor"
    if not np.isfinite(lean[..., down]).all():
        return blank, "the shank is not seen throughout"
    if np.median(pitch[down]) < -_ON_TOES:
        return blank, _TIPTOE
    return np.asarray(lean[..., down].max(axis=-1)), ""
