"""The tables keep the columns promised to other programs, and never print a number that was not measured."""

import csv
import io
from types import SimpleNamespace

import numpy as np
import pytest

from groundup.exchange import csv_tables
from groundup.loads.contact_figures import ContactFigures
from groundup.motion.motion import Contact
from groundup.quantities import ANGLES, Side
from groundup.recording.recording import Event, EventKind
from tests.report import fakes

PROMISED_ANGLES = (
    "knee_flexion_left", "knee_adduction_left", "knee_rotation_left", "ankle_dorsiflexion_left",
    "subtalar_inversion_left", "midtarsal_dorsiflexion_left", "hip_flexion_left", "hip_adduction_left",
    "hip_rotation_left", "pelvis_tilt", "pelvis_obliquity", "pelvis_rotation", "foot_progression_left",
    "shank_to_floor_left",
)  # fmt: skip


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_events_have_the_promised_columns_in_order_of_time() -> None:
    events = (
        Event(Side.RIGHT, EventKind.OFF, 1.5, "markers", 0.8),
        Event(None, EventKind.CONTACT, 0.25, "file", 1.0),
    )
    assert csv_tables.events_csv(events) == (
        "side,kind,time_s,source,confidence\n,contact,0.250000,file,1.000\nright,off,1.500000,markers,0.800\n"
    )


def test_angles_have_time_and_every_promised_column() -> None:
    header = csv_tables.angles_csv(fakes.walking().motion).splitlines()[0].split(",")
    assert header[0] == "time_s"
    assert set(PROMISED_ANGLES) <= set(header)
    assert len(header) == len(set(header)) == 1 + sum(2 if a.sided else 1 for a in ANGLES)
    assert header.index("knee_flexion_left") + 1 == header.index("knee_flexion_right")


def test_angles_are_degrees_and_blank_where_not_measurable() -> None:
    motion = fakes.walking().motion
    rows = read(csv_tables.angles_csv(motion))
    expected = np.degrees(motion.angles.sel(angle="knee_flexion_left").values)
    np.testing.assert_allclose([float(r["knee_flexion_left"]) for r in rows], expected, atol=1e-4)
    assert {r["midtarsal_dorsiflexion_left"] for r in rows} == {""}
    np.testing.assert_allclose([float(r["time_s"]) for r in rows], motion.angles["time"].values, atol=1e-6)


def test_an_angle_missing_from_the_motion_keeps_its_column() -> None:
    motion = fakes.walking().motion
    short = SimpleNamespace(angles=motion.angles.sel(angle=["pelvis_tilt"]))
    rows = read(csv_tables.angles_csv(short))
    assert rows[0]["pelvis_tilt"] != ""
    assert rows[0]["knee_flexion_left"] == ""


def test_cycles_are_tidy_with_101_points_each() -> None:
    trial = fakes.walking(strides=2)
    rows = read(csv_tables.cycles_csv([trial]))
    assert tuple(rows[0]) == ("trial", "side", "cycle", "angle", "percent", "value_deg")
    one = [r for r in rows if (r["side"], r["cycle"], r["angle"]) == ("right", "2", "knee_flexion")]
    assert [r["percent"] for r in one] == [str(p) for p in range(101)]
    curve = trial.movement.cycle_curves.sel(angle="knee_flexion_right").values[3]
    np.testing.assert_allclose([float(r["value_deg"]) for r in one], np.degrees(curve), atol=1e-4)


def test_gaps_in_a_cycle_keep_their_row_and_stay_blank() -> None:
    rows = read(csv_tables.cycles_csv([fakes.walking()]))
    knee = [r for r in rows if (r["side"], r["angle"], r["cycle"]) == ("right", "knee_rotation", "1")]
    assert len(knee) == 101
    assert [r["value_deg"] == "" for r in knee] == [62 <= p < 85 for p in range(101)]


def test_squats_list_each_leg_and_the_pelvis_once() -> None:
    rows = read(csv_tables.cycles_csv([fakes.squat(repetitions=1)]))
    sides = {
        name: {r["side"] for r in rows if r["angle"] == name} for name in ("knee_flexion", "pelvis_tilt")
    }
    assert sides == {"knee_flexion": {"left", "right"}, "pelvis_tilt": {""}}
    assert len([r for r in rows if r["angle"] == "pelvis_tilt"]) == 101


def test_contacts_join_plates_and_leave_unknown_disagreement_blank() -> None:
    contacts = (Contact(Side.LEFT, 0.1, 0.7, ("A", "B"), "one foot on two plates", "heel on A, toe on B"),)
    assert csv_tables.contacts_csv(contacts).splitlines()[1] == (
        'left,0.100000,0.700000,A;B,one foot on two plates,"heel on A, toe on B",,no,,,,,'
    )


def test_contacts_carry_their_forces_in_newton_and_body_weight() -> None:
    later = Contact(Side.LEFT, 1.1, 1.7, ("A",), "valid", "mine", overridden=True)
    first = Contact(Side.RIGHT, 0.5, 1.2, ("B",), "valid")
    figures = (ContactFigures(later, False, 735.5, 1.0, 400.0, 0.25, 0.012), ContactFigures(first, False))
    rows = read(csv_tables.contacts_csv((later, first), figures))
    assert [r["side"] for r in rows] == ["right", "left"]
    assert (rows[1]["peak_vertical_n"], rows[1]["peak_vertical_bw"]) == ("735.5", "1.000")
    assert (rows[1]["vertical_impulse_ns"], rows[1]["cop_path_m"]) == ("400.00", "0.2500")
    assert (rows[1]["cop_distance_m"], rows[1]["overridden"], rows[0]["overridden"]) == (
        "0.0120",
        "yes",
        "no",
    )
    assert rows[0]["peak_vertical_n"] == ""


def test_spatiotemporal_rows_carry_unit_count_and_definition() -> None:
    rows = read(csv_tables.spatiotemporal_csv(fakes.walking().movement.spatiotemporal))
    assert tuple(rows[0]) == ("name", "side", "value", "sd", "n", "unit", "definition")
    cadence = next(r for r in rows if r["name"] == "cadence")
    assert (cadence["side"], cadence["sd"], cadence["unit"]) == ("", "", "steps/min")


@pytest.mark.parametrize("value", [-0.0, -1e-9])
def test_negative_zero_is_not_written(value: float) -> None:
    events = (Event(Side.LEFT, EventKind.CONTACT, value, "markers", 1.0),)
    assert ",0.000000," in csv_tables.events_csv(events)
