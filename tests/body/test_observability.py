"""What each kind of marker set can see, and what it is told it cannot."""

import numpy as np
import pytest

from groundup.body.anthropometry import landmark_position, typical_sizes
from groundup.body.observability import hidden_coordinates
from groundup.body.sampling import Markers
from groundup.recording.landmarks import segment_of

PELVIS = ("left_asis", "right_asis", "sacrum")
LEG = ("knee_lateral", "ankle_lateral", "heel")
OXFORD_FOOT = ("heel_lateral", "heel_medial", "first_metatarsal_head", "fifth_metatarsal_head", "hallux")


def hidden(*names: str) -> set[str]:
    markers = Markers({n: segment_of(n) for n in names}, {n: n for n in names})
    positions = np.array([landmark_position(n, typical_sizes()) for n in names])
    return set(hidden_coordinates(markers, names, positions))


def sided(*parts: str) -> tuple[str, ...]:
    return tuple(f"{side}_{part}" for side in ("left", "right") for part in parts)


def stems(names: set[str]) -> set[str]:
    return {n.removesuffix("_left").removesuffix("_right") for n in names}


def test_a_heel_and_one_toe_marker_show_the_ankle_but_neither_roll_nor_arch():
    found = stems(hidden(*PELVIS, *sided(*LEG, "second_metatarsal_head")))
    assert {"subtalar_inversion", "midtarsal_dorsiflexion", "toe_dorsiflexion"} <= found
    assert "ankle_dorsiflexion" not in found
    assert "knee_flexion" not in found


def test_three_foot_markers_apart_show_the_roll():
    found = stems(hidden(*PELVIS, *sided(*LEG, "first_metatarsal_head", "fifth_metatarsal_head")))
    assert "subtalar_inversion" not in found
    assert "midtarsal_dorsiflexion" in found


def test_a_foot_in_two_parts_shows_everything():
    found = stems(hidden(*PELVIS, *sided(*LEG, *OXFORD_FOOT)))
    assert found == {"lumbar_flexion", "lumbar_bending", "lumbar_rotation"}


def test_heel_markers_close_together_do_not_show_the_arch():
    names = (*PELVIS, *sided(*LEG, *OXFORD_FOOT))
    markers = Markers({n: segment_of(n) for n in names}, {n: n for n in names})
    positions = np.array([landmark_position(n, typical_sizes()) for n in names])
    heels = [m for m, n in enumerate(names) if "heel" in n]
    positions[heels] = 0.005 * np.random.default_rng(0).normal(size=(len(heels), 3))
    assert "midtarsal_dorsiflexion_right" in hidden_coordinates(markers, names, positions)


@pytest.mark.parametrize("markers", [(), ("heel",)])
def test_a_foot_of_fewer_than_two_markers_has_no_ankle_angle(markers):
    found = hidden(*PELVIS, *sided("knee_lateral", "ankle_lateral", *markers))
    assert {"ankle_dorsiflexion_left", "ankle_dorsiflexion_right"} <= found


def test_a_bare_shank_hides_the_knee_of_its_side_alone():
    names = [n for n in (*PELVIS, *sided(*LEG)) if n != "left_ankle_lateral"]
    found = hidden(*names)
    assert "knee_flexion_left" in found
    assert "knee_flexion_right" not in found
    assert "hip_flexion_left" not in found


def test_three_trunk_markers_show_the_trunk():
    found = hidden(*PELVIS, *sided(*LEG), "c7", "t10", "jugular_notch")
    assert not {n for n in found if n.startswith("lumbar")}
