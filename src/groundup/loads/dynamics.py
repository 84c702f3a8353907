"""Joint moments, powers and forces of a tracked trial by inverse dynamics."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import xarray as xr

from groundup.body.subject import Subject
from groundup.loads.ground_force import GroundForce
from groundup.loads.joint_axes import columns
from groundup.loads.joint_loads import JointArrays, Sampling, joint_loads
from groundup.loads.moment_measurable import withhold
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion


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
    """
    rate = 1.0 / float(np.median(np.diff(motion.poses.time.values)))
    solved = joint_loads(
        subject.chain,
        subject.anatomy,
        motion.poses.values,
        Sampling(rate, cutoff_hz),
        ground.arrays,
        mass,
    )
    reasons = withhold(subject, motion, solved.moments, solved.powers, solved.lacking)
    return _dynamics(subject, motion, solved, reasons, mass)


def _dynamics(
    subject: Subject,
    motion: Motion,
    solved: JointArrays,
    reasons: tuple[Mapping[str, str], Mapping[str, str]],
    mass: float,
) -> Dynamics:
    chain, time = subject.chain, motion.poses.time
    moved, found, placed = solved.moved, solved.found, solved.placed

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
        moments=table(joined(solved.moments), "N m/kg", meaning="internal"),
        powers=table(joined(solved.powers), "W/kg"),
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
