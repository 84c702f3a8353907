"""Writing a virtual trial as a real C3D file, in millimetres, Z up, with two type-2 plates."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.recording.recording import EventKind
from groundup.recording.wrench import plate_axes
from groundup.synthetic.plate import PlateData
from groundup.synthetic.trial import ROTATION_FILE_FROM_LAB, SYNTHETIC, Trial

# From the sensor origin to the centre of the surface, plate axes (z down) [m]: a common build.
_ORIGIN = np.array([0.0006, -0.0004, -0.0395])
_CHANNELS = ("Fx", "Fy", "Fz", "Mx", "My", "Mz")
_UNITS = ("N", "N", "N", "Nmm", "Nmm", "Nmm")
_PER_METRE = {"mm": 1e3, "cm": 1e2, "m": 1.0}
_LABEL = {EventKind.CONTACT: "Foot Strike", EventKind.OFF: "Foot Off"}


def write_c3d(trial: Trial, path: Path, unit: str = "mm") -> Path:
    """Write the trial with lengths in mm, cm or m; returns the path.

    Plate channels hold the ground's force on the foot in plate axes, moments about the sensor origin below
    the surface. MANUFACTURER and SUBJECTS say that nobody was recorded.
    """
    import ezc3d

    file = ezc3d.c3d()
    _fill_points(file, trial, unit)
    _fill_plates(file, trial, _PER_METRE[unit])
    _fill_words(file, trial)
    file.write(str(path))
    return path


def _fill_points(file: Any, trial: Trial, unit: str) -> None:
    seen = trial.markers @ ROTATION_FILE_FROM_LAB.T * _PER_METRE[unit]
    lost = ~np.isfinite(seen).all(-1)
    points = np.ones((4, seen.shape[1], seen.shape[0]))
    points[:3] = np.moveaxis(np.where(lost[..., None], 0.0, seen), (0, 1, 2), (2, 1, 0))
    file["header"]["points"]["first_frame"] = trial.first_frame - 1
    file["data"]["points"] = points
    # ezc3d takes the residual from the meta points: negative says the marker was not seen.
    file["data"]["meta_points"]["residuals"] = np.where(lost, -1.0, 0.0).T[None]
    file["data"]["meta_points"]["camera_masks"] = np.zeros((7, seen.shape[1], seen.shape[0]), dtype=bool)
    point = file["parameters"]["POINT"]
    point["RATE"]["value"] = [trial.rate]
    point["UNITS"]["value"] = [unit]
    point["LABELS"]["value"] = list(trial.worn.markers)
    point["DESCRIPTIONS"]["value"] = [SYNTHETIC] * seen.shape[1]
    file.add_parameter("POINT", "X_SCREEN", ["+X"])
    file.add_parameter("POINT", "Y_SCREEN", ["+Z"])


def channels(plate: PlateData) -> FloatArray:
    """(S, 6) channels of a plate: force [N], moment about the sensor origin [N mm], plate axes."""
    corners = plate.corners @ ROTATION_FILE_FROM_LAB.T
    centre, rotation_file_from_plate = plate_axes(corners)
    force = plate.force @ ROTATION_FILE_FROM_LAB.T @ rotation_file_from_plate
    arm = (plate.centre @ ROTATION_FILE_FROM_LAB.T - centre) @ rotation_file_from_plate
    twist = np.outer(plate.free_moment, ROTATION_FILE_FROM_LAB[:, 1]) @ rotation_file_from_plate
    moment = np.cross(np.nan_to_num(arm) + _ORIGIN, force) + twist
    return np.column_stack([force, moment * 1e3])


def _fill_plates(file: Any, trial: Trial, per_metre: float) -> None:
    measured = np.concatenate([channels(p) for p in trial.plates], axis=1)
    labels = [f"{name}{k + 1}" for k in range(len(trial.plates)) for name in _CHANNELS]
    count = len(trial.plates)
    analog = file["parameters"]["ANALOG"]
    analog["RATE"]["value"] = [trial.analog_rate]
    analog["LABELS"]["value"] = labels
    analog["DESCRIPTIONS"]["value"] = [SYNTHETIC] * len(labels)
    analog["UNITS"]["value"] = list(_UNITS) * count
    analog["SCALE"]["value"] = np.ones(len(labels))
    analog["OFFSET"]["value"] = np.zeros(len(labels), dtype=int)
    analog["GEN_SCALE"]["value"] = [1.0]
    file["data"]["analogs"] = measured.T[None]
    corners = np.stack([(p.corners @ ROTATION_FILE_FROM_LAB.T * per_metre).T for p in trial.plates], -1)
    origin = np.repeat(_ORIGIN[:, None] * per_metre, count, axis=1)
    numbers = np.arange(1.0, 6.0 * count + 1.0).reshape(count, 6).T
    for name, value in (
        ("USED", [count]),
        ("TYPE", [2] * count),
        ("CORNERS", corners),
        ("ORIGIN", origin),
        ("CHANNEL", numbers),
        ("ZERO", [0, 0]),
    ):
        file.add_parameter("FORCE_PLATFORM", name, value)


def _fill_words(file: Any, trial: Trial) -> None:
    person = trial.person
    if trial.events:
        times = np.array([[0.0, e.time] for e in trial.events]).T
        contexts = ["Left" if e.side is Side.LEFT else "Right" for e in trial.events]
        entries: Sequence[tuple[str, Any]] = (
            ("USED", [len(trial.events)]),
            ("CONTEXTS", contexts),
            ("LABELS", [_LABEL[e.kind] for e in trial.events]),
            ("DESCRIPTIONS", [SYNTHETIC] * len(trial.events)),
            ("TIMES", times),
            ("SUBJECTS", ["Virtual"] * len(trial.events)),
        )
        for name, value in entries:
            file.add_parameter("EVENT", name, value)
    for name, value in (
        ("Bodymass", person.mass),
        ("Height", person.height * 1e3),
        ("LKneeWidth", person.body.knee_width * 1e3),
        ("RKneeWidth", person.body.knee_width * 1e3),
        ("LAnkleWidth", person.body.ankle_width * 1e3),
        ("RAnkleWidth", person.body.ankle_width * 1e3),
    ):
        file.add_parameter("PROCESSING", name, [float(value)])
    file.add_parameter("SUBJECTS", "NAMES", ["Virtual"])
    file.add_parameter("SUBJECTS", "DESCRIPTIONS", [SYNTHETIC])
    file.add_parameter("MANUFACTURER", "COMPANY", ["groundup"])
    file.add_parameter("MANUFACTURER", "SOFTWARE", [SYNTHETIC])
