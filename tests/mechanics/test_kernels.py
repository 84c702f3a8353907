"""The compiled kernels against their NumPy twin and against finite differences."""

import numpy as np
import pytest

from groundup.mechanics.kinematics import couple, forward, marker_positions
from groundup.mechanics.local_fit import local_fit
from groundup.mechanics.twin.fit import gauss_newton_hessian, gradient, objective
from tests.mechanics.random_chain import random_chain

AGREEMENT = 1e-9


class Case:
    """A random chain at a random pose with noisy, partly missing targets and priors on some coordinates."""

    def __init__(self, seed):
        self.topology, self.parameters = random_chain(seed)
        self.chain = self.topology, self.parameters
        rng = np.random.default_rng(100 + seed)
        count, markers = len(self.topology.independent), len(self.topology.marker_body)
        self.q = couple(self.topology, rng.normal(size=(1, count)) * 0.5)
        self.targets = marker_positions(*self.chain, self.q) + rng.normal(size=(1, markers, 3))
        self.targets[0, rng.choice(markers, 4, replace=False)] = np.nan
        self.weights = rng.uniform(0.5, 3.0, markers)
        self.weights[1] = 0.0
        self.prior_mean = rng.normal(size=count)
        self.prior_weight = rng.uniform(0.0, 2.0, count) * (rng.random(count) < 0.6)
        self.problem = self.targets, self.weights, self.prior_mean, self.prior_weight

    def local_fit(self, *, exact):
        return local_fit(
            *self.chain,
            self.q[0],
            self.targets[0],
            self.weights,
            self.prior_mean,
            self.prior_weight,
            exact=exact,
        )


@pytest.fixture(params=range(5))
def case(request):
    return Case(request.param)


def close(found, expected):
    np.testing.assert_allclose(found, expected, atol=AGREEMENT * np.abs(expected).max(), rtol=0)


def test_poses_and_markers_equal_the_twin(case):
    rotation, position = forward(*case.chain, case.q)
    found = case.local_fit(exact=False)
    close(found.rotation_body_in_lab, rotation[0])
    close(found.position_body_in_lab, position[0])
    close(found.markers, marker_positions(*case.chain, case.q)[0])


def test_objective_gradient_and_hessian_equal_the_twin(case):
    found = case.local_fit(exact=False)
    close(found.objective, objective(*case.chain, case.q, *case.problem)[0])
    close(found.gradient, gradient(*case.chain, case.q, *case.problem)[0])
    close(
        found.hessian,
        gauss_newton_hessian(*case.chain, case.q, case.targets, case.weights, case.prior_weight)[0],
    )


def test_gradient_and_exact_hessian_against_complex_steps(case):
    step = 1e-30
    count = len(case.topology.independent)
    slope, curvature = np.zeros(count), np.zeros((count, count))
    for c in range(count):
        moved = case.q.astype(complex)
        moved[0, c] += 1j * step
        if case.topology.independent[c] == c:
            slope[c] = objective(*case.chain, moved, *case.problem)[0].imag / step
            curvature[c] = gradient(*case.chain, moved, *case.problem)[0].imag / step
    found = case.local_fit(exact=True)
    close(found.gradient, slope)
    close(found.hessian, curvature)
