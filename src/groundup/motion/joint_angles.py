"""The reported angles from segment orientations: every sign, sequence and zero in one place."""

from collections.abc import Mapping

import numpy as np

from groundup.body.anatomy import Anatomy
from groundup.mechanics.rotation import to_cardan
from groundup.mechanics.tree import FloatArray
from groundup.quantities import ANGLES, Side

_STEEP = np.sin(np.deg2rad(50.0))  # a foot this steep points down, not anywhere on the floor


def angle_columns() -> tuple[str, ...]:
    """Names of all reported angles, sided ones left first, in the order of ``quantities.ANGLES``."""
    return tuple(a.column(side) for a in ANGLES for side in (tuple(Side) if a.sided else (None,)))


def reported_angles(anatomy: Anatomy, rotation: FloatArray, heading: FloatArray) -> dict[str, FloatArray]:
    """All reported angles [rad] by column name; NaN where the chain lacks a segment.

    Parameters
    ----------
    anatomy : Anatomy
        Of the chain: of ours or of somebody's model; signs and planes come from the segments' axes.
    rotation : (..., F, B, 3, 3) bodies in lab (ISB: X forward, Y up, Z right); a member axis in front where
        the anatomy has one.
    heading : (F,) direction of progression, angle about Y from lab X [rad], to the left positive.
    """
    found = angles_between(anatomy, anatomy.rotations(rotation), heading)
    blank = np.full(rotation.shape[:-3], np.nan)
    return {column: found.get(column, blank) for column in angle_columns()}


def angles_between(
    anatomy: Anatomy, segments: Mapping[str, FloatArray], heading: FloatArray
) -> dict[str, FloatArray]:
    """Those reported angles [rad] that the given segments make.

    Parameters
    ----------
    anatomy : Anatomy
    segments : segment -> (..., F, 3, 3) rotation in lab; any of those of the anatomy.
    heading : (F,) as for `reported_angles`.

    Notes
    -----
    Hip and knee follow Grood and Suntay 1983 and Wu 2002 (sequence Z-X-Y), the pelvis Baker 2001 (rotation,
    obliquity, tilt). Signs are those of ``quantities.ANGLES``; left is mirrored.
    """
    result: dict[str, FloatArray] = {}
    if "pelvis" in segments:
        about_y, about_x, about_z = np.moveaxis(to_cardan("yxz", segments["pelvis"]), -1, 0)
        result["pelvis_rotation"] = wrapped(about_y - heading)
        result["pelvis_obliquity"], result["pelvis_tilt"] = -about_x, -about_z
    result |= _trunk(anatomy, segments, heading)
    for side in Side:
        result |= hip_and_knee(segments, side)
        result |= _foot(anatomy, segments, side, heading)
    return result


def _trunk(
    anatomy: Anatomy, segments: Mapping[str, FloatArray], heading: FloatArray
) -> dict[str, FloatArray]:
    """Lean of the line from pelvis to shoulders: within the plane of progression, and out of it."""
    if anatomy.trunk is None or not {"pelvis", "trunk"} <= set(segments):
        return {}
    below, above = anatomy.trunk
    line = (segments["pelvis"] @ below[..., None, :, None] + segments["trunk"] @ above[..., None, :, None])[
        ..., 0
    ]
    forward = np.cos(heading) * line[..., 0] - np.sin(heading) * line[..., 2]
    right = np.sin(heading) * line[..., 0] + np.cos(heading) * line[..., 2]
    return {
        "trunk_lean": np.arctan2(forward, line[..., 1]),
        "trunk_side_lean": np.arctan2(right, np.hypot(forward, line[..., 1])),
    }


def hip_and_knee(segments: Mapping[str, FloatArray], side: Side) -> dict[str, FloatArray]:
    """Angles of one leg's hip and knee (..., F) [rad] by column, where both segments of it are given."""
    outward = 1.0 if side is Side.RIGHT else -1.0
    result = {}
    for joint, proximal, distal, forward in (
        ("hip", "pelvis", f"{side}_thigh", 1.0),
        ("knee", f"{side}_thigh", f"{side}_shank", -1.0),
    ):
        if proximal in segments and distal in segments:
            turned = to_cardan("zxy", _within(segments[proximal], segments[distal]))
            about_z, about_x, about_y = np.moveaxis(turned, -1, 0)
            result[f"{joint}_flexion_{side}"] = forward * about_z
            result[f"{joint}_adduction_{side}"] = outward * about_x
            result[f"{joint}_rotation_{side}"] = outward * about_y
    return result


def _foot(
    anatomy: Anatomy, segments: Mapping[str, FloatArray], side: Side, heading: FloatArray
) -> dict[str, FloatArray]:
    outward = 1.0 if side is Side.RIGHT else -1.0
    shank, talus, hindfoot, forefoot = (
        segments.get(f"{side}_{part}") for part in ("shank", "talus", "hindfoot", "forefoot")
    )
    result = {}
    if shank is not None:
        up = shank[..., 1]
        forward = np.cos(heading) * up[..., 0] - np.sin(heading) * up[..., 2]
        result[f"shank_to_floor_{side}"] = np.arctan2(forward, up[..., 1])
    if hindfoot is not None:
        foot = foot_axis(anatomy, segments, side)
        steep = np.abs(foot[..., 1]) > _STEEP
        foot_heading = np.where(steep, np.nan, np.arctan2(-foot[..., 2], foot[..., 0]))
        result[f"foot_progression_{side}"] = outward * wrapped(foot_heading - heading)
        if shank is not None:
            along = (np.swapaxes(shank, -1, -2) @ foot[..., None])[..., 0]
            level = np.hypot(along[..., 0], along[..., 2])
            result[f"ankle_dorsiflexion_{side}"] = np.arctan2(along[..., 1], level)
            zero = _within(anatomy.zero[f"{side}_hindfoot"], anatomy.zero[f"{side}_shank"])
            turned = to_cardan("zxy", zero[..., None, :, :] @ _within(shank, hindfoot))
            _, about_x, about_y = np.moveaxis(turned, -1, 0)
            result[f"rearfoot_inversion_{side}"] = outward * about_x
            result[f"rearfoot_rotation_{side}"] = outward * about_y
        if talus is not None:
            result[f"subtalar_inversion_{side}"] = _about_hinge(anatomy, side, _within(talus, hindfoot))
        if forefoot is not None:
            result[f"midtarsal_dorsiflexion_{side}"] = to_cardan("zxy", _within(hindfoot, forefoot))[..., 0]
    return result


def _about_hinge(anatomy: Anatomy, side: Side, rotation: FloatArray) -> FloatArray:
    """(..., F) turn of the hindfoot in the talus about the subtalar axis, inversion positive; or NaN."""
    axes = list(anatomy.between(f"{side}_talus", f"{side}_hindfoot").values())
    if len(axes) != 1:
        return np.full(rotation.shape[:-2], np.nan)
    outward = 1.0 if side is Side.RIGHT else -1.0
    # Whichever way the model counts: turning about the forward axis lifts the inner border of a right foot.
    axis = axes[0] / np.linalg.norm(axes[0], axis=-1, keepdims=True) * np.sign(axes[0][..., :1] * outward)
    zero = _within(anatomy.zero[f"{side}_hindfoot"], anatomy.zero[f"{side}_talus"])
    turn = rotation @ zero[..., None, :, :]
    skewed = np.stack(
        [
            turn[..., 2, 1] - turn[..., 1, 2],
            turn[..., 0, 2] - turn[..., 2, 0],
            turn[..., 1, 0] - turn[..., 0, 1],
        ],
        axis=-1,
    )
    about = (skewed * axis[..., None, :]).sum(axis=-1)
    return np.asarray(np.arctan2(about, np.trace(turn, axis1=-2, axis2=-1) - 1.0))


def foot_axis(anatomy: Anatomy, segments: Mapping[str, FloatArray], side: Side) -> FloatArray:
    """(..., F, 3) unit vector in lab from heel to second metatarsal head; level when the foot is flat."""
    behind, before = anatomy.foot[side]
    along = (segments[f"{side}_hindfoot"] @ behind[..., None, :, None])[..., 0]
    if f"{side}_forefoot" in segments:
        along = along + (segments[f"{side}_forefoot"] @ before[..., None, :, None])[..., 0]
    return np.asarray(along / np.linalg.norm(along, axis=-1, keepdims=True))


def wrapped(angle: FloatArray) -> FloatArray:
    """Angle brought into -pi to pi [rad]."""
    return np.asarray(np.arctan2(np.sin(angle), np.cos(angle)))


def _within(proximal: FloatArray, distal: FloatArray) -> FloatArray:
    return np.asarray(np.swapaxes(proximal, -1, -2) @ distal)
