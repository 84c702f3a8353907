"""Joint moments and powers as arrays: from coordinates over time and the force under each foot."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from groundup.body.anatomy import Anatomy
from groundup.body.chain import Chain
from groundup.loads.foot_moments import with_force_in_front
from groundup.loads.force_arrays import ForceArrays
from groundup.loads.joint_axes import JointAxis, joint_axes
from groundup.mechanics.derivatives import Derivatives, differentiate
from groundup.mechanics.inverse_dynamics import ExternalWrenches, JointLoads, couple_motion, inverse_dynamics
from groundup.mechanics.kinematics import Poses, poses
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.recording.filters import spans

# On the virtual walker, whose truth is known, the error of moments is as small as in the middle of a trial
# this many periods of the cut-off away from its ends (6 and 12 Hz, 100 and 200 frames a second).
_EDGE_PERIODS = 0.25


class Sampling(NamedTuple):
    """How a movement was sampled.

    Attributes
    ----------
    rate : frames a second [Hz].
    cutoff_hz : of the low-pass the markers went through [Hz]: the first and last quarter of its period of
        every stretch is left blank, as filter and spline lean on one side there; None blanks nothing.
    """

    rate: float
    cutoff_hz: float | None = None


class JointArrays(NamedTuple):
    """What every joint carried and did; any leading axes the chain, the movement or the forces have.

    Attributes
    ----------
    moved : coordinates (..., F, C) with their derivatives, the dependent ones by their couplers.
    found : forces and moments of every joint, lab frame.
    placed : poses of the bodies.
    moments, powers : column -> (..., F) [N m/kg], [W/kg], as in :class:`groundup.loads.dynamics.Dynamics`.
    lacking : column -> why the chain has no such joint.
    """

    moved: Derivatives
    found: JointLoads
    placed: Poses
    moments: dict[str, FloatArray]
    powers: dict[str, FloatArray]
    lacking: dict[str, str]


def joint_loads(
    chain: Chain,
    anatomy: Anatomy,
    coordinates: FloatArray,
    sampling: Sampling,
    ground: ForceArrays,
    mass: float,
    placed: Poses | None = None,
) -> JointArrays:
    """Solve a movement by inverse dynamics.

    Parameters
    ----------
    chain, anatomy : of one person, or of several members: every parameter then has a member axis in front.
    coordinates : (..., F, C) as tracked [rad, m].
    sampling : Sampling
    ground : ForceArrays
        (..., F, S, 3) at the same instants.
    mass : float
        What moments are divided by [kg].
    placed : Poses, optional
        Of the bodies at these coordinates, where they are at hand.

    Notes
    -----
    The chain hangs on the pelvis, so a leg's moments are found from its foot upwards: a force that is not
    known, or a segment not seen, blanks its own leg and the residual, not the other leg.
    """
    moved = _derivatives(chain, coordinates, sampling)
    feet = np.array([anatomy.body[f"{side}_hindfoot"] for side in Side], np.int64)
    wrenches = ExternalWrenches(feet, ground.force, np.nan_to_num(ground.point), ground.free)
    found = inverse_dynamics(chain.topology, chain.parameters, *moved, wrenches)
    placed = placed or poses(chain.topology, chain.parameters, moved.value, slot_axes=False)
    axes, lacking = joint_axes(anatomy, chain.coordinate_names, moved.value, placed)
    moments = {c: _about(found, a) / mass for c, a in axes.items()}
    moments |= with_force_in_front(anatomy, axes, moments, placed, ground, mass)
    speeds = _speeds(axes, sampling.rate)
    powers = {c: moments[c] * speeds[c] for c in moments}
    return JointArrays(moved, found, placed, moments, powers, lacking)


def _derivatives(chain: Chain, coordinates: FloatArray, sampling: Sampling) -> Derivatives:
    """Coordinates, rates and accelerations, the dependent ones by their couplers."""
    moved = differentiate(coordinates, sampling.rate)
    if sampling.cutoff_hz is not None:
        edge = math.ceil(_EDGE_PERIODS * sampling.rate / sampling.cutoff_hz)
        known = np.isfinite(moved.acceleration).all(axis=-1)
        for start, stop in spans(np.asarray(known.reshape(-1, known.shape[-1]).all(axis=0))):
            moved.acceleration[..., start : start + edge, :] = np.nan
            moved.acceleration[..., max(stop - edge, start) : stop, :] = np.nan
    return Derivatives(*couple_motion(chain.topology, *moved))


def _about(found: JointLoads, axis: JointAxis) -> FloatArray:
    """(..., F) moment about an axis [N m]."""
    return np.asarray(np.sum(found.joint_moment[..., axis.body, :] * axis.axis, axis=-1))


def _speeds(axes: Mapping[str, JointAxis], rate: float) -> dict[str, FloatArray]:
    """Angular velocity about each axis (..., F) [rad/s]."""
    angles = np.stack([a.angle for a in axes.values()], axis=-1)
    seen = np.isfinite(angles)
    # A turn past half a revolution is no jump.
    unwrapped = np.where(seen, np.unwrap(np.nan_to_num(angles), axis=-2), np.nan)
    speed = differentiate(unwrapped, rate).rate
    return dict(zip(axes, np.moveaxis(speed, -1, 0), strict=True))
