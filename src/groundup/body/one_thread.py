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
    """Solve for one right side (N,) with a symmetric positive definite matrix (N, N), block by block.

    Raises
    ------
    numpy.linalg.LinAlgError
        Where a block is singular.
    """
    work = np.concatenate([matrix, right[:, None]], axis=1)
    starts = range(0, len(matrix), _BLOCK)
    inverses = []
    for first in starts:
        last = min(first + _BLOCK, len(matrix))
        inverse = np.linalg.inv(work[first:last, first:last])
        inverses.append(inverse)
        beyond = work[first:last, last:]
        if last < len(matrix):
            scaled = summed_products(inverse.T[None], beyond[None])
            work[last:, last:] -= summed_products(beyond[None, :, :-1], scaled[None])
    found = np.zeros(len(matrix))
    for first, inverse in zip(reversed(starts), reversed(inverses), strict=True):
        last = first + len(inverse)
        found[first:last] = inverse @ (work[first:last, -1] - work[first:last, last:-1] @ found[last:])
    return found
