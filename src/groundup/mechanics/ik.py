"""Inverse kinematics: the pose of every frame that best explains its markers and a weak prior.

The objective of a frame is ``1/2 sum_m w_m |r_m|^2 + 1/2 sum_c k_c (q_c - q0_c)^2`` over the markers seen in
it, inside hard bounds.

Without priors and with the weights of a setup file this is OpenSim's inverse kinematics.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from groundup.mechanics.plan import Plan, make_plan
from groundup.mechanics.seeds import root_coordinates, root_starts
from groundup.mechanics.tree import FloatArray, IntArray, Parameters, Topology

BoolArray = NDArray[np.bool_]

# Frames solved in one go, each from the one before. Fixed, so that results do not depend on the thread count.
CHUNK = 64
_MOST_ITERATIONS = 200


@dataclass(frozen=True)
class PoseSolution:
    """Poses found, and how well.

    Attributes
    ----------
    coordinates : (F, C) [rad, m]; NaN in frames without any seen marker.
    objective : (F,) value of the objective at the solution.
    iterations : (F,) linear systems solved.
    converged : (F,) whether the last step was below the tolerance.
    variance : (F, C) marginal variances from the inverse Gauss-Newton Hessian, priors included [rad^2, m^2]:
        infinite where nothing sees the coordinate, zero where it is locked; no rows if not asked for.
    marker_residual : (F, M, 3) measured minus model position [m]; NaN for markers not seen or not weighted.

    With a member axis on the parameters every array has it in front.
    """

    coordinates: FloatArray
    objective: FloatArray
    iterations: IntArray
    converged: BoolArray
    variance: FloatArray
    marker_residual: FloatArray


@dataclass(frozen=True)
class _Problem:
    """Everything the compiled kernel needs apart from the frames it is to solve."""

    plan: Plan
    leaders: IntArray
    targets: FloatArray
    weights: FloatArray
    prior_mean: FloatArray
    prior_weight: FloatArray
    lower: FloatArray
    upper: FloatArray
    tolerance: float
    variance: bool

    def solve(
        self, frames: Sequence[int] | IntArray, start: FloatArray, *, chained: bool = True
    ) -> PoseSolution:
        """Solve the frames in the given order, each from the one before; `chained`: in steps of time."""
        from groundup.mechanics.kernels.frames import solve_frames

        frames = np.ascontiguousarray(frames, np.int64)
        count, (_, markers, _) = len(frames), self.targets.shape
        coordinates = len(self.leaders)
        solution = PoseSolution(
            coordinates=np.empty((count, coordinates)),
            objective=np.empty(count),
            iterations=np.zeros(count, np.int64),
            converged=np.zeros(count, np.bool_),
            variance=np.empty((count if self.variance else 0, coordinates)),
            marker_residual=np.empty((count, markers, 3)),
        )
        plan = self.plan
        solve_frames(
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
            plan.chain_start,
            plan.chain,
            plan.column_coordinate,
            plan.prior_int,
            self.leaders,
            plan.marker_order,
            self.targets,
            self.weights,
            self.prior_mean,
            self.prior_weight,
            np.stack([self.lower, self.upper], axis=1)[plan.column_coordinate],
            np.clip(start, self.lower, self.upper),
            frames,
            chained,
            self.tolerance,
            _MOST_ITERATIONS,
            *(getattr(solution, field.name) for field in fields(solution)),
        )
        return solution


def solve_poses(
    topology: Topology,
    parameters: Parameters,
    targets: FloatArray,
    weights: FloatArray,
    prior_mean: FloatArray | None = None,
    prior_weight: FloatArray | None = None,
    lower: FloatArray | None = None,
    upper: FloatArray | None = None,
    locked: BoolArray | None = None,
    start: FloatArray | None = None,
    *,
    threads: int | None = None,
    tolerance: float = 1e-7,
    variance: bool = True,
) -> PoseSolution:
    """Find the pose of every frame.

    Parameters
    ----------
    topology, parameters : the chain; parameters may carry one leading member axis (E, ...).
    targets : (F, M, 3) measured marker positions in the lab [m]; NaN where missing.
    weights : (M,) or (F, M) [1/m^2]; a marker of zero weight is ignored.
    prior_mean : (C,) or (F, C) [rad, m]; zero if not given.
    prior_weight : (C,) [1/rad^2, 1/m^2]; zero: no prior on that coordinate.
    lower, upper : (C,) hard bounds of the independent coordinates [rad, m].
    locked : (C,) coordinates held at their start value.
    start : (C,) pose to begin from; the prior's mean of the first frame if not given.
    threads : how many to use; all that this process may use if not given. The result does not depend on it.
    tolerance : error left in any coordinate [rad, m].
    variance : whether to compute marginal variances.

    Returns
    -------
    PoseSolution
    """
    if parameters.slot_scale.ndim == 3:
        members = [
            solve_poses(
                topology,
                Parameters(*(array[e] for array in parameters)),
                targets,
                weights,
                prior_mean,
                prior_weight,
                lower,
                upper,
                locked,
                start,
                threads=threads,
                tolerance=tolerance,
                variance=variance,
            )
            for e in range(len(parameters.slot_scale))
        ]
        return PoseSolution(*(np.stack([getattr(m, f.name) for m in members]) for f in fields(PoseSolution)))
    count = len(topology.independent)
    mean = np.zeros((1, count)) if prior_mean is None else np.atleast_2d(np.asarray(prior_mean, np.float64))
    pull = np.zeros(count) if prior_weight is None else np.asarray(prior_weight, np.float64)
    follows = np.where(topology.independent != np.arange(count), topology.coupler_function, -1)
    problem = _Problem(
        plan=make_plan(topology, parameters, locked, pull),
        leaders=np.ascontiguousarray(np.stack([topology.independent, follows], axis=1), np.int64),
        targets=np.ascontiguousarray(targets, np.float64),
        weights=np.ascontiguousarray(np.atleast_2d(weights), np.float64),
        prior_mean=np.ascontiguousarray(mean),
        prior_weight=np.ascontiguousarray(pull),
        lower=np.full(count, -np.inf) if lower is None else np.asarray(lower, np.float64),
        upper=np.full(count, np.inf) if upper is None else np.asarray(upper, np.float64),
        tolerance=tolerance,
        variance=variance,
    )
    begin = mean[0] if start is None else np.asarray(start, np.float64)
    seeds = _seed_chunks(topology, parameters, problem, locked, np.where(np.isfinite(begin), begin, 0.0))
    return _solve_chunks(problem, seeds, threads or available_threads())


def _seed_chunks(
    topology: Topology,
    parameters: Parameters,
    problem: _Problem,
    locked: BoolArray | None,
    begin: FloatArray,
) -> FloatArray:
    """(K, C) start pose of every chunk, found outwards from the frame that shows most markers."""
    frames = len(problem.targets)
    heads = np.arange(0, frames, CHUNK)
    seen = np.isfinite(problem.targets).all(axis=-1) & (problem.weights > 0.0)
    if not seen.any():
        return np.tile(begin, (len(heads), 1))
    best_seen = int(np.argmax(seen.sum(axis=1)))
    pose = _first_pose(topology, parameters, problem, locked, begin, best_seen)
    home = best_seen // CHUNK
    seeds = np.empty((len(heads), len(begin)))
    for order in (range(home, -1, -1), range(home + 1, len(heads))):
        found = problem.solve(heads[list(order)], pose, chained=False)
        last = pose
        for chunk, row, fine in zip(order, found.coordinates, found.converged, strict=True):
            last = row if fine else last
            seeds[chunk] = last
    return seeds


def _first_pose(
    topology: Topology,
    parameters: Parameters,
    problem: _Problem,
    locked: BoolArray | None,
    begin: FloatArray,
    frame: int,
) -> FloatArray:
    """(C,) best pose of one frame from several headings of the root, first moved as one rigid body."""
    rigid = np.ones(len(begin), np.bool_)
    rigid[root_coordinates(topology)] = False
    if locked is not None:
        rigid |= np.asarray(locked, np.bool_)
    whole = replace(
        problem, plan=make_plan(topology, parameters, rigid, problem.prior_weight), variance=False
    )
    best, pose = np.inf, begin
    for start in root_starts(topology, begin):
        roughly = whole.solve([frame], start).coordinates[0]
        found = problem.solve([frame], roughly)
        if found.objective[0] < best * (1.0 - 1e-9):
            best, pose = float(found.objective[0]), found.coordinates[0]
    return pose


def _solve_chunks(problem: _Problem, seeds: FloatArray, threads: int) -> PoseSolution:
    frames = len(problem.targets)

    def solve(chunk: int, start: FloatArray) -> PoseSolution:
        # One frame more than the chunk: where it would lead the next one.
        last = min((chunk + 1) * CHUNK + 1, frames)
        return problem.solve(np.arange(chunk * CHUNK, last), start)

    numbers = range(len(seeds))
    if threads > 1 and len(seeds) > 1:
        with ThreadPoolExecutor(threads) as pool:
            parts = list(pool.map(solve, numbers, seeds))
    else:
        parts = [solve(n, s) for n, s in zip(numbers, seeds, strict=True)]
    # A chunk that its predecessor would have entered at a lower objective began in a worse minimum: redo it.
    for n in numbers[1:]:
        ahead = parts[n - 1]
        if ahead.objective[-1] < parts[n].objective[0] * (1.0 - 1e-6):
            parts[n] = solve(n, ahead.coordinates[-1])
    return PoseSolution(
        *(
            np.concatenate([getattr(part, field.name)[:CHUNK] for part in parts])
            for field in fields(PoseSolution)
        )
    )


def available_threads() -> int:
    """Count the processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
