"""Plates that record a virtual walk with the errors the ensemble assumes of plates, and without."""

from dataclasses import dataclass, replace

import numpy as np

from groundup.mechanics.rotation import from_axis_angle
from groundup.mechanics.tree import FloatArray
from groundup.recording.recording import ForcePlate
from groundup.synthetic.trial import ROTATION_FILE_FROM_LAB, Trial, to_recording
from groundup.uncertainty.error_sizes import published

_GRAVITY = 9.80665


@dataclass(frozen=True)
class _Slip:
    """What one plate tells wrong: where it lies [m], which way it points [rad], how much, how late [s]."""

    shift: FloatArray
    turn: FloatArray
    scale: float
    delay: float


def true_plates(trial: Trial) -> tuple[ForcePlate, ...]:
    """Plates of a trial in the lab frame, without errors."""
    return tuple(_in_lab(plate) for plate in to_recording(trial).plates)


def wrong_plates(trial: Trial, random: np.random.Generator) -> tuple[ForcePlate, ...]:
    """Give the plates of a trial errors drawn from the ensemble's own table; all are late alike."""
    size, mass = published().of, float(trial.person.mass)
    delay = size("force_delay", "lag") * float(random.standard_normal())
    # The table tells the mean length of an error in two directions.
    along = size("plate_position", "mean_distance") * np.sqrt(2.0 / np.pi)
    slips = [
        _Slip(
            along * random.standard_normal(3) * np.array([1.0, 0.0, 1.0]),
            size("plate_direction", "axis") * random.standard_normal(3),
            size("force_scale", "vertical") / (mass * _GRAVITY) * float(random.standard_normal()),
            delay,
        )
        for _ in trial.plates
    ]
    return tuple(_wrong(p, s) for p, s in zip(true_plates(trial), slips, strict=True))


def _in_lab(plate: ForcePlate) -> ForcePlate:
    def turned(name: str):  # type: ignore[no-untyped-def]
        series = getattr(plate, name)
        found = series.copy(data=series.values @ ROTATION_FILE_FROM_LAB)
        found.attrs = {**series.attrs, "frame": "lab"}
        return found

    parts = {name: turned(name) for name in ("force", "centre_of_pressure", "free_moment")}
    return replace(plate, corners=plate.corners @ ROTATION_FILE_FROM_LAB, **parts)


def _wrong(plate: ForcePlate, slip: _Slip) -> ForcePlate:
    time = np.asarray(plate.force.plate_time.values, np.float64)
    force, point, free = (
        np.stack([np.interp(time - slip.delay, time, column) for column in series.values.T], axis=1)
        for series in (plate.force, plate.centre_of_pressure, plate.free_moment)
    )
    angle = float(np.linalg.norm(slip.turn))
    turn = from_axis_angle(slip.turn / angle, np.array(angle)) if angle else np.eye(3)
    middle, larger = np.nanmean(point, axis=0), 1.0 + slip.scale
    return replace(
        plate,
        corners=plate.corners + slip.shift,
        force=plate.force.copy(data=larger * force @ turn.T),
        centre_of_pressure=plate.centre_of_pressure.copy(
            data=middle + (point - middle) @ turn.T + slip.shift
        ),
        free_moment=plate.free_moment.copy(data=larger * free @ turn.T),
    )
