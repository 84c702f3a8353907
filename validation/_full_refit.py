"""A member's body by a full search of its changed problem, instead of one linearised step."""

from dataclasses import replace

import numpy as np

from groundup.body.bundle import solve
from groundup.body.fitted import Stage
from groundup.body.problem import Problem
from groundup.body.shape import reshape
from groundup.mechanics.tree import FloatArray, Parameters
from groundup.uncertainty.draws import Draws
from groundup.uncertainty.resolve import Members


def full_refit(people: Members, draws: Draws, waves: list[FloatArray]) -> Parameters:
    """Search both stages of the fit anew for one member (its draws and waves have one row)."""
    fit, slips = people._fit, people._slips
    offsets, sizes = slips.offsets(draws)
    skin = people._samples_seen(draws, waves)
    first = _search(fit.first, skin[0], sizes[0], offsets[0], slips.poses(draws)[0])
    moved = (first - fit.first.state.coordinates)[None]
    problem = _changed(fit.last, skin[0], sizes[0], offsets[0], slips.poses(draws, moved)[0])
    found = solve(problem, fit.last.state.coordinates, relative_decrease=1e-7)
    return found.state.parameters


def _search(
    stage: Stage, skin: FloatArray, sizes: FloatArray, offsets: FloatArray, poses: FloatArray
) -> FloatArray:
    problem = _changed(stage, skin, sizes, offsets, poses)
    return solve(problem, stage.state.coordinates, relative_decrease=1e-7).state.coordinates


def _changed(
    stage: Stage, skin: FloatArray, sizes: FloatArray, offsets: FloatArray, poses: FloatArray
) -> Problem:
    problem = stage.problem
    carried = stage.state.placed.rotation_body_in_lab[:, problem.topology.marker_body]
    parameters = reshape(problem.parameters, problem.shape, sizes)
    return replace(
        problem,
        targets=problem.targets + (carried @ skin[..., None])[..., 0],
        parameters=parameters._replace(marker_position=stage.state.parameters.marker_position),
        offset_mean=problem.offset_mean + offsets + np.asarray(problem.offset_follows @ sizes),
        pose_mean=problem.pose_mean + poses,
    )
