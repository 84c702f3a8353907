"""First sizes of a person: from marker distances, from what the file says, from height."""

from dataclasses import replace

import numpy as np
import pytest

from groundup.body.anthropometry import landmark_position, typical_sizes
from groundup.body.sampling import Markers, Samples
from groundup.body.sizing import Landmarks, first_sizes, flat_foot_positions
from groundup.quantities import Side
from groundup.recording.landmarks import segment_of
from groundup.recording.recording import Person

FRAMES = 6
MARKER_DIAMETER = 0.014


def standing(points: dict[str, tuple[float, float, float]]) -> tuple[Samples, Markers, Landmarks]:
    """Points at rest in the lab [m], both feet flat."""
    markers = Markers({n: segment_of(n) for n in points}, {n: n for n in points})
    targets = np.tile(np.array(list(points.values())), (FRAMES, 1, 1))
    flat = {side: np.ones(FRAMES, dtype=bool) for side in Side}
    frames = np.arange(FRAMES)
    samples = Samples(targets, np.zeros(FRAMES, dtype=np.int64), np.ones(FRAMES, dtype=bool), flat, frames)
    return samples, markers, Landmarks(samples, markers)


PELVIS = {
    "left_asis": (0.0, 1.0, -0.13),
    "right_asis": (0.0, 1.0, 0.13),
    "left_psis": (-0.16, 1.0, -0.05),
    "right_psis": (-0.16, 1.0, 0.05),
}
LEG = {"right_knee_lateral": (0.0, 0.50, 0.16), "right_ankle_lateral": (0.0, 0.08, 0.16)}


def test_pelvis_and_shank_are_the_distances_of_their_markers():
    sizes = first_sizes(standing(PELVIS | LEG)[2], Person())
    assert sizes[Side.RIGHT].pelvis_width == pytest.approx(0.26)
    assert sizes[Side.RIGHT].pelvis_depth == pytest.approx(0.16)
    assert sizes[Side.RIGHT].shank == pytest.approx(0.42)


def test_a_width_from_the_file_is_of_the_bone_and_gains_a_marker():
    person = Person(knee_width={Side.RIGHT: 0.100}, ankle_width={Side.RIGHT: 0.070})
    sizes = first_sizes(standing(PELVIS | LEG)[2], person)[Side.RIGHT]
    assert sizes.knee_width == pytest.approx(0.100 + MARKER_DIAMETER)
    assert sizes.ankle_width == pytest.approx(0.070 + MARKER_DIAMETER)


def test_a_width_between_two_markers_counts_before_the_file():
    both = LEG | {"right_knee_medial": (0.0, 0.50, 0.05)}
    sizes = first_sizes(standing(PELVIS | both)[2], Person(knee_width={Side.RIGHT: 0.100}))
    assert sizes[Side.RIGHT].knee_width == pytest.approx(0.11)


def test_what_no_marker_shows_comes_from_height():
    tall = first_sizes(standing(PELVIS)[2], Person(height=2.0))[Side.LEFT]
    assert tall.shank == pytest.approx(typical_sizes(2.0).shank)
    assert tall.knee_width == pytest.approx(typical_sizes(2.0).knee_width)


def test_height_without_a_word_comes_from_the_shank():
    low, high = (
        first_sizes(standing(PELVIS | {**LEG, "right_knee_lateral": (0.0, y, 0.16)})[2], Person())[Side.RIGHT]
        for y in (0.40, 0.50)
    )
    assert low.knee_width / high.knee_width == pytest.approx(0.32 / 0.42)


def test_foot_markers_keep_their_measured_heights_on_a_flat_foot():
    """Whatever the marker's height above the floor, a foot that rests flat is the foot at zero."""
    lifted = 0.015
    points = {
        **PELVIS,
        "right_knee_lateral": (0.3, 0.5, 0.15),
        "right_ankle_lateral": (0.3, 0.08, 0.14),
        "right_ankle_medial": (0.3, 0.08, 0.06),
        "right_heel": (0.234, 0.038 + lifted, 0.10),
        "right_second_metatarsal_head": (0.424, 0.046, 0.10),
    }
    samples, markers, landmarks = standing(points)
    sizes = first_sizes(landmarks, Person())[Side.RIGHT]
    found = flat_foot_positions(samples, markers, Side.RIGHT, sizes, landmarks)
    measured = np.subtract(points["right_heel"], points["right_second_metatarsal_head"])[1]
    heel, head = "right_heel", "right_second_metatarsal_head"
    apart = found[heel][1] - found[head][1]
    table = landmark_position(heel, sizes)[1] - landmark_position(head, sizes)[1]
    origins = table - (-0.042 + 0.034) * sizes.ankle_height / 0.075
    assert apart - origins == pytest.approx(measured, abs=1e-9)


def test_a_foot_that_never_rests_flat_has_no_flat_positions():
    samples, markers, landmarks = standing(PELVIS | LEG)
    sizes = first_sizes(landmarks, Person())[Side.RIGHT]
    off = replace(samples, flat=dict.fromkeys(Side, np.zeros(FRAMES, bool)))
    assert flat_foot_positions(off, markers, Side.RIGHT, sizes, landmarks) == {}
