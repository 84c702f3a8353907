"""Force plates as a C3D declares them: corners, and six channels of force and moment in plate axes."""

from dataclasses import dataclass

import numpy as np

from groundup.recording.recording import FloatArray, ForcePlate, Recording
from groundup.recording.wrench import plate_axes

SURFACE: FloatArray = np.zeros(3)
SURFACE.setflags(write=False)
"""Origin of a plate whose moments are about the centre of its surface."""
_CHANNELS = ("Fx", "Fy", "Fz", "Mx", "My", "Mz")
_CLOCK_TOLERANCE = 0.05


@dataclass(frozen=True)
class Platform:
    """One plate of type 2.

    Attributes
    ----------
    name : str
    corners : (4, 3) in the recording's axes [m].
    origin : (3,) from the point the moments are about to the centre of the surface, plate axes [m].
    channels : (samples, 6) of the ground on the foot [N, N m], plate axes.
    zeroed : whether its unloaded force was taken off, so that a reader need not again.
    """

    name: str
    corners: FloatArray
    origin: FloatArray
    channels: FloatArray
    zeroed: bool

    @property
    def labels(self) -> list[str]:
        """Names of the six channels."""
        return [f"{self.name} {channel}" for channel in _CHANNELS]


def platform(plate: ForcePlate, origin: FloatArray = SURFACE) -> Platform:
    """Turn force, centre of pressure and free moment back into what a plate's channels hold.

    Where there is no centre of pressure the force is taken to act at the centre of the surface: a load
    that small gives none when it is read either.

    Raises
    ------
    ValueError
        If the plate has no corners.
    """
    if plate.corners is None:
        raise ValueError(f"expected corners of {plate.name}, found none; leave the plate out")
    centre, rotation_file_from_plate = plate_axes(plate.corners)
    force = plate.force.values @ rotation_file_from_plate
    arm = (plate.centre_of_pressure.values - centre) @ rotation_file_from_plate
    twist = plate.free_moment.values @ rotation_file_from_plate
    moment = np.cross(np.nan_to_num(arm) + origin, force) + np.nan_to_num(twist)
    return Platform(
        plate.name, plate.corners, origin, np.column_stack([force, moment]), bool(plate.baseline.any())
    )


def why_not(plate: ForcePlate, recording: Recording) -> str | None:
    """Say why a C3D of the recording cannot hold a plate; None where it can."""
    if plate.corners is None:
        return "has no corners"
    clock = plate.force.plate_time.values
    frames = recording.markers.time.values
    samples = recording.markers.sizes["time"]
    if recording.analog is not None and clock.size != recording.analog.sizes["analog_time"]:
        return "is not sampled with the analog channels"
    if clock.size % samples or abs(clock[0] - frames[0]) * recording.rate > _CLOCK_TOLERANCE:
        return "is not sampled a whole number of times a frame from the first frame on"
    return None
