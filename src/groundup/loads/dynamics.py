"""Joint moments, powers and forces of a tracked trial by inverse dynamics."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import xarray as xr

from groundup.body.subject import Subject
from groundup.loads.ground_force import GroundForce
from groundup.mechanics.derivatives import Derivatives, differentiate
from groundup.mechanics.inverse_dynamics import ExternalWrenches, JointLoads, inverse_dynamics
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion
from groundup.quantities import Side


@dataclass(frozen=True)
class Dynamics:
    """What every joint carried and did.

    Attributes
    ----------
    moments : DataArray (time, coordinate)
        Internal, about the joint's own axes (joint coordinate system), positive where it turns the joint
        towards the coordinate's positive word [N m/kg of body mass].
    powers : DataArray (time, coordinate)
        Moment times angular velocity, positive where the joint gives energy [W/kg].
    joint_force : DataArray (time, joint, axis)
        Of the proximal on the distal segment, lab frame, what bones and muscles do together [N]; named by
        the distal segment.
    joint_moment : DataArray (time, joint, axis)
        About the joint's centre, lab frame [N m].
    residual_force, residual_moment : DataArray (time, axis)
        What no foot explains, at the pelvis, lab frame [N], [N m].
    coordinates : DataArray (time, coordinate), rates, accelerations : same shape
        As differentiated [rad, rad/s, rad/s^2; m for translations].
    """

    moments: xr.DataArray
    powers: xr.DataArray
    joint_force: xr.DataArray
    joint_moment: xr.DataArray
    residual_force: xr.DataArray
    residual_moment: xr.DataArray
    coordinates: xr.DataArray
    rates: xr.DataArray
    accelerations: xr.DataArray
    not_measurable: dict[str, str] = field(default_factory=dict)


def solve_dynamics(subject: Subject, motion: Motion, ground: GroundForce, mass: float) -> Dynamics:
    """Solve a trial.

    Parameters
    ----------
    subject : Subject
    motion : Motion
    ground : GroundForce
        At the motion's instants, low-passed as its paths were where there are impacts.
    mass : float
        Body mass [kg].
    """
    chain = subject.chain
    time = motion.poses.time
    rate = 1.0 / float(np.median(np.diff(time.values)))
    moved = differentiate(motion.poses.values, rate)
    found = inverse_dynamics(
        chain.topology,
        chain.parameters,
        moved.value,
        moved.rate,
        moved.acceleration,
        _wrenches(ground, [chain.body(f"{side}_hindfoot") for side in Side]),
    )
    return _dynamics(subject, motion, moved, found, mass)


def _wrenches(ground: GroundForce, bodies: Sequence[int]) -> ExternalWrenches:
    return ExternalWrenches(
        np.array(bodies, np.int64),
        np.asarray(ground.force.values),
        np.nan_to_num(ground.centre_of_pressure.values),
        np.asarray(ground.free_moment.values),
    )


def _dynamics(
    subject: Subject, motion: Motion, moved: Derivatives, found: JointLoads, mass: float
) -> Dynamics:
    chain, time = subject.chain, motion.poses.time
    turns = [
        c.rotational and chain.topology.parent[_body_of(subject, i)] >= 0
        for i, c in enumerate(chain.coordinates)
    ]
    names = [name for name, turn in zip(chain.coordinate_names, turns, strict=True) if turn]
    moments = found.generalised_force[:, turns] / mass

    def table(values: FloatArray, labels: Sequence[str], units: str) -> xr.DataArray:
        coords = {"time": time, "coordinate": list(labels)}
        return xr.DataArray(values, dims=("time", "coordinate"), coords=coords, attrs={"units": units})

    def vectors(values: FloatArray, units: str) -> xr.DataArray:
        coords = {"time": time, "joint": list(chain.bodies), "axis": ["x", "y", "z"]}
        attrs = {"units": units, "frame": "lab"}
        return xr.DataArray(values, dims=("time", "joint", "axis"), coords=coords, attrs=attrs)

    force, moment = vectors(found.joint_force, "N"), vectors(found.joint_moment, "N m")
    root = chain.bodies[int(np.flatnonzero(chain.topology.parent < 0)[0])]
    every = chain.coordinate_names
    return Dynamics(
        moments=table(moments, names, "N m/kg"),
        powers=table(moments * moved.rate[:, turns], names, "W/kg"),
        joint_force=force,
        joint_moment=moment,
        residual_force=force.sel(joint=root, drop=True),
        residual_moment=moment.sel(joint=root, drop=True),
        coordinates=table(moved.value, every, "rad; m"),
        rates=table(moved.rate, every, "rad/s; m/s"),
        accelerations=table(moved.acceleration, every, "rad/s^2; m/s^2"),
    )


def _body_of(subject: Subject, coordinate: int) -> int:
    """Body whose joint a coordinate moves."""
    return int(np.argwhere(subject.chain.topology.slot_coordinate == coordinate)[0, 0])
