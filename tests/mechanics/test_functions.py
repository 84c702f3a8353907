"""Curves of any degree: the NumPy form and the compiled one against numpy's own polynomials."""

import numpy as np
import pytest

from groundup.mechanics.functions import evaluate
from groundup.mechanics.local_fit import local_fit
from groundup.mechanics.tree import Functions, Parameters, Topology

SIXTH = np.array([0.3, -0.5, 0.2, 0.7, -0.4, 1.1, 0.25])
# A quintic on [0, 1] between a parabola below and a line above, each with its own origin.
QUINTIC = Functions(
    piece_start=np.array([0, 1]),
    piece_count=np.array([1, 3]),
    breaks=np.array([-np.inf, np.inf, -np.inf, 0.0, 1.0, np.inf]),
    coefficients=np.array(
        [
            SIXTH,
            [0.0, 0.0, 0.0, 0.0, 2.0, -1.0, 0.5],
            [0.0, 1.0, -2.0, 0.5, 2.0, -1.0, 0.5],
            [0.0, 0.0, 0.0, 0.0, 0.0, 3.0, 1.0],
        ]
    ),
)
POINTS = (-1.7, -0.3, 0.2, 0.9, 1.4)


def expected(index: int, x: float, order: int) -> float:
    if index == 0:
        return float(np.polyval(np.polyder(SIXTH, order), x))
    row = QUINTIC.coefficients[1 if x < 0.0 else 2 if x < 1.0 else 3]
    return float(np.polyval(np.polyder(row, order), x - 1.0 if x >= 1.0 else x))


@pytest.mark.parametrize("index", [0, 1])
@pytest.mark.parametrize("order", [0, 1, 2])
def test_values_and_derivatives_are_those_of_the_polynomials(index: int, order: int) -> None:
    found = evaluate(QUINTIC, index, np.array(POINTS), order)
    np.testing.assert_allclose(found, [expected(index, x, order) for x in POINTS], rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("index", [0, 1])
@pytest.mark.parametrize("x", POINTS)
def test_the_compiled_form_agrees(index: int, x: float) -> None:
    """A marker on a slide that follows the curve, pulled towards the origin: f, f f' and f'^2 + f f''."""
    eye = np.eye(3)[None]
    topology = Topology(
        parent=np.array([-1]),
        slot_coordinate=np.array([[-1, -1, -1, 0, -1, -1]]),
        slot_function=np.array([[-1, -1, -1, index, -1, -1]]),
        independent=np.array([0]),
        coupler_function=np.array([-1]),
        marker_body=np.array([0]),
        functions=QUINTIC,
    )
    zero = np.zeros((1, 3))
    parameters = Parameters(
        eye, eye, np.ones((1, 6)), np.zeros((1, 6)), eye, zero, eye, zero, np.ones(1), zero, eye, zero
    )
    none = np.zeros(1)
    fit = local_fit(topology, parameters, np.array([x]), zero, np.ones(1), none, none, exact=True)
    value, slope, bend = (expected(index, x, order) for order in range(3))
    np.testing.assert_allclose(fit.markers[0, 0], value, rtol=1e-13)
    np.testing.assert_allclose(fit.gradient[0], value * slope, rtol=1e-12)
    np.testing.assert_allclose(fit.hessian[0, 0], slope**2 + value * bend, rtol=1e-12)
