"""Labels become landmarks whatever prefix, case and separator a laboratory uses."""

import numpy as np
import pytest
from people import PIG, paths, person, recording

from groundup.quantities import BadInputError
from groundup.recording.identify import identify
from groundup.recording.labels import normalise, shared_prefix, split_subject


@pytest.mark.parametrize("label", ["RKNE", "R_KNE", "r.kne", "R KNE", "KNE_R", "Right_KNE", "right kne"])
def test_ways_to_write_a_side_are_one(label):
    assert normalise(label) == "RKNE"


def test_a_label_that_ends_in_a_letter_keeps_it():
    assert normalise("SACR") == "SACR"
    assert normalise("HEDL") == "HEDL"


def test_subject_is_what_stands_before_the_colon():
    assert split_subject("Anna B:LASI") == ("Anna B", "LASI")
    assert split_subject("LASI") == ("", "LASI")


def test_shared_prefix_is_found_and_a_side_is_none():
    assert shared_prefix(["JD01_LASI", "JD01_RASI", "JD01_LKNE", "C7"]) == "JD01_"
    assert shared_prefix(["R_knee", "R_ankle", "R_calc", "R_toe"]) == ""


@pytest.mark.parametrize(
    "rename",
    [str, str.lower, lambda s: f"Subject:{s}", lambda s: f"JD01_{s}", lambda s: f"{s[0]}_{s[1:]}"],
)
def test_plug_in_gait_is_recognised_however_it_is_written(rename):
    found = identify(person(rename=rename))
    assert found.match.protocol == "plug-in-gait"
    assert found.match.landmarks["left_asis"] == rename("LASI")
    assert found.match.landmarks["right_second_metatarsal_head"] == rename("RTOE")
    assert found.match.technical[rename("LTHI")] == "left_thigh"
    assert found.match.technical[rename("RTIB")] == "right_shank"
    assert found.match.unused == ()


def test_oxford_foot_is_preferred_only_when_its_markers_are_there():
    _, found = paths()
    places = {
        "PCA": (0, 0.03, 0), "LCA": (0.02, 0, 0.02), "STL": (0.03, 0, -0.02), "D5M": (0.15, 0, 0.03),
        "D1M": (0.17, 0, -0.03), "P5M": (0.1, 0, 0.04), "P1M": (0.1, 0.03, -0.02), "HLX": (0.2, 0, -0.03),
    }  # fmt: skip
    foot = {
        f"{side[0].upper()}{name}": found[f"{side}_heel"] + np.array(place)
        for side in ("left", "right")
        for name, place in places.items()
    }
    match = identify(person(extra=foot)).match
    assert match.protocol == "oxford-foot"
    assert match.landmarks["left_heel_upper"] == "LPCA"
    assert match.landmarks["right_fifth_metatarsal_head"] == "RD5M"


def test_markers_never_seen_do_not_count():
    time, _ = paths()
    ghosts = {
        f"{s}{n}": np.full((len(time), 3), np.nan) for s in "LR" for n in ("PCA", "LCA", "STL", "D5M", "D1M")
    }
    made = identify(person(extra=ghosts))
    assert made.match.protocol == "plug-in-gait"
    assert set(ghosts) <= set(made.match.unused)
    assert any("never seen" in note for note in made.notes)


def test_computed_points_are_virtual_and_head_and_arms_unused():
    _, found = paths()
    extra = {
        "LFEA": found["left_knee_lateral"] + 0.01,
        "RHJC": found["right_asis"] - 0.05,
        "CentreOfMass": found["left_asis"] + 0.2,
        "LFHD": found["left_asis"] + np.array([0, 0.7, 0]),
        "RWRA": found["right_asis"] + np.array([0.05, 0, 0.1]),
    }
    match = identify(person(extra=extra)).match
    assert {"LFEA", "RHJC", "CentreOfMass"} <= set(match.virtual)
    assert {"LFHD", "RWRA"} <= set(match.unused)
    assert not set(extra) & (set(match.technical) | set(match.landmarks.values()))


def test_a_marker_of_another_set_is_read_as_all_others_read_it():
    _, found = paths()
    extra = {f"{s[0].upper()}MMAL": found[f"{s}_ankle_medial"] for s in ("left", "right")}
    made = identify(person(extra=extra))
    assert made.match.protocol == "plug-in-gait"
    assert made.match.landmarks["left_ankle_medial"] == "LMMAL"
    assert set(made.match.guessed) == {"LMMAL", "RMMAL"}
    assert any("LMMAL as left ankle medial" in note for note in made.notes)


def test_two_names_for_one_trajectory_are_used_once():
    _, found = paths()
    made = identify(person(extra={"copy": found["left_knee_lateral"].copy()}))
    assert "copy" not in made.match.technical
    assert "copy" in made.match.unused
    assert any("copy = LKNE" in note for note in made.notes)


def test_of_two_people_the_better_seen_is_analysed_and_that_is_said():
    _, found = paths()
    other = {f"B:{label}": found["left_asis"] for label in ("LASI", "RASI", "LANK")}
    both = person(rename=lambda s: f"A:{s}", extra=other)
    made = identify(both)
    assert made.match.landmarks["left_asis"] == "A:LASI"
    assert set(other) <= set(made.match.unused)
    assert any("2 subjects; A is analysed" in note for note in made.notes)


def test_arms_alone_are_refused_in_one_sentence():
    time, found = paths()
    arms = {name: found["left_asis"] + k for k, name in enumerate(("LELB", "LWRA", "LWRB", "LSHO", "C7"))}
    with pytest.raises(BadInputError) as error:
        identify(recording(arms, time))
    text = str(error.value)
    assert "pelvis" in text
    assert "LELB" in text
    assert "groundup protocols" in text


def test_nothing_seen_is_refused():
    time, _ = paths()
    with pytest.raises(BadInputError, match="no marker that is seen"):
        identify(recording({"LASI": np.full((len(time), 3), np.nan)}, time))


def test_a_protocol_can_be_asked_for_by_name_and_a_wrong_name_is_refused():
    assert identify(person(), protocol="cgm2").match.protocol == "cgm2"
    with pytest.raises(BadInputError, match="plug-in-gait"):
        identify(person(), protocol="nonsense")


def test_one_leg_is_enough():
    words = {k: v for k, v in PIG.items() if k not in ("asis", "psis")}
    whole = person()
    left = [label for label in whole.labels if label not in {v.replace("{S}", "R") for v in words.values()}]
    match = identify(
        recording({k: whole.markers.sel(marker=k).values for k in left}, whole.markers.time.values)
    ).match
    assert "left_heel" in match.landmarks
    assert "right_heel" not in match.landmarks
