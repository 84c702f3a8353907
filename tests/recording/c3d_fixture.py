"""Small C3D files written with ezc3d for the reader's tests."""

import struct
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


def write_integer_c3d(path: Path, processor: int, *, unsigned: bool, frames: int = 5) -> Path:
    """Write a C3D of 16-bit integers by hand, two points and one channel, after the user guide's layout.

    The points are (100.0 + k / 10, 200.0 + p / 10, 300.0) mm in frame k; the channel holds, in volts,
    0 1 10 11 20 21 ..., with scale 2, general scale 0.5 and an offset.
    """

    def real(value: float) -> bytes:
        if processor != 85:
            return struct.pack("<f", value)
        raw = struct.pack("<f", value * 4)
        return raw[2:4] + raw[:2]

    def integer(value: int) -> bytes:
        return struct.pack("<H" if value > 32767 else "<h", value)

    def group(number: int, name: str) -> bytes:
        return struct.pack("bb", len(name), -number) + name.encode() + integer(3) + b"\0"

    def parameter(number: int, name: str, kind: int, sizes: Sequence[int], data: bytes) -> bytes:
        body = struct.pack("bB", kind, len(sizes)) + bytes(sizes) + data + b"\0"
        return struct.pack("bb", len(name), number) + name.encode() + integer(len(body) + 2) + body

    zero = 32768 if unsigned else 100
    section = bytes([1, 0x50, 2, processor]) + b"".join([
        group(1, "POINT"), group(2, "ANALOG"), group(3, "FORCE_PLATFORM"),
        parameter(1, "USED", 2, [], integer(2)), parameter(1, "FRAMES", 2, [], integer(frames)),
        parameter(1, "SCALE", 4, [], real(0.1)), parameter(1, "RATE", 4, [], real(100.0)),
        parameter(1, "DATA_START", 2, [], integer(4)), parameter(1, "UNITS", -1, [2], b"mm"),
        parameter(1, "LABELS", -1, [4, 2], b"A   B   "), parameter(1, "DESCRIPTIONS", -1, [4, 2], b" " * 8),
        parameter(2, "USED", 2, [], integer(1)), parameter(2, "RATE", 4, [], real(200.0)),
        parameter(2, "GEN_SCALE", 4, [], real(0.5)), parameter(2, "SCALE", 4, [1], real(2.0)),
        parameter(2, "OFFSET", 2, [1], integer(zero)), parameter(2, "UNITS", -1, [2, 1], b"V "),
        parameter(2, "LABELS", -1, [2, 1], b"ch"), parameter(2, "DESCRIPTIONS", -1, [2, 1], b"  "),
        parameter(2, "FORMAT", -1, [8], b"UNSIGNED" if unsigned else b"SIGNED  "),
        parameter(3, "USED", 2, [], integer(0)),
    ])  # fmt: skip
    header = bytes([2, 0x50]) + struct.pack("<4H", 2, 2, 1, frames) + integer(0) + real(0.1)
    header += struct.pack("<2H", 4, 2) + real(100.0)
    data = b"".join(
        b"".join(struct.pack("<4h", 1000 + k, 2000 + p, 3000, 0) for p in range(2))
        + b"".join(integer(zero + 10 * k + a) for a in range(2))
        for k in range(frames)
    )
    whole = header.ljust(512, b"\0") + section.ljust(1024, b"\0") + data
    path.write_bytes(whole.ljust(-(-len(whole) // 512) * 512, b"\0"))
    return path
