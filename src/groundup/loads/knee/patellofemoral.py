"""Patellofemoral load: knee moment to quadriceps force, joint force, contact area and stress, over time."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import xarray as xr

from groundup.loads.dynamics import Dynamics
from groundup.loads.knee.by_side import by_side
from groundup.loads.knee.cocontraction import gastrocnemius_moment, hamstring_moment
from groundup.loads.knee.extensor_mechanism import (
    LEVER_ARM_SD,
    contact_area,
    joint_force_ratio,
    quadriceps_lever_arm,
)
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion
from groundup.motion.solved_angle import solved_angle
from groundup.quantities import Side

GRAVITY = 9.80665
_Z = 1.959964

ALLOWANCE_SD = 0.5
"""Of what hamstrings and gastrocnemius are allowed for, as a share of it."""

DRIVING = ("knee_flexion", "hip_flexion", "ankle_dorsiflexion")
"""Angles and moments that the load of the kneecap follows from, without their side."""

ATTRS: dict[str, dict[str, str]] = {
    "hamstring_moment": {"units": "N m/kg", "positive": "flexes the knee", "source": "allowance"},
    "gastrocnemius_moment": {"units": "N m/kg", "positive": "flexes the knee", "source": "allowance"},
    "quadriceps_force": {"units": "N/kg"},
    "patellofemoral_force": {"units": "N/kg"},
    "patellofemoral_force_net": {"units": "N/kg", "source": "net knee moment, no allowance"},
    "patellofemoral_area": {"units": "m^2"},
    "patellofemoral_stress": {"units": "Pa"},
    "patellofemoral_force_cv": {"units": "1"},
    "patellofemoral_stress_cv": {"units": "1"},
}


def patellofemoral(
    motion: Motion, dynamics: Dynamics, vertical_force: xr.DataArray, mass: float, sex: str | None
) -> xr.Dataset:
    """Patellofemoral load over time.

    Parameters
    ----------
    motion : Motion
    dynamics : Dynamics
    vertical_force : DataArray (time, side)
        Of the ground on each foot [N], for the contact area.
    mass : float
        Body mass [kg].
    sex : {"female", "male"} or None

    Returns
    -------
    Dataset over (time, side), names and units in `ATTRS`
        NaN outside 0 to 90 degrees of knee flexion. Forces per kilogram of body mass; `..._cv` is the
        standard deviation over the value (lognormal).

    Notes
    -----
    Quadriceps force = (internal extension moment + hamstring and gastrocnemius allowance) / effective lever
    arm, never below zero; joint force = ratio x quadriceps force; stress = joint force / contact area. In the
    spread: lever arm, contact area, and half of the allowance as one standard deviation.
    """
    values = {side: _one_side(motion, dynamics, vertical_force, mass, sex, side) for side in Side}
    return by_side(motion.poses.time, values, ATTRS)


def interval(value: FloatArray, cv: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give the 95 % interval of positive quantities with coefficients of variation `cv` (lognormal)."""
    known = np.isfinite(value) & np.isfinite(cv)
    reach = np.exp(_Z * np.sqrt(np.log1p(np.square(cv))))
    return np.where(known, value / reach, np.nan), np.where(known, value * reach, np.nan)


class Kneecap(NamedTuple):
    """What differs between people and is not measured: how far from the mean person (...), in SD.

    `arm` of the quadriceps lever arm, `area` of the contact area (both lognormal), `allowance` of what
    hamstrings and gastrocnemius are allowed for.
    """

    arm: FloatArray = np.array(0.0)
    area: FloatArray = np.array(0.0)
    allowance: FloatArray = np.array(0.0)


def kneecap_load(
    angles: Mapping[str, FloatArray],
    moments: Mapping[str, FloatArray],
    leg_load: FloatArray,
    mass: float,
    sex: str | None,
    kneecap: Kneecap | None = None,
) -> dict[str, FloatArray]:
    """Patellofemoral load of one leg over time, names and units in `ATTRS`.

    Parameters
    ----------
    angles : `knee_flexion`, `hip_flexion`, `ankle_dorsiflexion` -> (..., F) [rad].
    moments : the same names -> (..., F) internal moments [N m/kg].
    leg_load : (..., F) vertical force of the ground on the foot [body weights].
    mass : float
        Body mass [kg].
    sex : {"female", "male"} or None
    kneecap : Kneecap, optional
        One mean person if not given.
    """
    own = Kneecap() if kneecap is None else kneecap
    arm, size, allowed = (score[..., None] for score in own)
    allowed = np.maximum(1.0 + ALLOWANCE_SD * allowed, 0.0)
    flexion = np.degrees(angles["knee_flexion"])
    extension = -moments["knee_flexion"]
    hamstrings = allowed * hamstring_moment(-moments["hip_flexion"], np.degrees(angles["hip_flexion"]))
    gastrocnemius = allowed * gastrocnemius_moment(
        -moments["ankle_dorsiflexion"], np.degrees(angles["ankle_dorsiflexion"])
    )
    allowance = hamstrings + gastrocnemius
    total = np.maximum(extension + allowance, 0.0)
    lever = np.exp(LEVER_ARM_SD * arm) * quadriceps_lever_arm(flexion)
    quadriceps = total / lever
    ratio = joint_force_ratio(flexion)
    force = ratio * quadriceps
    area, area_sd = contact_area(flexion, leg_load, sex)
    with np.errstate(invalid="ignore", divide="ignore"):
        force_cv = np.hypot(LEVER_ARM_SD, np.where(total > 0.0, ALLOWANCE_SD * allowance / total, 0.0))
        stress_cv = np.hypot(force_cv, area_sd / area)
    area = area * np.exp(size * area_sd / area)
    return {
        "hamstring_moment": hamstrings,
        "gastrocnemius_moment": gastrocnemius,
        "quadriceps_force": quadriceps,
        "patellofemoral_force": force,
        "patellofemoral_force_net": ratio * np.maximum(extension, 0.0) / lever,
        "patellofemoral_area": area,
        "patellofemoral_stress": force * mass / area,
        "patellofemoral_force_cv": force_cv,
        "patellofemoral_stress_cv": stress_cv,
    }


def _one_side(
    motion: Motion, dynamics: Dynamics, vertical: xr.DataArray, mass: float, sex: str | None, side: Side
) -> dict[str, FloatArray]:
    angles = {name: solved_angle(motion, f"{name}_{side}") for name in DRIVING}
    moments = {name: np.asarray(dynamics.moments.sel(coordinate=f"{name}_{side}").values) for name in DRIVING}
    load = vertical.sel(side=str(side)).values / (mass * GRAVITY)
    return kneecap_load(angles, moments, load, mass, sex)
