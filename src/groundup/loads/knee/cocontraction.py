"""Allowance for the muscles that flex the knee while they extend the hip or plantarflex the ankle.

An inverse-dynamics knee moment is a difference: what hamstrings and gastrocnemius flex, the quadriceps must
extend on top. How much they pull is told from the joints they also cross: the hip extension moment is shared
by hamstrings and gluteus maximus, the plantarflexion moment by gastrocnemius and soleus, all at one stress,
that is each in proportion to its strength (the idea of DeVita and Hortobagyi 2001, J Appl Biomech 17:297;
strengths and lever arms here are those of one generic model).
"""

from dataclasses import dataclass

import numpy as np

from groundup.mechanics.tree import FloatArray


@dataclass(frozen=True)
class Muscle:
    """A muscle's strength [N] and its lever arms [mm] by angle [deg] at the two joints it may cross.

    `arm` is at the joint whose moment drives it (hip extension, ankle plantarflexion), `knee_arm` flexes the
    knee; empty where it does not cross it.
    """

    strength: float
    arm: tuple[float, ...]
    knee_arm: tuple[float, ...] = ()


# Rajagopal 2016 (10.1109/TBME.2016.2586891): strengths as in the model, lever arms as computed from it
# (EVIDENCE N272, N273, N277 to N281 and the moment-arm table beside them). Generic, not measured.
HIP_ANGLES = (-20.0, 0.0, 30.0, 60.0)
ANKLE_ANGLES = (-30.0, -20.0, -10.0, 0.0, 10.0, 20.0)
KNEE_ANGLES = (0.0, 10.0, 20.0, 30.0, 45.0, 60.0, 75.0, 90.0)
HIP_EXTENSORS = {
    "bflh": Muscle(
        1313.2, (30.38, 48.84, 61.93, 57.54), (28.95, 30.46, 32.1, 33.8, 35.94, 36.77, 35.42, 31.46)
    ),
    "semimem": Muscle(
        2201.0, (26.87, 43.14, 54.89, 51.17), (31.81, 35.34, 38.74, 42.52, 45.74, 46.02, 43.29, 37.53)
    ),
    "semiten": Muscle(
        591.3, (26.7, 48.4, 65.44, 63.25), (38.01, 42.01, 45.34, 49.52, 54.15, 55.38, 52.99, 46.83)
    ),
    # The lever arm of its middle part stands for all three.
    "glmax": Muscle(3337.5, (66.45, 62.58, 52.72, 41.89)),
}
PLANTARFLEXORS = {
    "gasmed": Muscle(
        3115.5,
        (40.93, 42.96, 43.59, 42.9, 41.0, 38.02),
        (17.61, 18.61, 19.71, 21.79, 25.99, 29.13, 30.85, 30.66),
    ),
    "gaslat": Muscle(
        1575.1,
        (42.62, 44.32, 44.61, 43.58, 41.33, 37.99),
        (23.06, 22.14, 22.49, 23.64, 25.5, 26.78, 26.63, 24.21),
    ),
    "soleus": Muscle(6194.8, (43.62, 44.16, 43.37, 41.36, 38.27, 34.22)),
}


def hamstring_moment(
    extension_moment: FloatArray, hip_flexion: FloatArray, knee_flexion: FloatArray
) -> FloatArray:
    """Knee flexion moment of the hamstrings, in the unit of the internal hip extension moment.

    Parameters
    ----------
    extension_moment : internal hip moment, positive where it extends; a flexing moment leaves them at rest.
    hip_flexion, knee_flexion : [deg].
    """
    share = knee_share(HIP_EXTENSORS, HIP_ANGLES, hip_flexion, knee_flexion)
    return np.maximum(extension_moment, 0.0) * share


def gastrocnemius_moment(
    plantarflexion_moment: FloatArray, ankle_dorsiflexion: FloatArray, knee_flexion: FloatArray
) -> FloatArray:
    """Knee flexion moment of the gastrocnemius, in the unit of the internal plantarflexion moment.

    Parameters
    ----------
    plantarflexion_moment : internal ankle moment, positive where it plantarflexes.
    ankle_dorsiflexion, knee_flexion : [deg].
    """
    share = knee_share(PLANTARFLEXORS, ANKLE_ANGLES, ankle_dorsiflexion, knee_flexion)
    return np.maximum(plantarflexion_moment, 0.0) * share


def knee_share(
    muscles: dict[str, Muscle], angles: tuple[float, ...], driving: FloatArray, knee_flexion: FloatArray
) -> FloatArray:
    """Knee flexion moment per unit of the driving joint's moment, all muscles at one stress.

    Notes
    -----
    sum(strength x knee arm) / sum(strength x arm): the second sum over all muscles that share the moment, the
    first over those that cross the knee. Angles beyond the table take its end.
    """
    at_joint = sum(m.strength * np.interp(driving, angles, m.arm) for m in muscles.values())
    crossing = [m for m in muscles.values() if m.knee_arm]
    at_knee = sum(m.strength * np.interp(knee_flexion, KNEE_ANGLES, m.knee_arm) for m in crossing)
    return np.asarray(at_knee / at_joint)
