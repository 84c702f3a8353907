"""Whether force and motion run on one clock: the delay at which they fit best."""

import numpy as np

from groundup.loads.checks.check import Check, Verdict, judged
from groundup.mechanics.derivatives import differentiate
from groundup.mechanics.inverse_dynamics import GRAVITY
from groundup.mechanics.tree import FloatArray

NAME = "force and motion in step"
LIMIT_S = 0.005
SOURCE = (
    "5 ms off makes almost 100 % error in each joint's energy in running (Joint energy balances: the "
    "commitment to the synchronization of measuring systems, abstract)"
)
_WIDEST = 0.1  # s looked at to each side
_STEP = 0.001  # s between the delays tried; the parabola through the best three tells more
_LEAST_S = 0.3  # s of motion with every foot's force known
_SHARPEST_SD = 0.01  # s: a wider statistical uncertainty tells nothing
_SYSTEMATIC_SD = 0.009
"""Arms that are not tracked and soft tissue move the estimate too [s]: on five walks recorded with forces and
markers in one C3D file it came out 4 to 12 ms late, 9 ms in the root mean square."""


def check_timing(
    frames: FloatArray,
    centre_of_mass: FloatArray,
    mass: float,
    plate_time: FloatArray,
    total_force: FloatArray,
    cutoff_hz: float,
) -> Check:
    """Estimate by how much the force comes later than the motion.

    The total ground force is set beside mass times the acceleration of the centre of mass, vertically and
    forwards, both low-passed alike; the delay at which their squared difference is least is the estimate,
    its standard deviation that of a least-squares fit with as many independent samples as the low-pass lets
    through, and 9 ms for what a whole body of few segments cannot tell.

    Parameters
    ----------
    frames : (F,) of the motion [s].
    centre_of_mass : (F, 3) lab [m].
    mass : [kg].
    plate_time : (T,) [s].
    total_force : (T, 3) of both feet, low-passed, lab [N]; NaN where a foot's force is not known.
    cutoff_hz : of the low-pass [Hz].
    """
    limit = f"at most {1e3 * LIMIT_S:.0f} ms, told with twice its standard deviation"
    found = estimate_delay(frames, centre_of_mass, mass, plate_time, total_force, cutoff_hz)
    if found is None:
        reason = "the force on both feet is not known long enough, or hardly changes"
        return Check(NAME, Verdict.CANNOT_TELL, reason, limit, SOURCE)
    delay, sd = found[0], float(np.hypot(found[1], _SYSTEMATIC_SD))
    words = (
        f"force {abs(1e3 * delay):.1f} ms {'after' if delay > 0 else 'before'} motion (SD {1e3 * sd:.1f} ms)"
    )
    good = abs(delay) <= LIMIT_S + 2.0 * sd
    return Check(
        name=NAME,
        verdict=judged(good),
        found=words,
        limit=limit,
        source=SOURCE,
        consequence="" if good else "nothing is shifted or withheld: powers and work are the first to be off",
        next_step="" if good else "check the trigger of cameras and plates, and export both on one clock",
        value=1e3 * delay,
        unit="ms",
        uncertainty=1e3 * sd,
    )


def estimate_delay(
    frames: FloatArray,
    centre_of_mass: FloatArray,
    mass: float,
    plate_time: FloatArray,
    total_force: FloatArray,
    cutoff_hz: float,
) -> tuple[float, float] | None:
    """Delay of force behind motion and its statistical SD [s]; None where they cannot tell."""
    rate = 1.0 / float(np.median(np.diff(frames)))
    needed = mass * (differentiate(centre_of_mass, rate).acceleration - np.array(GRAVITY))[:, [1, 0]]
    delays = np.arange(-_WIDEST, _WIDEST + 0.5 * _STEP, _STEP)
    force = total_force[:, [1, 0]]
    known = np.isfinite(needed).all(axis=1)
    for delay in (-_WIDEST, 0.0, _WIDEST):
        known &= np.isfinite(_at(plate_time, force, frames + delay)).all(axis=1)
    if known.sum() < max(6.0, _LEAST_S * rate):
        return None
    wanted = needed[known] - needed[known].mean(axis=0)
    cost = np.zeros(len(delays))
    for k, delay in enumerate(delays):
        here = _at(plate_time, force, frames[known] + delay)
        if not np.isfinite(here).all():
            cost[k] = np.inf
            continue
        cost[k] = float(((here - here.mean(axis=0) - wanted) ** 2).sum())
    best = int(np.argmin(cost))
    if best in (0, len(delays) - 1) or not np.isfinite(cost[best - 1 : best + 2]).all():
        return None
    left, mid, right = cost[best - 1 : best + 2]
    curvature = left - 2.0 * mid + right
    delay = float(delays[best] + 0.5 * _STEP * (left - right) / curvature)
    # Half the second derivative of the cost is the squared slope of the force, summed.
    slope = 0.5 * curvature / _STEP**2
    samples = known.sum() * wanted.shape[1]
    independent = max(2.0, min(1.0, 2.0 * cutoff_hz / rate) * samples)
    sd = float(np.sqrt(mid / samples / (slope / samples) / independent))
    return (delay, sd) if sd <= _SHARPEST_SD else None


def _at(time: FloatArray, values: FloatArray, when: FloatArray) -> FloatArray:
    return np.stack([np.interp(when, time, v, left=np.nan, right=np.nan) for v in values.T], axis=1)
