"""Which force acts on which foot, for the stretch of a trial in which that is known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundup.exchange.osim.motion_files import AppliedForce
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Contact
from groundup.quantities import Side
from groundup.recording.recording import ForcePlate, Recording

# A foot's whole force is on plates of its own.
_WHOLE = ("valid", "one foot on two plates")


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


def foot_forces(recording: Recording, contacts: Sequence[Contact]) -> FootForces | None:
    """Force on each foot from the plates its contacts were on; None where no stretch is known.

    Outside contacts the force is zero. A contact that shares its plate, misses part of the foot or has no
    plate makes its time unknown.
    """
    if not recording.plates or not any(c.state in _WHOLE for c in contacts):
        return None
    time = np.asarray(recording.plates[0].force.plate_time.values, np.float64)
    unknown = np.zeros(len(time), np.bool_)
    for contact in contacts:
        if contact.state not in _WHOLE:
            unknown |= _within(time, contact)
    run = _longest_run(~unknown)
    if run is None:
        return None
    plates = {plate.name: plate for plate in recording.plates}
    forces = tuple(_on_foot(side, time, contacts, plates) for side in (Side.RIGHT, Side.LEFT))
    return FootForces(time, forces, float(time[run[0]]), float(time[run[1]]))


def _within(time: FloatArray, contact: Contact) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    return np.asarray((time >= contact.start) & (time <= contact.end))


def _longest_run(good: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> tuple[int, int] | None:
    """First and last index of the longest run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], good.astype(np.int64), [0]])))
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return None
    longest = int(np.argmax(ends - starts))
    return int(starts[longest]), int(ends[longest]) - 1


def _on_foot(
    side: Side, time: FloatArray, contacts: Sequence[Contact], plates: dict[str, ForcePlate]
) -> AppliedForce:
    """Sum of the plates under one foot: one force at the vertically weighted mean of their points."""
    parts = []
    for contact in contacts:
        if contact.side is side and contact.state in _WHOLE:
            inside = _within(time, contact)[:, None]
            parts += [
                [np.where(inside, a, 0.0) for a in _wrench(plates[name], time)] for name in contact.plates
            ]
    total, weighted, vertical = np.zeros((len(time), 3)), np.zeros((len(time), 3)), np.zeros((len(time), 1))
    for force, point, _ in parts:
        total += force
        weighted += np.abs(force[:, 1:2]) * point
        vertical += np.abs(force[:, 1:2])
    centre = np.divide(weighted, vertical, out=np.zeros_like(weighted), where=vertical > 0.0)
    torque = np.zeros((len(time), 3))
    for force, point, free in parts:
        torque += free + np.cross(point - centre, force)
    return AppliedForce(f"{side}_foot", f"{side}_hindfoot", total, centre, torque)


def _wrench(plate: ForcePlate, time: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Force, point and free moment (T, 3) at `time`; zero where the plate has no centre of pressure."""
    own = np.asarray(plate.force.plate_time.values, np.float64)
    tables = (plate.force, plate.centre_of_pressure, plate.free_moment)
    arrays = [np.asarray(table.transpose(..., "axis").values, np.float64) for table in tables]
    loaded = np.all([np.isfinite(a).all(axis=1) for a in arrays], axis=0)
    clean = [np.where(loaded[:, None], a, 0.0) for a in arrays]
    if len(own) != len(time) or not np.allclose(own, time):
        nearest = np.clip(np.searchsorted(own, time), 0, len(own) - 1)
        clean = [a[nearest] for a in clean]
    return clean[0], clean[1], clean[2]
