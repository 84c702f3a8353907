"""The FORCE_PLATFORM group of a C3D: which channels, in which units, about which point."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundup.recording.plates import (
    PlateGeometry,
    acts_on_plate,
    build_plate,
    facing,
    is_idle,
    share_outside,
)
from groundup.recording.readers.c3d_isolated import RawC3D
from groundup.recording.readers.c3d_parameters import Parameters
from groundup.recording.readers.units import force_factor, length_factor_or_none, moment_factor
from groundup.recording.recording import ForcePlate
from groundup.recording.wrench import (
    CHANNELS,
    Array,
    Wrench,
    from_centre_of_pressure,
    from_four_sensors,
    from_sensor_origin,
)

_AMBIGUOUS_DEPTH_M = 1e-3
_MOSTLY = 0.5
_MOST_PLATES = 64
_FARTHEST_M = 1e3
"""From the centre of its surface no sensor is a kilometre away."""


@dataclass(frozen=True)
class _Declared:
    """One plate as declared: `channels` (samples, n) in N, m and N m; `origin` in m.

    `zeroed`: its zero was taken off before the file was written (by ``groundup convert``).
    """

    geometry: PlateGeometry
    channels: Array
    origin: Array
    zeroed: bool


def read_plates(
    raw: RawC3D,
    markers: Array,
    time: NDArray[np.float64],
    metres_per_unit: float,
    *,
    subtract_baseline: bool = True,
) -> tuple[tuple[ForcePlate, ...], tuple[str, ...]]:
    """Plates of a C3D as the ground's force on the foot, and what had to be said.

    Parameters
    ----------
    raw : RawC3D
    markers : (frames, markers, 3) array
        [m]; tells on which side of the plates the person is.
    time : (samples,) array
        Absolute time of the analog samples [s].
    metres_per_unit : float
        Of POINT:UNITS, in which corners and origins are given.
    subtract_baseline : bool
        See :func:`groundup.recording.plates.build_plate`.
    """
    parameters = Parameters(raw.parameters)
    notes: list[str] = []
    declared = []
    used = parameters.whole("FORCE_PLATFORM", "USED") or 0
    if used > _MOST_PLATES:
        notes.append(f"the file counts {used} force plates, more than a laboratory has; none was read")
        used = 0
    described = parameters.numbers("FORCE_PLATFORM", "CORNERS").size // 12
    if used < described:
        notes.append(f"FORCE_PLATFORM:USED counts {used} force plates, CORNERS describes {described}")
    for index in range(used):
        plate = _declare(index, raw, parameters, markers, metres_per_unit, notes)
        if plate is not None:
            declared.append(plate)
    wrenches = [_wrench(plate, notes) for plate in declared]
    signs = [
        acts_on_plate(wrench, plate.geometry.up) for wrench, plate in zip(wrenches, declared, strict=True)
    ]
    told = [sign for sign in signs if sign is not None]
    usual = bool(told) and sum(told) * 2 > len(told)
    plates = []
    for plate, wrench, sign in zip(declared, wrenches, signs, strict=True):
        negate = usual if sign is None else sign
        built, said = build_plate(
            plate.geometry,
            wrench,
            time,
            negate=negate,
            idle=is_idle(wrench, plate.geometry.corners, markers),
            subtract_baseline=subtract_baseline and plate.geometry.kind != 1 and not plate.zeroed,
        )
        plates.append(built)
        notes.extend(said)
        if negate:
            notes.append(
                f"{plate.geometry.name} stores the force on the plate; it was turned to the force on the foot"
            )
        if share_outside(wrench, plate.geometry.corners) > _MOSTLY:
            notes.append(
                f"most centres of pressure of {plate.geometry.name} lie off it: units, origin or corners err"
            )
    return tuple(plates), tuple(notes)


def _declare(
    index: int, raw: RawC3D, parameters: Parameters, markers: Array, metres_per_unit: float, notes: list[str]
) -> _Declared | None:
    """One plate's declaration, or None with a note where it cannot be used."""
    name = f"plate {index + 1}"
    kind = parameters.whole("FORCE_PLATFORM", "TYPE", index) or 0
    if kind not in CHANNELS:
        notes.append(f"{name} is of C3D type {kind}, which is not read (types 1 to 4 are)")
        return None
    corners = _slice(parameters.numbers("FORCE_PLATFORM", "CORNERS"), (3, 4), index)
    if (
        corners is None
        or not np.isfinite(corners).all()
        or np.linalg.norm(corners[:, 0] - corners[:, 2]) == 0
    ):
        notes.append(f"{name} has no corners, so where its force acts is unknown and it was left out")
        return None
    origin = _slice(parameters.numbers("FORCE_PLATFORM", "ORIGIN"), (3,), index)
    origin = np.zeros(3) if origin is None else origin * metres_per_unit
    if not (np.abs(origin) < _FARTHEST_M).all():
        notes.append(f"{name} has an origin that is no place on a plate, so it was left out")
        return None
    numbers = _channel_numbers(parameters, index, CHANNELS[kind])
    if numbers is None or numbers.min() < 1 or numbers.max() > raw.analog.shape[0]:
        notes.append(f"{name} names analog channels that the file does not have and was left out")
        return None
    channels = raw.analog[numbers - 1].T
    if kind == 4:
        matrix = _slice(parameters.numbers("FORCE_PLATFORM", "CAL_MATRIX"), (6, 6), index)
        if matrix is None or not matrix.any():
            notes.append(f"{name} is of type 4 without a calibration matrix, so it was left out")
            return None
        channels = channels @ matrix.T
    channels = channels * _si_factors(name, kind, numbers, parameters, metres_per_unit, notes)
    if not np.isfinite(channels).all():
        notes.append(f"{name} has samples that are not numbers; its force is missing there")
    corners = corners.T * metres_per_unit
    geometry = PlateGeometry(name, kind, corners, facing(corners, markers))
    zeroed = parameters.whole("FORCE_PLATFORM", "ZEROED", index) == 1
    return _Declared(geometry, channels, origin, zeroed)


def _slice(values: Array, shape: tuple[int, ...], index: int) -> Array | None:
    """Entry `index` along the last axis, given that the rest has `shape`."""
    count = int(np.prod(shape))
    if values.size < count * (index + 1):
        return None
    flat = values.ravel(order="F")[count * index : count * (index + 1)]
    return flat.reshape(shape, order="F")


def _channel_numbers(parameters: Parameters, index: int, needed: int) -> NDArray[np.int64] | None:
    channel = parameters.numbers("FORCE_PLATFORM", "CHANNEL")
    if channel.ndim == 1:
        channel = channel.reshape(-1, 1)
    if channel.ndim != 2 or channel.shape[0] < needed or channel.shape[1] <= index:
        return None
    return np.nan_to_num(channel[:needed, index], posinf=0.0, neginf=0.0).clip(-1.0, 2.0**31).astype(np.int64)


def _si_factors(
    name: str,
    kind: int,
    numbers: NDArray[np.int64],
    parameters: Parameters,
    metres_per_unit: float,
    notes: list[str],
) -> Array:
    """Factor to N, m or N m for each channel; where a unit is not stated, N and N times POINT:UNITS."""
    words = parameters.words("ANALOG", "UNITS")
    units = [words[number - 1] if number <= len(words) else "" for number in numbers]
    factors = np.ones(len(units))
    guessed: list[str] = []
    for i, word in enumerate(units):
        wants_force = i < 3 or kind == 3
        if wants_force:
            factor = force_factor(word)
            assumed = 1.0
        elif kind == 1 and i < 5:
            factor, assumed = length_factor_or_none(word), metres_per_unit
        else:
            factor, assumed = moment_factor(word), metres_per_unit
        if factor is None:
            guessed.append(word or "none")
        factors[i] = assumed if factor is None else factor
    if guessed:
        shown = ", ".join(sorted(set(guessed)))
        notes.append(
            f"{name}: its units ({shown}) are no forces or moments; taken as N and N times POINT:UNITS"
        )
    return factors


def _wrench(plate: _Declared, notes: list[str]) -> Wrench:
    """Force and moment about the centre of the surface, with the origin's sign settled."""
    kind, up, origin = plate.geometry.kind, plate.geometry.up, plate.origin
    if kind == 1:
        return from_centre_of_pressure(plate.channels)
    if kind == 3:
        return from_four_sensors(plate.channels, abs(origin[0]), abs(origin[1]), up * abs(origin[2]))
    upward = origin[2] * up
    surface_from_sensor = origin if upward > 0 else -origin
    wrench = from_sensor_origin(plate.channels, surface_from_sensor)
    if abs(upward) < _AMBIGUOUS_DEPTH_M and np.abs(origin[:2]).max() > _AMBIGUOUS_DEPTH_M:
        # A sensor in the plane of the surface: the origin's sign shows only in where the force acts.
        other = from_sensor_origin(plate.channels, -surface_from_sensor)
        if share_outside(other, plate.geometry.corners) < share_outside(wrench, plate.geometry.corners):
            notes.append(
                f"{plate.geometry.name}: the sign of its origin was read from the centres of pressure"
            )
            return other
    return wrench
