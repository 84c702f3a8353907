"""OpenSim's functions, against formulas and against conditions that define them."""

from pathlib import Path

import numpy as np
import pytest
from scipy.interpolate import CubicSpline

from groundup.exchange.osim.curves import Curve, natural_spline, pack, simm_spline
from groundup.exchange.osim.read import read_osim
from groundup.mechanics.functions import evaluate
from groundup.mechanics.kinematics import forward
from groundup.mechanics.tree import FloatArray
from tests.exchange.osim_snippets import LINE, coordinate, joint4, model4, save, transform

X = np.array([-1.0, -0.4, 0.1, 0.7, 1.2, 2.0, 2.5, 3.0])
Y = np.array([0.1, 0.3, -0.2, 0.4, 0.2, 0.0, 0.3, 0.1])
KNOTS = f"<x>{' '.join(map(str, X))}</x><y>{' '.join(map(str, Y))}</y>"
AT = np.linspace(-2.0, 4.0, 61)


def shift(folder: Path, function: str) -> FloatArray:
    """Where a slide goes that follows the function, at `AT`."""
    inside = transform(translation1=("1 0 0", "q", function))
    chain = read_osim(save(folder, model4(joint4("CustomJoint", coordinate("q"), inside)))).chain
    return forward(chain.topology, chain.parameters, AT[:, None])[1][:, -1, 0]


def at(curve: Curve, x: FloatArray, order: int = 0) -> FloatArray:
    return evaluate(pack([curve]), 0, x, order)


def multiplied(function: str, scale: str) -> str:
    return f"<MultiplierFunction><function>{function}</function><scale>{scale}</scale></MultiplierFunction>"


SIMPLE = {
    "constant": ("<Constant><value>0.7</value></Constant>", 0.7 + 0.0 * AT),
    "line": ("<LinearFunction><coefficients>-1.5 0.2</coefficients></LinearFunction>", -1.5 * AT + 0.2),
    "polynomial": (
        "<PolynomialFunction><coefficients>0.1 0 -0.2 0.3 0 1 -0.5</coefficients></PolynomialFunction>",
        0.1 * AT**6 - 0.2 * AT**4 + 0.3 * AT**3 + AT - 0.5,
    ),
    "multiplied": (multiplied(multiplied(LINE, "3"), "-2"), -6.0 * AT),
    "two points": (
        "<SimmSpline><x>0 2</x><y>1 5</y></SimmSpline>",
        2.0 * AT + 1.0,
    ),
}


@pytest.mark.parametrize("name", SIMPLE)
def test_formulas(tmp_path: Path, name: str) -> None:
    function, expected = SIMPLE[name]
    np.testing.assert_allclose(shift(tmp_path, function), expected, rtol=1e-13, atol=1e-13)


def test_piecewise_linear_goes_on_straight(tmp_path: Path) -> None:
    found = shift(tmp_path, f"<PiecewiseLinearFunction>{KNOTS}</PiecewiseLinearFunction>")
    expected = np.interp(AT, X, Y)
    expected = np.where(X[0] > AT, Y[0] + (AT - X[0]) * (Y[1] - Y[0]) / (X[1] - X[0]), expected)
    expected = np.where(X[-1] < AT, Y[-1] + (AT - X[-1]) * (Y[-1] - Y[-2]) / (X[-1] - X[-2]), expected)
    np.testing.assert_allclose(found, expected, atol=1e-14)


@pytest.mark.parametrize("tag", ["SimmSpline", "NaturalCubicSpline"])
def test_simm_spline(tmp_path: Path, tag: str) -> None:
    """Through the knots, twice continuous, end thirds those of the end cubics, straight beyond."""
    curve = simm_spline(X, Y)
    np.testing.assert_allclose(at(curve, X), Y, atol=1e-15)
    for order in (1, 2):
        jump = at(curve, X[1:-1] - 1e-9, order) - at(curve, X[1:-1] + 1e-9, order)
        assert np.abs(jump).max() < 1e-6
    thirds = 6.0 * curve.coefficients[:, 0]
    cubics = [np.polyfit(X[:4], Y[:4], 3)[0], np.polyfit(X[-4:], Y[-4:], 3)[0]]
    np.testing.assert_allclose(thirds[[0, -1]], 6.0 * np.array(cubics), rtol=1e-9)
    assert np.all(at(curve, np.array([-2.0, 4.0]), 2) == 0.0)
    np.testing.assert_allclose(shift(tmp_path, f"<{tag}>{KNOTS}</{tag}>"), at(curve, AT), atol=1e-14)


def test_simm_spline_is_exact_on_a_cubic() -> None:
    """The end condition is the cubic's own third derivative, so a cubic comes back."""
    cubic = np.array([0.3, -0.2, 0.5, 1.0])
    curve = simm_spline(X, np.polyval(cubic, X))
    inside = AT[(X[0] < AT) & (X[-1] > AT)]
    np.testing.assert_allclose(at(curve, inside), np.polyval(cubic, inside), atol=1e-13)


def test_natural_cubic_is_scipys() -> None:
    expected = CubicSpline(X, Y, bc_type="natural")
    inside = AT[(X[0] < AT) & (X[-1] > AT)]
    np.testing.assert_allclose(at(natural_spline(X, Y, 2), inside), expected(inside), atol=1e-13)


@pytest.mark.parametrize("half_order", [1, 2, 3, 4])
def test_gcv_spline(tmp_path: Path, half_order: int) -> None:
    """Through the knots; derivatives run on through every knot up to degree - 1; degree m - 1 beyond."""
    curve = natural_spline(X, Y, half_order)
    np.testing.assert_allclose(at(curve, X), Y, atol=1e-12)
    for k, x in enumerate(X):
        left, right = curve.coefficients[k], curve.coefficients[k + 1]
        origin = 0.0 if k == 0 else X[k - 1]
        for order in range(2 * half_order - 1):
            before = np.polyval(np.polyder(left, order), x - origin)
            after = np.polyval(np.polyder(right, order), 0.0)
            np.testing.assert_allclose(before, after, rtol=1e-7, atol=1e-7)
    assert np.all(curve.coefficients[[0, -1], :-half_order] == 0.0)
    function = f"<GCVSpline><half_order>{half_order}</half_order><error_variance>0</error_variance>{KNOTS}"
    np.testing.assert_allclose(
        shift(tmp_path, f"{function}</GCVSpline>"), at(curve, AT), rtol=1e-9, atol=1e-9
    )
