"""Products and solutions by pieces against NumPy's own, for sizes below, at and beyond a piece."""

import numpy as np
import pytest

from groundup.body.one_thread import solve_definite, summed_products


@pytest.mark.parametrize("size", [1, 31, 32, 33, 177, 330])
def test_solution_by_blocks_solves_an_ill_scaled_system(size):
    rng = np.random.default_rng(size)
    rows = rng.normal(size=(3 * size, size)) * np.geomspace(1.0, 1e3, size)
    matrix, truth = rows.T @ rows, rng.normal(size=size)
    np.testing.assert_allclose(solve_definite(matrix, matrix @ truth), truth, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("shape", [(1, 2, 3, 1), (5, 29, 177, 178), (3, 156, 21, 21)])
def test_sum_of_products_by_pieces(shape):
    frames, rows, left, right = shape
    rng = np.random.default_rng(rows)
    a, b = rng.normal(size=(frames, rows, left)), rng.normal(size=(frames, rows, right))
    np.testing.assert_allclose(summed_products(a, b), np.einsum("frp,frq->pq", a, b), atol=1e-11)
