"""CSV files without markers: ground forces by plate, and other tables of OpenSim."""

import re
from dataclasses import replace

import numpy as np

from groundup.quantities import BadInputError
from groundup.recording.readers.csv_table import Column, CSVTable
from groundup.recording.readers.storage import StorageTable
from groundup.recording.readers.storage_forces import Forces, forces_of
from groundup.recording.readers.units import force_factor, length_factor_or_none, moment_factor
from groundup.recording.recording import FloatArray

_MEASURED = re.compile(
    r"^(?P<plate>.+) (?P<what>force|centre of pressure|free moment) (?P<axis>[xyz])$", re.IGNORECASE
)
_OPENSIM = {
    "force": ("ground_force_{}_v", force_factor, "a unit of force (N)"),
    "centre of pressure": ("ground_force_{}_p", length_factor_or_none, "a unit of length (m)"),
    "free moment": ("ground_moment_{}_m", moment_factor, "a unit of moment (N m)"),
}
_SIDES = {"left": "l", "l": "l", "right": "r", "r": "r"}
_NEXT = "name the columns as the manual's page on formats says"


def holds_forces(table: CSVTable) -> bool:
    """Whether a column of a table is the force of a plate."""
    return any(
        match is not None and match["what"].lower() == "force" and force_factor(column.unit)
        for column in table.columns
        if (match := _MEASURED.match(column.name))
    )


def csv_forces(table: CSVTable) -> Forces:
    """Make plates of a table of forces, with their names.

    Raises
    ------
    BadInputError
        If a column is no force, point or moment of a plate, or its unit none of one.
    """
    at = table.index("time")
    if at is None or table.columns[at].unit != "s":
        raise BadInputError(table.path, "column names", "'time [s]'", "none", _NEXT)
    names: list[str] = []
    columns: list[str] = []
    factors: list[float] = []
    for number, column in enumerate(table.columns, 1):
        if number - 1 == at:
            continue
        match = _MEASURED.match(column.name)
        if match is None:
            raise BadInputError(
                table.path,
                f"column {number}",
                "a quantity of a plate such as 'plate 1 force x [N]'",
                f"'{column.name[:40]}'",
                _NEXT,
            )
        if match["plate"] not in names:
            names.append(match["plate"])
        prefix, factor_of, wanted = _OPENSIM[match["what"].lower()]
        factor = factor_of(column.unit)
        if factor is None:
            raise BadInputError(table.path, f"column {number}", wanted, f"'{column.unit}'", _NEXT)
        block = f"{names.index(match['plate']) + 1}{_side_letter(match['plate'])}"
        columns.append(prefix.format(block) + match["axis"].lower())
        factors.append(factor)
    forces = forces_of(_storage(table, at, tuple(columns), np.array(factors)), "CSV")
    plates = tuple(replace(plate, name=name) for plate, name in zip(forces.plates, names, strict=True))
    return replace(forces, plates=plates)


def csv_storage(table: CSVTable) -> StorageTable:
    """Take a table whose numbers have no units of their own.

    Raises
    ------
    BadInputError
        If it does not start with a column ``time``.
    """
    if table.columns[0] not in (Column("time", ""), Column("time", "s")):
        raise BadInputError(
            table.path, "column names", "'time' first", f"'{table.columns[0].name[:40]}'", _NEXT
        )
    names = tuple(column.name for column in table.columns[1:])
    return _storage(table, 0, names, np.ones(len(names)))


def _storage(table: CSVTable, at: int, names: tuple[str, ...], factors: FloatArray) -> StorageTable:
    return StorageTable(
        path=table.path,
        title=table.header.get("title", ""),
        header=table.header,
        columns=names,
        time=table.values[:, at],
        values=np.delete(table.values, at, axis=1) * factors,
        lines=table.lines,
    )


def _side_letter(plate: str) -> str:
    """``_l`` or ``_r`` where one word of a plate's name says whose foot it is under."""
    sides = {_SIDES[word] for word in re.split(r"[^a-z0-9]+", plate.lower()) if word in _SIDES}
    return f"_{sides.pop()}" if len(sides) == 1 else ""
