"""The ground forces of the virtual walker as the loads take them."""

import numpy as np
import xarray as xr

from groundup.loads.ground_force import GroundForce
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.synthetic.ground_force import ground_forces
from groundup.synthetic.walk import Walk


def true_forces(walked: Walk, time: FloatArray, noise: float = 0.0) -> GroundForce:
    """Force on both feet at `time` (T,), with white noise on a foot that stands [N]."""
    feet = ground_forces(walked, time)
    standing = np.stack([np.isfinite(feet[side].centre[:, 0]) for side in Side], axis=1)[..., None]
    force = np.stack([feet[side].force for side in Side], axis=1)
    disturbed = noise * np.random.default_rng(1).normal(size=force.shape)
    centre = np.stack([feet[side].centre for side in Side], axis=1)
    twist = np.stack([np.outer(feet[side].free_moment, [0.0, 1.0, 0.0]) for side in Side], axis=1)
    return GroundForce(
        _table(time, force + np.where(standing, disturbed, 0.0)), _table(time, centre), _table(time, twist)
    )


def _table(time: FloatArray, values: FloatArray) -> xr.DataArray:
    return xr.DataArray(
        values,
        dims=("time", "side", "axis"),
        coords={"time": time, "side": [str(side) for side in Side], "axis": ["x", "y", "z"]},
    )
