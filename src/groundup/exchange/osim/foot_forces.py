"""The ground forces of a trial as OpenSim's external loads, for the stretch in which they are known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from groundup.exchange.osim.motion_files import AppliedForce
from groundup.loads.ground_force import GroundForce, ground_force
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Contact
from groundup.quantities import Side
from groundup.recording.recording import Recording


@dataclass(frozen=True)
class FootForces:
    """Force on each foot.

    Attributes
    ----------
    time : (T,) of all samples [s].
    forces : right and left foot.
    start, end : the stretch in which no foot's force is unknown [s].
    """

    time: FloatArray
    forces: tuple[AppliedForce, ...]
    start: float
    end: float

    def within(self) -> tuple[FloatArray, tuple[AppliedForce, ...]]:
        """Cut samples and forces to the known stretch: a reader takes what is missing for no force."""
        kept = (self.time >= self.start) & (self.time <= self.end)
        forces = (
            replace(f, force=f.force[kept], point=f.point[kept], torque=f.torque[kept]) for f in self.forces
        )
        return self.time[kept], tuple(forces)


def foot_forces(recording: Recording, contacts: Sequence[Contact]) -> FootForces | None:
    """Force on each foot from the plates its contacts were on; None where no stretch is known."""
    ground = ground_force(recording, contacts)
    return None if ground is None else known_forces(ground)


def known_forces(ground: GroundForce) -> FootForces | None:
    """Force on each foot as OpenSim applies it; None where nothing loads a foot in any known stretch.

    Where a force is not known it stands as zero, which no reader may take for none: `start` and `end`
    enclose the longest stretch without such times.
    """
    time = np.asarray(ground.force.time.values, np.float64)
    known = np.isfinite(ground.force.values).all(axis=(1, 2))
    run = _longest_run(known)
    if run is None or not np.nan_to_num(ground.force.values).any():
        return None
    forces = tuple(_on_foot(side, ground) for side in (Side.RIGHT, Side.LEFT))
    return FootForces(time, forces, float(time[run[0]]), float(time[run[1]]))


def _longest_run(good: NDArray[np.bool_]) -> tuple[int, int] | None:
    """First and last index of the longest run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], good.astype(np.int64), [0]])))
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return None
    longest = int(np.argmax(ends - starts))
    return int(starts[longest]), int(ends[longest]) - 1


def _on_foot(side: Side, ground: GroundForce) -> AppliedForce:
    tables = (ground.force, ground.centre_of_pressure, ground.free_moment)
    force, point, free = (np.nan_to_num(table.sel(side=str(side)).values) for table in tables)
    return AppliedForce(f"{side}_foot", f"{side}_hindfoot", force, point, free)
