"""Allowance for the muscles that flex the knee while they extend the hip or plantarflex the ankle.

An inverse-dynamics knee moment is a difference: what hamstrings and gastrocnemius flex, the quadriceps must
extend on top. How much they pull is told from the joints they also cross: the hip extension moment is shared
by hamstrings and gluteus maximus, the plantarflexion moment by gastrocnemius and soleus, all at one stress,
that is each in proportion to its strength (the idea of DeVita and Hortobagyi 2001, J Appl Biomech 17:297).
Other hip extensors and plantarflexors are left out, so the allowance is rather too large than too small;
half of it is carried as its standard deviation.
"""

from dataclasses import dataclass

import numpy as np

from groundup.mechanics.tree import FloatArray


@dataclass(frozen=True)
class Muscle:
    """A muscle's strength [N] and lever arms [mm].

    `arm` is by angle, at the joint whose moment drives it (hip extension, ankle plantarflexion); `knee_arm`
    flexes the knee, zero where the muscle does not cross it.
    """

    strength: float
    arm: tuple[float, ...]
    knee_arm: float = 0.0


# Strengths and the arms at hip and ankle: Rajagopal 2016 (10.1109/TBME.2016.2586891), generic, from the model
# and the moment-arm table beside EVIDENCE (N272, N273). Arms at the knee: measured on cadavers, the middle of
# the range over flexion (EVIDENCE N270, Spoor and van Leeuwen: gastrocnemius 12 to 20, semimembranosus 20 to
# 40, semitendinosus 40 to 55, biceps femoris 20; N271, Visser 1990: the last does not change with flexion).
HIP_ANGLES = (-20.0, 0.0, 30.0, 60.0)
ANKLE_ANGLES = (-30.0, -20.0, -10.0, 0.0, 10.0, 20.0)
HIP_EXTENSORS = {
    "bflh": Muscle(1313.2, (30.38, 48.84, 61.93, 57.54), 20.0),
    "semimem": Muscle(2201.0, (26.87, 43.14, 54.89, 51.17), 30.0),
    "semiten": Muscle(591.3, (26.7, 48.4, 65.44, 63.25), 47.5),
    # The lever arm of its middle part stands for all three.
    "glmax": Muscle(3337.5, (66.45, 62.58, 52.72, 41.89)),
}
PLANTARFLEXORS = {
    "gasmed": Muscle(3115.5, (40.93, 42.96, 43.59, 42.9, 41.0, 38.02), 16.0),
    "gaslat": Muscle(1575.1, (42.62, 44.32, 44.61, 43.58, 41.33, 37.99), 16.0),
    "soleus": Muscle(6194.8, (43.62, 44.16, 43.37, 41.36, 38.27, 34.22)),
}


def hamstring_moment(extension_moment: FloatArray, hip_flexion: FloatArray) -> FloatArray:
    """Knee flexion moment of the hamstrings, in the unit of the internal hip extension moment.

    Parameters
    ----------
    extension_moment : internal hip moment, positive where it extends; a flexing moment leaves them at rest.
    hip_flexion : [deg].
    """
    return np.maximum(extension_moment, 0.0) * knee_share(HIP_EXTENSORS, HIP_ANGLES, hip_flexion)


def gastrocnemius_moment(plantarflexion_moment: FloatArray, ankle_dorsiflexion: FloatArray) -> FloatArray:
    """Knee flexion moment of the gastrocnemius, in the unit of the internal plantarflexion moment.

    Parameters
    ----------
    plantarflexion_moment : internal ankle moment, positive where it plantarflexes.
    ankle_dorsiflexion : [deg].
    """
    share = knee_share(PLANTARFLEXORS, ANKLE_ANGLES, ankle_dorsiflexion)
    return np.maximum(plantarflexion_moment, 0.0) * share


def knee_share(muscles: dict[str, Muscle], angles: tuple[float, ...], driving: FloatArray) -> FloatArray:
    """Knee flexion moment per unit of the driving joint's moment, all muscles at one stress.

    Notes
    -----
    sum(strength x knee arm) / sum(strength x arm): the second sum over all muscles that share the moment, the
    first over those that cross the knee. Angles beyond the table take its end.
    """
    at_joint = sum(m.strength * np.interp(driving, angles, m.arm) for m in muscles.values())
    at_knee = sum(m.strength * m.knee_arm for m in muscles.values())
    return np.asarray(at_knee / at_joint)
