"""Ground force on each foot over time, and when it is not known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from groundup.loads.force_arrays import ForceArrays, from_moments
from groundup.loads.low_passed import low_passed, sampled
from groundup.motion.motion import WHOLE, Contact
from groundup.quantities import Side
from groundup.recording.recording import FloatArray, ForcePlate, Recording


@dataclass(frozen=True)
class GroundForce:
    """What the ground does to each foot.

    Attributes
    ----------
    force : DataArray (time, side, axis)
        Of the ground on the foot, lab frame [N]; zero where the foot is in the air, NaN where it may be on
        the ground and its force is not known.
    centre_of_pressure : DataArray (time, side, axis)
        Where it acts, lab frame [m]; NaN where there is none.
    free_moment : DataArray (time, side, axis)
        About the centre of pressure, lab frame [N m]; zero and NaN like `force`.
    """

    force: xr.DataArray
    centre_of_pressure: xr.DataArray
    free_moment: xr.DataArray

    @property
    def arrays(self) -> ForceArrays:
        """The same without labels."""
        tables = (self.force, self.centre_of_pressure, self.free_moment)
        return ForceArrays(*(np.asarray(t.transpose("time", "side", "axis").values) for t in tables))


def ground_force(recording: Recording, contacts: Sequence[Contact]) -> GroundForce | None:
    """Force on each foot at the plates' own rate; None without plates.

    Parameters
    ----------
    recording : Recording
        Lab frame.
    contacts : sequence of Contact
        Of the same trial. A foot's plates count only while it is on them; several under one foot are summed.
    """
    if not recording.plates:
        return None
    time = np.asarray(recording.plates[0].force.plate_time.values, np.float64)
    force, moment = np.zeros((len(time), 2, 3)), np.zeros((len(time), 2, 3))
    height = np.full((len(time), 2), np.mean([_height(plate) for plate in recording.plates]))
    plates = {plate.name: plate for plate in recording.plates}
    frames = recording.markers.time.values
    for contact in contacts:
        inside, foot = _within(contact, time, frames), list(Side).index(contact.side)
        if contact.state not in WHOLE or not contact.plates:
            force[inside, foot] = moment[inside, foot] = np.nan
            continue
        for name in contact.plates:
            own_force, own_moment = _about_origin(plates[name], time)
            force[inside, foot] += own_force[inside]
            moment[inside, foot] += own_moment[inside]
        height[inside, foot] = np.mean([_height(plates[name]) for name in contact.plates])
    return _labelled(time, from_moments(force, moment, height))


def _within(contact: Contact, time: FloatArray, frames: FloatArray) -> NDArray[np.bool_]:
    """(T,) instants of a contact; one that is cut by the first or last frame is not told to end there."""
    if not len(frames):
        return np.asarray((time >= contact.start) & (time <= contact.end))
    start = -np.inf if contact.start <= frames[0] else contact.start
    end = np.inf if contact.end >= frames[-1] else contact.end
    return np.asarray((time >= start) & (time <= end))


def at_frames(ground: GroundForce, time: FloatArray, cutoff_hz: float | None) -> GroundForce:
    """Give the same at other instants, low-passed first.

    Parameters
    ----------
    ground : GroundForce
    time : (F,) instants wanted [s].
    cutoff_hz : half-power frequency of a fourth-order zero-lag low-pass; none leaves the force as it is.
        Force and its moment about the lab's origin are filtered, and the centre of pressure follows: a
        filtered centre of pressure times a filtered force is another moment.
    """
    own = np.asarray(ground.force.time.values, np.float64)
    return _labelled(time, sampled(low_passed(own, ground.arrays, cutoff_hz), time))


def _height(plate: ForcePlate) -> float:
    """Height of a plate's surface: where its forces act [m]."""
    heights = plate.centre_of_pressure.transpose(..., "axis").values[:, 1]
    return float(np.nanmedian(heights)) if np.isfinite(heights).any() else 0.0


def _about_origin(plate: ForcePlate, time: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Force and its moment about the lab's origin (T, 3) at `time`.

    Zero where nothing is on the plate, NaN beyond its own record.
    """
    own = np.asarray(plate.force.plate_time.values, np.float64)
    tables = (plate.force, plate.centre_of_pressure, plate.free_moment)
    force, point, free = (np.asarray(t.transpose(..., "axis").values, np.float64) for t in tables)
    loaded = np.isfinite(point).all(axis=1, keepdims=True)
    force, point, free = (np.where(loaded, a, 0.0) for a in (force, point, free))
    moment = np.cross(point, force) + free
    if len(own) != len(time) or not np.allclose(own, time):
        period = float(np.median(np.diff(own))) if len(own) > 1 else 0.0
        beyond = (time < own[0] - period) | (time > own[-1] + period)
        nearest = np.searchsorted(0.5 * (own[:-1] + own[1:]), time)
        force, moment = force[nearest], moment[nearest]
        force[beyond] = moment[beyond] = np.nan
    return force, moment


def _labelled(time: FloatArray, found: ForceArrays) -> GroundForce:
    force, point, free = found
    return GroundForce(_table(time, force, "N"), _table(time, point, "m"), _table(time, free, "N m"))


def _table(time: FloatArray, values: FloatArray, units: str) -> xr.DataArray:
    return xr.DataArray(
        values,
        dims=("time", "side", "axis"),
        coords={"time": time, "side": [str(side) for side in Side], "axis": ["x", "y", "z"]},
        attrs={"units": units, "frame": "lab", "source": "force plates"},
    )
