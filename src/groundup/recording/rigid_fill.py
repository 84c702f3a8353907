"""Where a hidden marker must be, from three or more markers of the same segment that are seen."""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

MIN_OTHERS = 3
# The other markers must keep their shape to within this over the gap [m] (root mean square); skin moves
# 4-16 mm within a segment (EVIDENCE A63).
RESIDUAL_M = 0.015
# ... and must not lie on one line: the second singular value of their shape [m].
_SPREAD_M = 0.010


def fill_rigid(
    points: FloatArray, marker: int, others: list[int], start: int, stop: int
) -> FloatArray | None:
    """Fill one gap of one marker by the pattern of its segment.

    The pattern is fitted to the frame before the gap and to the frame after it; between the two, the
    estimates are blended in time, so that slow sliding of the skin leaves no step.

    Parameters
    ----------
    points : (T, M, 3) [m]
    marker : index of the hidden marker
    others : indices of the other markers of its segment
    start, stop : frames of the gap, stop excluded; both neighbours are seen

    Returns
    -------
    (stop - start, 3) [m], or None where fewer than three others are seen throughout, they lie on a line,
    or their shape changes too much.
    """
    window = slice(start - 1, stop + 1)
    seen = [k for k in others if np.isfinite(points[window, k]).all()]
    if len(seen) < MIN_OTHERS:
        return None
    shape = points[window][:, seen]
    inner = shape[1:-1]
    estimates = []
    for reference, hidden in ((shape[0], points[start - 1, marker]), (shape[-1], points[stop, marker])):
        moved = _carried(reference, hidden, inner)
        if moved is None:
            return None
        estimates.append(moved)
    weight = np.arange(1, stop - start + 1)[:, None] / (stop - start + 1)
    filled: FloatArray = (1.0 - weight) * estimates[0] + weight * estimates[1]
    return filled


def _carried(reference: FloatArray, point: FloatArray, shapes: FloatArray) -> FloatArray | None:
    """Carry a point along with a rigid shape; (T, 3) or None where the shape is no rigid body.

    Parameters
    ----------
    reference : (K, 3) shape at the frame where `point` (3,) is known
    shapes : (T, K, 3) the same markers in the other frames
    """
    centre = reference.mean(axis=0)
    arms = reference - centre
    if np.linalg.svd(arms, compute_uv=False)[1] < _SPREAD_M:
        return None
    rotation, middle = rigid_rotations(arms, shapes)
    misfit = shapes - middle[:, None] - np.einsum("tij,kj->tki", rotation, arms)
    if np.sqrt((misfit**2).sum(axis=2).mean(axis=1)).max() > RESIDUAL_M:
        return None
    moved: FloatArray = middle + np.einsum("tij,j->ti", rotation, point - centre)
    return moved


def rigid_rotations(arms: FloatArray, shapes: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Least-squares rotations from a centred shape to shapes in many frames.

    Parameters
    ----------
    arms : (K, 3) shape about its centre
    shapes : (T, K, 3)

    Returns
    -------
    rotation : (T, 3, 3) with shapes ~ middle + rotation @ arms (Soderkvist & Wedin 1993 J Biomech 26:1473)
    middle : (T, 3)
    """
    middle = shapes.mean(axis=1)
    correlation = np.einsum("tki,kj->tij", shapes - middle[:, None], arms)
    u, _, vt = np.linalg.svd(correlation)
    sign = np.linalg.det(u @ vt)
    flip = np.ones((len(shapes), 3))
    flip[:, 2] = np.where(sign < 0, -1.0, 1.0)
    rotation: FloatArray = (u * flip[:, None, :]) @ vt
    return rotation, middle
