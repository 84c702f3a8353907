"""The iliotibial band as a path on the chain: its length and strain, never a tension.

From the iliac crest behind the ASIS over the side of the proximal thigh and the lateral epicondyle to the
lateral tibial plateau (Gerdy's tubercle): the four points of the tensor fasciae latae in the gait2392 model
(Delp 1990, IEEE Trans Biomed Eng 37:757, as in the public model file), straight between them, scaled to the
person segment by segment. Strain is relative to the person's own standing (as Hamill 2008, EVIDENCE C30,
relates it to rest).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from groundup.body.chain import Chain
from groundup.body.subject import Subject
from groundup.loads.knee.by_side import by_side
from groundup.loads.knee.segment_pose import SegmentPose, segment_pose
from groundup.mechanics.kinematics import couple, poses
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion
from groundup.quantities import Side

# gait2392, generic model, right side, x forward, y up, z right [m]. Pelvis points and hip centre from
# mid-ASIS, femur points from the hip centre, tibia point and ankle from the knee centre.
MODEL_CREST = np.array([-0.0311, 0.0214, 0.1241])
MODEL_HIP = np.array([-0.0707, -0.0661, 0.0835])
MODEL_THIGH_UPPER = np.array([0.0294, -0.0995, 0.0597])
MODEL_EPICONDYLE = np.array([0.0054, -0.4049, 0.0357])
MODEL_GERDY = np.array([0.006, -0.0487, 0.0297])
MODEL_KNEE_BELOW_HIP = 0.396
MODEL_ANKLE_BELOW_KNEE = 0.430

IMPINGEMENT_ZONE = (20.0, 30.0)
"""Knee flexion in which the band lies at the epicondyle [deg] (EVIDENCE C36, Orchard 1996)."""

ATTRS: dict[str, dict[str, str]] = {
    "itb_length": {"units": "m", "source": "path on the fitted chain"},
    "itb_strain": {"units": "1", "positive": "longer than the reference"},
    "itb_strain_rate": {"units": "1/s", "positive": "lengthening"},
}


@dataclass(frozen=True)
class BandPath:
    """One side's path: (segment, point (..., 3) in the segment's frame [m]) from pelvis to tibia."""

    points: tuple[tuple[str, FloatArray], ...]


def band_path(subject: Subject, side: Side) -> BandPath | None:
    """Scale the path to a person; None where the chain lacks one of its segments."""
    return band_path_of(subject.chain, subject.anatomy.body, side)


def band_path_of(chain: Chain, body: Mapping[str, int], side: Side) -> BandPath | None:
    """Scale the path to a chain; None where it lacks one of its segments.

    Parameters
    ----------
    chain : Chain
        Pelvis points scale with the distance between the hip centres, thigh points with hip to knee, the
        tibia point with knee to ankle. With a member axis on its parameters the points have one.
    body : segment -> index of its body.
    side : Side
    """
    ankle = next((name for name in (f"{side}_talus", f"{side}_hindfoot") if name in body), None)
    other = f"{side.other}_thigh"
    thigh, shank = f"{side}_thigh", f"{side}_shank"
    if ankle is None or not {"pelvis", thigh, other, shank} <= set(body):
        return None
    pose = couple(chain.topology, chain.neutral[None])
    placed = poses(chain.topology, chain.parameters, pose)

    def centre(segment: str) -> FloatArray:
        return np.asarray(placed.joint_centre_in_lab[..., 0, body[segment], :])

    def within(segment: str, point: FloatArray) -> FloatArray:
        b = body[segment]
        away = (point - placed.position_body_in_lab[..., 0, b, :])[..., None]
        return np.asarray((np.swapaxes(placed.rotation_body_in_lab[..., 0, b, :, :], -1, -2) @ away)[..., 0])

    hip, knee = centre(thigh), centre(shank)
    of_pelvis = _length(hip - centre(other)) / (2.0 * MODEL_HIP[2])
    of_thigh = _length(knee - hip) / MODEL_KNEE_BELOW_HIP
    of_shank = _length(centre(ankle) - knee) / MODEL_ANKLE_BELOW_KNEE
    mirror = np.array([1.0, 1.0, 1.0 if side is Side.RIGHT else -1.0])
    return BandPath(
        (
            ("pelvis", within("pelvis", hip) + mirror * (MODEL_CREST - MODEL_HIP) * of_pelvis),
            (thigh, within(thigh, hip) + mirror * MODEL_THIGH_UPPER * of_thigh),
            (thigh, within(thigh, hip) + mirror * MODEL_EPICONDYLE * of_thigh),
            (shank, within(shank, knee) + mirror * MODEL_GERDY * of_shank),
        )
    )


def band_length(path: BandPath | None, motion: Motion) -> FloatArray:
    """(F,) length of the band [m]; NaN without a path."""
    if path is None:
        return np.full(motion.poses.sizes["time"], np.nan)
    found = {segment: segment_pose(motion, segment) for segment, _ in path.points}
    return path_length(path, {segment: pose for segment, pose in found.items() if pose is not None})


def path_length(path: BandPath, placed: Mapping[str, SegmentPose]) -> FloatArray:
    """(..., F) length of the band [m] with its segments placed."""
    points = np.stack(
        [
            placed[segment].origin + (placed[segment].rotation @ point[..., None, :, None])[..., 0]
            for segment, point in path.points
        ],
        axis=-2,
    )
    return np.asarray(np.linalg.norm(np.diff(points, axis=-2), axis=-1).sum(axis=-1))


def _length(vector: FloatArray) -> FloatArray:
    """Length (..., 1) of vectors (..., 3)."""
    return np.asarray(np.sqrt(vector[..., None, :] @ vector[..., None])[..., 0])


def iliotibial_band(
    time: xr.DataArray, lengths: Mapping[Side, FloatArray], reference: Mapping[Side, float]
) -> xr.Dataset:
    """Length, strain and strain rate over time.

    Parameters
    ----------
    time : DataArray (time,)
    lengths : mapping Side -> (F,) length [m].
    reference : mapping Side -> length at strain zero [m]; NaN where there is none.

    Returns
    -------
    Dataset over (time, side), names and units in `ATTRS`
    """
    values = {}
    for side, length in lengths.items():
        strain, rate = band_strain(time.values, length, np.asarray(reference[side]))
        values[side] = {"itb_length": length, "itb_strain": strain, "itb_strain_rate": rate}
    return by_side(time, values, ATTRS)


def band_strain(time: FloatArray, length: FloatArray, reference: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Strain (..., F) [1] and its rate [1/s] of lengths (..., F) relative to a reference (...) [m]."""
    strain = length / reference[..., None] - 1.0
    several = strain.shape[-1] > 1
    rate = np.gradient(strain, time, axis=-1) if several else np.full_like(strain, np.nan)
    return strain, np.asarray(rate)
