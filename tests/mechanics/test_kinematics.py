import numpy as np
import pytest

from groundup.mechanics.functions import evaluate
from groundup.mechanics.kinematics import couple, forward, marker_jacobian, marker_positions
from tests.mechanics.random_chain import functions, random_chain, simple_chain

TINY = 1e-30


def test_functions_differentiate_and_run_on_straight():
    table = functions()
    x = np.array([-2.0, -0.81, -0.5, 0.0, 0.31, 0.89, 0.95, 3.0])
    for index in (-1, 0, 1):
        for order in (0, 1):
            by_complex_step = evaluate(table, index, x + 1j * TINY, order).imag / TINY
            np.testing.assert_allclose(evaluate(table, index, x, order + 1), by_complex_step, atol=1e-13)
    beyond = evaluate(table, 1, np.array([0.9, 1.9, 2.9]))
    assert np.diff(beyond, 2) == pytest.approx(0.0, abs=1e-12)


def test_one_hinge_by_hand():
    topology, parameters = simple_chain()
    q = np.zeros((1, 10))
    q[0, 9] = np.pi / 2  # last body turns about x: its y axis points along z
    rotation, position = forward(topology, parameters, q)
    np.testing.assert_allclose(rotation[0, 2] @ [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], atol=1e-15)
    np.testing.assert_allclose(position[0, 2], [0.0, -0.5, 0.1], atol=1e-15)


def test_sequence_of_rotations_is_body_fixed():
    topology, parameters = simple_chain()
    q = np.zeros((1, 10))
    q[0, 3:6] = [0.3, -0.4, 0.5]
    from groundup.mechanics.rotation import from_cardan

    rotation, _ = forward(topology, parameters, q)
    np.testing.assert_allclose(rotation[0, 0], from_cardan("xyz", q[0, 3:6]), atol=1e-15)


@pytest.mark.parametrize("seed", range(4))
def test_marker_jacobian_against_complex_step(seed):
    topology, parameters = random_chain(seed)
    rng = np.random.default_rng(seed)
    count = len(topology.independent)
    q = couple(topology, rng.normal(size=(3, count)) * 0.5)
    jacobian = marker_jacobian(topology, parameters, q)
    for c in range(count):
        if topology.independent[c] != c:
            assert not jacobian[..., c].any()
            continue
        stepped = q.astype(complex)
        stepped[:, c] += 1j * TINY
        moved = marker_positions(topology, parameters, couple(topology, stepped)).imag / TINY
        np.testing.assert_allclose(jacobian[..., c], moved, atol=1e-12)


def test_members_are_solved_side_by_side():
    topology, first = random_chain(2)
    _, second = random_chain(3)
    members = type(first)(*(np.stack(pair) for pair in zip(first, second, strict=True)))
    q = couple(topology, np.random.default_rng(0).normal(size=(5, len(topology.independent))) * 0.4)
    for e, single in enumerate((first, second)):
        np.testing.assert_allclose(
            marker_positions(topology, members, q)[e], marker_positions(topology, single, q), atol=1e-14
        )
        np.testing.assert_allclose(
            marker_jacobian(topology, members, q)[e], marker_jacobian(topology, single, q), atol=1e-13
        )
