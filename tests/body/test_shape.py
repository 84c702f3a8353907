"""Analytic derivatives of marker positions by coordinates and by sizes, against central differences."""

import numpy as np
import pytest

from groundup.body.default_chain import default_chain
from groundup.body.shape import AXIS, POSITION, TURN, ShapeParameters, reshape, shape_jacobian
from groundup.mechanics.kinematics import marker_jacobian, marker_positions, poses
from groundup.quantities import Side
from groundup.recording.landmarks import LANDMARKS

CHAIN = default_chain(landmarks={name: name for name in LANDMARKS})
STEP = 1e-6


def random_pose(seed: int, frames: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).normal(scale=0.4, size=(frames, len(CHAIN.coordinates)))


def test_coordinate_jacobian_matches_finite_differences():
    pose = random_pose(1)
    analytic = marker_jacobian(CHAIN.topology, CHAIN.parameters, pose)
    for c in range(pose.shape[1]):
        shift = np.zeros(pose.shape[1])
        shift[c] = STEP
        up = marker_positions(CHAIN.topology, CHAIN.parameters, pose + shift)
        down = marker_positions(CHAIN.topology, CHAIN.parameters, pose - shift)
        np.testing.assert_allclose(analytic[..., c], (up - down) / (2 * STEP), atol=1e-8)


@pytest.mark.parametrize("side", list(Side))
def test_shape_jacobian_matches_finite_differences(side):
    bodies = [CHAIN.body(f"{side}_{part}") for part in ("thigh", "talus", "talus", "hindfoot")]
    directions = np.array([[0.3, -0.8, 0.5], [0.0, 1.0, 0.0], [1.0, 0.2, 0.0], [0.4, 0.1, -0.7]])
    shape = ShapeParameters(np.array([POSITION, TURN, AXIS, AXIS]), np.array(bodies), directions)
    pose = random_pose(2)
    analytic = shape_jacobian(
        CHAIN.topology,
        CHAIN.parameters,
        pose,
        poses(CHAIN.topology, CHAIN.parameters, pose),
        marker_positions(CHAIN.topology, CHAIN.parameters, pose),
        shape,
    )
    for s in range(len(shape.kind)):
        shift = np.zeros(len(shape.kind))
        shift[s] = STEP
        up = marker_positions(CHAIN.topology, reshape(CHAIN.parameters, shape, shift), pose)
        down = marker_positions(CHAIN.topology, reshape(CHAIN.parameters, shape, -shift), pose)
        np.testing.assert_allclose(analytic[..., s], (up - down) / (2 * STEP), atol=1e-8)
