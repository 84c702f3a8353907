"""One pose looked at from all sides: what the solver sees there, for tests and sensitivities."""

from typing import Any

from groundup.mechanics.compiler import entry
from groundup.mechanics.kernels.assemble import assemble, gather
from groundup.mechanics.kernels.place import measure, place

_TABLES = "i8[:,::1], f8[:,::1], i8[:,::1], f8[:,::1], f8[:,::1]"
_CURVES = "i8[::1], i8[::1], f8[::1], f8[:,::1]"
_PROBLEM = "i8[::1], i8[::1], i8[:,::1], f8[:,::1], f8[:,::1], f8[::1], f8[::1], f8"
_OUTPUT = "f8[:,::1], f8[:,::1], f8[:,::1], f8[::1], f8[:,::1]"
_SPACE = "f8[:,::1], f8[:,::1], f8[::1]"


@entry(f"f8({_TABLES}, {_CURVES}, {_PROBLEM}, {_OUTPUT}, {_SPACE})")
def probe(
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
    prior_int: Any,
    prior: Any,
    target: Any,
    weight: Any,
    q: Any,
    full: float,
    rotation: Any,
    position: Any,
    markers: Any,
    gradient: Any,
    hessian: Any,
    slots: Any,
    composite: Any,
    zero: Any,
) -> float:
    """Objective at `q` (C,); fills (B, 9), (B, 3), (M, 3), (N,) and the lower triangle of (N, N).

    `prior` (P, 2) holds weight and mean; `target` and `weight` are in the plan's marker order; `full` is 1
    for the exact Hessian and 0 for Gauss-Newton. `slots` (S, 8) and `composite` (B, 22) are scratch; `zero`
    (3,) is zero.
    """
    tables = (body_int, body_float, slot_int, slot_float, marker_position)
    curves = (piece_start, piece_count, breaks, coefficients)
    place(tables, curves, q, zero, rotation, position, slots, markers)
    gather(body_int, markers, target, weight, composite)
    priors = (prior_int, prior)
    assemble(tables, curves, (path_start, path), priors, q, slots, composite, full, hessian, gradient)
    return measure(curves, prior_int, prior, q, markers, target, weight)  # type: ignore[no-any-return]
