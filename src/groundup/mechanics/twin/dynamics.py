"""Inverse dynamics written for reading: D'Alembert's principle with explicit Jacobians.

The force on a coordinate is the work of every body's inertial force, weight and load along the motion that
the coordinate alone makes. Velocities and accelerations are those of points, carried from joint to joint.
"""

from typing import NamedTuple

import numpy as np

from groundup.mechanics.functions import evaluate
from groundup.mechanics.inverse_dynamics import GRAVITY, ExternalWrenches, JointLoads
from groundup.mechanics.kinematics import Poses, poses
from groundup.mechanics.tree import FloatArray, Parameters, Topology


class BodyMotion(NamedTuple):
    """How bodies move in the lab; every array (F, B, 3).

    Attributes
    ----------
    angular_velocity [rad/s], angular_acceleration [rad/s^2].
    centre_of_mass [m], velocity [m/s] and acceleration [m/s^2] of it.
    """

    angular_velocity: FloatArray
    angular_acceleration: FloatArray
    centre_of_mass: FloatArray
    velocity: FloatArray
    acceleration: FloatArray


def body_motion(
    topology: Topology, parameters: Parameters, q: FloatArray, u: FloatArray, a: FloatArray
) -> BodyMotion:
    """Motion of every body for coordinates, rates and accelerations (F, C), couplers ignored."""
    found = poses(topology, parameters, q)
    shape = found.position_body_in_lab.shape
    spin, turning = np.zeros(shape), np.zeros(shape)
    travel, pushing = np.zeros(shape), np.zeros(shape)
    for b, parent in enumerate(topology.parent):
        w = d = v = p = np.zeros((len(q), 3))
        arm = found.joint_centre_in_lab[:, b]
        if parent >= 0:
            w, d = spin[:, parent], turning[:, parent]
            arm = arm - found.position_body_in_lab[:, parent]
            v = travel[:, parent] + np.cross(w, arm)
            p = pushing[:, parent] + np.cross(d, arm) + np.cross(w, np.cross(w, arm))
        for k in range(3, 6):
            rate, rate_of_rate = _slot_rates(topology, parameters, q, u, a, b, k)
            axis = found.axis_in_lab[:, b, k]
            v = v + axis * rate
            p = p + axis * rate_of_rate + 2.0 * np.cross(w, axis * rate)
        for k in range(3):
            rate, rate_of_rate = _slot_rates(topology, parameters, q, u, a, b, k)
            axis = found.axis_in_lab[:, b, k]
            d = d + axis * rate_of_rate + np.cross(w, axis * rate)
            w = w + axis * rate
        arm = found.position_body_in_lab[:, b] - found.joint_centre_in_lab[:, b]
        spin[:, b], turning[:, b] = w, d
        travel[:, b] = v + np.cross(w, arm)
        pushing[:, b] = p + np.cross(d, arm) + np.cross(w, np.cross(w, arm))
    arm = (found.rotation_body_in_lab @ parameters.centre_of_mass[..., None])[..., 0]
    return BodyMotion(
        spin,
        turning,
        found.position_body_in_lab + arm,
        travel + np.cross(spin, arm),
        pushing + np.cross(turning, arm) + np.cross(spin, np.cross(spin, arm)),
    )


def inverse_dynamics(
    topology: Topology,
    parameters: Parameters,
    coordinates: FloatArray,
    rates: FloatArray,
    accelerations: FloatArray,
    external: ExternalWrenches | None = None,
    gravity: tuple[float, float, float] = GRAVITY,
) -> JointLoads:
    """Find the forces that move the chain; arguments as in the compiled version, without a member axis."""
    found = poses(topology, parameters, coordinates)
    motion = body_motion(topology, parameters, coordinates, rates, accelerations)
    force = parameters.mass[:, None] * (motion.acceleration - np.array(gravity))
    inertia = (
        found.rotation_body_in_lab @ parameters.inertia @ np.swapaxes(found.rotation_body_in_lab, -1, -2)
    )
    spin = (inertia @ motion.angular_velocity[..., None])[..., 0]
    moment = (inertia @ motion.angular_acceleration[..., None])[..., 0]
    moment = moment + np.cross(motion.angular_velocity, spin)
    if external is not None:
        for w, b in enumerate(external.body):
            acting = external.force[:, w]
            arm = np.where(acting.any(axis=-1, keepdims=True), external.point[:, w], 0.0)
            arm = arm - motion.centre_of_mass[:, b]
            force[:, b] -= acting
            moment[:, b] -= external.torque[:, w] + np.cross(arm, acting)
    joint_force, joint_moment = np.zeros_like(force), np.zeros_like(moment)
    for b in range(len(topology.parent)):
        for carried in _carried(topology, b):
            arm = motion.centre_of_mass[:, carried] - found.joint_centre_in_lab[:, b]
            joint_force[:, b] += force[:, carried]
            joint_moment[:, b] += moment[:, carried] + np.cross(arm, force[:, carried])
    return JointLoads(
        _along_coordinates(topology, parameters, coordinates, found, joint_force, joint_moment),
        joint_force,
        joint_moment,
    )


def _along_coordinates(
    topology: Topology,
    parameters: Parameters,
    q: FloatArray,
    found: Poses,
    joint_force: FloatArray,
    joint_moment: FloatArray,
) -> FloatArray:
    along = np.zeros_like(q)
    for b in range(len(topology.parent)):
        for k in range(6):
            c = int(topology.slot_coordinate[b, k])
            if c >= 0:
                function = int(topology.slot_function[b, k])
                slope = parameters.slot_scale[b, k] * evaluate(topology.functions, function, q[:, c], 1)
                load = (joint_moment if k < 3 else joint_force)[:, b]
                along[:, c] += slope * np.sum(found.axis_in_lab[:, b, k] * load, axis=-1)
    return along


def _slot_rates(
    topology: Topology,
    parameters: Parameters,
    q: FloatArray,
    u: FloatArray,
    a: FloatArray,
    body: int,
    slot: int,
) -> tuple[FloatArray, FloatArray]:
    """(F, 1) first and second derivative of a slot's value by time."""
    c = int(topology.slot_coordinate[body, slot])
    if c < 0:
        return np.zeros((len(q), 1)), np.zeros((len(q), 1))
    function, scale = int(topology.slot_function[body, slot]), parameters.slot_scale[body, slot]
    slope = scale * evaluate(topology.functions, function, q[:, c], 1)
    bend = scale * evaluate(topology.functions, function, q[:, c], 2)
    return (slope * u[:, c])[:, None], (slope * a[:, c] + bend * u[:, c] ** 2)[:, None]


def _carried(topology: Topology, body: int) -> list[int]:
    """Bodies that hang on `body`, itself first."""
    carried = [body]
    for b in range(body + 1, len(topology.parent)):
        if int(topology.parent[b]) in carried:
            carried.append(b)
    return carried
