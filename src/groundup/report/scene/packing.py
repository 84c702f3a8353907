"""Numbers as text that a page can carry: whole steps of a stated size, 16 bits each, base64."""

from base64 import b64encode
from dataclasses import dataclass

import numpy as np

from groundup.mechanics.tree import FloatArray, IntArray

LARGEST = 32_000
MISSING = -32_768
"""Written where there is no number."""


@dataclass(frozen=True)
class Packed:
    """An array in steps: value = step * (integer + offset is not needed: origin is kept near zero)."""

    text: str
    step: float


def pack(values: FloatArray, step: float | None = None) -> Packed:
    """Round to whole steps, little-endian 16-bit; the step is the finest that fits where none is given."""
    largest = float(np.nanmax(np.abs(values))) if np.isfinite(values).any() else 0.0
    size = step if step is not None else (largest / LARGEST or 1.0)
    whole = np.clip(np.round(values / size), -LARGEST, LARGEST)
    steps = np.where(np.isfinite(values), np.nan_to_num(whole), MISSING).astype("<i2")
    return Packed(b64encode(steps.tobytes()).decode("ascii"), size)


def pack_faces(faces: IntArray) -> str:
    """Vertex numbers below 65536, little-endian 16-bit."""
    return b64encode(faces.astype("<u2").tobytes()).decode("ascii")


def quaternions(rotation: FloatArray) -> FloatArray:
    """(F, B, 4) quaternions (x, y, z, w) of (F, B, 3, 3) rotations, each on the side of the one before it.

    NaN where the rotation is.
    """
    r = np.moveaxis(rotation, (-2, -1), (0, 1))
    # Four forms, each exact where its first number is largest (Shepperd 1978, J Guidance Control 1:223).
    forms = np.stack(
        [
            _row(1 + r[0, 0] - r[1, 1] - r[2, 2], r[0, 1] + r[1, 0], r[0, 2] + r[2, 0], r[2, 1] - r[1, 2]),
            _row(r[0, 1] + r[1, 0], 1 - r[0, 0] + r[1, 1] - r[2, 2], r[1, 2] + r[2, 1], r[0, 2] - r[2, 0]),
            _row(r[0, 2] + r[2, 0], r[1, 2] + r[2, 1], 1 - r[0, 0] - r[1, 1] + r[2, 2], r[1, 0] - r[0, 1]),
            _row(r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1], 1 + r[0, 0] + r[1, 1] + r[2, 2]),
        ]
    )
    best = np.argmax(np.nan_to_num(np.stack([forms[k][..., k] for k in range(4)])), axis=0)
    found = np.take_along_axis(forms, best[None, ..., None], axis=0)[0]
    found = found / np.linalg.norm(found, axis=-1, keepdims=True)
    agree = np.nan_to_num((found[1:] * found[:-1]).sum(axis=-1), nan=1.0)
    sign = np.cumprod(np.where(agree < 0.0, -1.0, 1.0), axis=0)
    found[1:] *= sign[..., None]
    return np.asarray(found)


def _row(*numbers: FloatArray) -> FloatArray:
    return np.stack(numbers, axis=-1)
