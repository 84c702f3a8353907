"""Co-contraction of two muscles that work against each other, from their normalised envelopes."""

from dataclasses import dataclass

import numpy as np

from groundup.mechanics.tree import FloatArray

_KNEE_EXTENSORS = ("vastus lateralis", "vastus medialis", "quadriceps", "rectus femoris")
_MEDIAL = ("medial hamstrings", "semitendinosus", "semimembranosus", "hamstrings", "biceps femoris")
_LATERAL = ("biceps femoris", "lateral hamstrings", "hamstrings", "semitendinosus", "semimembranosus")
_CALF = ("medial gastrocnemius", "gastrocnemius", "lateral gastrocnemius", "soleus")


@dataclass(frozen=True)
class Pair:
    """Two opposing muscles of one joint."""

    joint: str
    first: str
    second: str


def pairs(present: set[str]) -> tuple[Pair, ...]:
    """Opposing pairs among the muscles of one side.

    Parameters
    ----------
    present : set of str
        Names as in :mod:`groundup.loads.muscle_names`.

    Returns
    -------
    tuple of Pair
        At the knee each vastus with the hamstrings of its own side of the leg, or whatever extensor and
        flexor there are; at the ankle tibialis anterior with gastrocnemius and with soleus.
    """
    found = []
    for extensor in _KNEE_EXTENSORS:
        order = _MEDIAL if extensor == "vastus medialis" else _LATERAL
        flexor = next((m for m in order if m in present), None)
        if extensor in present and flexor is not None:
            found.append(Pair("knee", extensor, flexor))
    if "tibialis anterior" in present:
        calf = next((m for m in _CALF if m in present), None)
        if calf is not None:
            found.append(Pair("ankle", "tibialis anterior", calf))
        if "soleus" in present and calf != "soleus":
            found.append(Pair("ankle", "tibialis anterior", "soleus"))
    return tuple(found)


def rudolph_index(first: FloatArray, second: FloatArray) -> float:
    """Mean of lower over higher activity times their sum: 0 none, 2 both at their peak throughout.

    Notes
    -----
    Rudolph, Axe, Buchanan, Scholz, Snyder-Mackler 2001, Knee Surg Sports Traumatol Arthrosc 9:62.
    """
    low, high = np.minimum(first, second), np.maximum(first, second)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(high > 0.0, low / high, np.where(np.isfinite(high), 0.0, np.nan))
    return float(np.mean(share * (low + high))) if len(low) else float("nan")


def falconer_winter_index(time: FloatArray, first: FloatArray, second: FloatArray) -> float:
    """Take the common area of both over their whole: 2 x integral of the lower / integral of the sum [%].

    Notes
    -----
    Falconer and Winter 1985, Electromyogr Clin Neurophysiol 25:135.
    """
    if len(time) < 2:
        return float("nan")
    whole = float(np.trapezoid(first + second, time))
    common = float(np.trapezoid(np.minimum(first, second), time))
    return 200.0 * common / whole if whole > 0.0 else float("nan")
