"""Joint moments, powers and forces of a tracked trial by inverse dynamics."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import xarray as xr

from groundup.body.subject import Subject
from groundup.loads.foot_moments import with_force_in_front
from groundup.loads.ground_force import GroundForce
from groundup.loads.joint_axes import JointAxis, columns, joint_axes
from groundup.loads.moment_measurable import withhold
from groundup.mechanics.derivatives import Derivatives, differentiate
from groundup.mechanics.inverse_dynamics import ExternalWrenches, JointLoads, couple_motion, inverse_dynamics
from groundup.mechanics.kinematics import Poses, poses
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion
from groundup.quantities import Side
from groundup.recording.filters import spans

# On the virtual walker, whose truth is known, the error of moments is as small as in the middle of a trial
# this many periods of the cut-off away from its ends (6 and 12 Hz, 100 and 200 frames a second).
_EDGE_PERIODS = 0.25


@dataclass(frozen=True)
class Dynamics:
    """What every joint carried and did.

    Attributes
    ----------
    moments : DataArray (time, coordinate)
        Internal: of the proximal on the distal segment, about the joint's own axes (hip and knee: joint
        coordinate system, the moment's share along each axis; ankle and foot: the hinges), positive where it
        turns the joint towards the coordinate's positive word [N m/kg of body mass]. Columns as in
        :func:`groundup.loads.joint_axes.columns`; NaN where not measurable.
    powers : DataArray (time, coordinate)
        Moment times angular velocity about the same axis, positive where the joint gives energy [W/kg].
    joint_force : DataArray (time, joint, axis)
        Of the proximal on the distal segment, lab frame, what bones and muscles do together [N]; named by
        the distal segment's body.
    joint_moment : DataArray (time, joint, axis)
        About the joint's centre, lab frame [N m].
    reaction : DataArray (time, joint, axis)
        `joint_force` in the axes of the distal body, per body mass [N/kg]. Not the force between bones: the
        muscles' pull adds to that.
    residual_force, residual_moment : DataArray (time, axis)
        What no foot explains, at the pelvis, lab frame [N], [N m].
    generalised_force : DataArray (time, chain_coordinate)
        What each coordinate of the chain needs, the whole ground force on the hindfoot, nothing withheld, as
        OpenSim's inverse dynamics has it [N m; N for translations].
    coordinates, rates, accelerations : DataArray (time, chain_coordinate)
        As differentiated [rad, rad/s, rad/s^2; m for translations].
    not_measurable : column of `moments` -> reason, where it is NaN throughout.
    power_not_measurable : the same of `powers`.
    """

    moments: xr.DataArray
    powers: xr.DataArray
    joint_force: xr.DataArray
    joint_moment: xr.DataArray
    reaction: xr.DataArray
    residual_force: xr.DataArray
    residual_moment: xr.DataArray
    generalised_force: xr.DataArray
    coordinates: xr.DataArray
    rates: xr.DataArray
    accelerations: xr.DataArray
    not_measurable: Mapping[str, str] = field(default_factory=dict)
    power_not_measurable: Mapping[str, str] = field(default_factory=dict)


def solve_dynamics(
    subject: Subject, motion: Motion, ground: GroundForce, mass: float, cutoff_hz: float | None = None
) -> Dynamics:
    """Solve a trial.

    Parameters
    ----------
    subject : Subject
    motion : Motion
    ground : GroundForce
        At the motion's instants, low-passed as its paths were where there are impacts.
    mass : float
        Body mass [kg].
    cutoff_hz : float, optional
        Of the low-pass the markers went through [Hz]: the first and last quarter of its period of every
        stretch is left blank, as filter and spline lean on one side there.

    Notes
    -----
    The chain hangs on the pelvis, so a leg's moments are found from its foot upwards: a force that is not
    known, or a segment not seen, blanks its own leg and the residual, not the other leg.
    """
    chain, anatomy = subject.chain, subject.anatomy
    time = motion.poses.time.values
    moved = _derivatives(subject, motion, cutoff_hz)
    feet = [anatomy.body[f"{side}_hindfoot"] for side in Side]
    found = inverse_dynamics(chain.topology, chain.parameters, *moved, _wrenches(ground, feet))
    placed = poses(chain.topology, chain.parameters, moved.value)
    axes, lacking = joint_axes(anatomy, chain.coordinate_names, moved.value, placed)
    moments = {c: _about(found, a) / mass for c, a in axes.items()}
    moments |= with_force_in_front(anatomy, axes, moments, placed, ground, mass)
    speeds = _speeds(axes, 1.0 / float(np.median(np.diff(time))))
    powers = {c: moments[c] * speeds[c] for c in moments}
    reasons, power_reasons = withhold(subject, motion, moments, powers, lacking)
    return _dynamics(
        subject, motion, (moved, found, placed), (moments, powers), (reasons, power_reasons), mass
    )


def _derivatives(subject: Subject, motion: Motion, cutoff_hz: float | None) -> Derivatives:
    """Coordinates, rates and accelerations, the dependent ones by their couplers."""
    rate = 1.0 / float(np.median(np.diff(motion.poses.time.values)))
    moved = differentiate(motion.poses.values, rate)
    if cutoff_hz is not None:
        edge = math.ceil(_EDGE_PERIODS * rate / cutoff_hz)
        for start, stop in spans(np.asarray(np.isfinite(moved.acceleration).all(axis=1))):
            moved.acceleration[start : start + edge] = np.nan
            moved.acceleration[max(stop - edge, start) : stop] = np.nan
    return Derivatives(*couple_motion(subject.chain.topology, *moved))


def _wrenches(ground: GroundForce, bodies: Sequence[int]) -> ExternalWrenches:
    return ExternalWrenches(
        np.array(bodies, np.int64),
        np.asarray(ground.force.values),
        np.nan_to_num(ground.centre_of_pressure.values),
        np.asarray(ground.free_moment.values),
    )


def _about(found: JointLoads, axis: JointAxis) -> FloatArray:
    """(F,) moment about an axis [N m]."""
    return np.asarray(np.sum(found.joint_moment[:, axis.body] * axis.axis, axis=-1))


def _speeds(axes: Mapping[str, JointAxis], rate: float) -> dict[str, FloatArray]:
    """Angular velocity about each axis (F,) [rad/s]."""
    angles = np.column_stack([a.angle for a in axes.values()])
    seen = np.isfinite(angles)
    # A turn past half a revolution is no jump.
    unwrapped = np.where(seen, np.unwrap(np.nan_to_num(angles), axis=0), np.nan)
    speed = differentiate(unwrapped, rate).rate
    return dict(zip(axes, speed.T, strict=True))


def _dynamics(
    subject: Subject,
    motion: Motion,
    solved: tuple[Derivatives, JointLoads, Poses],
    told: tuple[Mapping[str, FloatArray], Mapping[str, FloatArray]],
    reasons: tuple[Mapping[str, str], Mapping[str, str]],
    mass: float,
) -> Dynamics:
    chain, time = subject.chain, motion.poses.time
    moved, found, placed = solved

    def table(values: FloatArray, units: str, **attrs: str) -> xr.DataArray:
        coords = {"time": time, "coordinate": list(columns())}
        attrs = {"units": units, "frame": "joint coordinate system", **attrs}
        return xr.DataArray(values, dims=("time", "coordinate"), coords=coords, attrs=attrs)

    def of_chain(values: FloatArray, units: str) -> xr.DataArray:
        coords = {"time": time, "chain_coordinate": list(chain.coordinate_names)}
        return xr.DataArray(values, dims=("time", "chain_coordinate"), coords=coords, attrs={"units": units})

    def vectors(values: FloatArray, units: str, frame: str = "lab") -> xr.DataArray:
        coords = {"time": time, "joint": list(chain.bodies), "axis": ["x", "y", "z"]}
        attrs = {"units": units, "frame": frame}
        return xr.DataArray(values, dims=("time", "joint", "axis"), coords=coords, attrs=attrs)

    def joined(series: Mapping[str, FloatArray]) -> FloatArray:
        blank = np.full(len(time), np.nan)
        return np.column_stack([series.get(column, blank) for column in columns()])

    force, moment = vectors(found.joint_force, "N"), vectors(found.joint_moment, "N m")
    turned = np.swapaxes(placed.rotation_body_in_lab, -1, -2) @ found.joint_force[..., None]
    root = chain.bodies[int(np.flatnonzero(chain.topology.parent < 0)[0])]
    return Dynamics(
        moments=table(joined(told[0]), "N m/kg", meaning="internal"),
        powers=table(joined(told[1]), "W/kg"),
        joint_force=force,
        joint_moment=moment,
        reaction=vectors(turned[..., 0] / mass, "N/kg", "distal body"),
        residual_force=force.sel(joint=root, drop=True),
        residual_moment=moment.sel(joint=root, drop=True),
        generalised_force=of_chain(found.generalised_force, "N m; N"),
        coordinates=of_chain(moved.value, "rad; m"),
        rates=of_chain(moved.rate, "rad/s; m/s"),
        accelerations=of_chain(moved.acceleration, "rad/s^2; m/s^2"),
        not_measurable=reasons[0],
        power_not_measurable=reasons[1],
    )
