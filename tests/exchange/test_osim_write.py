"""Models written and read again: the same chain, with every kind of curve, joint and coupler."""

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from groundup.body.chain import Chain, Coordinate
from groundup.body.default_chain import default_chain
from groundup.exchange.osim.curves import Curve, pack
from groundup.exchange.osim.read import read_osim
from groundup.exchange.osim.write import osim_text
from groundup.exchange.osim.write_functions import function_element
from groundup.exchange.osim.xml_text import safe_names
from groundup.mechanics.kinematics import couple, forward, marker_positions
from groundup.quantities import GroundupError
from tests.exchange.osim_snippets import LINE, coordinate, coupler, joint4, model4, save, transform
from tests.mechanics.random_chain import random_chain

KNOTS = "<x>-1 -0.4 0.1 0.7 1.2 2 2.5 3</x><y>0.1 0.3 -0.2 0.4 0.2 0 0.3 0.1</y>"
FUNCTIONS = {
    "line": "<LinearFunction><coefficients>-1.5 0.2</coefficients></LinearFunction>",
    "polynomial": "<PolynomialFunction><coefficients>0.1 0 -0.2 0 1 -0.5</coefficients></PolynomialFunction>",
    "spline": f"<SimmSpline>{KNOTS}</SimmSpline>",
    "straight": f"<PiecewiseLinearFunction>{KNOTS}</PiecewiseLinearFunction>",
    **{f"gcv {m}": f"<GCVSpline><half_order>{m}</half_order>{KNOTS}</GCVSpline>" for m in (1, 2, 3, 4)},
}


def same_kinematics(chain: Chain, again: Chain, poses: int = 20) -> None:
    """Same bodies, markers and coordinates by name, in the same places at random poses."""
    assert set(chain.bodies) == set(again.bodies)
    assert set(chain.coordinate_names) == set(again.coordinate_names)
    order = [chain.coordinate(name) for name in again.coordinate_names]
    free = np.random.default_rng(0).uniform(-1.5, 1.5, (poses, len(order)))
    pose = couple(chain.topology, free)
    np.testing.assert_allclose(couple(again.topology, free[:, order]), pose[:, order], atol=1e-12)
    first = forward(chain.topology, chain.parameters, pose)
    second = forward(again.topology, again.parameters, pose[:, order])
    bodies = [again.body(name) for name in chain.bodies]
    np.testing.assert_allclose(second[0][:, bodies], first[0], atol=1e-12)
    np.testing.assert_allclose(second[1][:, bodies], first[1], atol=1e-12)
    np.testing.assert_allclose(
        marker_positions(again.topology, again.parameters, pose[:, order]),
        marker_positions(chain.topology, chain.parameters, pose),
        atol=1e-12,
    )


def again(folder: Path, chain: Chain) -> Chain:
    return read_osim(save(folder, osim_text(chain, "again"))).chain


def test_the_default_chain_returns(tmp_path: Path) -> None:
    chain = default_chain(landmarks={"left_asis": "LASI", "right_heel": "RHEE"})
    back = again(tmp_path, chain)
    same_kinematics(chain, back)
    assert back.markers == chain.markers
    for name, mass in zip(chain.bodies, chain.parameters.mass, strict=True):
        b, other = chain.body(name), back.body(name)
        assert back.parameters.mass[other] == mass
        np.testing.assert_array_equal(back.parameters.inertia[other], chain.parameters.inertia[b])
        np.testing.assert_array_equal(
            back.parameters.centre_of_mass[other], chain.parameters.centre_of_mass[b]
        )
    for one in chain.coordinates:
        two = back.coordinates[back.coordinate(one.name)]
        assert (two.lower, two.upper, two.default, two.locked, two.rotational) == (
            one.lower,
            one.upper,
            one.default,
            one.locked,
            one.rotational,
        )


@pytest.mark.parametrize("name", FUNCTIONS)
def test_curves_return(tmp_path: Path, name: str) -> None:
    inside = transform(
        rotation1=("0 1 0", "q1", LINE),
        rotation2=("1 2 2", "q0", FUNCTIONS[name]),
        translation3=("0 3 4", "q0", FUNCTIONS[name]),
    )
    both = coordinate("q0") + coordinate("q1", "<default_value>0.5</default_value><locked>true</locked>")
    text = model4(
        joint4(
            "CustomJoint",
            both,
            inside,
            parent_turn="0.1 1.2 -3",
            child_offset="1 2 3",
        ),
        extra=coupler("q1", "q0", FUNCTIONS[name]),
    )
    chain = read_osim(save(tmp_path, text)).chain
    same_kinematics(chain, again(tmp_path, chain))


@pytest.mark.parametrize("scale", [1.0, -0.3])
def test_scaled_and_raised_curves_return(tmp_path: Path, scale: float) -> None:
    inside = transform(translation1=("1 0 0", "q", FUNCTIONS["spline"]))
    chain = read_osim(save(tmp_path, model4(joint4("CustomJoint", coordinate("q"), inside)))).chain
    chain.parameters.slot_scale[0, 3] = scale
    chain.parameters.slot_offset[0, 3] = 0.25
    same_kinematics(chain, again(tmp_path, chain))


@pytest.mark.parametrize("seed", range(4))
def test_any_tree_returns(tmp_path: Path, seed: int) -> None:
    """Random trees with turned frames; their splines are no OpenSim function, so the identity instead."""
    topology, parameters = random_chain(seed)
    topology = topology._replace(
        slot_function=np.full_like(topology.slot_function, -1),
        coupler_function=np.full_like(topology.coupler_function, -1),
    )
    names = tuple(f"q{k}" for k in range(len(topology.independent)))
    turning = set(topology.slot_coordinate[:, :3].ravel())
    chain = Chain(
        bodies=tuple(f"b{k}" for k in range(len(topology.parent))),
        coordinates=tuple(Coordinate(n, rotational=k in turning) for k, n in enumerate(names)),
        markers=tuple(f"m{k}" for k in range(len(topology.marker_body))),
        topology=topology,
        parameters=parameters,
    )
    same_kinematics(chain, again(tmp_path, chain))


def test_a_coordinate_that_moves_nothing_stays(tmp_path: Path) -> None:
    inside = transform(rotation1=("0 1 0", "q", LINE))
    joint = joint4("CustomJoint", coordinate("idle") + coordinate("q"), inside)
    chain = read_osim(save(tmp_path, model4(joint))).chain
    same_kinematics(chain, again(tmp_path, chain))


def test_axes_of_a_joint_span_space() -> None:
    """A hinge about z beside unused slots whose axes also are z: OpenSim asks for three directions."""
    root = ET.fromstring(osim_text(default_chain(), "p"))
    for transformed in root.iter("SpatialTransform"):
        axes = np.array([[float(w) for w in a.findtext("axis", "").split()] for a in transformed])
        assert abs(np.linalg.det(axes[:3])) > 0.5
        assert abs(np.linalg.det(axes[3:])) > 0.5


def test_names_opensim_takes() -> None:
    assert safe_names(["R Knee", "LASI*", "a/b", "R_Knee", "ok.1"]) == (
        "R_Knee",
        "LASI_",
        "a_b",
        "R_Knee_2",
        "ok.1",
    )


def test_a_curve_opensim_has_not_is_refused() -> None:
    curve = Curve(np.array([0.0, 1.0, 2.0]), np.array([[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 5.0]]))
    assert len(pack([curve]).piece_count) == 1
    with pytest.raises(GroundupError, match="no OpenSim function"):
        function_element(curve)
