"""Inverse kinematics: the pose of every frame that best explains its markers and a weak prior.

The objective of a frame is ``1/2 sum_m w_m |r_m|^2 + 1/2 sum_c k_c (q_c - q0_c)^2`` over the markers seen in
it, inside hard bounds.

Without priors and with the weights of a setup file this is OpenSim's inverse kinematics.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from groundup.mechanics.kernel import kernel
from groundup.mechanics.plan import Plan, make_plan
from groundup.mechanics.scratch import scratch
from groundup.mechanics.seeds import root_coordinates, root_starts
from groundup.mechanics.tree import FloatArray, IntArray, Parameters, Topology

BoolArray = NDArray[np.bool_]

# Frames solved in one go, each from the one before. Fixed, so that results do not depend on the thread count.
CHUNK = 64
_MOST_ITERATIONS = 200
# Parts the frames are cut in for each thread: enough that none waits long for another at the end.
_CALLS_PER_THREAD = 4
# With fewer chunks, some hundredths of a second of work, threads gain nothing.
_FEWEST_CHUNKS = 4


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
class FrameSolver:
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
        self, frames: IntArray, starts: FloatArray, into: PoseSolution, *, chained: bool = True
    ) -> None:
        """Solve frames in the given order into rows of a solution.

        Parameters
        ----------
        frames : (n, 3) which frame, its row in `into`, and the row of `starts` to begin from (-1: the pose
            found last).
        starts : (K, C) [rad, m].
        chained : whether frames follow each other in steps of time.
        """
        plan = self.plan
        kernel("solve_frames")(
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
            np.clip(starts, self.lower, self.upper),
            np.ascontiguousarray(frames, np.int64),
            int(chained),
            self.tolerance,
            _MOST_ITERATIONS,
            *(getattr(into, field.name) for field in fields(into)),
            *scratch(plan, len(self.leaders)),
        )

    def solve_in_turn(self, frames: Sequence[int] | IntArray, start: FloatArray) -> PoseSolution:
        """Solve frames that need not be neighbours in time, each from the one before."""
        count = len(frames)
        table = np.stack([frames, np.arange(count), np.full(count, -1)], axis=1)
        table[:1, 2] = 0
        found = self.room(count)
        self.solve(table, start[None], found, chained=False)
        return found

    def room(self, rows: int) -> PoseSolution:
        """Arrays for the poses of so many frames."""
        coordinates = len(self.leaders)
        return PoseSolution(
            coordinates=np.empty((rows, coordinates)),
            objective=np.empty(rows),
            iterations=np.zeros(rows, np.int64),
            converged=np.zeros(rows, np.bool_),
            variance=np.empty((rows if self.variance else 0, coordinates)),
            marker_residual=np.empty((rows, self.targets.shape[1], 3)),
        )


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
    problem = frame_solver(
        topology,
        parameters,
        targets,
        weights,
        prior_mean,
        prior_weight,
        lower,
        upper,
        locked,
        tolerance=tolerance,
        variance=variance,
    )
    mean = problem.prior_mean
    begin = mean[0] if start is None else np.asarray(start, np.float64)
    seeds = _seed_chunks(topology, parameters, problem, locked, np.where(np.isfinite(begin), begin, 0.0))
    return _solve_chunks(problem, seeds, threads or available_threads())


def frame_solver(
    topology: Topology,
    parameters: Parameters,
    targets: FloatArray,
    weights: FloatArray,
    prior_mean: FloatArray | None = None,
    prior_weight: FloatArray | None = None,
    lower: FloatArray | None = None,
    upper: FloatArray | None = None,
    locked: BoolArray | None = None,
    *,
    tolerance: float = 1e-7,
    variance: bool = False,
) -> FrameSolver:
    """Prepare a chain and its frames for the compiled solver; arguments as for :func:`solve_poses`."""
    count = len(topology.independent)
    mean = np.zeros((1, count)) if prior_mean is None else np.atleast_2d(np.asarray(prior_mean, np.float64))
    pull = np.zeros(count) if prior_weight is None else np.asarray(prior_weight, np.float64)
    follows = np.where(topology.independent != np.arange(count), topology.coupler_function, -1)
    return FrameSolver(
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


def _seed_chunks(
    topology: Topology,
    parameters: Parameters,
    problem: FrameSolver,
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
        found = problem.solve_in_turn(heads[list(order)], pose)
        last = pose
        for chunk, row, fine in zip(order, found.coordinates, found.converged, strict=True):
            last = row if fine else last
            seeds[chunk] = last
    return seeds


def _first_pose(
    topology: Topology,
    parameters: Parameters,
    problem: FrameSolver,
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
        roughly = whole.solve_in_turn([frame], start).coordinates[0]
        found = problem.solve_in_turn([frame], roughly)
        if found.objective[0] < best * (1.0 - 1e-9):
            best, pose = float(found.objective[0]), found.coordinates[0]
    return pose


def _solve_chunks(problem: FrameSolver, seeds: FloatArray, threads: int) -> PoseSolution:
    frames, chunks = len(problem.targets), len(seeds)
    # One frame more than each chunk, in rows behind all others: where the chunk would lead the next one.
    found = problem.room(frames + chunks)
    tables = [_chunk_table(n, frames) for n in range(chunks)]
    # Each call takes many chunks, so that Python has next to no part in the work.
    alone = threads == 1 or chunks < _FEWEST_CHUNKS
    calls = min(chunks, 1 if alone else _CALLS_PER_THREAD * threads)
    ends = np.arange(calls + 1) * chunks // max(calls, 1)

    def solve(call: int) -> None:
        problem.solve(np.concatenate(tables[ends[call] : ends[call + 1]]), seeds, found)

    if calls > 1:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(solve, range(calls)))
    elif calls:
        solve(0)
    # A chunk that its predecessor would have entered at a lower objective began in a worse minimum: redo it.
    for n in range(1, chunks):
        ahead = frames + n - 1
        if found.objective[ahead] < found.objective[n * CHUNK] * (1.0 - 1e-6):
            seeds[n] = found.coordinates[ahead]
            problem.solve(tables[n], seeds, found)
    return PoseSolution(*(getattr(found, field.name)[:frames] for field in fields(PoseSolution)))


def _chunk_table(chunk: int, frames: int) -> IntArray:
    """(n, 3) rows for :meth:`FrameSolver.solve`: the chunk's frames, and the next one's first."""
    first = chunk * CHUNK
    last = min(first + CHUNK + 1, frames)
    number = np.arange(first, last)
    table = np.stack([number, number, np.full(len(number), -1)], axis=1)
    table[0, 2] = chunk
    table[CHUNK:, 1] = frames + chunk
    return table


def available_threads() -> int:
    """Count the processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
