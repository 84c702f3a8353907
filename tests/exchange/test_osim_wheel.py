"""Small models and our own, placed by OpenSim where its wheel is installed."""

from pathlib import Path

import numpy as np
import pytest

from groundup.body.default_chain import default_chain
from groundup.exchange.osim.read import read_osim
from groundup.exchange.osim.write import osim_text
from groundup.mechanics.kinematics import forward, marker_positions
from tests.exchange.osim_snippets import LINE, coordinate, joint4, model3, model4, save, transform
from tests.exchange.test_osim_read import JOINTS, OFFSETS, coordinates
from validation import opensim_wheel

pytestmark = [
    pytest.mark.skipif(not opensim_wheel.available(), reason=opensim_wheel.ABSENT),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
KNOTS = "<x>-1 -0.4 0.1 0.7 1.2 2 2.5 3</x><y>0.1 0.3 -0.2 0.4 0.2 0 0.3 0.1</y>"
FUNCTIONS = {
    "line": LINE,
    "steep line": "<LinearFunction><coefficients>-1.5 0.2</coefficients></LinearFunction>",
    "polynomial": "<PolynomialFunction><coefficients>0.1 -0.2 0 0.3 -0.5</coefficients></PolynomialFunction>",
    "spline": f"<SimmSpline>{KNOTS}</SimmSpline>",
    "old spline": f"<NaturalCubicSpline>{KNOTS}</NaturalCubicSpline>",
    "spline of 3": "<SimmSpline><x>0 1 2.5</x><y>0 0.5 0.2</y></SimmSpline>",
    "straight": f"<PiecewiseLinearFunction>{KNOTS}</PiecewiseLinearFunction>",
    "multiplied": f"<MultiplierFunction><function>{LINE}</function><scale>1</scale></MultiplierFunction>",
    **{f"gcv {m}": f"<GCVSpline><half_order>{m}</half_order>{KNOTS}</GCVSpline>" for m in (1, 2, 3, 4)},
}


def agrees(path: Path, seed: int = 0) -> None:
    """Same rotations, markers and kinds of coordinates as OpenSim, knots' range left on both sides."""
    model = read_osim(path)
    chain = model.chain
    poses = np.random.default_rng(seed).uniform(-1.5, 3.5, (20, len(chain.coordinates)))
    placed = opensim_wheel.place(path, poses, chain.coordinate_names, chain.bodies, chain.markers)
    rotation, position = forward(chain.topology, chain.parameters, poses)
    np.testing.assert_allclose(rotation, placed.rotation, atol=1e-9)
    np.testing.assert_allclose(position, placed.position, atol=1e-9)
    marker = marker_positions(chain.topology, chain.parameters, poses)
    np.testing.assert_allclose(marker, placed.marker, atol=1e-9)
    assert dict(zip(chain.coordinate_names, model.motion_type, strict=True)) == placed.motion_type


@pytest.mark.parametrize("kind", JOINTS)
def test_joints(tmp_path: Path, kind: str) -> None:
    agrees(save(tmp_path, model4(joint4(kind, coordinates(JOINTS[kind][0]), **OFFSETS))))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions(tmp_path: Path, name: str) -> None:
    inside = transform(
        rotation1=("1 2 2", "q0", FUNCTIONS[name]), translation2=("0 2 1", "q1", FUNCTIONS[name])
    )
    agrees(save(tmp_path, model4(joint4("CustomJoint", coordinates(2), inside, **OFFSETS))))


@pytest.mark.parametrize("reverse", ["", "<reverse>true</reverse>"])
def test_older_joint_with_many_digits(tmp_path: Path, reverse: str) -> None:
    place = (
        "<location_in_parent>0.123456789 2e-7 -12.3456789</location_in_parent>"
        "<orientation_in_parent>0.987654321 -0.1 3</orientation_in_parent>"
        f"<location>1 2 3</location><orientation>0.3333333333 0 0</orientation>{reverse}"
    )
    agrees(save(tmp_path, model3("BallJoint", coordinates(3), place=place)))


def test_a_joint_turned_round(tmp_path: Path) -> None:
    text = joint4("PinJoint", coordinate("q0"), parent="/bodyset/b", child="/ground", **OFFSETS)
    agrees(save(tmp_path, model4(text)))


def test_our_chain_in_opensim(tmp_path: Path) -> None:
    chain = default_chain(landmarks={"left_asis": "LASI", "right_heel": "RHEE"})
    agrees(save(tmp_path, osim_text(chain, "ours")))
