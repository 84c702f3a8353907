"""Inverse dynamics against OpenSim's own solver, and the one place where that is wrong."""

import functools
import warnings
from pathlib import Path

import numpy as np
import pytest

from bench.opensim_dynamics import (
    OpenSimDynamics,
    knees,
    left_out_by_simbody,
    missing_acceleration,
    random_motion,
)
from groundup.exchange.osim.read import read_osim
from groundup.mechanics.inverse_dynamics import inverse_dynamics
from groundup.mechanics.twin.dynamics import body_motion

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
PLAIN = (
    "opensim_gait2392_subject01/ik_test/subject01_simbody.osim",
    "opensim_gait2392_subject01/tutorial5_scale_walk/gait2354_simbody.osim",
)
COUPLED = (
    "opensim_rajagopal_3dwalking/subject_walk_scaled.osim",
    "bmclab_running_opensim/Rajagopal2015_scaled2.osim",
)
AXES = ("1 0 0", "0 0 1", "0 1 0")
CURVES = ("0.3 1.0 0.0", "0.5 -0.4 0.1", "-0.6 0.8 0.0")


def one_joint(shape):
    """A model of one body; `shape` gives the coordinate of each of its three rotations."""
    moving = "".join(
        f'<TransformAxis name="rotation{k + 1}"><coordinates>{name}</coordinates><axis>{axis}</axis>'
        f"<PolynomialFunction><coefficients>{curve}</coefficients></PolynomialFunction></TransformAxis>"
        for k, (name, axis, curve) in enumerate(zip(shape, AXES, CURVES, strict=True))
    )
    still = "".join(
        f'<TransformAxis name="translation{k + 1}"><coordinates/><axis>{axis}</axis>'
        "<Constant><value>0</value></Constant></TransformAxis>"
        for k, axis in enumerate(("1 0 0", "0 1 0", "0 0 1"))
    )
    coordinates = "".join(f'<Coordinate name="{name}"/>' for name in dict.fromkeys(shape))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSimDocument Version="40500"><Model name="one">
<BodySet><objects><Body name="b"><mass>3</mass><mass_center>0.1 -0.3 0.05</mass_center>
<inertia>0.2 0.1 0.25 0.01 0.02 -0.01</inertia></Body></objects></BodySet>
<JointSet><objects><CustomJoint name="j"><socket_parent_frame>/ground</socket_parent_frame>
<socket_child_frame>/bodyset/b</socket_child_frame><coordinates>{coordinates}</coordinates>
<SpatialTransform>{moving}{still}</SpatialTransform></CustomJoint></objects></JointSet>
</Model></OpenSimDocument>"""


def opensim(path, chain):
    with warnings.catch_warnings():
        # The wheel's own binding layer warns on import.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            return OpenSimDynamics(path, chain.coordinate_names)
        except ImportError:
            pytest.skip("the opensim wheel is not installed")


@functools.cache
def solved(path):
    """Read a model and give its chain, OpenSim's view of it, a random motion, both programs' forces."""
    if not path.is_file():
        pytest.skip(f"{path.name} is not in ../shared/data")
    model = read_osim(path)
    chain = model.chain
    other = opensim(path, chain)
    motion = random_motion(model.coordinate_range, frames=20)
    own = inverse_dynamics(chain.topology, chain.parameters, *motion, gravity=tuple(model.gravity))
    return chain, other, motion, own.generalised_force, other.forces(*motion)


def spin_rate(other, q, u, a, body):
    """(F, 3) rate of OpenSim's own angular velocity by fourth-order differences along the movement."""
    h = 1e-3

    def spin(t):
        return other.spins(q + t * u + 0.5 * t * t * a, u + t * a, body)

    return (8 * (spin(h) - spin(-h)) - (spin(2 * h) - spin(-2 * h))) / (12 * h)


@pytest.mark.parametrize("name", PLAIN)
def test_equals_opensim_where_each_rotation_has_its_own_coordinate(name):
    _, _, _, own, theirs = solved(DATA / name)
    assert np.abs(theirs).max() > 100.0
    assert np.abs(own - theirs).max() <= 1e-9


@pytest.mark.parametrize("name", COUPLED)
def test_equals_opensim_once_what_simbody_leaves_out_is_added(name):
    chain, _, (q, u, _), own, theirs = solved(DATA / name)
    assert len(knees(chain)) == 2
    assert np.abs(own - theirs).max() > 1e-2
    assert np.abs(own - (theirs + left_out_by_simbody(chain, q, u))).max() <= 1e-9


@pytest.mark.parametrize("name", COUPLED)
def test_opensims_own_velocities_confirm_our_knee(name):
    chain, other, motion, _, _ = solved(DATA / name)
    turning = body_motion(chain.topology, chain.parameters, *motion).angular_acceleration
    for b in knees(chain):
        differenced = spin_rate(other, *motion, chain.bodies[b])
        missing = missing_acceleration(chain, *motion[:2], b)
        assert np.abs(turning[:, b] - differenced).max() < 1e-5 * np.abs(differenced).max()
        assert np.abs(turning[:, b] - missing - differenced).max() > 100e-5 * np.abs(differenced).max()


@pytest.mark.parametrize(
    ("shape", "defective"), [(("x", "y", "z"), False), (("x", "x", "x"), True), (("x", "y", "y"), False)]
)
def test_one_body_on_curves(tmp_path, shape, defective):
    """The same, on a joint small enough to see through, without any recording."""
    path = tmp_path / "one.osim"
    path.write_text(one_joint(shape))
    chain, other, motion, own, theirs = solved(path)
    differenced = spin_rate(other, *motion, "b")
    turning = body_motion(chain.topology, chain.parameters, *motion).angular_acceleration[:, 0]
    assert np.abs(turning - differenced).max() < 1e-6 * np.abs(differenced).max()
    apart = np.abs(own - theirs).max()
    assert (apart > 1e-3) == defective
    assert np.abs(own - theirs - left_out_by_simbody(chain, *motion[:2])).max() <= 1e-9
