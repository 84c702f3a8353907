"""A leg taken apart into links that compose its knee from below and from above, and put together again."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from groundup.loads.knee.segment_pose import segment_pose
from groundup.mechanics.rotation import from_axis_angle, from_cardan, to_cardan
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion
from groundup.quantities import Side

HEADING, ROLL, PITCH = "foot heading", "foot roll and subtalar", "foot pitch and talocrural"
PELVIS, HIP = "pelvis", "hip"
PRESSURE, FORCE, GEOMETRY = "centre of pressure", "ground force", "leg geometry"
ANGLE_GROUPS: Mapping[str, tuple[str, ...]] = {"below": (HEADING, ROLL, PITCH), "above": (PELVIS, HIP)}
MOMENT_GROUPS: Mapping[str, tuple[str, ...]] = {
    "below": (HEADING, ROLL, PITCH),
    "ground": (PRESSURE, FORCE),
    "geometry": (GEOMETRY,),
}
"""Hip and pelvis do not enter a moment told from the ground: their part is zero by definition."""

_FLIP, _UP = np.array([1.0, 1.0, -1.0]), np.array([0.0, 1.0, 0.0])


class LegLinks(NamedTuple):
    """What a leg is composed of, told as for a right leg, in the frame of progression (X forward, Y up).

    Attributes
    ----------
    heading, roll, pitch : (...) of the hindfoot [rad], rotations about Y, then the turned X, then Z.
    subtalar, talocrural : (..., 3, 3) talus in hindfoot, shank in talus.
    pelvis, hip : (..., 3, 3) pelvis in the progression frame, thigh in pelvis.
    knee_from_ankle : (..., 3) knee centre from the talus's origin, in the shank [m].
    pressure : (..., 3) centre of pressure from the talus's origin, in the foot's heading [m].
    force : (..., 3) of the ground on the foot per body mass [N/kg].
    free : (..., 3) free moment per body mass [N m/kg].
    """

    heading: FloatArray
    roll: FloatArray
    pitch: FloatArray
    subtalar: FloatArray
    talocrural: FloatArray
    pelvis: FloatArray
    hip: FloatArray
    knee_from_ankle: FloatArray
    pressure: FloatArray
    force: FloatArray
    free: FloatArray


_FIELDS: Mapping[str, tuple[str, ...]] = {
    HEADING: ("heading",),
    ROLL: ("roll", "subtalar"),
    PITCH: ("pitch", "talocrural"),
    PELVIS: ("pelvis",),
    HIP: ("hip",),
    PRESSURE: ("pressure",),
    FORCE: ("force", "free"),
    GEOMETRY: ("knee_from_ankle",),
}


class FootForce(NamedTuple):
    """Ground force on one foot (F, 3) in the lab: `force` [N/kg], `point` [m], `free` moment [N m/kg]."""

    force: FloatArray
    point: FloatArray
    free: FloatArray


def leg_links(
    motion: Motion, side: Side, progression: FloatArray, ground: FootForce | None = None
) -> LegLinks:
    """Take a leg apart.

    Parameters
    ----------
    motion : Motion
    side : Side
        A left leg is mirrored, so that legs can be compared.
    progression : (F,) direction of progression, about Y from lab X [rad], to the left positive.
    ground : FootForce, optional
        Without it what depends on force is NaN.

    Returns
    -------
    LegLinks
        NaN for what the chain lacks.
    """
    into = from_axis_angle(_UP, -np.asarray(progression, np.float64))
    mirror = _FLIP if side is Side.LEFT else np.ones(3)
    blank = np.full((len(into), 3), np.nan)

    def polar(vector: FloatArray) -> FloatArray:
        return np.asarray(mirror * np.squeeze(into @ vector[..., None], -1))

    def placed(segment: str) -> tuple[FloatArray, FloatArray]:
        pose = segment_pose(motion, segment)
        if pose is None:
            return np.full((len(into), 3, 3), np.nan), blank
        return np.outer(mirror, mirror) * (into @ pose.rotation), polar(pose.origin)

    hindfoot, _ = placed(f"{side}_hindfoot")
    (talus, ankle), (shank, knee) = placed(f"{side}_talus"), placed(f"{side}_shank")
    (thigh, _), (pelvis, _) = placed(f"{side}_thigh"), placed("pelvis")
    heading, roll, pitch = np.moveaxis(to_cardan("yxz", hindfoot), -1, 0)
    acting = FootForce(blank, blank, blank) if ground is None else ground
    # A mirrored moment keeps the parts that a mirrored force loses.
    free = polar(acting.free) * np.prod(mirror)
    return LegLinks(
        heading,
        roll,
        pitch,
        _within(hindfoot, talus),
        _within(talus, shank),
        pelvis,
        _within(pelvis, thigh),
        _times(np.swapaxes(shank, -1, -2), knee - ankle),
        _times(from_axis_angle(_UP, -heading), polar(acting.point) - ankle),
        polar(acting.force),
        free,
    )


def mixed(observed: LegLinks, reference: LegLinks, links: frozenset[str]) -> LegLinks:
    """Compose a leg whose named links are as observed and all others as in the reference."""
    told = {field for link in links for field in _FIELDS[link]}
    return LegLinks(
        *(
            own if field in told else other
            for field, own, other in zip(LegLinks._fields, observed, reference, strict=True)
        )
    )


def knee_angles(leg: LegLinks) -> FloatArray:
    """(..., 3) knee flexion, adduction and internal rotation [rad], where shank and thigh meet."""
    about_z, about_x, about_y = np.moveaxis(to_cardan("zxy", _within(_thigh(leg), _shank(leg))), -1, 0)
    return np.stack([-about_z, about_x, about_y], axis=-1)


def knee_moments(leg: LegLinks) -> FloatArray:
    """(..., 3) external moment of the ground force about the knee that flexes, adducts and turns inward.

    In the tibial frame [N m/kg]; without weight and inertia of shank and foot.
    """
    shank = _shank(leg)
    from_ankle = _times(from_axis_angle(_UP, leg.heading), leg.pressure)
    turning = np.cross(from_ankle - _times(shank, leg.knee_from_ankle), leg.force) + leg.free
    x, y, z = np.moveaxis(_times(np.swapaxes(shank, -1, -2), turning), -1, 0)
    return np.stack([-z, x, y], axis=-1)


def _shank(leg: LegLinks) -> FloatArray:
    foot = from_cardan("yxz", np.stack([leg.heading, leg.roll, leg.pitch], axis=-1))
    return np.asarray(foot @ leg.subtalar @ leg.talocrural)


def _thigh(leg: LegLinks) -> FloatArray:
    return np.asarray(leg.pelvis @ leg.hip)


def _within(proximal: FloatArray, distal: FloatArray) -> FloatArray:
    return np.asarray(np.swapaxes(proximal, -1, -2) @ distal)


def _times(rotation: FloatArray, vector: FloatArray) -> FloatArray:
    return np.asarray(np.squeeze(rotation @ vector[..., None], -1))
