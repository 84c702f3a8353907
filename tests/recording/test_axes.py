"""The lab frame is found from evidence, whatever axes the file has, and contradictions are refused."""

import itertools

import numpy as np
import pytest
from people import PIG, Z_UP, paths, person, plate, recording

from groundup.quantities import BadInputError
from groundup.recording.axes import direction_word, orient
from groundup.recording.identify import identify


def oriented(**kwargs):
    return orient(identify(person(**kwargs)))


def turn_about_vertical(degrees):
    a = np.radians(degrees)
    return np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])


def permutations():
    for order in itertools.permutations(range(3)):
        for signs in itertools.product((1.0, -1.0), repeat=3):
            matrix = np.zeros((3, 3))
            matrix[range(3), order] = signs
            if np.linalg.det(matrix) > 0:
                yield matrix


def test_walking_in_a_z_up_file_becomes_x_forward_y_up_z_right():
    made = oriented(file_from_lab=Z_UP, declared_up="+z")
    assert made.frame == "lab"
    assert made.markers.attrs["frame"] == "lab"
    assert (made.lab_axes.up, made.lab_axes.forward) == ("+z", "+x")
    assert made.lab_axes.progression == "walking direction"
    _, found = paths()
    np.testing.assert_allclose(made.markers.sel(marker="LHEE").values, found["left_heel"], atol=1e-12)


@pytest.mark.parametrize("motion", [{}, {"speed": 0.0}, {"squat": True}, {"belt": True}])
def test_every_choice_of_file_axes_gives_the_same_lab_frame(motion):
    reference = oriented(**motion).markers.values
    for axes in permutations():
        made = oriented(file_from_lab=axes, **motion)
        np.testing.assert_allclose(made.markers.values, reference, atol=1e-12)
        np.testing.assert_allclose(made.lab_axes.rotation_lab_from_file @ axes, np.eye(3), atol=1e-9)


@pytest.mark.parametrize("degrees", [3.0, 41.0, 90.0, 179.0, -120.0])
@pytest.mark.parametrize("motion", [{}, {"squat": True}])
def test_turning_the_laboratory_changes_nothing(degrees, motion):
    reference = oriented(**motion).markers.values
    made = oriented(file_from_lab=turn_about_vertical(degrees), **motion)
    np.testing.assert_allclose(made.markers.values, reference, atol=1e-12)


def test_plates_turn_with_the_markers():
    plates = [plate((20.0, 700.0, -10.0), Z_UP)]
    made = oriented(file_from_lab=Z_UP, declared_up="+z", plates=plates)
    turned = made.plates[0]
    np.testing.assert_allclose(turned.force.values[0], (20.0, 700.0, -10.0), atol=1e-9)
    np.testing.assert_allclose(turned.centre_of_pressure.values[0], (0.3, 0.0, 0.1), atol=1e-12)
    np.testing.assert_allclose(turned.free_moment.values[0], (0.0, 5.0, 0.0), atol=1e-12)
    np.testing.assert_allclose(turned.baseline, (0.0, 1.0, 0.0), atol=1e-12)
    np.testing.assert_allclose(turned.corners[0], (0.6, 0.0, 0.2), atol=1e-12)
    assert turned.force.attrs["frame"] == "lab"


def test_missing_samples_stay_missing():
    made = person(file_from_lab=Z_UP)
    made.markers.values[10:20, 3] = np.nan
    turned = orient(identify(made))
    assert np.isnan(turned.markers.values[10:20, 3]).all()
    assert np.isfinite(turned.markers.values[:10]).all()


def test_a_file_that_declares_another_vertical_is_refused_and_both_are_shown():
    with pytest.raises(BadInputError) as error:
        oriented(file_from_lab=Z_UP, declared_up="+y")
    assert "along +z" in str(error.value)
    assert "declares +y" in str(error.value)


def test_forces_that_pull_down_contradict_the_posture():
    with pytest.raises(BadInputError, match="ground pushes along -y"):
        oriented(plates=[plate((0.0, -700.0, 0.0))])


def test_plates_standing_upright_contradict_the_posture():
    upright = plate((0.0, 700.0, 0.0))
    corners = np.array([[0.6, 0.2, 0], [0, 0.2, 0], [0, -0.2, 0], [0.6, -0.2, 0]], dtype=float)
    object.__setattr__(upright, "corners", corners)
    with pytest.raises(BadInputError, match="lie flat across the file's z axis"):
        oriented(plates=[upright])


def test_lying_down_has_no_vertical():
    a = np.radians(45)
    tilted = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    with pytest.raises(BadInputError, match="vertical axis"):
        oriented(file_from_lab=tilted)


def test_swapped_sides_are_refused():
    swapped = {k: v.replace("{S}", "{T}") for k, v in PIG.items()}
    made = person(words=swapped, rename=lambda s: s)
    time, found = paths()
    labels = {
        word.replace("{S}", "R" if side == "left" else "L"): found[f"{side}_{name}"]
        for name, word in PIG.items()
        for side in ("left", "right")
    }
    assert len(labels) == len(made.labels) * 2
    with pytest.raises(BadInputError, match="sides swapped or a mirrored file"):
        orient(identify(recording(labels, time)))


def test_a_mirrored_file_is_refused():
    with pytest.raises(BadInputError, match="mirrored"):
        oriented(file_from_lab=np.diag([1.0, 1.0, -1.0]))


def test_swapped_feet_alone_are_named():
    time, found = paths()
    labels = {}
    for name, word in PIG.items():
        for side, other in (("left", "right"), ("right", "left")):
            whose = other if name in ("heel", "second_metatarsal_head", "ankle_lateral") else side
            labels[word.replace("{S}", side[0].upper())] = found[f"{whose}_{name}"]
    with pytest.raises(BadInputError, match="feet on the left"):
        orient(identify(recording(labels, time)))


def test_walking_backwards_faces_forward_and_says_so():
    made = oriented(speed=-1.2)
    assert made.lab_axes.progression == "facing"
    assert made.lab_axes.forward == "+x"
    assert any("backwards" in note for note in made.notes)


def test_there_and_back_takes_the_first_pass():
    time, found = paths(seconds=4.0)
    half = len(time) // 2
    about = np.diag([-1.0, 1.0, -1.0])
    labels = {}
    for name, word in PIG.items():
        for side in ("left", "right"):
            path = found[f"{side}_{name}"].copy()
            turned = found[f"{side}_{name}"][: len(time) - half] @ about
            path[half:] = turned + np.array([1.2 * time[half] + 0.01, 0.0, 0.0])
            labels[word.replace("{S}", side[0].upper())] = path
    made = orient(identify(recording(labels, time)))
    assert made.lab_axes.forward == "+x"
    assert any("first pass" in line for line in made.lab_axes.evidence)


def test_a_recording_in_the_lab_frame_is_left_alone():
    made = oriented()
    assert orient(made) is made


def test_identify_has_to_come_first():
    with pytest.raises(BadInputError, match="identify"):
        orient(person())


def test_directions_are_said_in_file_axes():
    assert direction_word(np.array([0.0, -1.0, 0.0])) == "-y"
    a = np.radians(12)
    assert direction_word(np.array([np.cos(a), 0.0, -np.sin(a)])) == "+x, 12 deg towards -z"
