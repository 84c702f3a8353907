"""Poses, sizes, axes and marker offsets found together, like bundle adjustment.

Minimises, over poses q (F, C), shape s (S,) and marker offsets o (M, 3),

    sum_f w_f [ sum_m huber(|x_fm - p_m(q_f, s, o)| / sd_m) + 1/2 sum_c ((q_fc - mean_fc) / sd_fc)^2 ]
    + 1/2 sum_s (s / sd_s)^2 + 1/2 sum_m |(o_m - mean_m - G_m s) / sd_m|^2

by Levenberg-Marquardt. Each frame's pose is eliminated by its Schur complement, so the cost grows linearly
with the number of frames.
"""

from dataclasses import dataclass

import numpy as np

from groundup.body.normal import Normal, cost_of, normal_equations
from groundup.body.one_thread import solve_definite, summed_products
from groundup.body.problem import Problem, State, start_state, state_at
from groundup.body.shape import reshape
from groundup.mechanics.tree import FloatArray

_MOST_ITERATIONS = 60
_MOST_DAMPINGS = 12


@dataclass(frozen=True)
class Solution:
    """What was found: state, cost, residual vectors (F, M, 3) in lab [m], and how the search ended."""

    state: State
    cost: float
    residual: FloatArray
    iterations: int
    converged: bool


def solve(
    problem: Problem, coordinates: FloatArray, *, fit_shape: bool = True, relative_decrease: float = 1e-6
) -> Solution:
    """Minimise from the given poses (F, C).

    Parameters
    ----------
    fit_shape : bool
        False to move poses only (sizes, axes and offsets stay).
    relative_decrease : float
        The search ends when a step lowers the cost by less than this share.
    """
    state = start_state(problem, coordinates)
    cost, damping, iterations, converged = cost_of(problem, state), 1e-3, 0, False
    while not converged and iterations < _MOST_ITERATIONS:
        iterations += 1
        normal = normal_equations(problem, state, fit_shape)
        better = None
        for _ in range(_MOST_DAMPINGS):
            trial = _step(problem, state, normal, damping, fit_shape)
            trial_cost = cost_of(problem, trial)
            if trial_cost <= cost:
                better = trial, trial_cost
                break
            damping *= 6.0
        if better is None:
            converged = True
            break
        decrease = (cost - better[1]) / max(cost, 1e-12)
        (state, cost), damping = better, max(damping / 8.0, 1e-9)
        converged = decrease < relative_decrease
    return Solution(state, cost, problem.targets - state.markers, iterations, converged)


def _step(problem: Problem, state: State, normal: Normal, damping: float, fit_shape: bool) -> State:
    diagonal = np.arange(normal.qq.shape[1])
    qq = normal.qq.copy()
    qq[:, diagonal, diagonal] += damping * qq[:, diagonal, diagonal] + 1e-9
    solved = np.linalg.solve(qq, np.concatenate([normal.qp, normal.gradient_q[..., None]], axis=2))
    pose_step: FloatArray = solved[..., -1]
    shape, parameters = state.shape, state.parameters
    if fit_shape:
        eliminated = summed_products(normal.qp, solved)
        schur = normal.pp - eliminated[:, :-1]
        schur[np.diag_indices(len(schur))] += damping * np.diagonal(normal.pp)
        change = solve_definite(schur, normal.gradient_p - eliminated[:, -1])
        pose_step = pose_step - solved[..., :-1] @ change
        shape_step, offset_step = change[: len(shape)], change[len(shape) :].reshape(-1, 3)
        shape = shape + shape_step
        parameters = reshape(parameters, problem.shape, shape_step)
        parameters = parameters._replace(marker_position=parameters.marker_position + offset_step)
    coordinates = np.clip(state.coordinates + pose_step, problem.lower, problem.upper)
    return state_at(problem, coordinates, shape, parameters)
