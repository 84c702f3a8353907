"""The leg in the frontal plane of its tibia at the peak of the adduction moment: what the picture shows."""

from dataclasses import dataclass

import numpy as np
import xarray as xr

from groundup.loads.ground_force import GroundForce
from groundup.loads.knee.external_moments import tibial_axes
from groundup.loads.knee.measure import KneeMeasure
from groundup.loads.knee.segment_pose import segment_pose
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion
from groundup.quantities import Side


@dataclass(frozen=True)
class FrontalView:
    """One leg seen from the front along the tibia's forward axis.

    Points are (2,): to the person's own lateral side and up along the tibia, from the knee centre [m].

    Attributes
    ----------
    side : Side
    time : float
        [s].
    hip, knee, ankle, toe : (2,) arrays
        `knee` is the origin; NaN where the chain lacks the segment.
    centre_of_pressure : (2,) array
    force : (2,) array
        Ground force in this plane [N].
    lever_arm : float
        From the knee centre to the force's line [m], positive where it passes medially.
    moment, static_moment : float
        External adduction moment from inverse dynamics and of the ground force alone [N m/kg].
    """

    side: Side
    time: float
    hip: FloatArray
    knee: FloatArray
    ankle: FloatArray
    toe: FloatArray
    centre_of_pressure: FloatArray
    force: FloatArray
    lever_arm: float
    moment: float
    static_moment: float

    @property
    def foot_of_lever(self) -> FloatArray:
        """(2,) where the lever arm meets the force's line [m]."""
        along = self.force / np.linalg.norm(self.force)
        return np.asarray(self.centre_of_pressure - along * float(self.centre_of_pressure @ along))


def frontal_view(
    motion: Motion, curves: xr.Dataset, ground: GroundForce, peak: KneeMeasure
) -> FrontalView | None:
    """Picture of a peak; None where its force's place is not known.

    Parameters
    ----------
    motion : Motion
    curves : Dataset
        Of :func:`external_moments`.
    ground : GroundForce
        At the same instants.
    peak : KneeMeasure
        Its side and instant are shown.
    """
    side = peak.span.side
    if not np.isfinite(peak.at):
        return None
    k = int(np.argmin(np.abs(motion.poses.time.values - peak.at)))
    shank = segment_pose(motion, f"{side}_shank")
    if shank is None:
        return None
    rotation, knee = shank.rotation[k], shank.origin[k]
    outward = tibial_axes(side)[0][0]

    def seen(vector: FloatArray) -> FloatArray:
        x = rotation.T @ vector
        return np.array([outward * x[2], x[1]])

    def origin(*segments: str) -> FloatArray:
        known = [pose for pose in (segment_pose(motion, s) for s in segments) if pose is not None]
        return known[0].origin[k] if known else np.full(3, np.nan)

    pressure = ground.centre_of_pressure.sel(side=str(side)).values[k]
    lever = float(curves.adduction_lever_arm.sel(side=str(side)).values[k])
    if not (np.isfinite(pressure).all() and np.isfinite(lever)):
        return None
    return FrontalView(
        side=side,
        time=peak.at,
        hip=seen(origin(f"{side}_thigh") - knee),
        knee=np.zeros(2),
        ankle=seen(origin(f"{side}_talus", f"{side}_hindfoot") - knee),
        toe=seen(origin(f"{side}_toes", f"{side}_forefoot") - knee),
        centre_of_pressure=seen(pressure - knee),
        force=seen(ground.force.sel(side=str(side)).values[k]),
        lever_arm=lever,
        moment=float(curves.adduction_moment.sel(side=str(side)).values[k]),
        static_moment=float(curves.static_adduction_moment.sel(side=str(side)).values[k]),
    )
