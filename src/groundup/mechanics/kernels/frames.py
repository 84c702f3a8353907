"""A run of frames, each started from the one before: the compiled entry point of inverse kinematics."""

from typing import Any

import numpy as np

from groundup.mechanics.compiler import entry, inner
from groundup.mechanics.kernels.assemble import assemble, gather
from groundup.mechanics.kernels.curves import follow
from groundup.mechanics.kernels.factor import factorise, spread
from groundup.mechanics.kernels.frame import solve_frame

_TABLES = "i8[:,::1], f8[:,::1], i8[:,::1], f8[:,::1], f8[:,::1]"
_CURVES = "i8[::1], i8[::1], f8[::1], f8[:,::1]"
_PATHS = "i8[::1], i8[::1], i8[::1], i8[::1], i8[::1], i8[:,::1], i8[:,::1], i8[::1]"
_DATA = "f8[:,:,::1], f8[:,::1], f8[:,::1], f8[::1], f8[:,::1], f8[:,::1]"
_CONTROL = "i8[:,::1], i8, f8, i8"
_BODIES = "f8[:,::1], f8[:,::1], f8[:,::1], f8[:,::1], f8[:,::1]"
_SYSTEM = "f8[:,::1], f8[::1], f8[:,::1], f8[::1], f8[::1], b1[::1], f8[::1], f8[::1]"
_SEEN = "f8[:,::1], f8[::1], f8[::1], f8[:,::1], f8[::1], f8[::1]"
_OUTPUT = "f8[:,::1], f8[::1], i8[::1], b1[::1], f8[:,::1], f8[:,:,::1]"


@inner()
def load_frame(targets: Any, weights: Any, order: Any, frame: int, seen: Any) -> int:
    """Copy a frame's seen markers relative to their mean; returns how many there are."""
    target, weight, origin = seen
    row = frame if weights.shape[0] > 1 else 0
    for i in range(3):
        origin[i] = 0.0
    count = 0
    for m in range(order.shape[0]):
        c = order[m]
        w = weights[row, c]
        # A sum is finite only where all three are: missing points are NaN.
        good = w > 0.0 and np.isfinite(targets[frame, c, 0] + targets[frame, c, 1] + targets[frame, c, 2])
        weight[m] = w if good else 0.0
        if good:
            count += 1
            for i in range(3):
                target[m, i] = targets[frame, c, i]
                origin[i] += targets[frame, c, i]
    if count > 0:
        for i in range(3):
            origin[i] /= count
    for m in range(order.shape[0]):
        for i in range(3):
            target[m, i] -= origin[i]
    return count


@inner()
def carry_on(columns: Any, limits: Any, moving: bool, q: Any, before: Any) -> None:
    """Start where the last two frames' difference leads: movement goes on as it went."""
    for k in range(columns.shape[0]):
        c = columns[k]
        here = q[c]
        if moving:
            q[c] = min(max(2.0 * here - before[c], limits[k, 0]), limits[k, 1])
        before[c] = here


@inner()
def store_pose(
    curves: Any, leaders: Any, order: Any, seen: Any, markers: Any, q: Any, coordinates: Any, residual: Any
) -> None:
    """Fill a frame's coordinates (C,) and marker residuals (M, 3)."""
    target, weight, _ = seen
    for c in range(leaders.shape[0]):
        led, _, _ = follow(curves, leaders[c, 1], q[leaders[c, 0]])
        coordinates[c] = led
    for m in range(order.shape[0]):
        for i in range(3):
            residual[order[m], i] = np.nan if weight[m] == 0.0 else target[m, i] - markers[m, i]


@inner()
def store_variance(
    model: Any, priors: Any, leaders: Any, seen: Any, space: Any, q: Any, variance: Any
) -> None:
    """Marginal variances (C,) from the inverse Gauss-Newton Hessian at the pose just placed."""
    tables, curves, paths, chains, columns = model
    target, weight, _ = seen
    (_, _, slots, markers, composite), (hessian, gradient), (factor, pivot, spare, held, _, _) = space
    for k in range(held.shape[0]):
        held[k] = False
    gather(tables[0], markers, target, weight, composite)
    assemble(tables, curves, paths, priors, q, slots, composite, 0.0, hessian, gradient)
    factorise(hessian, 0.0, held, chains, factor, pivot)
    spread(chains, factor, pivot, hessian, spare)
    for c in range(leaders.shape[0]):
        variance[c] = 0.0
    for k in range(columns.shape[0]):
        variance[columns[k]] = spare[k]
    for c in range(leaders.shape[0]):
        if leaders[c, 0] != c:
            _, rate, _ = follow(curves, leaders[c, 1], q[leaders[c, 0]])
            variance[c] = variance[leaders[c, 0]] * rate * rate


@inner()
def leave_out(frame: int, coordinates: Any, objective: Any, variance: Any, residual: Any) -> None:
    """Make a frame that shows no marker NaN."""
    objective[frame] = np.nan
    for c in range(coordinates.shape[1]):
        coordinates[frame, c] = np.nan
        if variance.shape[0] > 0:
            variance[frame, c] = np.nan
    for m in range(residual.shape[1]):
        for i in range(3):
            residual[frame, m, i] = np.nan


# fmt: off
@entry(f"void({_TABLES}, {_CURVES}, {_PATHS}, {_DATA}, {_CONTROL}, {_OUTPUT}, {_BODIES}, {_SYSTEM}, {_SEEN})")
def solve_frames(
    body_int: Any, body_float: Any, slot_int: Any, slot_float: Any, marker_position: Any,
    piece_start: Any, piece_count: Any, breaks: Any, coefficients: Any,
    path_start: Any, path: Any, chain_start: Any, chain: Any,
    columns: Any, prior_int: Any, leaders: Any, marker_order: Any,
    targets: Any, weights: Any, prior_mean: Any, prior_weight: Any, limits: Any, starts: Any,
    frames: Any, chained: int, tolerance: float, most: int,
    coordinates: Any, objective: Any, iterations: Any, converged: Any, variance: Any, residual: Any,
    rotation: Any, position: Any, slots: Any, markers: Any, composite: Any,
    hessian: Any, gradient: Any, factor: Any, pivot: Any, step: Any,
    held: Any, preset: Any, values: Any,
    target: Any, weight: Any, origin: Any, prior: Any, q: Any, before: Any,
) -> None:
    # fmt: on
    """Solve `frames` (n, 3) in order: which, its output row, and which of `starts` (K, C) to begin from.

    A start of -1 is the last pose found. `chained`: frames follow each other in time, so that movement can be
    carried on. A frame without any seen marker becomes NaN. `variance` without rows is not computed. What
    comes after the outputs is :class:`groundup.mechanics.scratch.Scratch`.
    """
    curves = (piece_start, piece_count, breaks, coefficients)
    model = (
        (body_int, body_float, slot_int, slot_float, marker_position),
        curves,
        (path_start, path),
        (chain_start, chain),
        columns,
    )
    placed = (rotation, position, slots, markers, composite)
    space = (placed, (hessian, gradient), (factor, pivot, step, held, preset, values))
    seen = (target, weight, origin)
    priors = (prior_int, prior)
    known = 0
    for n in range(frames.shape[0]):
        f, row, start = frames[n, 0], frames[n, 1], frames[n, 2]
        if start >= 0:
            known = 0
            for c in range(q.shape[0]):
                q[c] = starts[start, c]
        if load_frame(targets, weights, marker_order, f, seen) == 0:
            known = 0
            leave_out(row, coordinates, objective, variance, residual)
            continue
        at = f if prior_mean.shape[0] > 1 else 0
        for i in range(prior_int.shape[0]):
            prior[i, 0] = prior_weight[prior_int[i, 0]]
            prior[i, 1] = prior_mean[at, prior_int[i, 0]]
        carry_on(columns, limits, chained != 0 and known > 1, q, before)
        best, used, fine = solve_frame(model, priors, limits, seen, space, q, tolerance, most)
        known = known + 1 if fine else 0
        objective[row], iterations[row], converged[row] = best, used, fine
        store_pose(curves, leaders, marker_order, seen, markers, q, coordinates[row], residual[row])
        if variance.shape[0] > 0:
            store_variance(model, priors, leaders, seen, space, q, variance[row])
