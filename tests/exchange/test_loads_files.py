"""Moments, powers and generalised forces as files: columns, units, blanks, and what comes back."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from groundup.analyze import prepare
from groundup.body.subject import Subject
from groundup.exchange.inverse_dynamics_sto import inverse_dynamics_sto
from groundup.exchange.loads_csv import moments_csv, powers_csv
from groundup.exchange.netcdf_loads import loads_datasets
from groundup.loads.joint_axes import columns
from groundup.loads.loads import Loads, NoLoads, measure_loads
from groundup.motion.movement import describe
from groundup.motion.task import Task
from groundup.motion.track import track
from groundup.quantities import Side
from groundup.recording.readers.storage import read_table
from groundup.synthetic.markers import NO_ERRORS
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import to_recording, walking_trial
from groundup.synthetic.walker import walk
from validation.virtual_walker import true_subject


@pytest.fixture(scope="module")
def measured() -> tuple[Subject, Loads]:
    trial = walking_trial(walk(VirtualPerson()), NO_ERRORS, frames=250)
    recording, subject = prepare(to_recording(trial)), true_subject(trial, 0.0005)
    motion = track(recording, subject)
    movement = describe(recording, motion, Task.WALKING, mass=subject.person.mass)
    loads = measure_loads(recording, subject, motion, movement)
    assert isinstance(loads, Loads)
    return subject, loads


def test_tables_are_wide_with_a_column_for_each_joint_and_side(measured: tuple[Subject, Loads]) -> None:
    _, loads = measured
    for text, table in (
        (moments_csv(loads.dynamics), loads.dynamics.moments),
        (powers_csv(loads.dynamics), loads.dynamics.powers),
    ):
        header, *rows = csv.reader(io.StringIO(text))
        assert header == ["time_s", *columns()]
        assert "knee_adduction_left" in header
        values = table.sel(coordinate="knee_flexion_right").values
        cells = [row[header.index("knee_flexion_right")] for row in rows]
        assert [cell == "" for cell in cells] == np.isnan(values).tolist()
        written = np.array([float(cell) for cell in cells if cell])
        np.testing.assert_allclose(written, values[np.isfinite(values)], atol=5e-5)


def test_sto_comes_back_with_opensims_names(measured: tuple[Subject, Loads], tmp_path: Path) -> None:
    subject, loads = measured
    path = tmp_path / "inverse_dynamics.sto"
    path.write_text(inverse_dynamics_sto(subject.chain, loads.dynamics), encoding="utf-8")
    table = read_table(path)
    assert set(table.columns) - {"time"} == {
        f"{c.name}_{'moment' if c.rotational else 'force'}" for c in subject.chain.coordinates
    }
    for name in ("knee_adduction_left_moment", "pelvis_ty_force"):
        own = loads.dynamics.generalised_force.sel(chain_coordinate=name.rpartition("_")[0]).values
        np.testing.assert_allclose(table.column(name), own, rtol=1e-8, atol=1e-8)


def test_every_table_of_the_loads_is_in_the_file(measured: tuple[Subject, Loads], tmp_path: Path) -> None:
    _, loads = measured
    path = tmp_path / "loads.nc"
    groups = []
    for group, dataset in loads_datasets(loads):
        dataset.to_netcdf(path, mode="a" if groups else "w", group=group, engine="h5netcdf")
        groups.append(group)
    assert {"loads", "loads/ground", "loads/ground_at_frames", "loads/dynamics", "loads/curves"} <= set(
        groups
    )
    with xr.open_dataset(path, group="loads/dynamics", engine="h5netcdf") as found:
        moments = loads.dynamics.moments
        np.testing.assert_array_equal(found["moments"].values, moments.values)
        assert list(found["coordinate"].values) == list(columns())
        assert found["moments"].attrs["units"] == "N m/kg"
        assert found["joint_force"].attrs["frame"] == "lab"
        assert len(found["chain_coordinate"]) == len(loads.dynamics.generalised_force.chain_coordinate)
    with xr.open_dataset(path, group="loads", engine="h5netcdf") as found:
        assert found.attrs["body_mass"] == loads.body_mass
        assert found.attrs["schema_version"] == 1


def test_without_loads_the_file_says_why() -> None:
    ((group, dataset),) = list(loads_datasets(NoLoads("no force plates")))[:1]
    assert group == "loads"
    assert dataset.attrs["reason"] == "no force plates"


def test_cycle_curves_are_the_moments_at_their_instants(measured: tuple[Subject, Loads]) -> None:
    _, loads = measured
    curves, moments = loads.curves["moments"], loads.dynamics.moments
    assert curves.dims == ("cycle", "coordinate", "percent")
    side = str(loads.curves["side"].values[0])
    name = f"ankle_dorsiflexion_{Side(side)}"
    curve = curves.sel(coordinate=name).values[0]
    known = moments.sel(coordinate=name).values
    assert np.nanmin(curve) >= np.nanmin(known) - 1e-12
    assert np.nanmax(curve) <= np.nanmax(known) + 1e-12
    assert np.isfinite(curve).any()
