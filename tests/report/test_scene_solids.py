"""The bones: closed, facing outward, as long as the person's; the still image of them."""

import xml.etree.ElementTree as ET
from importlib import resources

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundup.mechanics.rotation import from_cardan
from groundup.quantities import Side
from groundup.report.deviation import Level, Link
from groundup.report.palette import BONE, FILLS, SIDES, SURFACES
from groundup.report.scene import bones
from groundup.report.scene.arrow import arrow
from groundup.report.scene.camera import Camera, distance_for
from groundup.report.scene.packing import pack, quaternions
from groundup.report.scene.scene import scene_of
from groundup.report.scene.section import scene_section
from groundup.report.scene.solid import Solid, ellipsoid, tube
from groundup.report.scene.still import still
from groundup.report.scene.tints import tints
from groundup.report.scene.turn import turn_between
from tests.report import walker

MADE = {
    "femur": bones.femur(0.42),
    "tibia": bones.tibia(0.41),
    "talus": bones.talus(),
    "hindfoot": bones.hindfoot(),
    "forefoot": bones.forefoot(),
    "toes": bones.toes(),
    "pelvis": bones.pelvis(),
    "trunk": bones.trunk(),
    "arrow": arrow(np.array([0.1, 0.0, 0.2]), np.array([0.05, 0.7, 0.0])),
}


def pieces(solid: Solid) -> list[np.ndarray]:
    """Faces of each connected piece."""
    root = np.arange(len(solid.vertices))
    for _ in range(len(root)):
        low = root.copy()
        np.minimum.at(low, solid.faces.ravel(), np.repeat(root[solid.faces].min(axis=1), 3))
        if (low == root).all():
            break
        root = low
    owner = root[solid.faces[:, 0]]
    return [solid.faces[owner == k] for k in np.unique(owner)]


def volume(vertices: np.ndarray, faces: np.ndarray) -> float:
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    return float((a * np.cross(b, c)).sum() / 6.0)


@pytest.mark.parametrize("name", MADE)
def test_every_piece_is_closed_and_faces_outward(name: str) -> None:
    solid = MADE[name]
    for faces in pieces(solid):
        edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
        there, back = ({tuple(e) for e in edges[:, order].tolist()} for order in ([0, 1], [1, 0]))
        assert len(there) == len(edges), "an edge is walked once each way"
        assert there == back
        assert volume(solid.vertices, faces) > 0.0
    normals = solid.normals
    assert np.linalg.norm(normals, axis=1) == pytest.approx(1.0, abs=1e-6)


def test_an_ellipsoid_has_its_volume() -> None:
    solid = ellipsoid((0.1, 0.2, 0.3), (0.02, 0.03, 0.04), 48, 47)
    exact = 4.0 / 3.0 * np.pi * 0.02 * 0.03 * 0.04
    assert volume(solid.vertices - solid.vertices.mean(axis=0), solid.faces) == pytest.approx(exact, rel=0.01)


def test_a_tube_goes_through_its_rings() -> None:
    solid = tube([(0.0, 0.0, 0.0, 0.01, 0.02), (0.0, -0.4, 0.0, 0.01, 0.02)], 16, 1)
    walls = solid.vertices[:-2]
    assert np.unique(walls[:, 1].round(9)).tolist() == [-0.4, 0.0]
    assert np.abs(walls[:, 0]).max() == pytest.approx(0.01)
    assert np.abs(walls[:, 2]).max() == pytest.approx(0.02)


def test_bones_reach_from_joint_to_joint() -> None:
    scene = scene_of(walker.analysis())
    parameters, chain = walker.CHAIN.parameters, walker.CHAIN
    solids = {part.segment: part.bone.vertices for part in scene.parts}
    for side in Side:
        knee = -parameters.parent_position[chain.body(f"{side}_shank")][1]
        ankle = -parameters.parent_position[chain.body(f"{side}_talus")][1]
        assert -solids[f"{side}_thigh"][:, 1].min() == pytest.approx(knee + 0.025, abs=0.01)
        assert -solids[f"{side}_shank"][:, 1].min() == pytest.approx(ankle + 0.02, abs=0.01)
    hips = [solids["pelvis"][:, 2].min(), solids["pelvis"][:, 2].max()]
    wide = parameters.parent_position[chain.body("right_thigh")][2]
    assert hips == pytest.approx([-hips[1], hips[1]], abs=1e-6)
    assert 1.2 * wide < hips[1] < 2.2 * wide


def test_soles_stand_on_the_floor() -> None:
    scene = scene_of(walker.analysis(walker.trial(speed=0.0, upright=True, loads=False)))
    shown = scene.trials[0][1]
    lows = []
    for b, part in enumerate(scene.parts):
        if part.segment.endswith(("hindfoot", "forefoot", "toes")):
            up = part.bone.vertices @ shown.rotation[:, b, 1, :].T + shown.origin[:, b, 1]
            lows.append(up.min())
    assert min(lows) == pytest.approx(0.0, abs=0.004)


def test_an_arrow_ends_where_its_force_does() -> None:
    start, along = np.array([0.3, 0.0, -0.1]), np.array([0.1, 0.8, -0.05])
    solid = arrow(start, along)
    assert (solid.vertices - start - along)[-1] == pytest.approx(np.zeros(3), abs=1e-12)
    reach = (solid.vertices - start) @ along / np.linalg.norm(along)
    assert reach.min() == pytest.approx(0.0, abs=1e-12)
    assert reach.max() == pytest.approx(np.linalg.norm(along))


@given(st.lists(st.floats(-50.0, 50.0), min_size=1, max_size=30))
def test_packing_keeps_numbers_within_half_a_step(values: list[float]) -> None:
    table = np.array([*values, np.nan])
    packed = pack(table)
    from tests.report.test_scene import numbers

    back = numbers(packed.text, packed.step, -1)
    assert np.isnan(back[-1])
    assert np.abs(back[:-1] - table[:-1]).max() <= 0.5001 * packed.step
    assert packed.step <= max(np.abs(values).max() / 31_999, 1.0)


@given(st.lists(st.tuples(*[st.floats(-3.1, 3.1)] * 3), min_size=1, max_size=5))
def test_quaternions_turn_as_the_matrices_do(angles: list[tuple[float, float, float]]) -> None:
    rotation = from_cardan("zxy", np.array(angles))[:, None]
    found = quaternions(rotation)
    from tests.report.test_scene import turned

    for k, axis in enumerate(np.eye(3)):
        assert turned(found, axis) == pytest.approx(rotation[..., k], abs=1e-9)
    assert ((found[1:] * found[:-1]).sum(axis=-1) >= 0.0).all(), "no jump to the other of the two signs"


@given(st.tuples(*[st.floats(-1.0, 1.0)] * 3))
def test_the_turn_between_two_rotations_is_its_rotation_vector(vector: tuple[float, float, float]) -> None:
    size = float(np.linalg.norm(vector))
    from groundup.mechanics.rotation import from_axis_angle

    axis = np.array(vector) / size if size > 1e-6 else np.array([1.0, 0.0, 0.0])
    first = from_cardan("zxy", np.array([0.3, -0.2, 1.1]))
    second = from_axis_angle(axis, np.array(size)) @ first
    assert turn_between(first, second) == pytest.approx(axis * size, abs=1e-9)


def test_the_camera_sees_the_target_in_the_middle_and_the_right_side_on_its_left_from_in_front() -> None:
    camera = Camera(np.array([1.0, 0.7, 0.0]), 0.0, 0.0, distance_for(1.5))
    assert camera.project(camera.target)[:2] == pytest.approx([0.0, 0.0])
    head, right = camera.project(np.array([[1.0, 1.4, 0.0], [1.0, 0.7, 0.2]]))
    assert 0.5 < head[1] < 1.0
    assert right[0] < 0.0, "who faces the viewer has the right leg on the picture's left"


def test_the_still_image_is_a_drawing_with_words() -> None:
    scene = scene_of(walker.analysis())
    shown = scene.trials[0][1]
    drawn = still(scene, shown, (BONE,) * len(scene.parts), "a leg & its <forces>")
    root = ET.fromstring(drawn)
    assert root.get("role") == "img"
    assert root.get("aria-label") == "a leg & its <forces>"
    assert "nan" not in drawn
    texts = {t.text for t in root.iter("text")}
    assert {"L", "R"} <= texts
    size = np.linalg.norm([40.0, walker.WEIGHT, 10.0])
    assert f"{size:.0f} N" in texts
    assert len(drawn) < 200_000


def test_colours_are_those_of_the_first_page() -> None:
    style = (resources.files("groundup.report") / "templates" / "chain.css").read_text("utf-8")
    for level, colour in FILLS.items():
        assert f".{level} {{ fill: {colour}" in style
    page = (resources.files("groundup.report") / "templates" / "page.css").read_text("utf-8")
    for side, colour in SIDES.items():
        assert f"--{side}: {colour}" in page


def test_a_segment_takes_the_colour_of_the_worse_of_its_links() -> None:
    scene = scene_of(walker.analysis())
    links = [
        Link(Side.LEFT, "knee", Level.USUAL, "", ""),
        Link(Side.LEFT, "shank", Level.FAR, "", ""),
        Link(Side.RIGHT, "ankle", Level.OUTSIDE, "", ""),
        Link(Side.RIGHT, "pelvis", Level.DIFFERS, "", ""),
    ]
    found = dict(zip(scene.segments, tints(scene.parts, links), strict=True))
    assert found["left_shank"] == SURFACES[Level.FAR]
    assert found["right_shank"] == BONE
    assert found["right_hindfoot"] == SURFACES[Level.OUTSIDE]
    assert found["right_toes"] == BONE
    assert found["pelvis"] == SURFACES[Level.DIFFERS]


def test_the_section_says_in_words_what_it_shows() -> None:
    section = scene_section(walker.analysis())
    assert "walk 01 (walking, 1.2 s)" in section.words
    assert "Left leg: knee flexion 40°" in section.words
    assert section.legend == ()
