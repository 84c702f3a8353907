"""The cost of a state of the fit, and its normal equations."""

from dataclasses import dataclass

import numpy as np

from groundup.body.one_thread import summed_products
from groundup.body.problem import Problem, State, offset_residual
from groundup.body.shape import shape_jacobian
from groundup.mechanics.kinematics import marker_jacobian
from groundup.mechanics.tree import FloatArray

# Residuals beyond this many standard deviations pull with constant force only (Huber).
HUBER = 3.0


@dataclass(frozen=True)
class Normal:
    """Blocks of the normal equations: poses (q), and shape with offsets (p).

    `by_marker` (F, 3 M, S) is how a marker that moves in its body's axes pulls on the shape; on the poses it
    pulls as its offset does, in `qp`; `weights` (F, 3 M) is how it pulls on its own offset.
    """

    qq: FloatArray
    qp: FloatArray
    pp: FloatArray
    gradient_q: FloatArray
    gradient_p: FloatArray
    by_marker: FloatArray
    weights: FloatArray


def cost_of(problem: Problem, state: State) -> float:
    """Objective of :mod:`groundup.body.bundle` at a state."""
    whitened = np.nan_to_num((problem.targets - state.markers) / problem.marker_sd[:, None], nan=0.0)
    size = np.linalg.norm(whitened, axis=-1)
    robust = np.where(size <= HUBER, 0.5 * size**2, HUBER * size - 0.5 * HUBER**2).sum(axis=1)
    prior = 0.5 * (((state.coordinates - problem.pose_mean) / problem.pose_sd) ** 2).sum(axis=1)
    shape = 0.5 * ((state.shape / problem.shape_sd) ** 2).sum()
    offset = 0.5 * (offset_residual(problem, state) ** 2).sum()
    return float(problem.frame_weight @ (robust + prior) + shape + offset)


def normal_equations(problem: Problem, state: State, fit_shape: bool) -> Normal:
    """Gauss-Newton normal equations at a state; poses alone if not `fit_shape`."""
    frames = len(problem.targets)
    chain = (problem.topology, state.parameters, state.coordinates)
    # In its own body's frame a marker moves one to one with its offset: those blocks become diagonal.
    to_body = np.swapaxes(state.placed.rotation_body_in_lab[:, problem.topology.marker_body], -1, -2)
    off = (to_body @ (problem.targets - state.markers)[..., None])[..., 0]
    residual = np.nan_to_num(off, nan=0.0)
    flat = residual.reshape(frames, -1)
    weights = np.repeat(_weights(problem, residual), 3, axis=1)
    rows_q = (to_body @ marker_jacobian(*chain, state.placed)).reshape(frames, flat.shape[1], -1)
    weighted_q = np.swapaxes(rows_q * weights[..., None], 1, 2)
    stiffness = problem.frame_weight[:, None] / problem.pose_sd**2
    qq = weighted_q @ rows_q
    index = np.arange(qq.shape[1])
    qq[:, index, index] += stiffness
    gradient_q = (weighted_q @ flat[..., None])[..., 0]
    gradient_q = gradient_q - stiffness * (state.coordinates - problem.pose_mean)
    if not fit_shape:
        nothing = np.zeros((frames, len(index), 0)), np.zeros((0, 0)), gradient_q, np.zeros(0)
        return Normal(qq, *nothing, np.zeros((*flat.shape, 0)), weights)
    by_shape = to_body @ shape_jacobian(*chain, state.placed, state.markers, problem.shape)
    rows_s = by_shape.reshape(frames, flat.shape[1], -1)
    qp = np.concatenate([weighted_q @ rows_s, weighted_q], axis=2)
    weighted = rows_s * weights[..., None]
    pp, gradient_p = _shape_block(problem, state, (rows_s, weighted), weights, flat)
    return Normal(qq, qp, pp, gradient_q, gradient_p, weighted, weights)


def _weights(problem: Problem, residual: FloatArray) -> FloatArray:
    """(F, M) weight of each marker in each frame [1/m^2], zero where not seen."""
    seen = np.isfinite(problem.targets).all(axis=-1)
    size = np.linalg.norm(residual, axis=-1) / problem.marker_sd
    weight = seen * np.minimum(1.0, HUBER / np.maximum(size, 1e-12)) / problem.marker_sd**2
    return np.asarray(weight * problem.frame_weight[:, None])


def _shape_block(
    problem: Problem,
    state: State,
    by_shape: tuple[FloatArray, FloatArray],
    weights: FloatArray,
    residual: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Hessian and negative gradient of shape and offsets together, priors included."""
    rows, weighted = by_shape
    sizes, offsets = rows.shape[2], rows.shape[1]
    precision = 1.0 / problem.offset_sd.ravel() ** 2
    follows = problem.offset_follows.reshape(offsets, sizes)
    about_prior = offset_residual(problem, state).ravel() / problem.offset_sd.ravel()
    pp = np.zeros((sizes + offsets, sizes + offsets))
    pp[:sizes, :sizes] = summed_products(weighted, rows)
    pp[:sizes, :sizes] += np.diag(1.0 / problem.shape_sd**2) + follows.T @ (precision[:, None] * follows)
    pp[:sizes, sizes:] = weighted.sum(axis=0).T - follows.T * precision
    pp[sizes:, :sizes] = pp[:sizes, sizes:].T
    pp[sizes:, sizes:] = np.diag(weights.sum(axis=0) + precision)
    pull = summed_products(weighted, residual[..., None])[:, 0]
    pull = pull - state.shape / problem.shape_sd**2 + follows.T @ about_prior
    by_offset = (weights * residual).sum(axis=0) - about_prior
    return pp, np.concatenate([pull, by_offset])
