"""Unknown markers go to the segment they move with, and only when that is clear."""

import numpy as np
from people import paths, person

from groundup.recording.identify import identify
from groundup.recording.rigidity import RIGID_M, attach_by_rigidity, distance_spread


def _with(place, motion=None):
    made = person(words=_KNEES, extra={"unknown": place}, **(motion or {}))
    return identify(made).match


_KNEES = {
    "asis": "{S}ASI", "psis": "{S}PSI", "thigh_marker": "{S}THI", "knee_lateral": "{S}KNE",
    "shank_marker": "{S}TIB", "ankle_lateral": "{S}ANK", "heel": "{S}HEE", "second_metatarsal_head": "{S}TOE",
}  # fmt: skip


def _on_shank(found, sway=0.0):
    arm = found["left_shank_marker"] - found["left_ankle_lateral"]
    noise = np.random.default_rng(1).normal(0, sway, arm.shape)
    return found["left_ankle_lateral"] + 0.5 * arm + noise


def test_a_marker_on_the_shank_is_attached_to_the_shank():
    _, found = paths()
    match = _with(_on_shank(found, sway=0.002))
    assert match.technical["unknown"] == "left_shank"
    assert match.attached == ("unknown",)


def test_without_motion_nothing_is_attached():
    _, found = paths(speed=0.0)
    match = _with(_on_shank(found), {"speed": 0.0})
    assert "unknown" not in match.technical
    assert "unknown" in match.unused


def test_a_hand_swinging_beside_the_thigh_is_not_attached():
    time, found = paths()
    swing = np.stack(
        [0.2 * np.sin(2 * np.pi * time + 2.0), 0.05 * np.sin(4 * np.pi * time), 0 * time], axis=1
    )
    assert "unknown" not in _with(found["left_asis"] + np.array([0, -0.2, -0.2]) + swing).technical


def test_a_head_marker_that_follows_the_pelvis_is_too_far_away():
    _, found = paths()
    assert "unknown" not in _with(found["left_asis"] + np.array([0.0, 0.7, 0.0])).technical


def test_a_marker_seen_in_few_frames_is_not_attached():
    _, found = paths()
    place = _on_shank(found)
    place[15:] = np.nan
    assert "unknown" not in _with(place).technical


def test_spread_is_the_standard_deviation_of_the_distance():
    amplitude, count = 0.01, 4000
    swing = amplitude * np.sin(np.linspace(0, 8 * np.pi, count, endpoint=False))
    point = np.stack([1.0 + swing, 0 * swing, 0 * swing], axis=1)
    spread, reach, seen = distance_spread(point, np.zeros((count, 1, 3)))
    assert abs(spread - amplitude / np.sqrt(2)) < 1e-6
    assert abs(reach - 1.0) < 1e-6
    assert seen == 1


def test_too_soft_is_left_out():
    _, found = paths()
    match = _with(_on_shank(found, sway=3 * RIGID_M))
    assert "unknown" not in match.technical


def test_nothing_unknown_nothing_attached():
    made = person()
    assert attach_by_rigidity(made.markers, {"LASI": "pelvis"}, []) == {}
