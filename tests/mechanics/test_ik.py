import numpy as np
import pytest

from groundup.mechanics.covariance import pose_covariance
from groundup.mechanics.ik import CHUNK, solve_poses
from groundup.mechanics.kinematics import couple, marker_positions
from groundup.mechanics.twin.fit import gauss_newton_hessian, gradient, objective
from tests.mechanics.random_chain import random_chain, simple_chain

NOISE = 0.003


def walk(count, frames, seed=0, amplitude=0.3):
    """Smooth movement of every coordinate, 100 frames a second."""
    rng = np.random.default_rng(seed)
    time = np.arange(frames)[:, None] / 100.0
    return amplitude * rng.normal(size=count) * np.sin(2 * np.pi * time * rng.uniform(0.4, 1.2, count))


@pytest.fixture(scope="module")
def simple():
    topology, parameters = simple_chain()
    q = walk(10, 3 * CHUNK + 11)
    targets = marker_positions(topology, parameters, q)
    return topology, parameters, q, targets


def noisy(targets, seed=5, sd=NOISE):
    return targets + np.random.default_rng(seed).normal(size=targets.shape) * sd


def test_exact_markers_give_the_exact_pose(simple):
    topology, parameters, q, targets = simple
    found = solve_poses(topology, parameters, targets, np.ones(12), threads=1, tolerance=1e-10)
    assert found.converged.all()
    np.testing.assert_allclose(found.coordinates, q, atol=1e-9)
    np.testing.assert_allclose(found.marker_residual, 0.0, atol=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_solution_is_a_stationary_point_of_the_twin(seed):
    topology, parameters = random_chain(seed, markers=45)
    count = len(topology.independent)
    q = couple(topology, walk(count, 40, seed))
    rng = np.random.default_rng(seed)
    targets = noisy(marker_positions(topology, parameters, q))
    targets[rng.random(targets.shape[:2]) < 0.05] = np.nan
    weights = rng.uniform(1e4, 1e5, targets.shape[:2])
    prior_mean = q + rng.normal(size=q.shape) * 0.1
    prior_weight = np.full(count, 20.0)
    problem = targets, weights, prior_mean, prior_weight
    found = solve_poses(topology, parameters, *problem, start=q[0], tolerance=1e-10, threads=1)
    assert found.converged.all()
    slope = gradient(topology, parameters, found.coordinates, *problem)
    curvature = gauss_newton_hessian(
        topology, parameters, found.coordinates, targets, weights, prior_weight
    ).max(axis=(1, 2))
    assert np.abs(slope / curvature[:, None]).max() < 1e-10
    np.testing.assert_allclose(couple(topology, found.coordinates), found.coordinates, atol=1e-14)
    by_twin = objective(topology, parameters, found.coordinates, *problem)
    np.testing.assert_allclose(found.objective, by_twin, rtol=1e-9)


def test_variance_is_the_brute_force_inverse():
    topology, parameters = random_chain(1, markers=45)
    count = len(topology.independent)
    q = couple(topology, walk(count, 5, 1))
    targets = noisy(marker_positions(topology, parameters, q))
    targets[:, 3] = np.nan
    weights, prior = np.full(45, 1e5), np.full(count, 30.0)
    locked = np.zeros(count, bool)
    locked[8] = True
    found = solve_poses(
        topology, parameters, targets, weights, q, prior, locked=locked, start=q[0], threads=1
    )
    free = np.flatnonzero((topology.independent == np.arange(count)) & ~locked)
    hessian = gauss_newton_hessian(topology, parameters, found.coordinates, targets, weights, prior)
    inverse = np.linalg.inv(hessian[:, free[:, None], free])
    np.testing.assert_allclose(found.variance[:, free], np.diagonal(inverse, axis1=1, axis2=2), rtol=1e-9)
    assert not found.variance[:, 8].any()
    assert (found.coordinates[:, 8] == q[0, 8]).all()
    whole = pose_covariance(topology, parameters, found.coordinates, targets, weights, prior, locked)
    np.testing.assert_allclose(np.diagonal(whole, axis1=1, axis2=2), found.variance, rtol=1e-9)


def test_true_pose_lies_inside_the_stated_interval(simple):
    topology, parameters, q, targets = simple
    seen = noisy(np.tile(targets[:100], (4, 1, 1)), seed=11)
    found = solve_poses(topology, parameters, seen, np.full(12, 1 / NOISE**2), threads=1)
    inside = np.abs(found.coordinates - np.tile(q[:100], (4, 1))) < 1.96 * np.sqrt(found.variance)
    assert 0.93 < inside.mean() < 0.97
    assert (inside.mean(axis=0) > 0.9).all()


def test_thread_count_changes_no_bit(simple):
    topology, parameters, _, targets = simple
    seen = noisy(targets)
    one, two, three = (solve_poses(topology, parameters, seen, np.ones(12), threads=n) for n in (1, 2, 3))
    for other in (two, three):
        assert np.array_equal(one.coordinates, other.coordinates)
        assert np.array_equal(one.variance, other.variance)
        assert np.array_equal(one.objective, other.objective)


def test_person_is_found_whatever_way_they_face(simple):
    topology, parameters, q, _ = simple
    rng = np.random.default_rng(2)
    for heading in np.linspace(-3.0, 3.0, 7):
        turned = q[:5].copy()
        turned[:, :3] += rng.normal(size=3) * 5.0
        turned[:, 4] += heading
        targets = marker_positions(topology, parameters, turned)
        found = solve_poses(topology, parameters, targets, np.ones(12), threads=1)
        assert found.objective.max() < 1e-14


def test_bounds_hold_and_the_rest_adapts(simple):
    topology, parameters, q, targets = simple
    count = q.shape[1]
    lower, upper = np.full(count, -np.inf), np.full(count, np.inf)
    upper[9] = 0.5 * q[:, 9].max()
    lower[7] = 0.3 * q[:, 7].min()
    found = solve_poses(
        topology, parameters, targets, np.ones(12), lower=lower, upper=upper, tolerance=1e-10, threads=1
    )
    assert found.converged.all()
    assert found.coordinates[:, 9].max() == upper[9]
    assert found.coordinates[:, 7].min() == lower[7]
    slope = gradient(
        topology, parameters, found.coordinates, targets, np.ones(12), np.zeros(count), np.zeros(count)
    )
    at_upper, at_lower = found.coordinates >= upper, found.coordinates <= lower
    assert at_upper.any()
    assert at_lower.any()
    assert np.abs(slope[~(at_upper | at_lower)]).max() < 1e-9
    assert slope[at_upper].max() < 0.0
    assert slope[at_lower].min() > 0.0


def test_what_no_marker_sees_is_held_and_said(simple):
    topology, parameters, _, targets = simple
    seen = targets.copy()
    seen[:, topology.marker_body == 2] = np.nan
    found = solve_poses(topology, parameters, seen, np.ones(12), threads=1)
    assert found.converged.all()
    assert np.isinf(found.variance[:, 9]).all()
    assert np.isfinite(found.variance[:, :9]).all()
    assert np.isnan(found.marker_residual[:, topology.marker_body == 2]).all()


def test_frames_without_markers_are_nan_and_the_rest_goes_on(simple):
    topology, parameters, q, targets = simple
    seen = targets.copy()
    seen[:3] = np.nan
    seen[CHUNK - 2 : CHUNK + 5] = np.nan
    found = solve_poses(topology, parameters, seen, np.ones(12), threads=2, tolerance=1e-10)
    lost = np.isnan(seen).all(axis=(1, 2))
    assert np.isnan(found.coordinates[lost]).all()
    assert np.isnan(found.variance[lost]).all()
    np.testing.assert_allclose(found.coordinates[~lost], q[~lost], atol=1e-9)
    nothing = solve_poses(topology, parameters, np.full_like(seen, np.nan), np.ones(12))
    assert np.isnan(nothing.coordinates).all()
    assert not nothing.converged.any()


def test_mirrored_markers_give_the_mirrored_pose(simple):
    topology, parameters, _, targets = simple
    mirror = np.array([1.0, 1.0, -1.0])
    mirrored = parameters._replace(
        parent_position=parameters.parent_position * mirror,
        marker_position=parameters.marker_position * mirror,
        # A rotation axis is a pseudo-vector: the mirror reverses what lies in its plane.
        rotation_axis=parameters.rotation_axis * -mirror,
        translation_axis=parameters.translation_axis * mirror,
    )
    seen = noisy(targets)
    plain = solve_poses(topology, parameters, seen, np.ones(12), threads=1, tolerance=1e-10)
    other = solve_poses(topology, mirrored, seen * mirror, np.ones(12), threads=1, tolerance=1e-10)
    np.testing.assert_allclose(other.coordinates, plain.coordinates, atol=1e-9)


def test_error_stays_below_the_default_tolerance(simple):
    topology, parameters, _, targets = simple
    seen = noisy(targets, sd=0.01)
    usual = solve_poses(topology, parameters, seen, np.ones(12), threads=1)
    exact = solve_poses(topology, parameters, seen, np.ones(12), threads=1, tolerance=1e-12)
    assert np.abs(usual.coordinates - exact.coordinates).max() < 1e-7


def test_a_member_axis_solves_every_member(simple):
    topology, parameters, _, targets = simple
    wider = parameters._replace(marker_position=parameters.marker_position * 1.02)
    both = type(parameters)(*(np.stack(pair) for pair in zip(parameters, wider, strict=True)))
    found = solve_poses(topology, both, targets, np.ones(12), threads=1)
    for e, single in enumerate((parameters, wider)):
        alone = solve_poses(topology, single, targets, np.ones(12), threads=1)
        assert np.array_equal(found.coordinates[e], alone.coordinates)
