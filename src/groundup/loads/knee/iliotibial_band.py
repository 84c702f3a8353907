"""The iliotibial band as a path on the chain: its length and strain, never a tension.

From the iliac crest behind the ASIS over the side of the proximal thigh and the lateral epicondyle to the
lateral tibial plateau (Gerdy's tubercle): the four points of the tensor fasciae latae in the gait2392 model
(Delp 1990, IEEE Trans Biomed Eng 37:757, as in the public model file), straight between them, scaled to the
person segment by segment. Strain is relative to the person's own standing (as Hamill 2008, EVIDENCE C30,
relates it to rest).
"""

from dataclasses import dataclass

import numpy as np
import xarray as xr

from groundup.body.chain import Chain
from groundup.loads.knee.by_side import by_side
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
    """One side's path: (segment, point in the segment's frame [m]) from pelvis to tibia."""

    points: tuple[tuple[str, FloatArray], ...]


def band_path(chain: Chain, side: Side) -> BandPath:
    """Scale the path to a person.

    Parameters
    ----------
    chain : Chain
        Pelvis points scale with the distance between the hip centres, thigh points with hip to knee, the
        tibia point with knee to ankle.
    side : Side
    """
    position = chain.parameters.parent_position
    hips = {s: position[chain.body(f"{s}_thigh")] for s in Side}
    pelvis = float(np.linalg.norm(hips[Side.RIGHT] - hips[Side.LEFT])) / (2.0 * MODEL_HIP[2])
    thigh = float(np.linalg.norm(position[chain.body(f"{side}_shank")])) / MODEL_KNEE_BELOW_HIP
    shank = float(np.linalg.norm(position[chain.body(f"{side}_talus")])) / MODEL_ANKLE_BELOW_KNEE
    mirror = np.array([1.0, 1.0, 1.0 if side is Side.RIGHT else -1.0])
    return BandPath(
        (
            ("pelvis", hips[side] + mirror * (MODEL_CREST - MODEL_HIP) * pelvis),
            (f"{side}_thigh", mirror * MODEL_THIGH_UPPER * thigh),
            (f"{side}_thigh", mirror * MODEL_EPICONDYLE * thigh),
            (f"{side}_shank", mirror * MODEL_GERDY * shank),
        )
    )


def band_length(chain: Chain, motion: Motion, side: Side) -> FloatArray:
    """(F,) length of the band [m]."""
    points = np.stack(
        [
            motion.segment_origin.sel(segment=segment).values
            + motion.segment_rotation.sel(segment=segment).values @ point
            for segment, point in band_path(chain, side).points
        ],
        axis=1,
    )
    return np.asarray(np.linalg.norm(np.diff(points, axis=1), axis=2).sum(axis=1))


def iliotibial_band(chain: Chain, motion: Motion, reference: dict[Side, float]) -> xr.Dataset:
    """Length, strain and strain rate over time.

    Parameters
    ----------
    chain : Chain
    motion : Motion
    reference : mapping Side -> float
        Length at strain zero [m]; NaN where there is none.

    Returns
    -------
    Dataset over (time, side), names and units in `ATTRS`
    """
    time = motion.poses.time.values
    values = {}
    for side in Side:
        length = band_length(chain, motion, side)
        strain = length / reference[side] - 1.0
        rate = np.gradient(strain, time) if len(time) > 1 else np.full_like(strain, np.nan)
        values[side] = {"itb_length": length, "itb_strain": strain, "itb_strain_rate": rate}
    return by_side(motion.poses.time, values, ATTRS)
