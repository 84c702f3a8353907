"""The check tells what is there, what can be measured, and what is wrong, without refusing to speak."""

from pathlib import Path

import numpy as np
import pytest
from people import Z_UP, paths, person, plate, recording

from groundup.recording.check import check, check_recording

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"


def told(report, what):
    return next(item for item in report.measurable if item.what.startswith(what))


def test_a_good_recording_is_usable_and_says_what_it_shows():
    report = check_recording(person(plates=[plate((0.0, 700.0, 0.0))]))
    assert report.usable
    assert "plug-in-gait" in report.protocol
    assert told(report, "knee flexion").possible
    assert told(report, "ground forces").possible
    assert not told(report, "rearfoot").possible
    text = str(report)
    assert "can be analysed" in text
    assert "fewer than three rearfoot markers" in text
    assert "up is +y, forward is +x" in text


def test_without_plates_there_are_no_forces():
    assert told(check_recording(person()), "ground forces").missing == {
        "": "no force plates in the recording"
    }


def test_every_label_has_a_row_and_coverage_is_counted():
    made = person(extra={"LFHD": paths()[1]["left_asis"] + 0.7})
    made.markers.values[:50, made.labels.index("LHEE")] = np.nan
    report = check_recording(made)
    assert {row.label for row in report.markers} == set(made.labels)
    heel = next(row for row in report.markers if row.label == "LHEE")
    assert heel.coverage == pytest.approx(0.75)
    assert (heel.meaning, heel.how) == ("left heel", "matched")
    assert next(row for row in report.markers if row.label == "LFHD").how == "unused"


def test_one_leg_is_told_as_one_leg():
    whole = person()
    keep = [name for name in whole.labels if name not in ("RKNE", "RTHI", "RTIB", "RANK", "RHEE", "RTOE")]
    made = recording({k: whole.markers.sel(marker=k).values for k in keep}, whole.markers.time.values)
    report = check_recording(made)
    assert told(report, "knee flexion").missing == {"right": "no marker on the shank"}
    assert "knee flexion (left only)" in str(report)


def test_what_is_wrong_is_told_and_the_rest_still_shown():
    report = check_recording(person(file_from_lab=Z_UP, declared_up="+y"))
    assert not report.usable
    assert "declares +y" in report.problems[0]
    assert "cannot be analysed" in str(report)
    assert report.markers


def test_unknown_labels_are_told_too():
    time, found = paths()
    report = check_recording(recording({"a": found["left_asis"], "b": found["left_heel"]}, time))
    assert report.protocol is None
    assert "not recognised" in str(report)
    assert "groundup protocols" in report.problems[0]


needs_data = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared recordings are not here")


@needs_data
@pytest.mark.parametrize(
    ("file", "protocol", "up"),
    [
        ("gaitalytics_pig_cgm2_gait/test_small.c3d", "plug-in-gait", "+z"),
        ("mcgill_pig_ofm_gait/HC030A/Straight/HC030A05.c3d", "oxford-foot", "+z"),
        ("opensim_core_c3d_walking2_walking5/walking5.c3d", "cluster-walking", "+z"),
        ("opencap_lab_subject4_squat_dropjump_gait/MarkerData/DJ1.trc", "stanford-lab", "+y"),
        ("hamner_running/subject04/run500/markers.trc", "stanford-running", "+y"),
    ],
)
def test_real_recordings_are_read_as_their_descriptions_say(file, protocol, up):
    report = check(SHARED / file)
    assert report.usable
    assert f"({protocol})" in report.protocol
    assert f"up is {up}" in report.axes


@needs_data
def test_a_running_trial_with_exchanged_toe_markers_is_told():
    report = check(SHARED / "bmclab_running_opensim" / "motion_capture_run.trc")
    assert any("RTOE and RMT5 carry one another's name" in note for note in report.notes)


@needs_data
def test_a_mirrored_walk_is_refused_with_its_reason():
    report = check(SHARED / "bmclab_running_opensim" / "walk" / "walk1.trc")
    assert "mirrored file" in report.problems[0]


@needs_data
def test_rearfoot_is_measurable_with_the_oxford_foot_only():
    oxford = check(SHARED / "mcgill_pig_ofm_gait" / "HC030A" / "Straight" / "HC030A05.c3d")
    plain = check(SHARED / "gaitalytics_pig_cgm2_gait" / "test_small.c3d")
    assert told(oxford, "rearfoot").possible
    assert not told(plain, "rearfoot").possible
