"""Force plates: from wrenches in plate axes to the ground's force on the foot in the recording's axes."""

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from groundup.quantities import Side
from groundup.recording.recording import ForcePlate
from groundup.recording.wrench import Array, Wrench, centre_of_pressure, plate_axes, unloaded_samples

COP_THRESHOLD_N = 20.0
"""Vertical force below which the centre of pressure is undefined [N] (EVIDENCE F63)."""
_DECISIVE_LOAD_N = 50.0
_FAR_M = 0.6
_STEADY_N = 10.0
_OUTSIDE_M = 0.03


@dataclass(frozen=True)
class PlateGeometry:
    """Where a plate is, in the recording's axes [m], and the side of it people are on.

    `up` is +1 where people are on the side the plate's z axis points to, -1 (as the C3D standard
    has it) where they are on the other.
    """

    name: str
    kind: int
    corners: Array
    up: int


def facing(corners: Array, markers: Array) -> int:
    """Which side of a plate the person is on: the sign of the plate's z axis towards the markers.

    Without any marker, -1: the standard's plate axes point down.
    """
    centre, rotation_file_from_plate = plate_axes(corners)
    seen = markers.reshape(-1, 3)
    seen = seen[np.isfinite(seen).all(axis=1)]
    if not seen.size:
        return -1
    return 1 if float(np.median((seen - centre) @ rotation_file_from_plate[:, 2])) > 0 else -1


def acts_on_plate(wrench: Wrench, up: int) -> bool | None:
    """Whether the channels hold the foot's force on the plate rather than the plate's on the foot.

    A foot can push a plate but not pull it: under load the plate's force on the foot points to the
    side the person is on. None where the plate is not loaded enough to tell.
    """
    normal = wrench.force[:, 2] * up
    loaded = normal[np.abs(normal) > _DECISIVE_LOAD_N]
    return None if loaded.size == 0 else bool(np.median(loaded) < 0)


def share_outside(wrench: Wrench, corners: Array) -> float:
    """Share of loaded samples whose centre of pressure is off the plate by more than 30 mm."""
    centre, rotation_file_from_plate = plate_axes(corners)
    point, _ = centre_of_pressure(wrench, _DECISIVE_LOAD_N)
    point = point[np.isfinite(point[:, 0]), :2]
    if not point.size:
        return 0.0
    local = (corners - centre) @ rotation_file_from_plate[:, :2]
    low, high = local.min(axis=0) - _OUTSIDE_M, local.max(axis=0) + _OUTSIDE_M
    return float(((point < low) | (point > high)).any(axis=1).mean())


def is_idle(wrench: Wrench, corners: Array, markers: Array) -> bool:
    """Whether a steady load on a plate can only be its amplifier's offset: nobody is near it.

    Parameters
    ----------
    wrench : Wrench
    corners : (4, 3) array
        [m]
    markers : (frames, markers, 3) array
        [m]; the nearest of all frames counts.
    """
    if wrench.force[:, 2].std() > _STEADY_N or not np.isfinite(markers).any():
        return False
    centre, rotation_file_from_plate = plate_axes(corners)
    local = (markers.reshape(-1, 3) - centre) @ rotation_file_from_plate
    half = np.abs((corners - centre) @ rotation_file_from_plate).max(axis=0)
    outside = np.maximum(np.abs(local) - half, 0.0)[:, :2]
    return bool(np.nanmin(np.linalg.norm(outside, axis=1)) > _FAR_M)


def build_plate(
    geometry: PlateGeometry,
    wrench: Wrench,
    time: NDArray[np.float64],
    *,
    negate: bool,
    idle: bool = False,
    subtract_baseline: bool = True,
    threshold: float = COP_THRESHOLD_N,
) -> tuple[ForcePlate, tuple[str, ...]]:
    """Assemble a plate and say what was done to it.

    Parameters
    ----------
    geometry : PlateGeometry
    wrench : Wrench
        As the channels give it, about the centre of the surface, plate axes.
    time : (samples,) array
        Absolute [s].
    negate : bool
        Whether the channels hold the force on the plate (see :func:`acts_on_plate`).
    idle : bool
        Nobody is near the plate in the whole trial (see :func:`is_idle`).
    subtract_baseline : bool
        Take the mean wrench of the unloaded spans off everything, where there are such spans.
    threshold : float
        [N].
    """
    centre, rotation_file_from_plate = plate_axes(geometry.corners)
    notes: list[str] = []
    sign = -1.0 if negate else 1.0
    force, moment = sign * wrench.force, sign * wrench.moment
    baseline = np.zeros(3)
    if subtract_baseline:
        rate = (time.size - 1) / (time[-1] - time[0]) if time.size > 1 else 1.0
        unloaded = unloaded_samples(force[:, 2] * geometry.up, rate)
        unloaded |= idle
        # One lost sample must not take the whole plate's zero with it.
        unloaded &= np.isfinite(force).all(axis=1) & np.isfinite(moment).all(axis=1)
        if unloaded.any():
            baseline = force[unloaded].mean(axis=0)
            force = force - baseline
            moment = moment - moment[unloaded].mean(axis=0)
        else:
            notes.append(f"{geometry.name} is never unloaded for 0.1 s, so its zero could not be checked")
    point, twist = centre_of_pressure(Wrench(force, moment), threshold)
    turn = rotation_file_from_plate.T
    plate = ForcePlate(
        name=geometry.name,
        kind=geometry.kind,
        corners=geometry.corners,
        force=_series(force @ turn, time, "N"),
        centre_of_pressure=_series(centre + point @ turn, time, "m"),
        free_moment=_series(twist @ turn, time, "N m"),
        threshold=threshold,
        baseline=baseline @ turn,
    )
    return plate, tuple(notes)


def given_plate(
    name: str,
    time: NDArray[np.float64],
    force: Array,
    point: Array,
    free_moment: Array,
    *,
    vertical: int,
    side: Side | None,
    threshold: float = COP_THRESHOLD_N,
) -> ForcePlate:
    """Plate from a file that already gives force, centre of pressure and moment there, in its axes.

    `vertical` is the index of the axis that carries the load. Below the threshold point and moment
    become NaN: such files hold zeros there.
    """
    loaded = np.abs(force[:, vertical]) >= threshold
    loaded &= np.isfinite(point).all(axis=1)
    return ForcePlate(
        name=name,
        kind=None,
        corners=None,
        force=_series(force, time, "N"),
        centre_of_pressure=_series(np.where(loaded[:, None], point, np.nan), time, "m"),
        free_moment=_series(np.where(loaded[:, None], free_moment, np.nan), time, "N m"),
        threshold=threshold,
        baseline=np.zeros(3),
        side=side,
    )


def _series(values: Array, time: NDArray[np.float64], units: str) -> xr.DataArray:
    return xr.DataArray(
        np.ascontiguousarray(values),
        dims=("plate_time", "axis"),
        coords={"plate_time": time, "axis": ["x", "y", "z"]},
        attrs={"units": units, "frame": "file"},
    )
