"""External moments at the knee in the tibial frame, and the ground force's lever arm."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import xarray as xr

from groundup.loads.dynamics import Dynamics
from groundup.loads.ground_force import GroundForce
from groundup.loads.knee.by_side import by_side
from groundup.loads.knee.segment_pose import SegmentPose, segment_pose
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion
from groundup.quantities import Side

# Below it a lever arm is a small moment over a small force.
_LEAST_FORCE = 50.0


def external_moments(motion: Motion, dynamics: Dynamics, ground: GroundForce, mass: float) -> xr.Dataset:
    """Find what acts on the shank and foot from outside, about the knee centre.

    Parameters
    ----------
    motion : Motion
    dynamics : Dynamics
        Of the same instants.
    ground : GroundForce
        At the same instants, filtered as the dynamics used it.
    mass : float
        Body mass [kg].

    Returns
    -------
    Dataset over (time, side)
        `adduction_moment`, `flexion_moment`, `rotation_moment` [N m/kg]: the opposite of the internal joint
        moment from inverse dynamics (so with the shank's and foot's weight and inertia), in the tibial frame,
        positive where it adducts, flexes, internally rotates. `static_adduction_moment` [N m/kg]: of the
        ground force alone. `adduction_lever_arm` [m]: in the tibia's frontal plane, from the knee centre to
        the ground force's line, positive where the line passes medially. `frontal_force` [N]: the part of the
        ground force in that plane. `vertical_force` [N]. NaN where the dynamics withhold the moment of the
        same plane (a knee axis not found from motion and a knee bent beyond 30 degrees), and on a side whose
        shank the chain lacks.

    Notes
    -----
    With r from the knee centre to the centre of pressure and F the ground force, both in the tibial frame,
    the lever arm is (r x F) . a / |F without its part along a|, a the axis that adducts; lever arm times
    force is the static moment without the free moment's small part.
    """
    values = {side: _one_side(motion, dynamics, ground, mass, side) for side in Side}
    return by_side(motion.poses.time, values, ATTRS)


_TIBIA = {"frame": "tibia", "source": "inverse dynamics"}
ATTRS: dict[str, dict[str, str]] = {
    "adduction_moment": {"units": "N m/kg", "positive": "external, adducts", **_TIBIA},
    "flexion_moment": {"units": "N m/kg", "positive": "external, flexes", **_TIBIA},
    "rotation_moment": {"units": "N m/kg", "positive": "external, internally rotates", **_TIBIA},
    "static_adduction_moment": {
        "units": "N m/kg",
        "positive": "external, adducts",
        "frame": "tibia",
        "source": "ground force alone",
    },
    "adduction_lever_arm": {"units": "m", "positive": "the force passes medially", "frame": "tibia"},
    "frontal_force": {"units": "N", "frame": "tibia"},
    "vertical_force": {"units": "N", "positive": "up, on the foot", "frame": "lab"},
}


def tibial_axes(side: Side) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Axes (x forward, y up, z right) about which the tibia adducts, flexes and internally rotates."""
    outward = 1.0 if side is Side.RIGHT else -1.0
    return np.array([outward, 0.0, 0.0]), np.array([0.0, 0.0, -1.0]), np.array([0.0, outward, 0.0])


class LegForces(NamedTuple):
    """What acts on one leg over time, lab frame.

    `joint_moment` (..., F, 3) of the thigh on the shank about the knee centre [N m]; `force` [N], `point` [m]
    and `free` [N m] (..., F, 3) of the ground on the foot.
    """

    joint_moment: FloatArray
    force: FloatArray
    point: FloatArray
    free: FloatArray


def knee_moments(
    shank: SegmentPose, forces: LegForces, internal: Mapping[str, FloatArray], mass: float, side: Side
) -> dict[str, FloatArray]:
    """Find what acts on one knee from outside, names and units in `ATTRS`, each (..., F).

    Parameters
    ----------
    shank : SegmentPose
        (..., F); a member axis leads where there are members.
    forces : LegForces
    internal : `flexion`, `adduction`, `rotation` -> (..., F) internal knee moments; only where they are
        missing is read.
    mass : float
        Body mass [kg].
    side : Side
    """
    lab_to_tibia = np.swapaxes(shank.rotation, -2, -1)

    def in_tibia(vectors: FloatArray) -> FloatArray:
        return np.asarray(np.einsum("...ij,...j->...i", lab_to_tibia, vectors))

    external = -in_tibia(forces.joint_moment) / mass
    arm = forces.point - shank.origin
    force_in_tibia = in_tibia(forces.force)
    turning = np.cross(in_tibia(np.nan_to_num(arm)), force_in_tibia)
    free = in_tibia(forces.free)
    adducts, flexes, turns_in = tibial_axes(side)
    frontal = np.hypot(force_in_tibia[..., 1], force_in_tibia[..., 2])
    loaded = (frontal > _LEAST_FORCE) & np.isfinite(arm).all(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        lever = np.where(loaded, turning @ adducts / frontal, np.nan)

    def known(plane: str, values: FloatArray) -> FloatArray:
        return np.where(np.isfinite(internal[plane]), values, np.nan)

    return {
        "adduction_moment": known("adduction", external @ adducts),
        "flexion_moment": known("flexion", external @ flexes),
        "rotation_moment": known("rotation", external @ turns_in),
        "static_adduction_moment": known("adduction", (turning + free) @ adducts / mass),
        "adduction_lever_arm": known("adduction", lever),
        "frontal_force": frontal,
        "vertical_force": forces.force[..., 1],
    }


def _one_side(
    motion: Motion, dynamics: Dynamics, ground: GroundForce, mass: float, side: Side
) -> dict[str, FloatArray]:
    shank, foot = f"{side}_shank", {"side": str(side)}
    force = ground.force.sel(foot).values
    pose = segment_pose(motion, shank)
    if pose is None:
        return {**dict.fromkeys(ATTRS, np.full(len(force), np.nan)), "vertical_force": force[:, 1]}
    forces = LegForces(
        dynamics.joint_moment.sel(joint=shank).values,
        force,
        ground.centre_of_pressure.sel(foot).values,
        ground.free_moment.sel(foot).values,
    )
    internal = {
        plane: dynamics.moments.sel(coordinate=f"knee_{plane}_{side}").values
        for plane in ("flexion", "adduction", "rotation")
    }
    return knee_moments(pose, forces, internal, mass, side)
