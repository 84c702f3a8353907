"""Inverse kinematics of many members at once, each begun from poses that are nearly its own."""

import numpy as np

from groundup.mechanics.ik import BoolArray, available_threads, frame_solver
from groundup.mechanics.tree import FloatArray, Parameters, Topology


def solve_members(
    topology: Topology,
    parameters: Parameters,
    targets: FloatArray,
    weights: FloatArray,
    prior: tuple[FloatArray, FloatArray],
    bounds: tuple[FloatArray, FloatArray],
    locked: BoolArray,
    starts: FloatArray,
    *,
    tolerance: float = 1e-5,
) -> FloatArray:
    """Find the poses of every member.

    Parameters
    ----------
    topology, parameters : the chain; parameters with a leading member axis (E, ...).
    targets : (E, F, M, 3) marker positions of each member in the lab [m]; NaN where missing.
    weights : (M,) [1/m^2].
    prior : (C,) means and (C,) weights of the priors of the coordinates.
    bounds : (C,) lower and (C,) upper [rad, m].
    locked : (C,) coordinates held.
    starts : (F, C) poses to begin from; frames whose start is not known are left out.
    tolerance : error left in any coordinate [rad, m].

    Returns
    -------
    (E, F, C) [rad, m]; NaN in frames left out.
    """
    from concurrent.futures import ThreadPoolExecutor

    members, frames = targets.shape[:2]
    known = np.flatnonzero(np.isfinite(starts).all(axis=1))
    table = np.stack([known, np.arange(len(known)), np.arange(len(known))], axis=1)
    result = np.full((members, frames, starts.shape[1]), np.nan)

    def solve(e: int) -> None:
        solver = frame_solver(
            topology,
            Parameters(*(array[e] for array in parameters)),
            targets[e],
            weights,
            *prior,
            *bounds,
            locked,
            tolerance=tolerance,
        )
        found = solver.room(len(known))
        solver.solve(table, starts[known], found, chained=False)
        result[e, known] = found.coordinates

    with ThreadPoolExecutor(min(available_threads(), max(members, 1))) as pool:
        list(pool.map(solve, range(members)))
    return result
