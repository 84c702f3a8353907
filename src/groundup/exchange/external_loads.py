"""External loads of an OpenSim setup as wrenches on the bodies of a chain."""

import numpy as np

from groundup.body.chain import Chain
from groundup.exchange.osim.id_setup import GROUND, ExternalForce, ExternalLoads
from groundup.exchange.smoothed_coordinates import Samples, natural_spline
from groundup.mechanics.inverse_dynamics import ExternalWrenches
from groundup.mechanics.kinematics import Poses, poses
from groundup.mechanics.tree import FloatArray
from groundup.quantities import BadInputError
from groundup.recording.readers.storage import StorageTable, read_table

# OpenSim joins forces between samples by natural cubic curves, or by straight lines where they are few.
_FEWEST_FOR_CURVES = 4
_LARGEST = 1e9
"""Newtons or metres; beyond this it is no measurement, and products overflow."""


def external_wrenches(
    loads: ExternalLoads, chain: Chain, time: FloatArray, coordinates: FloatArray
) -> tuple[ExternalWrenches, tuple[str, ...]]:
    """Find the forces from outside at the wanted times, and what their table says that is not so.

    Parameters
    ----------
    loads : ExternalLoads
    chain : Chain
    time : (F,) [s].
    coordinates : (F, C) pose of the chain at these times [rad, m].

    Raises
    ------
    BadInputError
        If the table cannot be read, does not cover the times, lacks a column, or a body is unknown.
    """
    table = read_table(loads.table)
    _refuse_uncovered(table, time)
    placed = poses(chain.topology, chain.parameters, coordinates)
    parts = [_wrench(force, loads, table, chain, placed, time) for force in loads.forces]
    nothing = np.zeros((len(time), 0, 3))
    wrenches = ExternalWrenches(
        np.array([body for body, *_ in parts], np.int64),
        *(np.stack([part[k] for part in parts], axis=1) if parts else nothing for k in (1, 2, 3)),
    )
    return wrenches, table.notes


def _refuse_uncovered(table: StorageTable, time: FloatArray) -> None:
    rises = np.diff(table.time) > 0.0
    if not rises.all():
        line = table.lines[int(np.argmin(rises)) + 1]
        raise BadInputError(
            table.path, f"line {line}", "a time later than the one before", "none", "sort the rows"
        )
    slack = float(np.diff(table.time).max()) if len(table.time) > 1 else 0.0
    if time[0] < table.time[0] - slack or time[-1] > table.time[-1] + slack:
        raise BadInputError(
            table.path,
            "time",
            f"forces from {time[0]:g} to {time[-1]:g} s",
            f"{table.time[0]:g} to {table.time[-1]:g} s",
            "choose the forces of this trial or correct time_range",
        )


def _wrench(
    force: ExternalForce,
    loads: ExternalLoads,
    table: StorageTable,
    chain: Chain,
    placed: Poses,
    time: FloatArray,
) -> tuple[int, FloatArray, FloatArray, FloatArray]:
    """Body, and force, point and torque (F, 3) in the lab."""
    body = _body(force, loads, chain, force.body)
    pushed, point, twisted = (
        _columns(table, identifier, time) if identifier else np.zeros((len(time), 3))
        for identifier in (force.force, force.point, force.torque)
    )
    if force.force_frame != GROUND:
        turn = placed.rotation_body_in_lab[:, _body(force, loads, chain, force.force_frame)]
        pushed, twisted = (np.einsum("fij,fj->fi", turn, x) for x in (pushed, twisted))
    anchor = force.point_frame if force.point else force.body
    if anchor != GROUND:
        b = _body(force, loads, chain, anchor)
        point = placed.position_body_in_lab[:, b] + np.einsum(
            "fij,fj->fi", placed.rotation_body_in_lab[:, b], point
        )
    return body, pushed, point, twisted


def _body(force: ExternalForce, loads: ExternalLoads, chain: Chain, name: str) -> int:
    if name not in chain.bodies:
        raise BadInputError(
            loads.file, f"ExternalForce {force.name!r}", "a body of the model", repr(name), "correct its name"
        )
    return chain.body(name)


def _columns(table: StorageTable, identifier: str, time: FloatArray) -> FloatArray:
    """(F, 3) the three columns that begin with the identifier, at the wanted times."""
    found = [k for k, name in enumerate(table.columns) if name.startswith(identifier)]
    if len(found) != 3:
        raise BadInputError(
            table.path,
            "column names",
            f"three that begin with {identifier!r}",
            f"{len(found)}",
            "correct the identifier in the external loads file",
        )
    values = table.values[:, found]
    usable = (np.abs(values) < _LARGEST).all(axis=1)
    if not usable.all():
        row = int(np.argmin(usable))
        what = "a missing value" if np.isnan(values[row]).any() else f"{np.abs(values[row]).max():g}"
        place = f"line {table.lines[row]}, {identifier}"
        raise BadInputError(table.path, place, "a force or a place", what, "correct it or fill the gap")
    if len(table.time) < _FEWEST_FOR_CURVES:
        return np.column_stack([np.interp(time, table.time, column) for column in values.T])
    return np.asarray(natural_spline(Samples(table.time, values), 3)(time))
