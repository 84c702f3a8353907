"""How far one pose is turned from another."""

import numpy as np

from groundup.mechanics.tree import FloatArray


def turn_between(first: FloatArray, second: FloatArray) -> FloatArray:
    """(..., 3) rotation vectors [rad], in the lab, that bring `first` to `second` (..., 3, 3); below 180°."""
    apart = second @ np.swapaxes(first, -1, -2)
    axis = 0.5 * np.stack(
        [
            apart[..., 2, 1] - apart[..., 1, 2],
            apart[..., 0, 2] - apart[..., 2, 0],
            apart[..., 1, 0] - apart[..., 0, 1],
        ],
        axis=-1,
    )
    sine = np.linalg.norm(axis, axis=-1)
    cosine = 0.5 * (np.trace(apart, axis1=-2, axis2=-1) - 1.0)
    angle = np.arctan2(sine, cosine)
    return np.asarray(axis * np.where(sine > 1e-9, angle / np.where(sine > 1e-9, sine, 1.0), 1.0)[..., None])
