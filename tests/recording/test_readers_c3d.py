"""C3D: units, labels, missing samples, absolute time, computed points, events, person."""

from pathlib import Path

import numpy as np
import pytest
from c3d_fixture import points_of, write_c3d, write_integer_c3d

from groundup.quantities import BadInputError, Side
from groundup.recording.read import read_recording
from groundup.recording.recording import EventKind


@pytest.mark.parametrize(("units", "factor"), [("mm", 1e-3), ("cm", 1e-2), ("m", 1.0)])
def test_positions_are_metres_whatever_the_unit(tmp_path: Path, units: str, factor: float) -> None:
    points = points_of(2, 5) * 1e-3 / factor
    recording = read_recording(write_c3d(tmp_path / "a.c3d", points, ["A", "B"], units=units))
    expected = points.transpose(2, 1, 0) * factor
    np.testing.assert_allclose(recording.markers.values, expected, rtol=1e-6)
    assert recording.markers.attrs["units"] == "m"


@pytest.mark.parametrize("units", ["", "furlong"])
def test_an_unknown_unit_is_refused(tmp_path: Path, units: str) -> None:
    path = write_c3d(tmp_path / "a.c3d", points_of(1, 5), ["A"], units=units)
    with pytest.raises(BadInputError, match="POINT:UNITS: expected a unit of length"):
        read_recording(path)


def test_labels_go_on_in_labels2(tmp_path: Path) -> None:
    labels = [f"P{i}" for i in range(300)]
    points = points_of(300, 3)
    recording = read_recording(write_c3d(tmp_path / "a.c3d", points, labels))
    assert recording.labels == tuple(labels)
    np.testing.assert_allclose(
        recording.markers.sel(marker="P299").values, points[:, 299].T / 1000, rtol=1e-6
    )


def test_missing_is_nan_by_residual_and_by_zero(tmp_path: Path) -> None:
    points = points_of(3, 6)
    points[:, 1, 2] = 0.0
    points[2, 2, 4] = 0.0
    residuals = np.zeros((3, 6))
    residuals[0, 3] = -1.0
    recording = read_recording(write_c3d(tmp_path / "a.c3d", points, ["A", "B", "C"], residuals=residuals))
    missing = np.isnan(recording.markers.values).all(axis=2)
    assert missing[3, 0]
    assert missing[2, 1]
    assert missing.sum() == 2  # a single zero coordinate is a place, not a gap


def test_not_a_number_is_missing_and_said(tmp_path: Path) -> None:
    points = points_of(2, 6)
    points[1, 0, 1] = np.inf
    recording = read_recording(write_c3d(tmp_path / "a.c3d", points, ["A", "B"]))
    assert np.isnan(recording.markers.values[1, 0]).all()
    assert np.isfinite(recording.markers.values).sum() == 3 * 11


def test_time_is_absolute_for_a_cropped_file(tmp_path: Path) -> None:
    analog = np.ones((1, 50))
    path = write_c3d(
        tmp_path / "a.c3d", points_of(1, 5), ["A"], first_frame=286,
        analog=analog, analog_labels=["v"], analog_units=["V"],
    )  # fmt: skip
    recording = read_recording(path)
    assert recording.first_frame == 286
    np.testing.assert_allclose(recording.markers.time.values, 2.85 + np.arange(5) / 100)
    assert recording.analog is not None
    np.testing.assert_allclose(recording.analog.analog_time.values, 2.85 + np.arange(50) / 1000)
    assert str(recording.analog.unit.values[0]) == "V"


def test_frame_numbers_beyond_two_bytes_come_from_the_trial_field(tmp_path: Path) -> None:
    path = write_c3d(
        tmp_path / "a.c3d", points_of(1, 5), ["A"], first_frame=100,
        parameters=[("TRIAL", "ACTUAL_START_FIELD", [100, 1]), ("TRIAL", "ACTUAL_END_FIELD", [104, 1])],
    )  # fmt: skip
    assert read_recording(path).first_frame == 65636


def test_computed_points_are_kept_apart_with_their_own_units(tmp_path: Path) -> None:
    labels = ["LASI", "LKneeAngles", "LKneeMoment", "LArch", "LHJC"]
    path = write_c3d(
        tmp_path / "a.c3d", points_of(5, 4), labels,
        parameters=[
            ("POINT", "ANGLES", ["LKneeAngles"]), ("POINT", "ANGLE_UNITS", ["deg"]),
            ("POINT", "MOMENTS", ["LKneeMoment"]), ("POINT", "MOMENT_UNITS", ["Nmm"]),
            ("POINT", "SCALARS", ["LArch"]), ("POINT", "SCALAR_UNITS", ["mm"]),
            ("POINT", "TYPE_GROUPS", ["ANGLES", "ANGLE", "JOINTS", "JOINT"]),
            ("POINT", "JOINTS", ["LHJC"]), ("POINT", "JOINT_UNITS", ["mm"]),
        ],
    )  # fmt: skip
    recording = read_recording(path)
    assert recording.labels == ("LASI",)
    angles = recording.vendor["angles"]
    np.testing.assert_allclose(
        angles.values[:, 0], points_of(5, 4)[:, 1].T, rtol=1e-6
    )  # untouched by mm -> m
    units = {kind: array.attrs["units"] for kind, array in recording.vendor.items()}
    assert units == {"angles": "deg", "moments": "Nmm", "scalars": "mm", "joints": "mm"}


def test_points_named_like_computed_ones_are_set_aside_and_said(tmp_path: Path) -> None:
    recording = read_recording(write_c3d(tmp_path / "a.c3d", points_of(2, 4), ["LASI", "LKneeAngles"]))
    assert recording.labels == ("LASI",)
    assert list(recording.vendor) == ["angles"]
    assert any("listed in no POINT group" in note for note in recording.notes)


def test_repeated_and_empty_labels_become_distinct_and_are_said(tmp_path: Path) -> None:
    recording = read_recording(write_c3d(tmp_path / "a.c3d", points_of(4, 4), ["A", "A", "", "B"]))
    assert recording.labels == ("A", "A__2", "unlabelled_3", "B")
    assert any("more than once (A)" in note for note in recording.notes)
    assert any("no label" in note for note in recording.notes)


def test_prefixed_groups_match_bare_labels(tmp_path: Path) -> None:
    path = write_c3d(
        tmp_path / "a.c3d", points_of(2, 4), ["Jo:LASI", "Jo:LX"], parameters=[("POINT", "ANGLES", ["LX"])]
    )
    recording = read_recording(path)
    assert recording.labels == ("Jo:LASI",)
    assert list(recording.vendor["angles"].point.values) == ["Jo:LX"]


def test_events_have_side_kind_and_absolute_time(tmp_path: Path) -> None:
    events = [
        (0.30, "Foot Off", "Left"), (0.10, "Foot Strike", "Right"), (0.20, "Left Foot Strike", "General"),
        (0.25, "Foot Strike", ""), (0.35, "Event", "General"), (0.40, "RTO", ""), (0.45, "LHS", ""),
    ]  # fmt: skip
    recording = read_recording(write_c3d(tmp_path / "a.c3d", points_of(1, 60), ["A"], events=events))
    found = [(event.side, event.kind, round(event.time, 3)) for event in recording.events]
    assert found == [
        (Side.RIGHT, EventKind.CONTACT, 0.1),
        (Side.LEFT, EventKind.CONTACT, 0.2),
        (None, EventKind.CONTACT, 0.25),
        (Side.LEFT, EventKind.OFF, 0.3),
        (Side.RIGHT, EventKind.OFF, 0.4),
        (Side.LEFT, EventKind.CONTACT, 0.45),
    ]
    assert any("1 of 6 events in the file name no side" in note for note in recording.notes)
    assert any("neither a contact nor an off (Event)" in note for note in recording.notes)


def test_events_without_any_contexts_parameter_have_no_side(tmp_path: Path) -> None:
    path = write_c3d(
        tmp_path / "a.c3d", points_of(1, 60), ["A"],
        parameters=[("EVENT", "USED", 2), ("EVENT", "LABELS", ["Foot Strike", "Foot Off"]),
                    ("EVENT", "TIMES", np.array([[0.0, 0.0], [0.1, 0.3]]))],
    )  # fmt: skip
    recording = read_recording(path)
    assert [event.side for event in recording.events] == [None, None]
    assert any("name no side" in note for note in recording.notes)


def test_more_than_eighteen_events_are_all_read(tmp_path: Path) -> None:
    events = [(0.01 * i, "Foot Strike", "Left") for i in range(1, 41)]
    recording = read_recording(write_c3d(tmp_path / "a.c3d", points_of(1, 60), ["A"], events=events))
    assert len(recording.events) == 40


def test_events_outside_the_frames_are_said(tmp_path: Path) -> None:
    path = write_c3d(
        tmp_path / "a.c3d", points_of(1, 20), ["A"], first_frame=201, events=[(0.1, "Foot Strike", "Left")]
    )
    assert any("outside its frames" in note for note in read_recording(path).notes)


def test_the_person_is_read_in_si_units(tmp_path: Path) -> None:
    path = write_c3d(
        tmp_path / "a.c3d", points_of(1, 5), ["A"],
        parameters=[("PROCESSING", "Bodymass", 63.6), ("PROCESSING", "Height", 1580.0),
                    ("PROCESSING", "LLegLength", 850.0), ("PROCESSING", "RLegLength", 84.0),
                    ("PROCESSING", "LKneeWidth", 86.0), ("PROCESSING", "RAnkleWidth", 0.0)],
    )  # fmt: skip
    person = read_recording(path).person
    assert person.mass == pytest.approx(63.6)
    assert person.height == pytest.approx(1.58)
    assert person.leg_length == {Side.LEFT: pytest.approx(0.85), Side.RIGHT: pytest.approx(0.84)}
    assert person.knee_width == {Side.LEFT: pytest.approx(0.086)}
    assert person.ankle_width == {}


def test_an_impossible_body_is_not_used_and_said(tmp_path: Path) -> None:
    path = write_c3d(
        tmp_path / "a.c3d", points_of(1, 5), ["A"],
        parameters=[("PROCESSING", "Bodymass", 63600.0), ("PROCESSING", "Height", 17.0)],
    )  # fmt: skip
    recording = read_recording(path)
    assert recording.person.mass is None
    assert recording.person.height is None
    assert any("body mass of 63600" in note for note in recording.notes)
    assert any("height of 17" in note for note in recording.notes)


def test_the_declared_vertical_is_passed_on(tmp_path: Path) -> None:
    path = write_c3d(tmp_path / "a.c3d", points_of(1, 5), ["A"], parameters=[("POINT", "Y_SCREEN", ["+Z"])])
    recording = read_recording(path)
    assert recording.declared_up == "+z"
    assert recording.declared_forward is None


def test_a_file_without_markers_is_refused(tmp_path: Path) -> None:
    path = write_c3d(
        tmp_path / "a.c3d",
        points_of(1, 4),
        ["LKneeAngles"],
        parameters=[("POINT", "ANGLES", ["LKneeAngles"])],
    )
    with pytest.raises(BadInputError, match="at least one marker"):
        read_recording(path)


@pytest.mark.parametrize("unsigned", [False, True])
@pytest.mark.parametrize("processor", [84, 85])
def test_integer_files_of_both_processors_and_signs(tmp_path: Path, processor: int, unsigned: bool) -> None:
    recording = read_recording(write_integer_c3d(tmp_path / "a.c3d", processor, unsigned=unsigned))
    np.testing.assert_allclose(recording.markers.values[2, 1], [0.1002, 0.2001, 0.3], rtol=1e-6)
    assert recording.analog is not None
    np.testing.assert_allclose(
        recording.analog.values[:, 0], [0, 1, 10, 11, 20, 21, 30, 31, 40, 41], atol=1e-4
    )
    assert recording.analog.analog_time.values[1] == pytest.approx(0.005)


def test_mips_numbers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"found MIPS numbers \(86\)"):
        read_recording(write_integer_c3d(tmp_path / "a.c3d", 86, unsigned=False))


def test_several_subjects_are_said_and_keep_their_prefixes(tmp_path: Path) -> None:
    path = write_c3d(
        tmp_path / "a.c3d",
        points_of(2, 4),
        ["Jo:LASI", "Al:LASI"],
        parameters=[("SUBJECTS", "NAMES", ["Jo", "Al"])],
    )
    recording = read_recording(path)
    assert recording.labels == ("Jo:LASI", "Al:LASI")
    assert "the file holds 2 subjects (Al, Jo)" in recording.notes
