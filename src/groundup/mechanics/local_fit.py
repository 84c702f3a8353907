"""The marker fit around one pose, as the compiled kernels see it: value, gradient, curvature."""

from dataclasses import dataclass

import numpy as np

from groundup.mechanics.kernel import kernel
from groundup.mechanics.plan import make_plan
from groundup.mechanics.tree import FloatArray, Parameters, Topology


@dataclass(frozen=True)
class LocalFit:
    """What :func:`local_fit` finds at a pose.

    Attributes
    ----------
    rotation_body_in_lab : (B, 3, 3); position_body_in_lab : (B, 3) [m].
    markers : (M, 3) in the lab [m].
    objective : half the weighted squares of residuals and distances from the prior means.
    gradient : (C,) and hessian : (C, C), by the independent coordinates; zero for dependent ones.
    """

    rotation_body_in_lab: FloatArray
    position_body_in_lab: FloatArray
    markers: FloatArray
    objective: float
    gradient: FloatArray
    hessian: FloatArray


def local_fit(
    topology: Topology,
    parameters: Parameters,
    coordinates: FloatArray,
    targets: FloatArray,
    weights: FloatArray,
    prior_mean: FloatArray,
    prior_weight: FloatArray,
    *,
    exact: bool,
) -> LocalFit:
    """Objective and its derivatives at one pose, from the compiled kernels.

    Parameters
    ----------
    coordinates : (C,) [rad, m].
    targets : (M, 3) [m], NaN where missing.
    weights : (M,) [1/m^2].
    prior_mean, prior_weight : (C,).
    exact : the whole second derivative, or the Gauss-Newton part.
    """
    plan = make_plan(topology, parameters, None, prior_weight)
    bodies, columns, order = len(plan.body_int), plan.column_coordinate, plan.marker_order
    rotation, position = np.empty((bodies, 9)), np.empty((bodies, 3))
    markers, slope = np.empty((len(order), 3)), np.empty(len(columns))
    lower = np.zeros((len(columns), len(columns)))
    rows = plan.prior_int[:, 0]
    seen = np.all(np.isfinite(targets), axis=1)
    value = kernel("probe")(
        plan.body_int,
        plan.body_float,
        plan.slot_int,
        plan.slot_float,
        plan.marker_position,
        plan.piece_start,
        plan.piece_count,
        plan.breaks,
        plan.coefficients,
        plan.path_start,
        plan.path,
        plan.prior_int,
        np.ascontiguousarray(np.stack([prior_weight[rows], prior_mean[rows]], axis=1)),
        np.where(seen[:, None], targets, 0.0)[order],
        np.where(seen, weights, 0.0)[order],
        np.ascontiguousarray(coordinates, np.float64),
        float(exact),
        rotation,
        position,
        markers,
        slope,
        lower,
        np.empty((len(plan.slot_int), 8)),
        np.empty((bodies, 22)),
        np.zeros(3),
    )
    count = len(topology.independent)
    gradient, hessian, placed = np.zeros(count), np.zeros((count, count)), np.empty_like(markers)
    gradient[columns] = slope
    hessian[np.ix_(columns, columns)] = lower + np.tril(lower, -1).T
    placed[order] = markers
    return LocalFit(rotation.reshape(-1, 3, 3), position, placed, float(value), gradient, hessian)
