"""Patellofemoral load: knee moment to quadriceps force, joint force, contact area and stress, over time."""

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


def interval(value: float, cv: float) -> tuple[float, float]:
    """Give the 95 % interval of a positive quantity with coefficient of variation `cv` (lognormal)."""
    if not (np.isfinite(value) and np.isfinite(cv)):
        return float("nan"), float("nan")
    reach = float(np.exp(_Z * np.sqrt(np.log1p(cv**2))))
    return value / reach, value * reach


def _one_side(
    motion: Motion, dynamics: Dynamics, vertical: xr.DataArray, mass: float, sex: str | None, side: Side
) -> dict[str, FloatArray]:
    def degrees(name: str) -> FloatArray:
        return np.asarray(np.degrees(solved_angle(motion, f"{name}_{side}")))

    def internal(name: str) -> FloatArray:
        return np.asarray(dynamics.moments.sel(coordinate=f"{name}_{side}").values)

    flexion = degrees("knee_flexion")
    extension = -internal("knee_flexion")
    hamstrings = hamstring_moment(-internal("hip_flexion"), degrees("hip_flexion"))
    gastrocnemius = gastrocnemius_moment(-internal("ankle_dorsiflexion"), degrees("ankle_dorsiflexion"))
    allowance = hamstrings + gastrocnemius
    total = np.maximum(extension + allowance, 0.0)
    quadriceps = total / quadriceps_lever_arm(flexion)
    ratio = joint_force_ratio(flexion)
    force = ratio * quadriceps
    load = vertical.sel(side=str(side)).values / (mass * GRAVITY)
    area, area_sd = contact_area(flexion, load, sex)
    with np.errstate(invalid="ignore", divide="ignore"):
        force_cv = np.hypot(LEVER_ARM_SD, np.where(total > 0.0, 0.5 * allowance / total, 0.0))
        stress_cv = np.hypot(force_cv, area_sd / area)
    return {
        "hamstring_moment": hamstrings,
        "gastrocnemius_moment": gastrocnemius,
        "quadriceps_force": quadriceps,
        "patellofemoral_force": force,
        "patellofemoral_force_net": ratio * np.maximum(extension, 0.0) / quadriceps_lever_arm(flexion),
        "patellofemoral_area": area,
        "patellofemoral_stress": force * mass / area,
        "patellofemoral_force_cv": force_cv,
        "patellofemoral_stress_cv": stress_cv,
    }
