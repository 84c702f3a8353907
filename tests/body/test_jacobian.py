"""Analytic derivatives of marker positions against central differences."""

import numpy as np
import pytest

from groundup.body.default_chain import default_chain
from groundup.body.jacobian import (
    AXIS,
    POSITION,
    TURN,
    ShapeParameters,
    coordinate_jacobian,
    place,
    reshape,
    shape_jacobian,
)
from groundup.quantities import Side
from groundup.recording.landmarks import LANDMARKS

CHAIN = default_chain(landmarks={name: name for name in LANDMARKS})


def random_pose(seed: int, frames: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).normal(scale=0.4, size=(frames, len(CHAIN.coordinates)))


def test_coordinate_jacobian_matches_finite_differences():
    pose, step = random_pose(1), 1e-6
    analytic = coordinate_jacobian(CHAIN.topology, place(CHAIN.topology, CHAIN.parameters, pose))
    for c in range(pose.shape[1]):
        shift = np.zeros(pose.shape[1])
        shift[c] = step
        up = place(CHAIN.topology, CHAIN.parameters, pose + shift).marker
        down = place(CHAIN.topology, CHAIN.parameters, pose - shift).marker
        np.testing.assert_allclose(analytic[..., c], (up - down) / (2 * step), atol=1e-8)


@pytest.mark.parametrize("side", list(Side))
def test_shape_jacobian_matches_finite_differences(side):
    bodies = [CHAIN.body(f"{side}_{part}") for part in ("thigh", "talus", "talus", "hindfoot")]
    directions = np.array([[0.3, -0.8, 0.5], [0.0, 1.0, 0.0], [1.0, 0.2, 0.0], [0.4, 0.1, -0.7]])
    shape = ShapeParameters(np.array([POSITION, TURN, AXIS, AXIS]), np.array(bodies), directions)
    pose, step = random_pose(2), 1e-6
    analytic = shape_jacobian(
        CHAIN.topology, CHAIN.parameters, place(CHAIN.topology, CHAIN.parameters, pose), shape
    )
    for s in range(len(shape.kind)):
        shift = np.zeros(len(shape.kind))
        shift[s] = step
        up = place(CHAIN.topology, reshape(CHAIN.parameters, shape, shift), pose).marker
        down = place(CHAIN.topology, reshape(CHAIN.parameters, shape, -shift), pose).marker
        np.testing.assert_allclose(analytic[..., s], (up - down) / (2 * step), atol=1e-8)
