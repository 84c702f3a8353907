"""The compiled kernels against their NumPy twin and against finite differences."""

import numpy as np
import pytest

from groundup.mechanics.kernels.probe import probe
from groundup.mechanics.kinematics import couple, forward, marker_positions
from groundup.mechanics.plan import make_plan
from groundup.mechanics.twin.fit import gauss_newton_hessian, gradient, objective
from tests.mechanics.random_chain import random_chain

AGREEMENT = 1e-9


class Case:
    """A random chain at a random pose with noisy, partly missing targets and priors on some coordinates."""

    def __init__(self, seed):
        self.topology, self.parameters = random_chain(seed)
        rng = np.random.default_rng(100 + seed)
        count, markers = len(self.topology.independent), len(self.topology.marker_body)
        self.q = couple(self.topology, rng.normal(size=(1, count)) * 0.5)
        self.targets = marker_positions(self.topology, self.parameters, self.q) + rng.normal(
            size=(1, markers, 3)
        )
        self.targets[0, rng.choice(markers, 4, replace=False)] = np.nan
        self.weights = rng.uniform(0.5, 3.0, markers)
        self.weights[1] = 0.0
        self.prior_mean = rng.normal(size=count)
        self.prior_weight = rng.uniform(0.0, 2.0, count) * (rng.random(count) < 0.6)
        self.plan = make_plan(self.topology, self.parameters, None, self.prior_weight)

    @property
    def problem(self):
        return self.targets, self.weights, self.prior_mean, self.prior_weight

    def probe(self, full):
        plan = self.plan
        bodies, columns = len(plan.body_int), len(plan.column_coordinate)
        order = plan.marker_order
        seen = np.isfinite(self.targets[0]).all(axis=1)
        out = [np.empty((bodies, 9)), np.empty((bodies, 3)), np.empty((len(order), 3)), np.empty(columns)]
        out.append(np.zeros((columns, columns)))
        rows = plan.prior_int[:, 0]
        value = probe(
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
            plan.prior_int,
            np.ascontiguousarray(np.stack([self.prior_weight[rows], self.prior_mean[rows]], axis=1)),
            np.nan_to_num(self.targets[0])[order],
            np.where(seen, self.weights, 0.0)[order],
            self.q[0],
            full,
            *out,
        )
        return value, *out


@pytest.fixture(params=range(5))
def case(request):
    return Case(request.param)


def test_poses_and_markers_equal_the_twin(case):
    rotation, position = forward(case.topology, case.parameters, case.q)
    markers = marker_positions(case.topology, case.parameters, case.q)
    _, found_rotation, found_position, found_markers, _, _ = case.probe(0.0)
    np.testing.assert_allclose(found_rotation.reshape(-1, 3, 3), rotation[0], atol=AGREEMENT)
    np.testing.assert_allclose(found_position, position[0], atol=AGREEMENT)
    np.testing.assert_allclose(found_markers, markers[0][case.plan.marker_order], atol=AGREEMENT)


def test_objective_gradient_and_hessian_equal_the_twin(case):
    value, _, _, _, slope, lower = case.probe(0.0)
    columns = case.plan.column_coordinate
    by_twin = gradient(case.topology, case.parameters, case.q, *case.problem)[0, columns]
    hessian = gauss_newton_hessian(
        case.topology, case.parameters, case.q, case.targets, case.weights, case.prior_weight
    )[0][np.ix_(columns, columns)]
    expected = objective(case.topology, case.parameters, case.q, *case.problem)[0]
    assert value == pytest.approx(expected, rel=AGREEMENT)
    np.testing.assert_allclose(slope, by_twin, atol=AGREEMENT * np.abs(by_twin).max())
    np.testing.assert_allclose(lower, np.tril(hessian), atol=AGREEMENT * np.abs(hessian).max())


def test_gradient_and_exact_hessian_against_finite_differences(case):
    _, _, _, _, slope, lower = case.probe(1.0)
    columns = case.plan.column_coordinate
    hessian = lower + np.tril(lower, -1).T
    step = 1e-30
    by_step = np.empty(len(columns))
    second = np.empty((len(columns), len(columns)))
    for k, c in enumerate(columns):
        moved = case.q.astype(complex)
        moved[0, c] += 1j * step
        by_step[k] = objective(case.topology, case.parameters, moved, *case.problem)[0].imag / step
        second[k] = gradient(case.topology, case.parameters, moved, *case.problem)[0, columns].imag / step
    np.testing.assert_allclose(slope, by_step, atol=AGREEMENT * np.abs(by_step).max())
    np.testing.assert_allclose(hessian, second, atol=AGREEMENT * np.abs(second).max())
