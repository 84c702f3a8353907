"""Time to stabilisation: how long after a landing the vertical force comes to rest."""

import numpy as np

from groundup.loads.figure import Figure, FigureDefinition
from groundup.loads.ground_force import GroundForce
from groundup.mechanics.inverse_dynamics import GRAVITY
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Movement
from groundup.motion.task import Task

_BAND, _HOLD = 0.05, 1.0
TIME = FigureDefinition(
    "time_to_stabilisation",
    "Time to stabilisation",
    "s",
    2,
    "from first contact until the vertical force of both feet stays within 5 % of body weight for 1 s (as in "
    "Flanagan, Ebben and Jensen 2008 J Strength Cond Res 22:1677); other definitions give other times",
)


def measure_stabilisation(ground: GroundForce, movement: Movement, mass: float) -> tuple[Figure, ...]:
    """Tell the time to stabilisation of every landing.

    Parameters
    ----------
    ground : GroundForce
        As measured, at the plates' own rate.
    movement : Movement
    mass : float
        Body mass [kg].
    """
    if movement.task is not Task.LANDING:
        return ()
    time = np.asarray(ground.force.time.values, np.float64)
    force = ground.force.values[..., 1].sum(axis=1) / (mass * -GRAVITY[1])
    found = []
    contacts = [c.marks.get("contact", c.start) for c in movement.cycles]
    for number, (start, following) in enumerate(zip(contacts, [*contacts[1:], np.inf], strict=True), start=1):
        inside = (time >= start) & (time < following)
        value = stabilisation(time[inside], force[inside])
        reason = ""
        if not np.isfinite(force[inside]).all():
            value, reason = float("nan"), "the force of a foot is not known throughout"
        elif not np.isfinite(value):
            seconds = float(np.ptp(time[inside])) if inside.any() else 0.0
            ended = "another jump" if np.isfinite(following) else "the end of the recording"
            reason = f"not at rest for {_HOLD:.0f} s in the {seconds:.1f} s before {ended}"
        found.append(Figure(TIME, None, number, start, start + (value if value > 0 else 0.0), value, reason))
    return tuple(found)


def stabilisation(time: FloatArray, force: FloatArray) -> float:
    """Find how long a force takes to stay within 5 % of body weight for a second [s]; NaN if it never does.

    Parameters
    ----------
    time : (n,) [s]
    force : (n,) [BW]
    """
    outside = np.flatnonzero(~(np.abs(force - 1.0) <= _BAND))
    begins = np.concatenate([[0], outside + 1]).astype(np.int64)
    ends = np.concatenate([outside, [len(force)]]).astype(np.int64) - 1
    for begin, end in zip(begins, ends, strict=True):
        if end > begin and time[end] - time[begin] >= _HOLD - 1e-9:
            return float(time[begin] - time[0])
    return float("nan")
