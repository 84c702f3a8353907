"""Rotation matrices, batched: axis-angle, Cardan sequences, rotation vectors, best fits.

A rotation named ``rotation_a_in_b`` turns components in a into components in b.
"""

import numpy as np

from groundup.mechanics.tree import FloatArray

_AXES = {"x": 0, "y": 1, "z": 2}


def skew(vector: FloatArray) -> FloatArray:
    """(..., 3, 3) matrices S with S v = vector x v, from (..., 3)."""
    vector = np.asarray(vector)
    matrix = np.zeros((*vector.shape, 3), dtype=vector.dtype)
    x, y, z = np.moveaxis(vector, -1, 0)
    matrix[..., 0, 1], matrix[..., 0, 2] = -z, y
    matrix[..., 1, 0], matrix[..., 1, 2] = z, -x
    matrix[..., 2, 0], matrix[..., 2, 1] = -y, x
    return matrix


def from_axis_angle(axis: FloatArray, angle: FloatArray) -> FloatArray:
    """(..., 3, 3) rotation by `angle` (...) [rad] about the unit `axis` (..., 3), broadcast together."""
    k = skew(axis)
    angle = np.asarray(angle)[..., None, None]
    return np.asarray(np.eye(3) + np.sin(angle) * k + (1.0 - np.cos(angle)) * (k @ k))


def from_cardan(sequence: str, angles: FloatArray) -> FloatArray:
    """(..., 3, 3) body-fixed rotations about three coordinate axes.

    Parameters
    ----------
    sequence : str
        E.g. ``"zxy"``: first about z, then the turned x, then the turned y (R = Rz Rx Ry).
    angles : (..., 3) [rad], in the order of the sequence.
    """
    angles = np.asarray(angles)
    first, second, third = (
        from_axis_angle(np.eye(3)[_AXES[letter]], angles[..., k]) for k, letter in enumerate(sequence)
    )
    return np.asarray(first @ second @ third)


def to_cardan(sequence: str, rotation: FloatArray) -> FloatArray:
    """(..., 3) body-fixed angles [rad] of (..., 3, 3) rotations; the second lies within +-90 degrees.

    Only sequences of three different axes. At the singularity (second angle +-90 degrees) the first and third
    angles are not separately defined; their sum or difference is right.
    """
    i, j, k = (_AXES[letter] for letter in sequence)
    if len({i, j, k}) != 3:
        raise ValueError(f"expected three different axes such as 'zxy', got {sequence!r}")
    sign = 1.0 if (j - i) % 3 == 1 else -1.0
    r = np.asarray(rotation)
    first = np.arctan2(-sign * r[..., j, k], r[..., k, k])
    second = np.arctan2(sign * r[..., i, k], np.hypot(r[..., i, i], r[..., i, j]))
    third = np.arctan2(-sign * r[..., i, j], r[..., i, i])
    return np.stack([first, second, third], axis=-1)


def to_rotation_vector(rotation: FloatArray) -> FloatArray:
    """(..., 3) axis times angle [rad] of (..., 3, 3) rotations, angle in [0, pi]."""
    r = np.asarray(rotation)
    twice_sine = np.stack(
        [r[..., 2, 1] - r[..., 1, 2], r[..., 0, 2] - r[..., 2, 0], r[..., 1, 0] - r[..., 0, 1]], -1
    )
    size = np.linalg.norm(twice_sine, axis=-1)
    angle = np.arctan2(size, np.trace(r, axis1=-2, axis2=-1) - 1.0)
    # Near pi the antisymmetric part vanishes: the axis comes from R + R^T = 2 cos I + 2 (1 - cos) a a^T.
    outer = 0.5 * (r + np.swapaxes(r, -1, -2)) - np.cos(angle)[..., None, None] * np.eye(3)
    column = np.argmax(np.diagonal(outer, axis1=-2, axis2=-1), axis=-1)
    axis = np.take_along_axis(outer, column[..., None, None], axis=-1)[..., 0]
    axis = axis / np.maximum(np.linalg.norm(axis, axis=-1, keepdims=True), 1e-300)
    axis = axis * np.where(np.sum(axis * twice_sine, axis=-1, keepdims=True) < 0.0, -1.0, 1.0)
    near_pi = (angle > 3.0)[..., None]
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = np.where(size > 1e-12, angle / np.where(size > 0, size, 1.0), 0.5)[..., None]
    return np.where(near_pi, axis * angle[..., None], twice_sine * scale)


def best_rigid_fit(
    points: FloatArray, measured: FloatArray, weights: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Rotation and position that carry `points` onto `measured` with least weighted squares.

    Parameters
    ----------
    points : (M, 3) in the body [m].
    measured : (..., M, 3) in the lab [m]; non-finite points are left out.
    weights : (M,) or (..., M), any unit.

    Returns
    -------
    rotation_body_in_lab : (..., 3, 3) and position_body_in_lab : (..., 3) [m]; NaN where fewer than three
        points were seen.

    Notes
    -----
    Kabsch 1976 / Söderkvist and Wedin 1993: singular value decomposition of the cross-covariance.
    """
    seen = np.all(np.isfinite(measured), axis=-1, keepdims=True)
    w = np.where(seen, np.asarray(weights)[..., None], 0.0)
    total = np.maximum(w.sum(axis=-2), 1e-300)
    safe = np.where(seen, measured, 0.0)
    centre_body = (w * points).sum(axis=-2) / total
    centre_lab = (w * safe).sum(axis=-2) / total
    body = points - centre_body[..., None, :]
    lab = safe - centre_lab[..., None, :]
    u, _, vt = np.linalg.svd(np.swapaxes(w * lab, -1, -2) @ body)
    flip = np.ones((*u.shape[:-2], 3))
    flip[..., 2] = np.linalg.det(u @ vt)
    rotation = (u * flip[..., None, :]) @ vt
    position = centre_lab - np.squeeze(rotation @ centre_body[..., None], -1)
    found = np.asarray(np.count_nonzero(w > 0, axis=-2) >= 3)
    return np.where(found[..., None], rotation, np.nan), np.where(found, position, np.nan)
