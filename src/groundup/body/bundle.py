"""Poses, sizes, axes and marker offsets found together, like bundle adjustment.

Minimises, over poses q (F, C), shape s (S,) and marker offsets o (M, 3),

    sum_f rho_f [ sum_m huber(|x_fm - p_m(q_f, s, o)| / sd_m) + 1/2 sum_c ((q_fc - mean_fc) / sd_fc)^2 ]
    + 1/2 sum_s (s / sd_s)^2 + 1/2 sum_m |(o_m - mean_m - G_m s) / sd_m|^2

by Levenberg-Marquardt. Each frame's pose is eliminated by its Schur complement, so the cost grows linearly
with the number of frames.
"""

from dataclasses import dataclass, replace

import numpy as np

from groundup.body.jacobian import ShapeParameters, coordinate_jacobian, place, reshape, shape_jacobian
from groundup.mechanics.tree import FloatArray, Parameters, Topology

HUBER = 3.0
_MOST_ITERATIONS = 60


@dataclass(frozen=True)
class Problem:
    """What is known before the fit.

    Attributes
    ----------
    topology, parameters : the chain at its starting sizes; marker offsets start at ``marker_position``.
    targets : (F, M, 3) measured markers in lab [m], NaN where not seen.
    marker_sd : (M,) [m].
    frame_weight : (F,) how much a frame counts; neighbouring frames share their soft-tissue error.
    pose_mean, pose_sd : (F, C) prior of each coordinate; sd infinite for none.
    lower, upper : (C,) bounds.
    shape : the sizes that may change; shape_sd : (S,) their prior spread.
    offset_mean, offset_sd : (M, 3) prior of the marker offsets in their bodies [m].
    offset_follows : (M, 3, S) how the offsets' prior mean moves with the shape (G).
    """

    topology: Topology
    parameters: Parameters
    targets: FloatArray
    marker_sd: FloatArray
    frame_weight: FloatArray
    pose_mean: FloatArray
    pose_sd: FloatArray
    lower: FloatArray
    upper: FloatArray
    shape: ShapeParameters
    shape_sd: FloatArray
    offset_mean: FloatArray
    offset_sd: FloatArray
    offset_follows: FloatArray


@dataclass(frozen=True)
class State:
    """Where the search is: poses (F, C), accumulated shape step (S,), and the parameters they give."""

    poses: FloatArray
    shape: FloatArray
    parameters: Parameters


@dataclass(frozen=True)
class Solution:
    """What was found: state, cost, residual vectors (F, M, 3) in lab [m], and how the search ended."""

    state: State
    cost: float
    residual: FloatArray
    iterations: int
    converged: bool


def solve(
    problem: Problem, poses: FloatArray, *, fit_shape: bool = True, relative_decrease: float = 1e-6
) -> Solution:
    """Minimise from the given poses (F, C).

    Parameters
    ----------
    fit_shape : bool
        False to move poses only (sizes, axes and offsets stay).
    relative_decrease : float
        The search ends when a step lowers the cost by less than this share.
    """
    state = State(
        np.clip(poses, problem.lower, problem.upper), np.zeros(len(problem.shape_sd)), problem.parameters
    )
    damping, cost, converged, iteration = 1e-3, _cost(problem, state), False, 0
    for iteration in range(1, _MOST_ITERATIONS + 1):
        normal = _normal_equations(problem, state, fit_shape)
        for _ in range(12):
            trial = _step(problem, state, normal, damping, fit_shape)
            trial_cost = _cost(problem, trial)
            if trial_cost <= cost:
                break
            damping *= 6.0
        else:
            converged = True
            break
        decrease = (cost - trial_cost) / max(cost, 1e-12)
        state, cost, damping = trial, trial_cost, max(damping / 8.0, 1e-9)
        if decrease < relative_decrease:
            converged = True
            break
    residual = problem.targets - place(problem.topology, state.parameters, state.poses).marker
    return Solution(state, cost, residual, iteration, converged)


def reweighted(problem: Problem, marker_sd: FloatArray) -> Problem:
    """The same problem with other marker standard deviations (M,)."""
    return replace(problem, marker_sd=marker_sd)


@dataclass(frozen=True)
class _Normal:
    """Blocks of the normal equations: poses (q), and shape with offsets (p)."""

    qq: FloatArray
    qp: FloatArray
    pp: FloatArray
    gradient_q: FloatArray
    gradient_p: FloatArray


def _whitened(problem: Problem, state: State) -> FloatArray:
    """(F, M, 3) residuals over their standard deviation, zero where not seen."""
    residual = problem.targets - place(problem.topology, state.parameters, state.poses).marker
    return np.asarray(np.nan_to_num(residual / problem.marker_sd[:, None], nan=0.0))


def _offset_residual(problem: Problem, state: State) -> FloatArray:
    """(M, 3) marker offsets about their prior, over its standard deviation."""
    mean = problem.offset_mean + problem.offset_follows @ state.shape
    return np.asarray((state.parameters.marker_position - mean) / problem.offset_sd)


def _cost(problem: Problem, state: State) -> float:
    size = np.linalg.norm(_whitened(problem, state), axis=-1)
    robust = np.where(size <= HUBER, 0.5 * size**2, HUBER * size - 0.5 * HUBER**2).sum(axis=1)
    prior = 0.5 * (((state.poses - problem.pose_mean) / problem.pose_sd) ** 2).sum(axis=1)
    shape = 0.5 * ((state.shape / problem.shape_sd) ** 2).sum()
    return float(
        problem.frame_weight @ (robust + prior) + shape + 0.5 * (_offset_residual(problem, state) ** 2).sum()
    )


def _normal_equations(problem: Problem, state: State, fit_shape: bool) -> _Normal:
    placed = place(problem.topology, state.parameters, state.poses)
    frames, markers = placed.marker.shape[:2]
    # In its own body's frame a marker moves one to one with its offset: those blocks become diagonal.
    to_body = np.swapaxes(placed.rotation[:, problem.topology.marker_body], -1, -2)
    residual = np.nan_to_num(np.einsum("fmij,fmj->fmi", to_body, problem.targets - placed.marker), nan=0.0)
    seen = np.isfinite(problem.targets).all(axis=-1)
    size = np.linalg.norm(residual, axis=-1) / problem.marker_sd
    weight = seen * np.minimum(1.0, HUBER / np.maximum(size, 1e-12)) / problem.marker_sd**2
    weight *= problem.frame_weight[:, None]
    by_pose = to_body @ coordinate_jacobian(problem.topology, placed)
    rows_q = by_pose.reshape(frames, 3 * markers, -1)
    weights = np.repeat(weight, 3, axis=1)
    weighted_q = rows_q * weights[..., None]
    stiffness = problem.frame_weight[:, None] / problem.pose_sd**2
    qq = np.swapaxes(weighted_q, 1, 2) @ rows_q
    index = np.arange(qq.shape[1])
    qq[:, index, index] += stiffness
    flat = residual.reshape(frames, -1)
    gradient_q = np.einsum("frc,fr->fc", weighted_q, flat) - stiffness * (state.poses - problem.pose_mean)
    if not fit_shape:
        return _Normal(qq, np.zeros((frames, len(index), 0)), np.zeros((0, 0)), gradient_q, np.zeros(0))
    by_shape = to_body @ shape_jacobian(problem.topology, state.parameters, placed, problem.shape)
    rows_s = by_shape.reshape(frames, 3 * markers, -1)
    qp = np.concatenate([np.swapaxes(weighted_q, 1, 2) @ rows_s, np.swapaxes(weighted_q, 1, 2)], axis=2)
    pp, gradient_p = _shape_block(problem, state, rows_s, weights, flat)
    return _Normal(qq, qp, pp, gradient_q, gradient_p)


def _shape_block(
    problem: Problem, state: State, rows: FloatArray, weights: FloatArray, residual: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Hessian and negative gradient of shape and offsets together, priors included."""
    sizes, offsets = rows.shape[2], rows.shape[1]
    weighted = rows * weights[..., None]
    precision = 1.0 / problem.offset_sd.ravel() ** 2
    follows = problem.offset_follows.reshape(offsets, sizes)
    about_prior = _offset_residual(problem, state).ravel() / problem.offset_sd.ravel()
    pp = np.zeros((sizes + offsets, sizes + offsets))
    pp[:sizes, :sizes] = weighted.reshape(-1, sizes).T @ rows.reshape(-1, sizes)
    pp[:sizes, :sizes] += np.diag(1.0 / problem.shape_sd**2) + follows.T @ (precision[:, None] * follows)
    pp[:sizes, sizes:] = weighted.sum(axis=0).T - follows.T * precision
    pp[sizes:, :sizes] = pp[:sizes, sizes:].T
    pp[sizes:, sizes:] = np.diag(weights.sum(axis=0) + precision)
    gradient = np.concatenate(
        [
            np.einsum("frs,fr->s", weighted, residual)
            - state.shape / problem.shape_sd**2
            + follows.T @ about_prior,
            (weights * residual).sum(axis=0) - about_prior,
        ]
    )
    return pp, gradient


def _step(problem: Problem, state: State, normal: _Normal, damping: float, fit_shape: bool) -> State:
    diagonal = np.arange(normal.qq.shape[1])
    qq = normal.qq.copy()
    qq[:, diagonal, diagonal] += damping * qq[:, diagonal, diagonal] + 1e-9
    right = np.concatenate([normal.qp, normal.gradient_q[..., None]], axis=2)
    solved = np.linalg.solve(qq, right)
    pose_step = solved[..., -1]
    shape_step, parameters = np.zeros(len(problem.shape_sd)), state.parameters
    if fit_shape:
        frames, rows, columns = normal.qp.shape
        stacked = normal.qp.reshape(frames * rows, columns)
        schur = normal.pp - stacked.T @ solved[..., :-1].reshape(frames * rows, columns)
        schur[np.diag_indices(columns)] += damping * normal.pp[np.diag_indices(columns)]
        gradient = normal.gradient_p - stacked.T @ pose_step.reshape(-1)
        change = np.linalg.solve(schur, gradient)
        pose_step = pose_step - solved[..., :-1] @ change
        shape_step, offset_step = change[: len(shape_step)], change[len(shape_step) :].reshape(-1, 3)
        parameters = reshape(parameters, problem.shape, shape_step)
        parameters = parameters._replace(marker_position=parameters.marker_position + offset_step)
    poses = np.clip(state.poses + pose_step, problem.lower, problem.upper)
    return State(poses, state.shape + shape_step, parameters)
