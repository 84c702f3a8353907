"""What is known before the fit: measurements, priors and bounds, and a state of the search."""

from dataclasses import dataclass

import numpy as np

from groundup.body.shape import ShapeParameters
from groundup.mechanics.kinematics import Poses, place_markers, poses
from groundup.mechanics.tree import FloatArray, Parameters, Topology


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
    """Where the search is.

    Attributes
    ----------
    coordinates : (F, C) poses [rad, m].
    shape : (S,) shape step so far.
    parameters : what the shape and the offsets make of the chain.
    placed, markers : where these put the bodies, and (F, M, 3) the markers in lab [m].
    """

    coordinates: FloatArray
    shape: FloatArray
    parameters: Parameters
    placed: Poses
    markers: FloatArray


def state_at(problem: Problem, coordinates: FloatArray, shape: FloatArray, parameters: Parameters) -> State:
    """State at these coordinates and sizes, everything placed once."""
    placed = poses(problem.topology, parameters, coordinates)
    markers = place_markers(
        problem.topology, parameters, placed.rotation_body_in_lab, placed.position_body_in_lab
    )
    return State(coordinates, shape, parameters, placed, markers)


def start_state(problem: Problem, coordinates: FloatArray) -> State:
    """State at the starting sizes, the coordinates (F, C) brought inside their bounds."""
    inside = np.clip(coordinates, problem.lower, problem.upper)
    return state_at(problem, inside, np.zeros(len(problem.shape_sd)), problem.parameters)


def offset_residual(problem: Problem, state: State) -> FloatArray:
    """(M, 3) marker offsets about their prior, over its standard deviation."""
    mean = problem.offset_mean + problem.offset_follows @ state.shape
    return np.asarray((state.parameters.marker_position - mean) / problem.offset_sd)
