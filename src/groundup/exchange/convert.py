"""One recording from one file format to another: what was measured, unchanged but for the form."""

import errno
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from groundup.exchange.convert_left import left_behind
from groundup.exchange.convert_source import Source, read_source
from groundup.exchange.replace_file import why_not_written
from groundup.exchange.trc import trc_text
from groundup.exchange.writers import c3d, c3d_plates, csv_text, netcdf, storage
from groundup.quantities import BadInputError, GroundupError
from groundup.recording.readers.storage import StorageTable
from groundup.recording.readers.storage_forces import Forces, describe
from groundup.recording.recording import Recording

_NO_CHOICE = ("", "markers", "forces")
_ON_A_FRAME = 1e-3
"""A start within this part of a frame is on it: times are printed with few digits."""


@dataclass(frozen=True)
class Converted:
    """The file written, and sentences about what it does not hold or the source had odd."""

    path: Path
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Order:
    """What is to be written: `part` is "markers" or "forces" for formats that hold one of them."""

    source: Source
    source_name: str
    part: str
    target: Path
    file: Path


def convert(source: Path, target: Path, forces: Path | None = None, *, part: str = "") -> Converted:
    """Write what a file holds in the format that the target's name ends in.

    Parameters
    ----------
    source : Path
        C3D, TRC, CSV or NetCDF recording; ground forces or any other table as MOT, STO, CSV or NetCDF.
    target : Path
        ``.trc`` (markers), ``.c3d`` (all but computed points), ``.mot`` or ``.sto`` (forces, or a table),
        ``.csv`` (markers, or forces, or a table), ``.nc`` (all).
    forces : Path, optional
        Ground forces of the same trial.
    part : str
        "markers" or "forces": which of the two a CSV of a recording with both is to hold; markers by default.

    Returns
    -------
    Converted
        Axes are those of the source; lengths metres but for TRC and C3D, which have millimetres; time is
        absolute.

    Raises
    ------
    GroundupError
        If the source cannot be read, has nothing that the format holds, or the target cannot be written.
    """
    writer = WRITERS.get(target.suffix.lower())
    if writer is None:
        endings = ", ".join(WRITERS)
        raise BadInputError(
            target, "name", f"one that ends in {endings}", target.suffix or "no ending", "name it so"
        )
    if part not in _NO_CHOICE:
        raise GroundupError(f"{part!r} is no part of a recording; choose markers or forces.")
    read = read_source(source, forces)
    fresh = target.with_name(f".{target.stem}.new-{os.getpid()}{target.suffix}")
    try:
        left = writer(_Order(read, source.name, part, target, fresh))
        _to_disk(fresh)
        if target.exists() and not target.is_file():
            raise FileExistsError(errno.EEXIST, "a folder, pipe or device is in its place")
        fresh.replace(target)
    except OSError as problem:
        raise GroundupError(why_not_written(target, problem)) from problem
    finally:
        with suppress(OSError):  # what cannot be there need not go
            fresh.unlink()
    return Converted(target, () if left is None else (left,))


def _to_disk(file: Path) -> None:
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_trc(order: _Order) -> str | None:
    recording = _recording(order)
    name = order.target.name
    _text(order, trc_text(recording.markers, recording.rate, recording.first_frame, name))
    return left_behind(recording, {"markers"})


def _write_c3d(order: _Order) -> str | None:
    recording = _recording(order)
    reasons = {plate.name: c3d_plates.why_not(plate, recording) for plate in recording.plates}
    kept = [plate for plate in recording.plates if reasons[plate.name] is None]
    c3d.write_c3d(recording, order.file, platforms=[c3d_plates.platform(plate) for plate in kept])
    refused = [f"{name}, which {reason}" for name, reason in reasons.items() if reason is not None]
    moved = c3d.first_frame(recording) - 1 - float(recording.markers.time.values[0]) * recording.rate
    if abs(moved) > _ON_A_FRAME:
        refused.append(f"the start between two frames (the clock is {moved / recording.rate:+.4f} s off)")
    return left_behind(recording, {"markers", "forces", "events", "analog", "person"}, refused)


def _write_csv(order: _Order) -> str | None:
    source = order.source
    if isinstance(source, StorageTable):
        _text(order, csv_text.table_csv(source))
        return None
    if isinstance(source, Forces):
        _text(order, csv_text.forces_csv(source.plates, order.source_name))
        return None
    if order.part == "forces":
        _refuse_without_plates(order, source)
        _text(order, csv_text.forces_csv(source.plates, order.source_name))
        return left_behind(source, {"forces"})
    _text(order, csv_text.markers_csv(source))
    return left_behind(source, {"markers"})


def _write_storage(order: _Order) -> str | None:
    source = order.source
    if isinstance(source, StorageTable):
        _text(order, storage.table_text(source))
        return None
    if isinstance(source, Recording):
        _refuse_without_plates(order, source)
    _text(order, storage.forces_text(source.plates, order.target.stem))
    return left_behind(source, {"forces"}) if isinstance(source, Recording) else None


def _write_netcdf(order: _Order) -> str | None:
    source = order.source
    if isinstance(source, StorageTable):
        netcdf.write_table(source, order.file)
    elif isinstance(source, Forces):
        netcdf.write_forces(source.plates, source.notes, order.file)
    else:
        netcdf.write_recording(source, order.file)
    return None


def _recording(order: _Order) -> Recording:
    """Return the source where it has markers.

    Raises
    ------
    BadInputError
        Where it has none.
    """
    source = order.source
    if isinstance(source, Recording):
        return source
    found = describe(source) if isinstance(source, StorageTable) else "ground forces only"
    raise BadInputError(order.source_name, "contents", "markers to write", found, "choose .mot, .csv or .nc")


def _refuse_without_plates(order: _Order, recording: Recording) -> None:
    if not recording.plates:
        raise BadInputError(
            order.source_name, "force plates", "ground forces to write", "none", "choose .trc, .csv or .nc"
        )


def _text(order: _Order, text: str) -> None:
    order.file.write_text(text, encoding="utf-8", newline="\n")


WRITERS: Mapping[str, Callable[[_Order], str | None]] = {
    ".trc": _write_trc,
    ".csv": _write_csv,
    ".c3d": _write_c3d,
    ".mot": _write_storage,
    ".sto": _write_storage,
    ".nc": _write_netcdf,
}
"""What a target's name may end in."""
