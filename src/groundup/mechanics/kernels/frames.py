"""A run of frames, each started from the one before: the compiled entry point of inverse kinematics."""

from typing import Any

import numpy as np

from groundup.mechanics.cache import entry, inner
from groundup.mechanics.kernels.assemble import assemble, gather
from groundup.mechanics.kernels.curves import follow
from groundup.mechanics.kernels.factor import factorise, spread
from groundup.mechanics.kernels.frame import solve_frame

_TABLES = "i8[:,::1], f8[:,::1], i8[:,::1], f8[:,::1], f8[:,::1]"
_CURVES = "i8[::1], i8[::1], f8[::1], f8[:,::1]"
_PATHS = "i8[::1], i8[::1], i8[::1], i8[::1], i8[::1], i8[:,::1], i8[:,::1], i8[::1]"
_DATA = "f8[:,:,::1], f8[:,::1], f8[:,::1], f8[::1], f8[:,::1], f8[::1]"
_CONTROL = "i8[::1], b1, f8, i8"
_OUTPUT = "f8[:,::1], f8[::1], i8[::1], b1[::1], f8[:,::1], f8[:,:,::1]"


@inner()
def load_frame(
    targets: Any, weights: Any, order: Any, frame: int, target: Any, weight: Any, origin: Any
) -> int:
    """Copy a frame's seen markers relative to their mean; returns how many there are."""
    row = frame if weights.shape[0] > 1 else 0
    for i in range(3):
        origin[i] = 0.0
    seen = 0
    for m in range(order.shape[0]):
        c = order[m]
        w = weights[row, c]
        # A sum is finite only where all three are: missing points are NaN.
        good = w > 0.0 and np.isfinite(targets[frame, c, 0] + targets[frame, c, 1] + targets[frame, c, 2])
        weight[m] = w if good else 0.0
        if good:
            seen += 1
            for i in range(3):
                target[m, i] = targets[frame, c, i]
                origin[i] += targets[frame, c, i]
    if seen > 0:
        for i in range(3):
            origin[i] /= seen
    for m in range(order.shape[0]):
        for i in range(3):
            target[m, i] -= origin[i]
    return seen


@inner()
def store_variance(
    tables: Any,
    curves: Any,
    paths: Any,
    priors: Any,
    chains: Any,
    leaders: Any,
    columns: Any,
    bodies: Any,
    normal: Any,
    scratch: Any,
    target: Any,
    weight: Any,
    q: Any,
    out: Any,
    n: int,
) -> None:
    """Marginal variances (C,) from the inverse Gauss-Newton Hessian at the pose just placed."""
    slots, markers, composite = bodies[2], bodies[3], bodies[4]
    hessian, gradient = normal
    factor, pivot, variance, held, _, _ = scratch
    for k in range(held.shape[0]):
        held[k] = False
    gather(tables[0], markers, target, weight, composite)
    assemble(tables, curves, paths, priors, q, slots, composite, 0.0, hessian, gradient)
    factorise(hessian, 0.0, held, chains, factor, pivot)
    spread(chains, factor, pivot, hessian, variance)
    for c in range(leaders.shape[0]):
        out[n, c] = 0.0
    for k in range(columns.shape[0]):
        out[n, columns[k]] = variance[k]
    for c in range(leaders.shape[0]):
        if leaders[c, 0] != c:
            _, rate, _ = follow(curves, leaders[c, 1], q[leaders[c, 0]])
            out[n, c] = out[n, leaders[c, 0]] * rate * rate


@entry(f"void({_TABLES}, {_CURVES}, {_PATHS}, {_DATA}, {_CONTROL}, {_OUTPUT})")
def solve_frames(
    body_int: Any,
    body_float: Any,
    slot_int: Any,
    slot_float: Any,
    marker_position: Any,
    piece_start: Any,
    piece_count: Any,
    breaks: Any,
    coefficients: Any,
    path_start: Any,
    path: Any,
    chain_start: Any,
    chain: Any,
    columns: Any,
    prior_int: Any,
    leaders: Any,
    marker_order: Any,
    targets: Any,
    weights: Any,
    prior_mean: Any,
    prior_weight: Any,
    limits: Any,
    start: Any,
    frames: Any,
    chained: bool,
    tolerance: float,
    most: int,
    coordinates: Any,
    objective: Any,
    iterations: Any,
    converged: Any,
    variance: Any,
    residual: Any,
) -> None:
    """Solve `frames` in order, each from the last pose found; one output row for each.

    `chained`: frames follow each other in time, so that movement can be carried on. A frame without any seen
    marker becomes NaN. `variance` without rows is not computed.
    """
    tables = (body_int, body_float, slot_int, slot_float, marker_position)
    curves = (piece_start, piece_count, breaks, coefficients)
    paths = (path_start, path)
    chains = (chain_start, chain)
    count, bodies_n, markers_n = columns.shape[0], body_int.shape[0], marker_order.shape[0]
    bodies = (
        np.empty((bodies_n, 9)),
        np.empty((bodies_n, 3)),
        np.empty((slot_int.shape[0], 8)),
        np.empty((markers_n, 3)),
        np.empty((bodies_n, 22)),
    )
    normal = (np.empty((count, count)), np.empty(count))
    scratch = (
        np.empty((count, count)),
        np.empty(count),
        np.empty(count),
        np.empty(count, np.bool_),
        np.empty(count),
        np.empty(count),
    )
    target, weight, origin = np.zeros((markers_n, 3)), np.zeros(markers_n), np.zeros(3)
    prior = np.empty((prior_int.shape[0], 2))
    priors = (prior_int, prior)
    q, before = np.empty(leaders.shape[0]), np.empty(leaders.shape[0])
    for c in range(leaders.shape[0]):
        q[c] = start[c]
        before[c] = start[c]
    known = 0
    for n in range(frames.shape[0]):
        f = frames[n]
        if load_frame(targets, weights, marker_order, f, target, weight, origin) == 0:
            objective[n] = np.nan
            known = 0
            for c in range(leaders.shape[0]):
                coordinates[n, c] = np.nan
                if variance.shape[0] > 0:
                    variance[n, c] = np.nan
            for m in range(markers_n):
                for i in range(3):
                    residual[n, m, i] = np.nan
            continue
        row = f if prior_mean.shape[0] > 1 else 0
        for i in range(prior_int.shape[0]):
            prior[i, 0] = prior_weight[prior_int[i, 0]]
            prior[i, 1] = prior_mean[row, prior_int[i, 0]]
        # Movement goes on as it went: the last two frames' difference carries the start most of the way.
        for k in range(count):
            c = columns[k]
            here = q[c]
            if chained and known > 1:
                q[c] = min(max(2.0 * here - before[c], limits[k, 0]), limits[k, 1])
            before[c] = here
        best, used, fine = solve_frame(
            tables,
            curves,
            paths,
            priors,
            chains,
            columns,
            limits,
            target,
            weight,
            origin,
            bodies,
            normal,
            scratch,
            q,
            tolerance,
            most,
        )
        known = known + 1 if fine else 0
        objective[n], iterations[n], converged[n] = best, used, fine
        for c in range(leaders.shape[0]):
            led, _, _ = follow(curves, leaders[c, 1], q[leaders[c, 0]])
            coordinates[n, c] = led
        markers = bodies[3]
        for m in range(markers_n):
            for i in range(3):
                gone = weight[m] == 0.0
                residual[n, marker_order[m], i] = np.nan if gone else target[m, i] - markers[m, i]
        if variance.shape[0] > 0:
            store_variance(
                tables,
                curves,
                paths,
                priors,
                chains,
                leaders,
                columns,
                bodies,
                normal,
                scratch,
                target,
                weight,
                q,
                variance,
                n,
            )
