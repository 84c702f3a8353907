"""Matrix products and solutions in pieces so small that BLAS does not wake its threads.

On a busy machine those threads wait for each other: one large product or solution then took twenty to two
hundred times as long as on a single thread, and a fit of half a second took five.
"""

import numpy as np

from groundup.mechanics.tree import FloatArray

# Multiplications of a product up to which OpenBLAS keeps to one thread (4 times 2^16).
_MOST_MULTIPLICATIONS = 2**18
# Rows eliminated at once: far below the size at which OpenBLAS factors on several threads (100 by 100).
_BLOCK = 32


def summed_products(left: FloatArray, right: FloatArray) -> FloatArray:
    """(P, Q) sum over frames of left^T right, from (F, R, P) and (F, R, Q)."""
    rows, columns = right.shape[1:]
    width = max(1, _MOST_MULTIPLICATIONS // max(1, rows * columns))
    turned = np.swapaxes(left, 1, 2)
    pieces = [
        (turned[:, first : first + width] @ right).sum(axis=0) for first in range(0, left.shape[2], width)
    ]
    return np.concatenate(pieces)


def solve_definite(matrix: FloatArray, right: FloatArray) -> FloatArray:
    """Solve for right sides (N,) or (N, K) with a symmetric positive definite matrix (N, N), block by block.

    Raises
    ------
    numpy.linalg.LinAlgError
        Where a block is singular.
    """
    size = len(matrix)
    work = np.concatenate([matrix, right.reshape(size, -1)], axis=1)
    starts = range(0, size, _BLOCK)
    inverses = []
    for first in starts:
        last = min(first + _BLOCK, size)
        inverse = np.linalg.inv(work[first:last, first:last])
        inverses.append(inverse)
        beyond = work[first:last, last:]
        if last < size:
            scaled = summed_products(inverse.T[None], beyond[None])
            work[last:, last:] -= summed_products(beyond[None, :, : size - last], scaled[None])
    found = np.zeros((size, work.shape[1] - size))
    for first, inverse in zip(reversed(starts), reversed(inverses), strict=True):
        last = first + len(inverse)
        known = summed_products(work[None, first:last, last:size].swapaxes(1, 2), found[None, last:])
        found[first:last] = inverse @ (work[first:last, size:] - known)
    return found.reshape(right.shape)
