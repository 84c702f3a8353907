from itertools import permutations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from groundup.mechanics import rotation

RNG = np.random.default_rng(7)


@pytest.mark.parametrize("sequence", ["".join(p) for p in permutations("xyz")])
def test_cardan_angles_agree_with_scipy_both_ways(sequence):
    angles = RNG.uniform(-1.4, 1.4, (40, 3))
    matrices = Rotation.from_euler(sequence.upper(), angles).as_matrix()
    np.testing.assert_allclose(rotation.from_cardan(sequence, angles), matrices, atol=1e-14)
    np.testing.assert_allclose(rotation.to_cardan(sequence, matrices), angles, atol=1e-12)


def test_repeated_axis_is_refused():
    with pytest.raises(ValueError, match="three different axes"):
        rotation.to_cardan("zxz", np.eye(3))


def test_rotation_vector_agrees_with_scipy_up_to_half_a_turn():
    vectors = RNG.normal(size=(60, 3))
    angles = np.r_[0.0, 1e-13, 1e-6, np.pi - 1e-9, np.pi - 1e-4, RNG.uniform(0, np.pi, 55)]
    vectors *= (angles / np.linalg.norm(vectors, axis=1))[:, None]
    matrices = Rotation.from_rotvec(vectors).as_matrix()
    np.testing.assert_allclose(rotation.to_rotation_vector(matrices), vectors, atol=3e-8)


def test_best_rigid_fit_finds_the_motion_and_never_mirrors():
    points = RNG.normal(size=(5, 3))
    true_rotation = Rotation.random(8, rng=3).as_matrix()
    true_position = RNG.normal(size=(8, 3))
    measured = np.einsum("fij,mj->fmi", true_rotation, points) + true_position[:, None]
    measured[0, 2] = np.nan
    measured[1, :3] = np.nan
    found, position = rotation.best_rigid_fit(points, measured, np.ones(5))
    keep = [0, *range(2, 8)]
    np.testing.assert_allclose(found[keep], true_rotation[keep], atol=1e-12)
    np.testing.assert_allclose(position[keep], true_position[keep], atol=1e-12)
    assert np.isnan(found[1]).all()
    assert np.isnan(position[1]).all()
    flat = points * [1.0, 1.0, 0.0]
    found, _ = rotation.best_rigid_fit(flat, (flat @ true_rotation[0].T)[None], np.ones(5))
    assert np.linalg.det(found[0]) == pytest.approx(1.0)
