"""Ground forces out of a table's columns, by every naming in use."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundup.quantities import BadInputError, Side, SourceFile
from groundup.recording.plates import given_plate
from groundup.recording.readers.magnitude import clean_table
from groundup.recording.readers.source import source_file
from groundup.recording.readers.storage import StorageTable, read_table
from groundup.recording.readers.timing import even_clock
from groundup.recording.recording import ForcePlate

_NAME = re.compile(
    r"^(?:(?P<before>[a-z0-9]+)_)??(?:ground_?(?P<what>force|torque|moment)s?|grf|grm)"
    r"(?P<number>\d*)(?:_(?P<after>[a-z0-9_]+?))?_(?P<part>[vpmtf]?[xyz])$",
    re.IGNORECASE,
)
_SHORT = re.compile(r"^(?P<what>[fpm])(?P<number>\d+)_(?P<axis>[123xyz])$", re.IGNORECASE)
_FARTHEST_M = 50.0
_SIDES = {"l": Side.LEFT, "left": Side.LEFT, "r": Side.RIGHT, "right": Side.RIGHT}


@dataclass(frozen=True)
class Forces:
    """Plates of a force file, with what had to be said of it."""

    plates: tuple[ForcePlate, ...]
    source: SourceFile
    notes: tuple[str, ...]


def force_columns(columns: tuple[str, ...]) -> dict[str, dict[str, dict[int, int]]]:
    """Block -> quantity ("force", "point", "moment") -> axis (0-2) -> column number.

    Understands ``ground_force_vx``, ``1_ground_force_vx``, ``l_ground_force_px``,
    ``ground_force_1_vx``, ``ground_force_r_vx``, ``ground_force1_vx``, ``R_ground_torque_x``,
    ``ground_moment_1_mx`` and ``f1_1 p1_1 m1_1``.
    """
    blocks: dict[str, dict[str, dict[int, int]]] = {}
    for number, column in enumerate(columns):
        parsed = _parse(column)
        if parsed is not None:
            block, quantity, axis = parsed
            blocks.setdefault(block, {}).setdefault(quantity, {})[axis] = number
    return {block: parts for block, parts in blocks.items() if len(parts.get("force", {})) == 3}


def _parse(column: str) -> tuple[str, str, int] | None:
    short = _SHORT.match(column)
    if short:
        quantity = {"f": "force", "p": "point", "m": "moment"}[short["what"].lower()]
        return short["number"], quantity, "123xyz".index(short["axis"].lower()) % 3
    match = _NAME.match(column)
    if match is None:
        return None
    block = "_".join(part.lower() for part in (match["before"], match["number"], match["after"]) if part)
    part = match["part"].lower()
    letter = part[:-1] or ("m" if (match["what"] or "").lower() in ("torque", "moment") else "v")
    quantity = {"v": "force", "f": "force", "p": "point", "m": "moment", "t": "moment"}[letter]
    return block, quantity, "xyz".index(part[-1])


def read_forces(path: Path) -> Forces:
    """Read a ground-force file.

    Raises
    ------
    BadInputError
        If it is no table, holds something else than ground forces, or not in SI units.
    """
    return forces_of(read_table(path), "MOT/STO")


def forces_of(table: StorageTable, file_format: str) -> Forces:
    """Make plates of a table with ground forces (see :func:`read_forces`)."""
    path = table.path
    blocks = force_columns(table.columns)
    if not blocks:
        raise BadInputError(
            path,
            "column names",
            "ground forces (ground_force_vx ...)",
            describe(table),
            "give the file with the ground forces",
        )
    header_rate = table.header.get("datarate", "")
    rate = float(header_rate) if header_rate.replace(".", "", 1).isdigit() else None
    clock = even_clock(table.time, table.lines, rate, path)
    values = np.full((int(clock.row[-1]) + 1, table.values.shape[1]), np.nan)
    used = sorted(
        {number for where in blocks.values() for axes in where.values() for number in axes.values()}
    )
    cleaned, absurd_notes = clean_table(table.values[:, used], path.name)
    values[clock.row[:, None], np.array(used)] = cleaned
    notes = [*table.notes, *clock.notes, *absurd_notes]
    parts = {block: _vectors(values, where) for block, where in blocks.items()}
    vertical = int(np.argmax(sum(np.nansum(np.abs(force), axis=0) for force, _, _ in parts.values())))
    plates: list[ForcePlate] = []
    for block, (force, point, moment) in parts.items():
        number = str(len(plates) + 1)
        name = f"force {number}" if block in ("", number) else f"force {number} ({block})"
        _refuse_far(path, name, force, point, vertical)
        if np.isnan(point).all():
            notes.append(f"{name} of {path.name} has no point of application: it cannot be given to a foot")
        if not np.nan_to_num(force).any():
            notes.append(f"{name} of {path.name} holds only zeros")
        plates.append(
            given_plate(name, clock.time, force, point, moment, vertical=vertical, side=_side(block))
        )
    return Forces(tuple(plates), source_file(path, file_format), tuple(notes))


def _vectors(
    values: NDArray[np.float64], where: dict[str, dict[int, int]]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Force, point and moment, (rows, 3) each; NaN where the file has no such columns."""
    found = []
    for quantity in ("force", "point", "moment"):
        axes = where.get(quantity, {})
        array = np.full((values.shape[0], 3), np.nan)
        for axis, column in axes.items():
            array[:, axis] = values[:, column]
        found.append(array)
    return found[0], found[1], found[2]


def _side(block: str) -> Side | None:
    sides = {_SIDES[word] for word in block.split("_") if word in _SIDES}
    return sides.pop() if len(sides) == 1 else None


def _refuse_far(
    path: Path, name: str, force: NDArray[np.float64], point: NDArray[np.float64], vertical: int
) -> None:
    """Refuse points of application beyond any laboratory: they are in millimetres."""
    loaded = np.abs(force[:, vertical]) > _FARTHEST_M
    far = np.abs(point[loaded])
    far = far[np.isfinite(far)]
    if far.size and float(far.max()) > _FARTHEST_M:
        raise BadInputError(
            path,
            f"points of application of {name}",
            "metres",
            f"{far.max():.4g}, which can only be millimetres",
            "export the forces in SI units",
        )


def describe(table: StorageTable) -> str:
    """Say what a table without ground forces holds, as a noun phrase."""
    names = [column.lower() for column in table.columns]
    count = len(names)
    shown = f"{count} columns such as {', '.join(table.columns[:2])}"

    def mostly(words: tuple[str, ...]) -> bool:
        return sum(any(word in name for word in words) for name in names) * 2 > count

    if mostly(("_on_",)):
        return f"joint reactions ({shown})"
    if mostly(("_moment",)) or "inverse dynamics" in table.title.lower():
        return f"joint moments ({shown})"
    if any("marker_error" in name for name in names):
        return f"marker errors of an inverse kinematics run ({shown})"
    if "modelforces" in table.title.lower():
        return f"forces of a model ({shown})"
    if "coordinates" in table.title.lower() or any(
        key in name for name in names for key in ("pelvis_t", "knee_angle", "hip_flexion")
    ):
        return f"joint coordinates ({shown})"
    if re.match(r"^[fm][xyz]\d", names[0]):
        return f"raw plate channels ({shown})"
    return f"{table.title.lower() or 'a table'} ({shown})"
