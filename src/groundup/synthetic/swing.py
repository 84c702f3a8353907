"""From toe-off to the next contact: reference curves bent so that they meet the planted leg smoothly."""

from math import comb, factorial

import numpy as np

from groundup.mechanics.tree import FloatArray

ORDERS = 3
# Spacing of the instants round toe-off and contact that derivatives are taken from [cycles].
STENCIL = 0.003 * np.arange(-3.0, 4.0)


def derivatives(values: FloatArray) -> FloatArray:
    """(ORDERS, ...) value and first derivatives in the middle of values (7, ...) at ``STENCIL``."""
    powers = STENCIL[:, None] ** np.arange(len(STENCIL))
    polynomial = np.linalg.solve(powers, values.reshape(len(STENCIL), -1))
    scale = np.array([factorial(k) for k in range(ORDERS)], dtype=np.float64)
    return np.asarray((polynomial[:ORDERS] * scale[:, None]).reshape(ORDERS, *values.shape[1:]))


def settle(start: FloatArray, length: float, u: FloatArray) -> FloatArray:
    """Polynomial that leaves the given value and derivatives and comes to rest at zero.

    Parameters
    ----------
    start : (ORDERS, C) at u = 0.
    length : when it is at rest, with all its first derivatives [cycles].
    u : (T,) from 0 on; zero beyond `length`.

    Returns
    -------
    (T, C)
    """
    # (1 - x)^ORDERS times the first terms of start(x) / (1 - x)^ORDERS does both.
    x = np.clip(np.asarray(u) / length, 0.0, 1.0)[:, None]
    taylor = np.array([start[k] * length**k / factorial(k) for k in range(ORDERS)])
    series = [comb(ORDERS - 1 + k, k) for k in range(ORDERS)]
    grown = [sum(series[k - j] * taylor[j] for j in range(k + 1)) for k in range(ORDERS)]
    return np.asarray((1.0 - x) ** ORDERS * sum(g * x**k for k, g in enumerate(grown)))
