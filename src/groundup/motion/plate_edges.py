"""Where a point lies against the edges of a force plate."""

import numpy as np

from groundup.recording.recording import FloatArray


def beyond_edge(point: FloatArray, corners: FloatArray) -> FloatArray:
    """How far points lie outside a plate in the horizontal plane [m]; negative inside."""
    flat, place = corners[:, [0, 2]], point[:, [0, 2]]
    centre = flat.mean(axis=0)
    far = np.full(len(place), -np.inf)
    for start, end in zip(flat, np.roll(flat, -1, axis=0), strict=True):
        along = (end - start) / np.linalg.norm(end - start)
        normal = np.array([along[1], -along[0]])
        if (centre - start) @ normal > 0.0:
            normal = -normal
        far = np.maximum(far, (place - start) @ normal)
    return far
