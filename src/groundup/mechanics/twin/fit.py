"""What inverse kinematics minimises, by explicit Jacobians: objective, gradient, Gauss-Newton Hessian."""

import numpy as np

from groundup.mechanics.kinematics import couple, coupler_rate, marker_jacobian, marker_positions
from groundup.mechanics.tree import FloatArray, Parameters, Topology


def _residual(
    topology: Topology, parameters: Parameters, q: FloatArray, targets: FloatArray, weights: FloatArray
) -> tuple[FloatArray, FloatArray]:
    seen = np.isfinite(targets).all(axis=-1) & (weights > 0.0)
    model = marker_positions(topology, parameters, q)
    return np.where(seen[..., None], model - np.where(seen[..., None], targets, 0.0), 0.0), np.where(
        seen, weights, 0.0
    )


def objective(
    topology: Topology,
    parameters: Parameters,
    coordinates: FloatArray,
    targets: FloatArray,
    weights: FloatArray,
    prior_mean: FloatArray,
    prior_weight: FloatArray,
) -> FloatArray:
    """(F,) half the weighted squares of marker residuals and of distances from the prior means.

    Parameters
    ----------
    coordinates : (F, C), whose dependent ones are set by their couplers here [rad, m].
    targets : (F, M, 3) [m], NaN where missing.
    weights : (M,) or (F, M) [1/m^2].
    prior_mean : (C,) or (F, C) [rad, m]; prior_weight : (C,) [1/rad^2, 1/m^2].
    """
    q = couple(topology, coordinates)
    residual, w = _residual(topology, parameters, q, targets, weights)
    marker_part = np.sum(w[..., None] * residual * residual, axis=(-2, -1))
    return np.asarray(0.5 * (marker_part + np.sum(prior_weight * (q - prior_mean) ** 2, axis=-1)))


def gradient(
    topology: Topology,
    parameters: Parameters,
    coordinates: FloatArray,
    targets: FloatArray,
    weights: FloatArray,
    prior_mean: FloatArray,
    prior_weight: FloatArray,
) -> FloatArray:
    """(F, C) derivative of :func:`objective` by the independent coordinates; zero for dependent ones."""
    q = couple(topology, coordinates)
    residual, w = _residual(topology, parameters, q, targets, weights)
    jacobian = marker_jacobian(topology, parameters, q)
    slope = np.einsum("fmic,fmi->fc", jacobian, w[..., None] * residual)
    by_prior = _to_independent(topology, coupler_rate(topology, q) * prior_weight * (q - prior_mean))
    return np.asarray(slope + by_prior)


def gauss_newton_hessian(
    topology: Topology,
    parameters: Parameters,
    coordinates: FloatArray,
    targets: FloatArray,
    weights: FloatArray,
    prior_weight: FloatArray,
) -> FloatArray:
    """(F, C, C) second derivative of :func:`objective` without the residuals' own curvature."""
    q = couple(topology, coordinates)
    _, w = _residual(topology, parameters, q, targets, weights)
    jacobian = marker_jacobian(topology, parameters, q)
    rows = jacobian.reshape(len(q), -1, q.shape[-1])
    hessian = np.swapaxes(rows * np.repeat(w, 3, axis=-1)[..., None], 1, 2) @ rows
    diagonal = np.arange(q.shape[-1])
    hessian[:, diagonal, diagonal] += _to_independent(topology, prior_weight * coupler_rate(topology, q) ** 2)
    return np.asarray(hessian)


def _to_independent(topology: Topology, by_coordinate: FloatArray) -> FloatArray:
    gathered = np.zeros_like(by_coordinate)
    for c, leader in enumerate(topology.independent):
        gathered[..., leader] += by_coordinate[..., c]
    return gathered
