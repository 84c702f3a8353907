"""Quadriceps and patellofemoral joint: lever arm, joint force and contact area by knee flexion.

All hold for 0 to 90 degrees of flexion only and are NaN beyond: the lever arm's polynomial rises again past
100 degrees and the force ratio has a pole near 129 (EVIDENCE C41, C42).
"""

import numpy as np

from groundup.mechanics.tree import FloatArray

LARGEST_FLEXION = 90.0
# EVIDENCE C42, public script of the Salem and Powers lineage: m at degrees, highest power first.
_LEVER_ARM = (8e-8, -1.3e-5, 2.8e-4, 0.046)
# EVIDENCE C41, van Eijden 1986 in a public script: joint force per quadriceps force, highest power first.
_RATIO_ABOVE = (-3.84e-5, 0.00147, 0.462)
_RATIO_BELOW = (-6.98e-7, 1.55e-4, -0.0162, 1.0)
# EVIDENCE C38, C39, Besier 2005, 10.1016/j.orthres.2004.08.003: 8 men and 8 women in MRI, upright, with
# 0.15 body weights on the leg.
_AREA_FLEXION = (0.0, 30.0, 60.0)
_AREA = {"male": (210e-6, 414e-6, 520e-6), "female": (210e-6, 269e-6, 396e-6)}
# The same: a quarter more under 0.45 body weights a leg.
_LOADED_GAIN, _UNLOADED_AT, _LOADED_AT = 0.24, 0.15, 0.45
# EVIDENCE VT21: the band accepted around these means, taken for one standard deviation between persons.
AREA_SD = 0.15
# EVIDENCE N264 to N267: patellar tendon lever arm by MRI, standard deviation over mean, 7.5 to 9.9 %; two of
# them are the 15 to 20 % model uncertainty that F70 asks to be carried.
LEVER_ARM_SD = 0.09


def quadriceps_lever_arm(flexion: FloatArray) -> FloatArray:
    """Effective lever arm of the quadriceps force [m] at knee flexion [deg] (EVIDENCE C42)."""
    return _within(flexion, np.asarray(np.polyval(_LEVER_ARM, flexion), np.float64))


def joint_force_ratio(flexion: FloatArray) -> FloatArray:
    """Patellofemoral joint force over quadriceps force at knee flexion [deg] (EVIDENCE C41)."""
    return _within(
        flexion, np.asarray(np.polyval(_RATIO_ABOVE, flexion) / np.polyval(_RATIO_BELOW, flexion), np.float64)
    )


def contact_area(flexion: FloatArray, leg_load: FloatArray, sex: str | None) -> tuple[FloatArray, FloatArray]:
    """Patellofemoral contact area and its standard deviation between persons [m^2].

    Parameters
    ----------
    flexion : array
        Of the knee [deg].
    leg_load : array
        Vertical ground force on the leg [body weights]; the area grows by 24 % between 0.15 and 0.45.
    sex : {"female", "male"} or None
        Unknown: the mean of both, and half their difference added to the standard deviation in quadrature.

    Notes
    -----
    Straight between 0, 30 and 60 degrees (EVIDENCE C38, C39). Beyond 60 the area falls (C40, no figures):
    it is held at its 60-degree value there, so that a stress from it is the least it can be.
    """
    areas = {word: np.interp(flexion, _AREA_FLEXION, values) for word, values in _AREA.items()}
    mean = areas[sex] if sex in areas else 0.5 * (areas["male"] + areas["female"])
    between = np.zeros_like(mean) if sex in areas else 0.5 * np.abs(areas["male"] - areas["female"])
    share = np.clip((leg_load - _UNLOADED_AT) / (_LOADED_AT - _UNLOADED_AT), 0.0, 1.0)
    gain = 1.0 + _LOADED_GAIN * share
    return _within(flexion, gain * mean), _within(flexion, gain * np.hypot(AREA_SD * mean, between))


def _within(flexion: FloatArray, values: FloatArray) -> FloatArray:
    inside = (np.asarray(flexion) >= 0.0) & (np.asarray(flexion) <= LARGEST_FLEXION)
    return np.where(inside, values, np.nan)
