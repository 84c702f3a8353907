"""Small C3D files written with ezc3d for the reader's tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ezc3d
import numpy as np


def points_of(count: int, frames: int, seed: int = 0) -> np.ndarray:
    """Plausible positions (3, count, frames), none of them zero, a metre or so above a floor [mm]."""
    random = np.random.default_rng(seed)
    start = random.uniform(200.0, 1200.0, size=(3, count, 1))
    return start + np.arange(frames)[None, None, :] * 3.0


def write_c3d(
    path: Path,
    points: np.ndarray,
    labels: Sequence[str],
    *,
    rate: float = 100.0,
    first_frame: int = 1,
    units: str = "mm",
    residuals: np.ndarray | None = None,
    analog: np.ndarray | None = None,
    analog_labels: Sequence[str] = (),
    analog_units: Sequence[str] = (),
    analog_rate: float = 1000.0,
    plates: dict[str, np.ndarray] | None = None,
    parameters: Sequence[tuple[str, str, Any]] = (),
    events: Sequence[tuple[float, str, str]] = (),
) -> Path:
    """Write a C3D; `points` is (3, points, frames) in `units`, `analog` (channels, samples)."""
    content = ezc3d.c3d()
    count, frames = points.shape[1:]
    content["parameters"]["POINT"]["UNITS"]["value"] = [units]
    content["parameters"]["POINT"]["RATE"]["value"] = [rate]
    content["parameters"]["POINT"]["LABELS"]["value"] = list(labels)
    content["header"]["points"]["first_frame"] = first_frame - 1
    content["data"]["points"] = np.concatenate((points, np.ones((1, count, frames))))
    content["data"]["meta_points"]["residuals"] = (
        np.zeros((1, count, frames)) if residuals is None else residuals[None]
    )
    content["data"]["meta_points"]["camera_masks"] = np.zeros((7, count, frames), dtype=bool)
    if analog is not None:
        content["parameters"]["ANALOG"]["RATE"]["value"] = [analog_rate]
        content["parameters"]["ANALOG"]["LABELS"]["value"] = list(analog_labels)
        content["parameters"]["ANALOG"]["UNITS"]["value"] = list(analog_units)
        content["data"]["analogs"] = analog[None]
    for name, value in (plates or {}).items():
        content["parameters"]["FORCE_PLATFORM"][name]["value"] = value
    for group, name, value in parameters:
        content.add_parameter(group, name, value)
    for time, label, context in events:
        content.add_event([0, time], context=context, label=label)
    content.write(str(path))
    return path
