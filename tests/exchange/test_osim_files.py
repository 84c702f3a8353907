"""Tables and setups for OpenSim: read back by our own readers, and statics of the forces."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from groundup.body.default_chain import default_chain
from groundup.exchange.osim.document import read_document
from groundup.exchange.osim.foot_forces import foot_forces
from groundup.exchange.osim.motion_files import AppliedForce, ground_forces_text, motion_text
from groundup.exchange.osim.setups import external_loads_text, id_setup_text, ik_setup_text
from groundup.motion.motion import Contact
from groundup.quantities import GroundupError, Side
from groundup.recording.readers.storage import read_table
from groundup.recording.recording import ForcePlate, Recording

TIME = np.arange(5) / 100.0


def saved(folder: Path, text: str, name: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_motion_in_degrees_and_metres(tmp_path: Path) -> None:
    chain = default_chain()
    poses = np.tile(chain.neutral, (5, 1))
    tilt, height, toe = (chain.coordinate(n) for n in ("pelvis_tilt", "pelvis_ty", "toe_dorsiflexion_left"))
    poses[:, tilt], poses[:, height] = 0.2, 0.9
    poses[:, toe] = np.nan
    poses[2] = np.nan
    table = read_table(saved(tmp_path, motion_text(chain, TIME, poses), "motion.mot"))
    assert table.in_degrees
    np.testing.assert_allclose(table.time, TIME[[0, 1, 3, 4]])
    np.testing.assert_allclose(table.column("pelvis_tilt"), np.degrees(0.2), rtol=1e-9)
    np.testing.assert_allclose(table.column("pelvis_ty"), 0.9)
    np.testing.assert_array_equal(table.column("toe_dorsiflexion_left"), 0.0)


def applied(force: np.ndarray) -> AppliedForce:
    return AppliedForce("right_foot", "right_hindfoot", force, np.full((5, 3), 0.1), np.zeros((5, 3)))


def test_forces_and_the_loads_that_name_their_columns(tmp_path: Path) -> None:
    force = np.arange(15.0).reshape(5, 3)
    table = read_table(saved(tmp_path, ground_forces_text(TIME, [applied(force)]), "f.mot"))
    root = read_document(saved(tmp_path, external_loads_text("walk", [applied(force)], "f.mot"), "loads.xml"))
    held = next(n for n in root.below() if n.tag == "ExternalForce")
    assert held.word("applied_to_body") == "right_hindfoot"
    for tag in ("force_identifier", "point_identifier", "torque_identifier"):
        assert all(held.word(tag) + axis in table.columns for axis in "xyz")
    for k, axis in enumerate("xyz"):
        np.testing.assert_allclose(table.column(held.word("force_identifier") + axis), force[:, k])
    loads = root.child("ExternalLoads")
    assert loads is not None
    assert loads.word("datafile") == "f.mot"


def test_a_missing_force_is_not_written_as_none() -> None:
    force = np.zeros((5, 3))
    force[3, 1] = np.nan
    with pytest.raises(GroundupError, match=r"right_foot.*0\.030 s"):
        ground_forces_text(TIME, [applied(force)])


def test_setups_say_what_they_were_told(tmp_path: Path) -> None:
    text = ik_setup_text(
        "walk",
        model_file="m.osim",
        marker_file="m.trc",
        output_file="o.mot",
        time_range=(0.5, 1.5),
        marker_weights={"a": 2.0, "b": 0.0},
        coordinate_tasks={"q": (0.25, 0.125)},
    )
    tool = read_document(saved(tmp_path, text, "ik.xml")).child("InverseKinematicsTool")
    assert tool is not None
    a, b, q = tool.objects("IKTaskSet")
    assert (a.name, a.number("weight"), a.flag("apply", False)) == ("a", 2.0, True)
    assert (b.name, b.flag("apply", True)) == ("b", False)
    assert (q.tag, q.word("value_type"), q.number("value"), q.number("weight")) == (
        "IKCoordinateTask",
        "manual_value",
        0.25,
        0.125,
    )
    np.testing.assert_array_equal(tool.numbers("time_range", 2), [0.5, 1.5])
    text = id_setup_text(
        "walk",
        model_file="m.osim",
        coordinates_file="q.mot",
        external_loads_file="l.xml",
        output_file="o.sto",
        time_range=(0.5, 1.5),
        cutoff_hz=-1.0,
    )
    tool = read_document(saved(tmp_path, text, "id.xml")).child("InverseDynamicsTool")
    assert tool is not None
    assert [tool.word(t) for t in ("model_file", "coordinates_file", "external_loads_file")] == [
        "m.osim",
        "q.mot",
        "l.xml",
    ]


def plate(name: str, force: float, point: tuple[float, float, float], free: float) -> ForcePlate:
    def table(vector: tuple[float, float, float]) -> xr.DataArray:
        return xr.DataArray(
            np.tile(vector, (5, 1)),
            dims=("plate_time", "axis"),
            coords={"plate_time": TIME, "axis": ["x", "y", "z"]},
        )

    return ForcePlate(
        name, 2, None, table((3.0, force, 1.0)), table(point), table((0, free, 0)), 10.0, np.zeros(3)
    )


def recording(*plates: ForcePlate) -> Recording:
    markers = xr.DataArray(
        np.zeros((5, 0, 3)),
        dims=("time", "marker", "axis"),
        coords={"time": TIME, "marker": [], "axis": ["x", "y", "z"]},
    )
    return Recording("walk", (), 100.0, 1, markers, frame="lab", plates=plates)


BOTH = recording(plate("1", 600.0, (0.1, 0.0, 0.2), 4.0), plate("2", 200.0, (0.5, 0.0, 0.3), -1.0))


def test_one_foot_on_two_plates_is_one_force_of_the_same_moment() -> None:
    contact = Contact(Side.RIGHT, 0.0, 0.05, ("1", "2"), "one foot on two plates")
    known = foot_forces(BOTH, [contact])
    assert known is not None
    right, left = known.forces
    assert (right.body, left.body) == ("right_hindfoot", "left_hindfoot")
    np.testing.assert_allclose(right.force[0], [6.0, 800.0, 2.0])
    moment = np.cross(right.point[0], right.force[0]) + right.torque[0]
    expected = np.array([0.0, 3.0, 0.0])
    expected += np.cross([0.1, 0.0, 0.2], [3.0, 600.0, 1.0]) + np.cross([0.5, 0.0, 0.3], [3.0, 200.0, 1.0])
    np.testing.assert_allclose(moment, expected, rtol=1e-12)
    assert not left.force.any()


def test_time_of_an_unknown_force_is_left_out() -> None:
    good = Contact(Side.LEFT, 0.015, 0.05, ("1",), "valid")
    bad = Contact(Side.RIGHT, 0.0, 0.012, ("2",), "two feet on one plate")
    known = foot_forces(BOTH, [good, bad])
    assert known is not None
    assert (known.start, known.end) == (0.02, 0.04)
    np.testing.assert_array_equal(known.forces[1].force[:, 1], [0, 0, 600, 600, 600])
    assert foot_forces(BOTH, [bad]) is None
    assert foot_forces(replace(BOTH, plates=()), [good]) is None
