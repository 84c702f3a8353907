"""Writing a virtual trial as a real C3D file, in millimetres, Z up, with two type-2 plates."""

from pathlib import Path

import numpy as np

from groundup.exchange.writers.c3d import write_c3d as write_recording
from groundup.exchange.writers.c3d_plates import platform
from groundup.synthetic.trial import Trial, to_recording

# From the sensor origin to the centre of the surface, plate axes (z down) [m]: a common build.
_ORIGIN = np.array([0.0006, -0.0004, -0.0395])


def write_c3d(trial: Trial, path: Path, unit: str = "mm") -> Path:
    """Write the trial with lengths in mm, cm or m; returns the path.

    Plate channels hold the ground's force on the foot in plate axes, moments about the sensor origin below
    the surface. MANUFACTURER and SUBJECTS say that nobody was recorded.
    """
    recording = to_recording(trial)
    plates = [platform(plate, _ORIGIN) for plate in recording.plates]
    write_recording(recording, path, unit=unit, platforms=plates)
    return path
