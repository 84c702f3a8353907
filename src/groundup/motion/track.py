"""Tracking: the pose of a fitted subject in every frame, and the angles it makes."""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from groundup.body.sampling import targets_of
from groundup.body.subject import Subject
from groundup.mechanics.covariance import pose_covariance
from groundup.mechanics.ik import solve_poses
from groundup.mechanics.kinematics import place_markers
from groundup.mechanics.kinematics import poses as place_bodies
from groundup.mechanics.tree import FloatArray
from groundup.motion.angle_spread import angle_spread, angle_table
from groundup.motion.heel_bone import read_own_heels
from groundup.motion.joint_angles import angle_columns
from groundup.motion.measured import withhold
from groundup.motion.motion import Motion
from groundup.recording.recording import Recording

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
        chain.prior_mean,
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
    anatomy = subject.anatomy
    angles = angle_table(anatomy, rotation, heading)
    angle_sd = angle_spread(chain, anatomy, poses, placed, heading, covariance)
    read_own_heels(subject, rotation, targets, heading, angles, angle_sd)
    reasons = withhold(chain, anatomy, subject.unobservable, subject.knee_axis_functional, sd, angles)
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
