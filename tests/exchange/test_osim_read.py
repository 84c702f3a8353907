"""Joints, frames, coordinates and couplers of small models, against rotations composed by scipy."""

from pathlib import Path

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from groundup.exchange.osim.model import COUPLED, ROTATIONAL, TRANSLATIONAL, OsimModel
from groundup.exchange.osim.read import read_osim
from groundup.mechanics.kinematics import couple, forward, marker_positions
from groundup.mechanics.tree import FloatArray
from tests.exchange.osim_snippets import (
    LINE,
    coordinate,
    coupler,
    joint4,
    model3,
    model4,
    save,
    transform,
)

MARKER = np.array([0.1, 0.2, 0.3])
OFFSETS = {
    "parent_offset": "0.1 0.2 0.3",
    "parent_turn": "0.3 -0.2 0.5",
    "child_offset": "0.05 -0.1 0.02",
    "child_turn": "-0.4 0.1 0.2",
}


def frame(turn: FloatArray, shift: FloatArray) -> FloatArray:
    """(4, 4) from a rotation matrix and an origin."""
    placed = np.eye(4)
    placed[:3, :3], placed[:3, 3] = turn, shift
    return placed


def xyz(*angles: float) -> FloatArray:
    """Body-fixed x, y, z."""
    return np.asarray(Rotation.from_euler("XYZ", angles).as_matrix())


def about(axis: list[float], angle: float) -> FloatArray:
    unit = np.array(axis) / np.linalg.norm(axis)
    return np.asarray(Rotation.from_rotvec(unit * angle).as_matrix())


BEFORE = frame(xyz(0.3, -0.2, 0.5), np.array([0.1, 0.2, 0.3]))
AFTER = frame(xyz(-0.4, 0.1, 0.2), np.array([0.05, -0.1, 0.02]))


def coordinates(count: int) -> str:
    return "".join(coordinate(f"q{k}") for k in range(count))


def body_pose(model: OsimModel, pose: FloatArray, body: int = -1) -> FloatArray:
    chain = model.chain
    rotation, position = forward(chain.topology, chain.parameters, pose[None])
    return frame(rotation[0, body], position[0, body])


Q = np.array([0.4, -0.7, 1.1, 0.2, -0.3, 0.6])
JOINTS = {
    "WeldJoint": (0, np.eye(3), np.zeros(3)),
    "PinJoint": (1, about([0, 0, 1], Q[0]), np.zeros(3)),
    "SliderJoint": (1, np.eye(3), np.array([Q[0], 0.0, 0.0])),
    "UniversalJoint": (2, xyz(Q[0], Q[1], 0.0), np.zeros(3)),
    "BallJoint": (3, xyz(*Q[:3]), np.zeros(3)),
    "GimbalJoint": (3, xyz(*Q[:3]), np.zeros(3)),
    "PlanarJoint": (3, about([0, 0, 1], Q[0]), np.array([Q[1], Q[2], 0.0])),
    "FreeJoint": (6, xyz(*Q[:3]), Q[3:]),
}


@pytest.mark.parametrize("kind", JOINTS)
def test_joint_between_offset_frames(tmp_path: Path, kind: str) -> None:
    count, turn, shift = JOINTS[kind]
    model = read_osim(save(tmp_path, model4(joint4(kind, coordinates(count), **OFFSETS))))
    expected = BEFORE @ frame(turn, shift) @ np.linalg.inv(AFTER)
    np.testing.assert_allclose(body_pose(model, Q[:count]), expected, atol=1e-14)
    chain = model.chain
    marker = marker_positions(chain.topology, chain.parameters, Q[None, :count])[0, 0]
    np.testing.assert_allclose(marker, (expected @ [*MARKER, 1.0])[:3], atol=1e-14)


@pytest.mark.parametrize("kind", JOINTS)
def test_joint_of_the_older_layout(tmp_path: Path, kind: str) -> None:
    count, turn, shift = JOINTS[kind]
    place = (
        "<location_in_parent>0.1 0.2 0.3</location_in_parent>"
        "<orientation_in_parent>0.3 -0.2 0.5</orientation_in_parent>"
        "<location>0.05 -0.1 0.02</location><orientation>-0.4 0.1 0.2</orientation>"
    )
    model = read_osim(save(tmp_path, model3(kind, coordinates(count), place=place)))
    expected = BEFORE @ frame(turn, shift) @ np.linalg.inv(AFTER)
    np.testing.assert_allclose(body_pose(model, Q[:count]), expected, atol=1e-14)
    assert model.version == 30000
    assert model.notes == ()


@pytest.mark.parametrize("wrapped", [False, True])
def test_custom_joint(tmp_path: Path, wrapped: bool) -> None:
    """Rotations about three axes in turn, then shifts along axes of the parent's joint frame."""
    moving = {
        "rotation1": ("1 2 2", "q0", LINE),
        "rotation3": ("0 3 4", "q1", "<LinearFunction><coefficients>-2 0.1</coefficients></LinearFunction>"),
        "translation2": ("0 2 0", "q2", LINE),
        "translation3": ("0 0 1", "", "<Constant><value>0.25</value></Constant>"),
    }
    inside = transform(wrapped=wrapped, **moving)
    text = (
        model3("CustomJoint", coordinates(3), inside)
        if wrapped
        else model4(joint4("CustomJoint", coordinates(3), inside))
    )
    model = read_osim(save(tmp_path, text))
    turn = about([1, 2, 2], Q[0]) @ about([0, 3, 4], -2 * Q[1] + 0.1)
    np.testing.assert_allclose(body_pose(model, Q[:3]), frame(turn, np.array([0.0, Q[2], 0.25])), atol=1e-14)
    assert model.motion_type == (ROTATIONAL, COUPLED, TRANSLATIONAL)
    assert list(model.in_degrees) == [True, False, False]


def test_inertia_and_gravity(tmp_path: Path) -> None:
    tensor = [[0.1, 0.01, 0.02], [0.01, 0.2, 0.03], [0.02, 0.03, 0.3]]
    for text in (
        model4(joint4("WeldJoint"), extra="<gravity>0 0 -9.5</gravity>"),
        model3("WeldJoint", "", extra="<gravity>0 0 -9.5</gravity>"),
    ):
        model = read_osim(save(tmp_path, text))
        body = model.chain.body("b")
        parameters = model.chain.parameters
        assert parameters.mass[body] == 2.0
        np.testing.assert_array_equal(parameters.centre_of_mass[body], [0.0, 0.1, 0.0])
        np.testing.assert_array_equal(parameters.inertia[body], tensor)
        np.testing.assert_array_equal(model.gravity, [0.0, 0.0, -9.5])


def test_coordinates_keep_what_the_file_says(tmp_path: Path) -> None:
    said = (
        coordinate("a", "<default_value>0.3</default_value><range>-1 2</range><clamped>true</clamped>")
        + coordinate("b", "<range>-0.5 0.5</range><clamped>false</clamped><locked>true</locked>")
        + coordinate("c", "<range>-Inf Inf</range><clamped>true</clamped>")
    )
    model = read_osim(save(tmp_path, model4(joint4("BallJoint", said))))
    a, b, c = model.chain.coordinates
    assert (a.lower, a.upper, a.default, a.locked) == (-1.0, 2.0, 0.3, False)
    assert (b.lower, b.upper, b.locked) == (-np.inf, np.inf, True)
    assert (c.lower, c.upper, c.default, c.locked) == (-np.inf, np.inf, 0.0, False)
    np.testing.assert_array_equal(model.coordinate_range[:2], [[-1.0, 2.0], [-0.5, 0.5]])


def test_coupler_is_an_exact_dependence(tmp_path: Path) -> None:
    function = "<PolynomialFunction><coefficients>2 0 0.1</coefficients></PolynomialFunction>"
    inside = coupler("q1", "q0", function, "<scale_factor>0.5</scale_factor>")
    model = read_osim(save(tmp_path, model4(joint4("BallJoint", coordinates(3)), extra=inside)))
    assert list(model.chain.topology.independent) == [0, 0, 2]
    pose = couple(model.chain.topology, np.array([[0.4, 9.0, 0.3]]))
    np.testing.assert_allclose(pose, [[0.4, 0.5 * (2 * 0.16 + 0.1), 0.3]], rtol=1e-15)


def test_the_range_of_a_dependent_coordinate_binds_the_one_it_follows(tmp_path: Path) -> None:
    said = (
        coordinate("q0", "<range>-1 1</range><clamped>true</clamped>")
        + coordinate("q1", "<range>-0.6 1.4</range><clamped>true</clamped>")
        + coordinate("q2")
    )
    line = "<LinearFunction><coefficients>-2 0.4</coefficients></LinearFunction>"
    model = read_osim(save(tmp_path, model4(joint4("BallJoint", said), extra=coupler("q1", "q0", line))))
    leader = model.chain.coordinates[0]
    np.testing.assert_allclose([leader.lower, leader.upper], [-0.5, 0.5], rtol=1e-15)
    assert model.notes == ()
    bent = "<PolynomialFunction><coefficients>1 0 0</coefficients></PolynomialFunction>"
    model = read_osim(save(tmp_path, model4(joint4("BallJoint", said), extra=coupler("q1", "q0", bent))))
    assert (model.chain.coordinates[0].lower, model.chain.coordinates[0].upper) == (-1.0, 1.0)
    assert model.notes == ("the range of 'q1' does not bind: it follows 'q0'",)


def test_a_coupler_switched_off_is_noted(tmp_path: Path) -> None:
    for switch in ("<isEnforced>false</isEnforced>", "<isDisabled>true</isDisabled>"):
        inside = coupler("q1", "q0").replace("<isEnforced>true</isEnforced>", switch)
        model = read_osim(save(tmp_path, model4(joint4("BallJoint", coordinates(3)), extra=inside)))
        assert list(model.chain.topology.independent) == [0, 1, 2]
        assert "switched off" in model.notes[0]


def test_bodies_in_any_order_and_welds_stay(tmp_path: Path) -> None:
    joints = joint4("WeldJoint", parent="/bodyset/a", child="/bodyset/b", parent_offset="0 1 0") + joint4(
        "PinJoint", coordinate("q"), name="k", child="/bodyset/a"
    )
    model = read_osim(save(tmp_path, model4(joints, bodies="b a")))
    assert model.chain.bodies == ("a", "b")
    assert model.joints == ("k", "j")
    b = model.chain.body("b")
    np.testing.assert_allclose(
        body_pose(model, np.array([np.pi / 2]), b)[:3, 3], [-1.0, 0.0, 0.0], atol=1e-15
    )


def test_a_joint_from_body_to_ground_is_turned_round(tmp_path: Path) -> None:
    text = joint4("BallJoint", coordinates(3), parent="/bodyset/b", child="/ground", **OFFSETS)
    model = read_osim(save(tmp_path, model4(text)))
    expected = np.linalg.inv(BEFORE @ frame(xyz(*Q[:3]), np.zeros(3)) @ np.linalg.inv(AFTER))
    np.testing.assert_allclose(body_pose(model, Q[:3]), expected, atol=1e-14)


def test_offset_frames_may_lie_on_one_another(tmp_path: Path) -> None:
    held = (
        '<components><PhysicalOffsetFrame name="deep"><socket_parent>/jointset/j/before</socket_parent>'
        "<translation>0 0 1</translation></PhysicalOffsetFrame></components>"
    )
    marker = (
        '<Marker name="m"><socket_parent_frame>/deep</socket_parent_frame><location>1 0 0</location></Marker>'
        '<Marker name="g"><socket_parent_frame>/ground</socket_parent_frame>'
        "<location>4 5 6</location></Marker>"
    )
    joint = joint4("WeldJoint", parent_turn=f"0 {np.pi / 2!r} 0", parent_offset="0 2 0")
    model = read_osim(save(tmp_path, model4(joint, markers=marker, extra=held)))
    chain = model.chain
    assert chain.bodies == ("ground", "b")
    found = marker_positions(chain.topology, chain.parameters, np.zeros((1, 0)))[0]
    # The turned frame has z along the ground's x and x along its -z.
    np.testing.assert_allclose(found, [[1.0, 2.0, -1.0], [4.0, 5.0, 6.0]], atol=1e-15)


def test_sets_in_files_of_their_own(tmp_path: Path) -> None:
    own = (
        '<OpenSimDocument Version="30000"><MarkerSet><objects><Marker name="far"><body>b</body>'
        "<location>1 2 3</location></Marker></objects></MarkerSet></OpenSimDocument>"
    )
    (tmp_path / "markers.xml").write_text(own)
    text = model3("WeldJoint", "")
    start, end = text.index("<MarkerSet>"), text.index("</MarkerSet>") + len("</MarkerSet>")
    model = read_osim(save(tmp_path, text[:start] + '<MarkerSet file="markers.xml"/>' + text[end:]))
    assert model.chain.markers == ("far",)


def test_defaults_fill_what_is_left_out(tmp_path: Path) -> None:
    inside = '<defaults><Coordinate name="default"><locked>true</locked></Coordinate></defaults>'
    said = coordinate("a") + coordinate("b", "<locked>false</locked>")
    model = read_osim(save(tmp_path, model3("UniversalJoint", said, extra=inside)))
    assert [c.locked for c in model.chain.coordinates] == [True, False]


def test_older_joint_frames_are_rounded_as_opensim_does_and_it_is_said(tmp_path: Path) -> None:
    place = "<location_in_parent>0.123456789 0 0</location_in_parent>"
    model = read_osim(save(tmp_path, model3("WeldJoint", "", place=place)))
    assert model.chain.parameters.parent_position[0, 0] == 0.123457
    assert "rounded to 6 digits" in model.notes[0]


def test_forces_are_noted(tmp_path: Path) -> None:
    inside = (
        '<ForceSet><objects><Thelen2003Muscle name="a"/><Thelen2003Muscle name="b"/></objects></ForceSet>'
    )
    model = read_osim(save(tmp_path, model4(joint4("WeldJoint"), extra=inside)))
    assert model.notes == ("ForceSet was read and is not used: 2 Thelen2003Muscle",)
