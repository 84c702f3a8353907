"""Moments of a leg that stands still, and what they ask of the kneecap."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from groundup.body.anatomy import Anatomy
from groundup.loads.knee.patellofemoral import kneecap_load
from groundup.mechanics.inverse_dynamics import GRAVITY
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.whatif.points import Carrier

_BELOW = {
    "hip": ("thigh", "shank", "talus", "hindfoot", "forefoot", "toes"),
    "knee": ("shank", "talus", "hindfoot", "forefoot", "toes"),
    "ankle": ("talus", "hindfoot", "forefoot", "toes"),
}
_ABOVE = {"hip": "pelvis", "knee": "{side}_thigh", "ankle": "{side}_shank"}
_FIRST = {"hip": "thigh", "knee": "shank", "ankle": "talus"}
_BENDS = {"hip": "hip_flexion", "knee": "knee_flexion", "ankle": "ankle_dorsiflexion"}
_SIGN = {"hip": 1.0, "knee": -1.0, "ankle": 1.0}  # a turn about the axis to the right extends the knee


class Body(NamedTuple):
    """Placed bodies: `rotation` (R, B, 3, 3) and `origin` (R, B, 3) in the lab [m]."""

    anatomy: Anatomy
    carrier: Carrier
    rotation: FloatArray
    origin: FloatArray


class LegLoads(NamedTuple):
    """External knee adduction moment (R,) [N m/kg] and force on the kneecap (R,) [N/kg]."""

    adduction: FloatArray
    patellofemoral: FloatArray


def leg_moments(
    body: Body, side: Side, force: FloatArray, pressure: FloatArray, angles: Mapping[str, FloatArray]
) -> LegLoads:
    """Balance a leg joint by joint against the ground's force and its own weight.

    Parameters
    ----------
    force, pressure : (R, 3) on the foot [N], and where [m].
    angles : as reported [rad].
    """
    mass = float(body.carrier.parameters.mass.sum())
    turning = {joint: _external(body, side, joint, force, pressure) / mass for joint in _BELOW}
    internal = {}
    for joint, name in _BENDS.items():
        above = body.anatomy.body[_ABOVE[joint].format(side=side)]
        right = body.rotation[:, above, :, 2]
        internal[name] = -_SIGN[joint] * np.sum(turning[joint] * right, axis=1)
    shank = body.rotation[:, body.anatomy.body[f"{side}_shank"]]
    outward = 1.0 if side is Side.RIGHT else -1.0
    load = kneecap_load(
        {name: angles[f"{name}_{side}"] for name in _BENDS.values()},
        internal,
        force[:, 1] / (mass * -GRAVITY[1]),
        mass,
        None,
    )
    return LegLoads(outward * np.sum(turning["knee"] * shank[:, :, 0], axis=1), load["patellofemoral_force"])


def _external(body: Body, side: Side, joint: str, force: FloatArray, pressure: FloatArray) -> FloatArray:
    """(R, 3) moment about a joint's centre of all forces below it, in the lab [N m]."""
    parameters, where = body.carrier.parameters, body.anatomy.body
    centre = body.origin[:, where[f"{side}_{_FIRST[joint]}"]]
    found = np.cross(pressure - centre, force)
    for name in _BELOW[joint]:
        b = where.get(f"{side}_{name}")
        if b is not None:
            middle = body.origin[:, b] + body.rotation[:, b] @ parameters.centre_of_mass[b]
            found += np.cross(middle - centre, parameters.mass[b] * np.asarray(GRAVITY))
    return np.asarray(found)
