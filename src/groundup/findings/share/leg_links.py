"""A leg taken apart into links that compose its knee from below and from above."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from groundup.loads.knee.segment_pose import SegmentPose
from groundup.mechanics.rotation import from_axis_angle, to_cardan
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side

HEADING, ROLL, PITCH = "foot heading", "foot roll and subtalar", "foot pitch and talocrural"
FOOT_ROLL, REARFOOT = "foot roll", "subtalar"
PELVIS, HIP = "pelvis", "hip"
PRESSURE, FORCE, GEOMETRY = "centre of pressure", "ground force", "leg geometry"

_FLIP, _UP = np.array([1.0, 1.0, -1.0]), np.array([0.0, 1.0, 0.0])

Segment = Callable[[str], SegmentPose | None]
"""Where a segment is, by its name; None where the chain has none of it."""


class LegLinks(NamedTuple):
    """What a leg is composed of, told as for a right leg, in the frame of progression (X forward, Y up).

    Attributes
    ----------
    heading, roll, pitch : (...) of the hindfoot [rad], rotations about Y, then the turned X, then Z.
    subtalar, talocrural : (..., 3, 3) talus in hindfoot, shank in talus.
    pelvis, hip : (..., 3, 3) pelvis in the progression frame, thigh in pelvis.
    knee_from_ankle : (..., 3) knee centre from the talus's origin, in the shank [m].
    hip_from_knee : (..., 3) hip centre from the knee centre, in the thigh [m].
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
    hip_from_knee: FloatArray
    pressure: FloatArray
    force: FloatArray
    free: FloatArray


FIELDS: Mapping[str, tuple[str, ...]] = {
    HEADING: ("heading",),
    ROLL: ("roll", "subtalar"),
    FOOT_ROLL: ("roll",),
    REARFOOT: ("subtalar",),
    PITCH: ("pitch", "talocrural"),
    PELVIS: ("pelvis",),
    HIP: ("hip",),
    PRESSURE: ("pressure",),
    FORCE: ("force", "free"),
    GEOMETRY: ("knee_from_ankle", "hip_from_knee"),
}
"""What each link holds of a leg; foot roll and subtalar are told apart or together."""


class FootForce(NamedTuple):
    """Ground force on a foot (..., F, 3) in the lab: `force` [N/kg], `point` [m], `free` moment [N m/kg]."""

    force: FloatArray
    point: FloatArray
    free: FloatArray


def leg_links(
    segment: Segment, side: Side, progression: FloatArray, ground: FootForce | None = None
) -> LegLinks:
    """Take a leg apart.

    Parameters
    ----------
    segment : Segment
        Poses (..., F): with members, their axis is in front.
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
        return np.asarray(mirror * times(into, vector))

    def placed(name: str) -> tuple[FloatArray, FloatArray]:
        pose = segment(name)
        if pose is None:
            return np.full((len(into), 3, 3), np.nan), blank
        return np.outer(mirror, mirror) * (into @ pose.rotation), polar(pose.origin)

    hindfoot, _ = placed(f"{side}_hindfoot")
    (talus, ankle), (shank, knee) = placed(f"{side}_talus"), placed(f"{side}_shank")
    (thigh, hip), (pelvis, _) = placed(f"{side}_thigh"), placed("pelvis")
    heading, roll, pitch = np.moveaxis(to_cardan("yxz", hindfoot), -1, 0)
    acting = FootForce(blank, blank, blank) if ground is None else ground
    # A mirrored moment keeps the parts that a mirrored force loses.
    free = polar(acting.free) * np.prod(mirror)
    return LegLinks(
        heading,
        roll,
        pitch,
        within(hindfoot, talus),
        within(talus, shank),
        pelvis,
        within(pelvis, thigh),
        times(np.swapaxes(shank, -1, -2), knee - ankle),
        times(np.swapaxes(thigh, -1, -2), hip - knee),
        times(from_axis_angle(_UP, -heading), polar(acting.point) - ankle),
        polar(acting.force),
        free,
    )


def mixed(observed: LegLinks, reference: LegLinks, links: frozenset[str]) -> LegLinks:
    """Compose a leg whose named links are as observed and all others as in the reference."""
    told = {field for link in links for field in FIELDS[link]}
    return LegLinks(
        *(
            own if field in told else other
            for field, own, other in zip(LegLinks._fields, observed, reference, strict=True)
        )
    )


def within(proximal: FloatArray, distal: FloatArray) -> FloatArray:
    """(..., 3, 3) rotation of one frame in another, both given in a third."""
    return np.asarray(np.swapaxes(proximal, -1, -2) @ distal)


def times(rotation: FloatArray, vector: FloatArray) -> FloatArray:
    """(..., 3) vectors turned by (..., 3, 3) rotations."""
    return np.asarray(np.squeeze(rotation @ vector[..., None], -1))
