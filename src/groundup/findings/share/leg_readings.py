"""What is read off a leg put together from its links: knee angles, moments about the knee, its kneecap."""

import numpy as np

from groundup.findings.share.leg_links import LegLinks, times, within
from groundup.loads.knee.cocontraction import gastrocnemius_moment, hamstring_moment
from groundup.loads.knee.extensor_mechanism import LARGEST_FLEXION, joint_force_ratio, quadriceps_lever_arm
from groundup.loads.knee.patellofemoral import GRAVITY
from groundup.mechanics.rotation import from_axis_angle, from_cardan, to_cardan
from groundup.mechanics.tree import FloatArray

_UP = np.array([0.0, 1.0, 0.0])


def shank_of(leg: LegLinks) -> FloatArray:
    """(..., 3, 3) shank in the progression frame, composed from the ground up."""
    foot = from_cardan("yxz", np.stack([leg.heading, leg.roll, leg.pitch], axis=-1))
    return np.asarray(foot @ leg.subtalar @ leg.talocrural)


def thigh_of(leg: LegLinks) -> FloatArray:
    """(..., 3, 3) thigh in the progression frame, composed from the pelvis down."""
    return np.asarray(leg.pelvis @ leg.hip)


def knee_angles(leg: LegLinks) -> FloatArray:
    """(..., 3) knee flexion, adduction and internal rotation [rad], where shank and thigh meet."""
    return angles_between(thigh_of(leg), shank_of(leg))


def angles_between(thigh: FloatArray, shank: FloatArray) -> FloatArray:
    """(..., 3) knee flexion, adduction and internal rotation of a shank against a thigh [rad]."""
    about_z, about_x, about_y = np.moveaxis(to_cardan("zxy", within(thigh, shank)), -1, 0)
    return np.stack([-about_z, about_x, about_y], axis=-1)


def pressure_of(leg: LegLinks) -> FloatArray:
    """(..., 3) centre of pressure from the talus's origin, in the progression frame [m]."""
    return times(from_axis_angle(_UP, leg.heading), leg.pressure)


def knee_moments(leg: LegLinks) -> FloatArray:
    """(..., 3) external moment of the ground force about the knee that flexes, adducts and turns inward.

    In the tibial frame [N m/kg]; without weight and inertia of shank and foot.
    """
    return moments_about_knee(shank_of(leg), pressure_of(leg), leg)


def moments_about_knee(shank: FloatArray, pressure: FloatArray, leg: LegLinks) -> FloatArray:
    """Find the same from a shank and a centre of pressure already composed; the rest is the leg's."""
    turning = _turning(pressure - times(shank, leg.knee_from_ankle), leg)
    x, y, z = np.moveaxis(times(np.swapaxes(shank, -1, -2), turning), -1, 0)
    return np.stack([-z, x, y], axis=-1)


def kneecap_force(leg: LegLinks) -> FloatArray:
    """(...) patellofemoral joint force [body weights], from the ground force and the leg's posture alone.

    Notes
    -----
    As :mod:`groundup.loads.knee.patellofemoral`, hamstrings and gastrocnemius allowed for, of moments without
    weight and inertia of the leg. Flexion is held within 0 to 90 degrees, where the mechanism is known.
    """
    shank, thigh, pressure = shank_of(leg), thigh_of(leg), pressure_of(leg)
    flexion = angles_between(thigh, shank)[..., 0]
    return kneecap_of(shank, thigh, pressure, flexion, moments_about_knee(shank, pressure, leg)[..., 0], leg)


def kneecap_of(
    shank: FloatArray,
    thigh: FloatArray,
    pressure: FloatArray,
    flexion: FloatArray,
    moment: FloatArray,
    leg: LegLinks,
) -> FloatArray:
    """Find the same from what is already composed; joint angles, force and geometry are the leg's."""
    about_ankle = np.sum(_turning(pressure, leg) * shank[..., :, 2], axis=-1)
    hip = times(shank, leg.knee_from_ankle) + times(thigh, leg.hip_from_knee)
    about_hip = np.sum(_turning(pressure - hip, leg) * leg.pelvis[..., :, 2], axis=-1)
    # What flexes the hip or bends the ankle up is held by muscles that bend the knee as well.
    held = hamstring_moment(about_hip, np.degrees(_about_z(leg.hip))) + gastrocnemius_moment(
        about_ankle, -np.degrees(_about_z(leg.talocrural))
    )
    bent = np.clip(np.degrees(flexion), 0.0, LARGEST_FLEXION)
    quadriceps = np.maximum(moment + held, 0.0) / quadriceps_lever_arm(bent)
    return np.asarray(joint_force_ratio(bent) * quadriceps / GRAVITY)


def _turning(arm: FloatArray, leg: LegLinks) -> FloatArray:
    """(..., 3) moment of the ground force about a point from which it acts at `arm`."""
    (x, y, z), (fx, fy, fz) = np.moveaxis(arm, -1, 0), np.moveaxis(leg.force, -1, 0)
    return np.stack([y * fz - z * fy, z * fx - x * fz, x * fy - y * fx], axis=-1) + leg.free


def _about_z(rotation: FloatArray) -> FloatArray:
    """(...) first angle of a rotation about z, x, y [rad]."""
    return np.arctan2(-rotation[..., 0, 1], rotation[..., 1, 1])
