"""Force-plate arithmetic on plain arrays: channels to force, moment, centre of pressure, free moment.

Plate axes are the C3D ones: origin at the centre of the working surface, x from corner 2 towards
corner 1, y from corner 4 towards corner 1, z = x × y (down, in a file that keeps to the standard).
Sources: the C3D user guide's FORCE_PLATFORM types 1-4; Kistler's published formulas for eight-channel
plates; the rest is the moment of a force about a shifted point.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

CHANNELS = {1: 6, 2: 6, 3: 8, 4: 6}
"""Analog channels per plate type."""


@dataclass(frozen=True)
class Wrench:
    """Force [N] and moment [N m] about the centre of the working surface, (samples, 3), plate axes."""

    force: Array
    moment: Array


def plate_axes(corners: Array) -> tuple[Array, Array]:
    """Centre and axes of a plate.

    Parameters
    ----------
    corners : (4, 3) array
        In file order [m].

    Returns
    -------
    centre : (3,) array
    rotation_file_from_plate : (3, 3) array
        Its columns are the plate's axes in the file's frame.
    """
    x = corners[0] - corners[1]
    x = x / np.linalg.norm(x)
    z = np.cross(x, corners[0] - corners[3])
    z = z / np.linalg.norm(z)
    return corners.mean(axis=0), np.column_stack((x, np.cross(z, x), z))


def from_centre_of_pressure(channels: Array) -> Wrench:
    """Type 1: Fx Fy Fz, Px Py on the surface, Mz about that point; (samples, 6) in N, m, N m."""
    force, point = channels[:, :3], channels[:, 3:5]
    moment = np.column_stack(
        (
            point[:, 1] * force[:, 2],
            -point[:, 0] * force[:, 2],
            channels[:, 5] + point[:, 0] * force[:, 1] - point[:, 1] * force[:, 0],
        )
    )
    return Wrench(force, moment)


def from_sensor_origin(channels: Array, surface_from_sensor: Array) -> Wrench:
    """Types 2 and 4: force and moment about the sensor origin, (samples, 6) in N and N m.

    `surface_from_sensor` (3,) is the vector from the sensor origin to the centre of the surface [m].
    """
    force = channels[:, :3]
    return Wrench(force, channels[:, 3:] - np.cross(surface_from_sensor, force))


def from_four_sensors(channels: Array, half_x: float, half_y: float, surface_z: float) -> Wrench:
    """Type 3: fx12 fx34 fy14 fy23 fz1 fz2 fz3 fz4, (samples, 8) in N.

    Sensors sit at (±half_x, ±half_y), counted from the +x+y corner over -x+y; `surface_z` is the
    height of the surface in sensor axes [m] (negative, as z points down).
    """
    fx12, fx34, fy14, fy23, fz1, fz2, fz3, fz4 = channels.T
    force = np.column_stack((fx12 + fx34, fy14 + fy23, fz1 + fz2 + fz3 + fz4))
    moment = np.column_stack(
        (
            half_y * (fz1 + fz2 - fz3 - fz4),
            half_x * (-fz1 + fz2 + fz3 - fz4),
            half_y * (fx34 - fx12) + half_x * (fy14 - fy23),
        )
    )
    return Wrench(force, moment - np.cross(np.array([0.0, 0.0, surface_z]), force))


def centre_of_pressure(wrench: Wrench, threshold: float) -> tuple[Array, Array]:
    """Where on the surface the force acts, and the moment about the normal there.

    Parameters
    ----------
    wrench : Wrench
    threshold : float
        Below this normal force [N] both are NaN: a quotient of noises is no place.

    Returns
    -------
    point : (samples, 3) array
        [m], plate axes, z = 0.
    free_moment : (samples, 3) array
        [N m], plate axes, along z.
    """
    normal = wrench.force[:, 2]
    loaded = np.abs(normal) >= threshold
    safe = np.where(loaded, normal, np.nan)
    x, y = -wrench.moment[:, 1] / safe, wrench.moment[:, 0] / safe
    twist = wrench.moment[:, 2] - (x * wrench.force[:, 1] - y * wrench.force[:, 0])
    zero = np.where(loaded, 0.0, np.nan)
    return np.column_stack((x, y, zero)), np.column_stack((zero, zero, twist))


def unloaded_samples(upward: Array, rate: float) -> NDArray[np.bool_]:
    """Find the samples in which surely nobody is on the plate.

    Runs of at least 0.1 s between a pull of 100 N and a push of 30 N, steady to 10 N, without the
    20 ms next to a loaded sample: a light touch does not last still and a foot cannot pull, but an
    amplifier's offset does both.

    Parameters
    ----------
    upward : (samples,) array
        Force on the foot along the plate's normal, positive towards the person [N].
    rate : float
        [Hz].
    """
    quiet = (upward > -_PULL_N) & (upward < _PUSH_N)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], quiet.view(np.int8), [0]))))
    margin = int(np.ceil(_MARGIN_S * rate))
    unloaded = np.zeros(upward.size, dtype=np.bool_)
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        first = start + margin if start > 0 else start
        last = stop - margin if stop < upward.size else stop
        if last - first >= _SPAN_S * rate and upward[first:last].std() < _STEADY_N:
            unloaded[first:last] = True
    return unloaded


_PULL_N = 100.0
_PUSH_N = 30.0
_STEADY_N = 10.0
_SPAN_S = 0.1
_MARGIN_S = 0.02
