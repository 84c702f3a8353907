"""Impact: how high and how fast the vertical force rises after a foot comes down."""

from collections.abc import Sequence

import numpy as np

from groundup.loads.contact_figures import ContactFigures
from groundup.loads.figure import Figure, FigureDefinition
from groundup.loads.ground_force import GroundForce
from groundup.mechanics.inverse_dynamics import GRAVITY
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import WHOLE, Movement
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.filters import smooth_paths

# A distinct impact peak comes within this time of contact [s] and falls by this much behind it [BW].
IMPACT_WINDOW = 0.05
_DIP = 0.02
# Without one, its place is taken to be this share of stance.
_SURROGATE = 0.13
_BAND = (0.2, 0.8)
_CUTOFF_HZ = 50.0
# Below this rate [Hz] the rise is a few samples long.
LEAST_RATE = 250.0
_HOLDS = {Task.WALKING, Task.RUNNING, Task.LANDING}

_RISE = (
    "between 20 and 80 % of the time from contact to the impact peak (Milner 2006 Med Sci Sports Exerc "
    "38:323), the largest force after a landing; without a distinct impact peak, to 13 % of stance"
)
_FORCE = f"force low-passed at {_CUTOFF_HZ:.0f} Hz, zero lag"
PEAK = FigureDefinition("vertical_force_peak", "Vertical force, peak", "BW", 2, "largest, as measured")
AVERAGE = FigureDefinition(
    "loading_rate_average", "Loading rate, average", "BW/s", 0, f"mean slope {_RISE}; {_FORCE}"
)
INSTANT = FigureDefinition(
    "loading_rate_instantaneous", "Loading rate, steepest", "BW/s", 0, f"steepest slope {_RISE}; {_FORCE}"
)
IMPACT = FigureDefinition(
    "impact_peak",
    "Impact peak",
    "BW",
    2,
    f"first maximum within 50 ms of contact that the force falls {_DIP:g} BW from; {_FORCE}",
)
IMPACT_TIME = FigureDefinition("impact_peak_time", "… time after contact", "ms", 0, IMPACT.definition)
DEFINITIONS = (PEAK, AVERAGE, INSTANT, IMPACT, IMPACT_TIME)

_NO_IMPACT = "no distinct impact peak"


def measure_impact(
    figures: Sequence[ContactFigures], ground: GroundForce, movement: Movement, mass: float
) -> tuple[Figure, ...]:
    """Find loading rates and impact peak of every contact of a walk, run or landing.

    Parameters
    ----------
    figures : sequence of ContactFigures
    ground : GroundForce
        As measured, at the plates' own rate.
    movement : Movement
    mass : float
        Body mass [kg].
    """
    if movement.task not in _HOLDS:
        return ()
    found: list[Figure] = []
    for side in Side:
        own = [f for f in figures if f.contact.side is side and _comes_down(f, movement)]
        # Contacts beside the plates are told only where there is no other: the reason is theirs then.
        own = [f for f in own if f.contact.state in WHOLE and not f.cut] or own[:1]
        for number, figure in enumerate(sorted(own, key=lambda f: f.contact.start), start=1):
            found += _of_contact(figure, number, ground, movement.task, mass)
    return tuple(found)


def loading(
    time: FloatArray, force: FloatArray, *, to_largest: bool
) -> tuple[float, float, float | None, float | None]:
    """Find how a vertical force rises.

    Parameters
    ----------
    time : (n,) [s], from contact to the end of stance.
    force : (n,) [BW]
    to_largest : bool
        The rise ends at the largest force where there is no distinct impact peak (landings), rather than at
        13 % of stance.

    Returns
    -------
    average, steepest : float
        [BW/s].
    peak, delay : float or None
        Of the distinct impact peak [BW], [s after contact].
    """
    at = _impact_peak(time, force)
    if at is not None and not to_largest:
        end = time[at]
    elif to_largest:
        end = time[int(np.argmax(force))]
    else:
        end = time[0] + _SURROGATE * (time[-1] - time[0])
    low, high = (time[0] + share * (end - time[0]) for share in _BAND)
    first, last = np.interp([low, high], time, force)
    slopes = np.gradient(force, time)
    inside = (time >= low) & (time <= high)
    average = float((last - first) / (high - low)) if high > low else float("nan")
    steepest = float(slopes[inside].max()) if inside.any() else float("nan")
    peak, delay = (None, None) if at is None else (float(force[at]), float(time[at] - time[0]))
    return average, steepest, peak, delay


def _impact_peak(time: FloatArray, force: FloatArray) -> int | None:
    """Sample of the first distinct maximum shortly after contact."""
    for k in range(1, len(force) - 1):
        if time[k] - time[0] > IMPACT_WINDOW:
            return None
        if force[k - 1] < force[k] >= force[k + 1]:
            higher = np.flatnonzero(force[k + 1 :] > force[k])
            until = k + 1 + int(higher[0]) if len(higher) else len(force)
            if force[k] - force[k:until].min() >= _DIP and len(higher):
                return k
    return None


def _comes_down(figure: ContactFigures, movement: Movement) -> bool:
    """Whether a contact is a step of a gait, or belongs to a landing."""
    if movement.task is not Task.LANDING:
        return True
    marks = [c.marks["contact"] for c in movement.cycles if "contact" in c.marks]
    return any(-0.01 <= figure.contact.start - mark <= 0.3 for mark in marks)


def _of_contact(
    figure: ContactFigures, number: int, ground: GroundForce, task: Task, mass: float
) -> list[Figure]:
    contact = figure.contact

    def told(definition: FigureDefinition, value: float | None, reason: str = "") -> Figure:
        known = float("nan") if value is None else value
        return Figure(definition, contact.side, number, contact.start, contact.end, known, reason)

    if contact.state not in WHOLE or figure.cut:
        why = "the recording begins or ends within it" if contact.state in WHOLE else contact.reason
        return [told(definition, None, why or contact.state) for definition in DEFINITIONS]
    time, rate, force = _force(figure, ground, mass)
    peak = told(PEAK, figure.peak_bw)
    if rate < LEAST_RATE:
        why = f"the force has {rate:.0f} samples a second: too few for how fast it rises (250 are needed)"
        return [peak, *(told(definition, None, why) for definition in DEFINITIONS[1:])]
    if len(time) < 10:
        return [peak, *(told(d, None, "the contact is too short") for d in DEFINITIONS[1:])]
    average, steepest, impact, delay = loading(time, force, to_largest=task is Task.LANDING)
    milliseconds = None if delay is None else 1000.0 * delay
    why = "" if impact is not None else _NO_IMPACT
    return [
        peak,
        told(AVERAGE, average),
        told(INSTANT, steepest),
        told(IMPACT, impact, why),
        told(IMPACT_TIME, milliseconds, why),
    ]


def _force(figure: ContactFigures, ground: GroundForce, mass: float) -> tuple[FloatArray, float, FloatArray]:
    """Instants of a contact, the plates' rate and the vertical force there [BW]."""
    contact = figure.contact
    time = np.asarray(ground.force.time.values, np.float64)
    rate = 1.0 / float(np.median(np.diff(time)))
    # The filter needs what comes before and after; missing samples are none of this contact's.
    around = (time >= contact.start - 0.1) & (time <= contact.end + 0.1)
    vertical = np.nan_to_num(ground.force.sel(side=str(contact.side)).values[around, 1])
    if rate > 4.0 * _CUTOFF_HZ:
        vertical = smooth_paths(np.repeat(vertical[:, None, None], 3, axis=2), rate, _CUTOFF_HZ)[0][:, 0, 0]
    inside = (time[around] >= contact.start) & (time[around] <= contact.end)
    return time[around][inside], rate, vertical[inside] / (mass * -GRAVITY[1])
