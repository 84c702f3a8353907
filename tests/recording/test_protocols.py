"""Every protocol file reads, says where it comes from, and gives each label one meaning."""

import pytest

from groundup.recording.labels import normalise
from groundup.recording.landmarks import LANDMARKS, SEGMENTS
from groundup.recording.protocol import protocols

NAMES = [protocol.name for protocol in protocols()]


@pytest.mark.parametrize("protocol", protocols(), ids=NAMES)
def test_a_protocol_is_complete(protocol):
    assert protocol.title
    assert protocol.citation
    assert protocol.notes
    assert set(protocol.landmarks) <= set(LANDMARKS)
    assert set(protocol.technical) <= set(SEGMENTS)
    pelvis = {f"{side}_{name}" for side in ("left", "right") for name in ("asis", "hip_centre")}
    assert pelvis & set(protocol.landmarks)
    assert {"left_heel", "right_heel"} <= set(protocol.landmarks)


@pytest.mark.parametrize("protocol", protocols(), ids=NAMES)
def test_both_sides_know_the_same_landmarks(protocol):
    left = {name.removeprefix("left_") for name in protocol.landmarks if name.startswith("left_")}
    right = {name.removeprefix("right_") for name in protocol.landmarks if name.startswith("right_")}
    assert left == right


@pytest.mark.parametrize("protocol", protocols(), ids=NAMES)
def test_no_alias_of_a_landmark_is_shadowed_by_another(protocol):
    for landmark, aliases in protocol.landmarks.items():
        for alias in aliases:
            meaning = protocol.meaning(alias)
            assert meaning.kind == "landmark"
            assert meaning.target == landmark


def test_the_sets_the_field_uses_are_there():
    asked = {
        "plug-in-gait", "cgm2", "oxford-foot", "helen-hayes", "stanford-lab", "rajagopal-walking",
        "treadmill-hbm", "bmclab", "cleveland-clinic", "opencap-keypoints",
    }  # fmt: skip
    assert asked <= set(NAMES)


def _of(name):
    return next(protocol for protocol in protocols() if protocol.name == name)


@pytest.mark.parametrize(
    ("protocol", "label", "kind", "target"),
    [
        ("plug-in-gait", "LKNE", "landmark", "left_knee_lateral"),
        ("plug-in-gait", "RTOE", "landmark", "right_second_metatarsal_head"),
        ("plug-in-gait", "LTIB", "technical", "left_shank"),
        ("plug-in-gait", "LHJC", "virtual", ""),
        ("plug-in-gait", "P_ForcePlate1", "virtual", ""),
        ("plug-in-gait", "LWRA", "unused", ""),
        ("oxford-foot", "RSTL", "landmark", "right_heel_medial"),
        ("oxford-foot", "RCPG", "technical", "right_hindfoot"),
        ("oxford-foot", "LD1M0", "virtual", ""),
        ("stanford-lab", "r.ASIS", "landmark", "right_asis"),
        ("stanford-lab", "L_shank_antsup", "technical", "left_shank"),
        ("stanford-lab", "R_HJC_reg", "virtual", ""),
        ("stanford-lab", "R_Sternum", "technical", "trunk"),
        ("rajagopal-walking", "L.TH4", "technical", "left_thigh"),
        ("cleveland-clinic", "V.Sacral", "landmark", "sacrum"),
        ("cleveland-clinic", "R.Thigh.Upper", "technical", "right_thigh"),
        ("bmclab", "V_R.TT_KJC_Static", "virtual", ""),
        ("bmclab", "R.Knee.Medial", "landmark", "right_knee_medial"),
        ("treadmill-hbm", "LLEK", "landmark", "left_knee_lateral"),
        ("treadmill-hbm", "FRTHI", "technical", "right_thigh"),
        ("plug-in-gait-clusters", "LTHI", "virtual", ""),
        ("plug-in-gait-clusters", "LT3", "technical", "left_thigh"),
        ("opencap-keypoints", "r_mknee_study", "landmark", "right_knee_medial"),
        ("opencap-keypoints", "RKnee", "landmark", "right_knee_centre"),
        ("cgm2", "LTHAP", "technical", "left_thigh"),
        ("isb-cast", "R_FLE", "landmark", "right_knee_lateral"),
    ],
)
def test_labels_mean_what_their_set_says(protocol, label, kind, target):
    meaning = _of(protocol).meaning(normalise(label))
    assert (meaning.kind, meaning.target) == (kind, target)


def test_unsided_cluster_markers_stay_where_their_name_says():
    # "F" leads both, so the side cannot come from the first letter.
    assert _of("treadmill-hbm").meaning("FLTHI").target == "left_thigh"
