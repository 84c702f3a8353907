"""One frame: bounded, damped Newton from a start pose to the nearest minimum."""

from typing import Any

import numpy as np

from groundup.mechanics.compiler import inner
from groundup.mechanics.kernels.assemble import assemble, gather
from groundup.mechanics.kernels.factor import factorise, solve
from groundup.mechanics.kernels.place import measure, place

# Longest step of any coordinate [rad, m]: past this a rotation's linear picture says nothing.
_LONGEST_STEP = 0.5
# Above this step the residuals' curvature misleads more often than it helps: Gauss-Newton instead.
_NEAR = 0.2
# Newton's error after a step s is K s^2, with K the third derivative over the weakest curvature: about 100
# where a coordinate is poorly seen.
_GROWTH = 1000.0


@inner()
def bounded_step(
    limits: Any, values: Any, hessian: Any, gradient: Any, damping: float, chains: Any, scratch: Any
) -> bool:
    """Minimise the local quadratic inside the limits into ``scratch[2]``; False where it is not positive."""
    factor, pivot, step, held, _, _ = scratch
    count = gradient.shape[0]
    preset = scratch[4]
    for k in range(count):
        preset[k] = 0.0
        low = values[k] <= limits[k, 0] and gradient[k] > 0.0
        high = values[k] >= limits[k, 1] and gradient[k] < 0.0
        held[k] = low or high
    for _ in range(8):
        if not factorise(hessian, damping, held, chains, factor, pivot):
            return False
        for k in range(count):
            step[k] = 0.0 if held[k] else -gradient[k]
        for j in range(count):
            if preset[j] != 0.0:
                for k in range(count):
                    if not held[k]:
                        step[k] -= preset[j] * (hessian[k, j] if k > j else hessian[j, k])
        solve(chains, factor, pivot, step)
        settled = True
        for k in range(count):
            if held[k]:
                step[k] = preset[k]
            elif values[k] + step[k] < limits[k, 0] or values[k] + step[k] > limits[k, 1]:
                preset[k] = (limits[k, 0] if step[k] < 0.0 else limits[k, 1]) - values[k]
                held[k] = True
                settled = False
        if settled:
            return True
    for k in range(count):
        step[k] = min(max(step[k], limits[k, 0] - values[k]), limits[k, 1] - values[k])
    return True


@inner()
def solve_frame(
    model: Any, priors: Any, limits: Any, seen: Any, space: Any, q: Any, tolerance: float, most: int
) -> tuple[float, int, bool]:
    """Objective, iterations and convergence; `q` (C,) goes in as the start and comes out as the pose."""
    tables, curves, paths, chains, columns = model
    target, weight, origin = seen
    bodies, normal, scratch = space
    rotation, position, slots, markers, composite = bodies
    hessian, gradient = normal
    step, values = scratch[2], scratch[5]
    count = columns.shape[0]
    # Far from the minimum the residuals are large and their curvature may make the Hessian indefinite.
    full = 0.0
    damping, best, size = 0.0, np.inf, 0.0
    solved = 0
    settled = True
    while solved < most:
        place(tables, curves, q, origin, rotation, position, slots, markers)
        reached = measure(curves, priors[0], priors[1], q, markers, target, weight)
        if not settled:
            error = _GROWTH * size * size if full > 0.0 and damping == 0.0 else size * (1.0 + damping)
            if reached <= best * (1.0 + 1e-12) or (error <= tolerance and reached <= best * (1.0 + 1e-6)):
                if error <= tolerance:
                    return reached, solved, True
                damping = 0.1 * damping if damping > 1e-6 else 0.0
                if size < _NEAR:
                    full = 1.0
            else:
                if full == 0.0:
                    damping = max(10.0 * damping, 1e-3)
                    if damping > 1e9:
                        return best, solved, False
                full = 0.0
                settled = True
                for k in range(count):
                    q[columns[k]] = values[k]
                continue
        best = reached
        for k in range(count):
            values[k] = q[columns[k]]
        gather(tables[0], markers, target, weight, composite)
        assemble(tables, curves, paths, priors, q, slots, composite, full, hessian, gradient)
        solved += 1
        settled = not bounded_step(limits, values, hessian, gradient, damping, chains, scratch)
        if settled:
            damping = 0.0 if full > 0.0 else max(10.0 * damping, 1e-6)
            full = 0.0
            continue
        size = 0.0
        for k in range(count):
            size = max(size, abs(step[k]))
        part = min(1.0, _LONGEST_STEP / size) if size > 0.0 else 1.0
        for k in range(count):
            q[columns[k]] = min(max(values[k] + part * step[k], limits[k, 0]), limits[k, 1])
    return best, solved, False
