"""Sparse factor of the Hessian along the tree, and what is solved with it.

H = L' D L with unit lower L that fills only along each column's chain of ancestors (Featherstone 2008, 8.5).
A vanishing pivot marks a direction no marker and no prior sees: it is held (no step, infinite variance).
"""

from typing import Any

import numpy as np

from groundup.mechanics.compiler import inner

# A pivot below this part of its diagonal element is rounding: nothing sees that direction.
_BLIND = 1e-11


@inner()
def factorise(hessian: Any, damping: float, held: Any, chains: Any, factor: Any, pivot: Any) -> bool:
    """Factor H (1 + damping on the diagonal), columns `held` left out; False where it is not positive.

    `factor` (N, N) gets L below the diagonal, `pivot` (N,) gets D; infinite for what is held or unseen.
    """
    start, chain = chains
    count = hessian.shape[0]
    for k in range(count):
        factor[k, k] = hessian[k, k] * (1.0 + damping)
        for i in range(start[k], start[k + 1]):
            factor[k, chain[i]] = hessian[k, chain[i]]
    for k in range(count - 1, -1, -1):
        first, last = start[k], start[k + 1]
        size = abs(hessian[k, k])
        value = factor[k, k]
        if not held[k] and value < -_BLIND * size:
            return False
        if held[k] or value <= _BLIND * size:
            pivot[k] = np.inf
            for i in range(first, last):
                factor[k, chain[i]] = 0.0
            continue
        pivot[k] = value
        inverse = 1.0 / value
        for i in range(first, last):
            row = chain[i]
            if held[row]:
                factor[k, row] = 0.0
                continue
            scaled = factor[k, row] * inverse
            for j in range(i, last):
                factor[row, chain[j]] -= scaled * factor[k, chain[j]]
            factor[k, row] = scaled
    return True


@inner()
def solve(chains: Any, factor: Any, pivot: Any, step: Any) -> None:
    """Replace the right-hand side in `step` (N,) by the solution."""
    start, chain = chains
    count = step.shape[0]
    for k in range(count - 1, -1, -1):
        value = step[k]
        for i in range(start[k], start[k + 1]):
            step[chain[i]] -= factor[k, chain[i]] * value
    for k in range(count):
        value = step[k] / pivot[k]
        for i in range(start[k], start[k + 1]):
            value -= factor[k, chain[i]] * step[chain[i]]
        step[k] = value


@inner()
def spread(chains: Any, factor: Any, pivot: Any, inverse: Any, variance: Any) -> None:
    """Diagonal of the inverse Hessian into `variance` (N,): infinite where the direction is unseen."""
    start, chain = chains
    for k in range(variance.shape[0]):
        total = 1.0 / pivot[k]
        unseen = pivot[k] == np.inf
        first, last = start[k], start[k + 1]
        for i in range(first, last):
            column = chain[i]
            value = -factor[k, column]
            for j in range(first, i):
                value -= factor[k, chain[j]] * inverse[chain[j], column]
            inverse[k, column] = value
            if pivot[column] == np.inf:
                unseen |= abs(value) > 1e-6
            else:
                total += value * value / pivot[column]
        variance[k] = np.inf if unseen else total
