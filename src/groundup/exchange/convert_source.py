"""What a file given to ``groundup convert`` holds: a recording, ground forces alone, or another table."""

from pathlib import Path

from groundup.quantities import BadInputError
from groundup.recording.read import read_head, read_recording
from groundup.recording.readers.csv_markers import holds_markers, markers_of
from groundup.recording.readers.csv_table import read_csv
from groundup.recording.readers.csv_tables import csv_forces, csv_storage, holds_forces
from groundup.recording.readers.netcdf import read_netcdf
from groundup.recording.readers.storage import StorageTable, read_table
from groundup.recording.readers.storage_forces import Forces, force_columns, forces_of
from groundup.recording.recording import Recording
from groundup.recording.separate_forces import add_forces

Source = Recording | Forces | StorageTable


def read_source(path: Path, forces: Path | None = None) -> Source:
    """Read any file that convert takes.

    Parameters
    ----------
    path : Path
        C3D, TRC, MOT, STO, CSV or NetCDF.
    forces : Path, optional
        Ground forces (MOT, STO, CSV, NetCDF) of the same trial, for a recording with markers.

    Raises
    ------
    BadInputError
        If a file cannot be read, or forces are given for one without markers.
    """
    source = _read(path)
    if forces is None:
        return source
    if not isinstance(source, Recording):
        raise BadInputError(
            path, "contents", "markers to lay the forces beside", "none", "leave --forces out"
        )
    given = _read(forces)
    if not isinstance(given, Forces):
        raise BadInputError(
            forces,
            "contents",
            "ground forces alone",
            "something else",
            "give the file with the ground forces",
        )
    return add_forces(source, given)


def _read(path: Path) -> Source:
    head = read_head(path)
    suffix = path.suffix.lower()
    if suffix in (".mot", ".sto"):
        table = read_table(path)
        return forces_of(table, "MOT/STO") if force_columns(table.columns) else table
    if suffix == ".csv":
        return _of_csv(path)
    if suffix == ".nc" and head.startswith(b"\x89HDF"):
        return read_netcdf(path)
    return read_recording(path)


def _of_csv(path: Path) -> Source:
    table = read_csv(path)
    if holds_forces(table):
        return csv_forces(table)
    if holds_markers(table) or any(column.unit for column in table.columns[1:]):
        return markers_of(table)
    storage = csv_storage(table)
    return forces_of(storage, "CSV") if force_columns(storage.columns) else storage
