"""Tracking: the pose of a fitted subject in every frame, and the angles it makes."""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from groundup.body.chain import Chain
from groundup.body.default_chain import prior_mean
from groundup.body.sampling import targets_of
from groundup.body.subject import Subject
from groundup.mechanics.covariance import pose_covariance
from groundup.mechanics.ik import solve_poses
from groundup.mechanics.kinematics import place_markers
from groundup.mechanics.kinematics import poses as place_bodies
from groundup.mechanics.tree import FloatArray
from groundup.motion.angle_spread import angle_spread, angle_table
from groundup.motion.joint_angles import angle_columns
from groundup.motion.motion import Motion
from groundup.quantities import Side
from groundup.recording.recording import Recording

# A coordinate whose data say less than its prior is not a measurement.
_LARGEST_SHARE_OF_PRIOR = 0.5
_LARGEST_FREE_SD = np.deg2rad(15.0)
# DESIGN "Tracking": beyond it a false axis swamps the knee's small angles.
_KNEE_CROSSTALK_FLEXION = np.deg2rad(30.0)
_FEWEST_MARKERS = 6
_FAINT_PRIOR = 1e-9  # 1/rad^2, 1/m^2: keeps a coordinate that nothing sees invertible


def track(recording: Recording, subject: Subject, heading: FloatArray | None = None) -> Motion:
    """Track one trial.

    Parameters
    ----------
    recording : Recording
        In lab frame, repaired.
    subject : Subject
    heading : (F,) array, optional
        Direction of progression, angle about Y from lab X [rad]; lab X where not given.
    """
    chain = subject.chain
    targets = targets_of(recording, chain.markers)
    heading = np.zeros(len(targets)) if heading is None else heading
    solved = solve_poses(
        chain.topology,
        chain.parameters,
        np.ascontiguousarray(targets),
        subject.marker_weights,
        prior_mean(chain),
        chain.prior_weight,
        np.array([c.lower for c in chain.coordinates]),
        np.array([c.upper for c in chain.coordinates]),
        chain.locked,
        variance=False,
    )
    poses = _without_poor_frames(solved.coordinates, targets)
    covariance = _covariances(subject, poses, targets)
    sd = np.sqrt(np.maximum(np.diagonal(covariance, axis1=1, axis2=2), 0.0))
    return _motion(recording, subject, poses, covariance, sd, targets, heading)


def _without_poor_frames(poses: FloatArray, targets: FloatArray) -> FloatArray:
    """NaN in frames with too few markers for any pose."""
    seen = np.isfinite(targets).all(axis=2).sum(axis=1)
    return np.where((seen >= _FEWEST_MARKERS)[:, None], poses, np.nan)


def _covariances(subject: Subject, poses: FloatArray, targets: FloatArray) -> FloatArray:
    """(F, C, C) covariance of each pose, priors included [rad^2, m^2].

    Marker noise only: landmark and soft-tissue errors are systematic and not in it.
    """
    chain = subject.chain
    usable = np.isfinite(poses).all(axis=1)
    result = np.full((*poses.shape, poses.shape[1]), np.nan)
    result[usable] = pose_covariance(
        chain.topology,
        chain.parameters,
        poses[usable],
        targets[usable],
        subject.marker_weights,
        np.maximum(chain.prior_weight, _FAINT_PRIOR),
        chain.locked,
    )
    return result


def _motion(
    recording: Recording,
    subject: Subject,
    poses: FloatArray,
    covariance: FloatArray,
    sd: FloatArray,
    targets: FloatArray,
    heading: FloatArray,
) -> Motion:
    chain = subject.chain
    placed = place_bodies(chain.topology, chain.parameters, poses)
    rotation, position = placed.rotation_body_in_lab, placed.position_body_in_lab
    markers = place_markers(chain.topology, chain.parameters, rotation, position)
    angles = angle_table(chain, poses, rotation, position, heading)
    angle_sd = angle_spread(chain, poses, placed, heading, covariance)
    reasons = _withhold(subject, chain, poses, sd, angles)
    angle_sd[np.isnan(angles)] = np.nan
    time = recording.markers.time
    names, columns, bodies = list(chain.coordinate_names), list(angle_columns()), list(chain.bodies)
    residual = np.linalg.norm(targets - markers, axis=2)
    hidden = [n in subject.unobservable for n in names]
    shown = np.where(np.array(hidden), np.nan, poses)
    axes = ["x", "y", "z"]

    def table(values: FloatArray, dim: str, labels: Sequence[str], units: str) -> xr.DataArray:
        return xr.DataArray(
            values,
            dims=("time", dim),
            coords={"time": time, dim: list(labels)},
            attrs={"units": units, "source": "tracking"},
        )

    def vectors(values: FloatArray, dim: str, labels: Sequence[str]) -> xr.DataArray:
        return xr.DataArray(
            values,
            dims=("time", dim, "axis"),
            coords={"time": time, dim: list(labels), "axis": axes},
            attrs={"units": "m", "frame": "lab", "source": "tracking"},
        )

    return Motion(
        poses=table(poses, "coordinate", names, "rad; m for pelvis_tx, pelvis_ty, pelvis_tz"),
        coordinates=table(shown, "coordinate", names, "rad; m for pelvis_tx, pelvis_ty, pelvis_tz"),
        coordinate_sd=table(np.where(np.array(hidden), np.nan, sd), "coordinate", names, "rad; m"),
        angles=table(angles, "angle", columns, "rad"),
        angle_sd=table(angle_sd, "angle", columns, "rad"),
        segment_rotation=xr.DataArray(
            rotation,
            dims=("time", "segment", "row", "column"),
            coords={"time": time, "segment": bodies},
            attrs={"units": "1", "frame": "lab", "meaning": "rotation_segment_in_lab"},
        ),
        segment_origin=vectors(position, "segment", bodies),
        markers_model=vectors(markers, "marker", chain.markers),
        residual=table(residual, "marker", chain.markers, "m"),
        not_measurable=reasons,
    )


# Which coordinates must be seen for a reported angle to be a measurement.
_NEEDS = {
    "ankle_dorsiflexion": ("ankle_dorsiflexion",),
    "subtalar_inversion": ("subtalar_inversion",),
    "rearfoot_inversion": ("subtalar_inversion", "ankle_dorsiflexion"),
    "rearfoot_rotation": ("subtalar_inversion", "ankle_dorsiflexion"),
    "midtarsal_dorsiflexion": ("midtarsal_dorsiflexion",),
    "foot_progression": ("ankle_dorsiflexion",),
    "shank_to_floor": ("knee_flexion",),
}


def _withhold(
    subject: Subject, chain: Chain, poses: FloatArray, sd: FloatArray, angles: FloatArray
) -> dict[str, str]:
    """Blank what was not measured, in place; the reason for each angle blank throughout."""
    spread = np.array([c.prior_sd for c in chain.coordinates])
    limit = np.where(
        np.isfinite(spread), np.minimum(_LARGEST_SHARE_OF_PRIOR * spread, _LARGEST_FREE_SD), _LARGEST_FREE_SD
    )
    unseen = sd > limit
    reasons: dict[str, str] = {}
    for a, column in enumerate(angle_columns()):
        stem, side = _split(column)
        needed = [f"{n}_{side}" if side else n for n in _NEEDS.get(stem, (stem,))]
        hidden = [n for n in needed if n in subject.unobservable]
        if hidden:
            angles[:, a] = np.nan
            reasons[column] = subject.unobservable[hidden[0]]
            continue
        for name in needed:
            angles[unseen[:, chain.coordinate(name)], a] = np.nan
        if stem in ("knee_adduction", "knee_rotation") and not subject.knee_axis_functional[str(side)]:
            bent = poses[:, chain.coordinate(f"knee_flexion_{side}")] > _KNEE_CROSSTALK_FLEXION
            angles[bent, a] = np.nan
        if np.isnan(angles[:, a]).all():
            reasons[column] = "too few of its markers were seen in this trial"
    return reasons


def _split(column: str) -> tuple[str, Side | None]:
    """Angle stem and side of a column name."""
    for side in Side:
        if column.endswith(f"_{side}"):
            return column.removesuffix(f"_{side}"), side
    return column, None
