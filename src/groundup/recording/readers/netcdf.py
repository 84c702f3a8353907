"""NetCDF recordings as ``groundup convert`` writes them: markers, plates, events, analog, in SI units."""

from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from groundup.quantities import BadInputError, Operation, Side
from groundup.recording.readers.hdf5_isolated import HDF5Contents, read_hdf5
from groundup.recording.readers.magnitude import clean_positions
from groundup.recording.readers.netcdf_parts import Part
from groundup.recording.readers.netcdf_plates import plates_of
from groundup.recording.readers.source import source_file
from groundup.recording.readers.storage import StorageTable
from groundup.recording.readers.storage_forces import Forces
from groundup.recording.readers.timing import even_clock, refuse_absurd_rate
from groundup.recording.recording import Event, EventKind, Person, Recording

RECORDING_SCHEMA = "groundup.recording"
TABLE_SCHEMA = "groundup.table"
SCHEMA_VERSION = 1
_OTHERS = {
    "groundup.result": ("a result of groundup analyze", "give the recording it was computed from"),
    TABLE_SCHEMA: ("a table without markers", "give the C3D or TRC these were computed from"),
}
_RATE_TOLERANCE = 2e-3


class NetCDFReader:
    """Reads NetCDF files of ``groundup convert``."""

    name = "NetCDF"
    suffixes = (".nc",)

    def sniff(self, path: Path, head: bytes) -> bool:
        """Whether the name ends as a NetCDF's and the first bytes are HDF5's."""
        return path.suffix.lower() in self.suffixes and head.startswith(b"\x89HDF")

    def read(self, path: Path) -> Recording:
        """Read one file.

        Raises
        ------
        BadInputError
            If it is no recording of this layout, or contradicts itself.
        """
        contents = read_netcdf(path)
        if isinstance(contents, Recording):
            return contents
        found = "ground forces only" if isinstance(contents, Forces) else _OTHERS[TABLE_SCHEMA][0]
        raise BadInputError(
            path, "contents", "a recording with markers", found, "give the C3D or TRC of the same trial"
        )


def read_netcdf(path: Path) -> Recording | Forces | StorageTable:
    """Read what ``groundup convert`` wrote (see :meth:`NetCDFReader.read`)."""
    contents = read_hdf5(path)
    schema = contents.attributes.get("", {}).get("schema")
    version = contents.attributes.get("", {}).get("schema_version")
    known = schema in (RECORDING_SCHEMA, TABLE_SCHEMA)
    if not known or version != SCHEMA_VERSION:
        found = f"version {version} of it" if known else "a NetCDF file of another layout"
        found, next_step = _OTHERS.get(str(schema), (found, "export the trial as C3D or TRC"))
        expected = f"a recording written by groundup convert (version {SCHEMA_VERSION})"
        raise BadInputError(path, "attribute schema", expected, found, next_step)
    root = Part(path, contents, "")
    if schema == TABLE_SCHEMA:
        return _table(root)
    plates = plates_of(path, contents)
    if "markers" not in contents.arrays:
        if not plates:
            raise root.bad("variables", "markers or plates", "neither")
        return Forces(plates, source_file(path, NetCDFReader.name), _notes(root))
    return _recording(root, contents)


def _recording(root: Part, contents: HDF5Contents) -> Recording:
    path = root.file
    labels = root.labels("marker")
    time = root.times("time")
    values = root.array("markers", (time.size, len(labels), 3))
    rate = root.number("rate_hz")
    refuse_absurd_rate(rate, path, "attribute rate_hz")
    clock = even_clock(time, list(range(1, time.size + 1)), rate, path)
    if abs(clock.rate - rate) > _RATE_TOLERANCE * rate or clock.row[-1] + 1 != time.size:
        raise root.bad("variable time", f"frames at {rate:g} Hz", f"{clock.rate:g} Hz or frames left out")
    first = root.number("first_frame")
    if first != round(first):
        raise root.bad("attribute first_frame", "a whole number", f"{first:g}")
    values[~np.isfinite(values).all(axis=2)] = np.nan
    metres, notes = clean_positions(values)
    up = root.text("declared_up")
    return Recording(
        name=root.text("name") or path.stem,
        sources=(source_file(path, NetCDFReader.name),),
        rate=rate,
        first_frame=int(first),
        markers=xr.DataArray(
            metres,
            dims=("time", "marker", "axis"),
            coords={"time": time, "marker": list(labels), "axis": ["x", "y", "z"]},
            attrs={"units": "m", "frame": "file"},
        ),
        plates=plates_of(path, contents),
        analog=_analog(Part(path, contents, "analog")),
        vendor={
            group.partition("/")[2]: _vendor(Part(path, contents, group), time)
            for group in contents.attributes
            if group.startswith("vendor/")
        },
        events=_events(Part(path, contents, "events")),
        person=_person(root),
        declared_up=up if up in ("+x", "+y", "+z", "-x", "-y", "-z") else None,
        notes=(*_notes(root), *notes),
        operations=(Operation("read", {"file": path.name}),),
    )


def _analog(part: Part) -> xr.DataArray | None:
    if not part:
        return None
    channels, time = part.words("channel"), part.times("analog_time")
    return xr.DataArray(
        part.array("analog", (time.size, len(channels))),
        dims=("analog_time", "channel"),
        coords={
            "analog_time": time,
            "channel": list(channels),
            "unit": ("channel", list(part.words("unit", len(channels)))),
        },
    )


def _vendor(part: Part, time: NDArray[np.float64]) -> xr.DataArray:
    points = part.labels("point")
    return xr.DataArray(
        part.array("values", (time.size, len(points), 3)),
        dims=("time", "point", "axis"),
        coords={"time": time, "point": list(points), "axis": ["x", "y", "z"]},
        attrs={"units": part.text("units") or "not stated", "frame": "file"},
    )


def _events(part: Part) -> tuple[Event, ...]:
    if not part:
        return ()
    time = part.array("time_s", None)
    words = [part.words(name, time.size) for name in ("side", "kind", "source")]
    confidence = part.array("confidence", (time.size,))
    sides: dict[str, Side | None] = {"": None, **{str(side): side for side in Side}}
    kinds = {str(kind): kind for kind in EventKind}
    events = []
    for at, side, kind, source, sure in zip(time.ravel(), *words, confidence, strict=True):
        if side not in sides or kind not in kinds or not np.isfinite(at) or not 0 <= sure <= 1:
            raise part.bad("events", "a side, a kind, a time and a confidence", f"'{side}' '{kind}' {at:g}")
        events.append(Event(sides[side], kinds[kind], float(at), source, float(sure)))
    return tuple(events)


def _person(root: Part) -> Person:
    given: dict[str, Any] = root.json("person", {})

    def number(value: object) -> float | None:
        return float(value) if isinstance(value, int | float) and 0 < value < np.inf else None

    def by_side(name: str) -> dict[Side, float]:
        lengths = given.get(name)
        lengths = lengths if isinstance(lengths, dict) else {}
        found = {side: number(lengths.get(str(side))) for side in Side}
        return {side: length for side, length in found.items() if length is not None}

    sided = [by_side(f"{name}_m") for name in ("leg_length", "knee_width", "ankle_width")]
    return Person(number(given.get("mass_kg")), number(given.get("height_m")), *sided)


def _notes(root: Part) -> tuple[str, ...]:
    notes = root.json("notes", [])
    return tuple(str(note) for note in notes)


def _table(root: Part) -> StorageTable:
    columns, time = root.words("column"), root.times("time")
    header = root.json("header", {})
    return StorageTable(
        path=root.file,
        title=root.text("title"),
        header={str(key): str(value) for key, value in header.items()},
        columns=columns,
        time=time,
        values=root.array("values", (time.size, len(columns))),
        lines=list(range(1, time.size + 1)),
    )
