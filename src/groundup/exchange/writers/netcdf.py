"""NetCDF: everything a recording holds, exactly, with units and labels.

Groups: ``/`` with the markers, ``plates/K``, ``analog``, ``events``, ``vendor/KIND``; a table of OpenSim
(coordinates, moments ...) is one variable ``values``. ``xarray.open_datatree`` reads them; in Matlab, R and
elsewhere any NetCDF-4 library does.
"""

import json
from io import BytesIO
from pathlib import Path

import numpy as np
import xarray as xr

from groundup.recording.readers.netcdf import RECORDING_SCHEMA, SCHEMA_VERSION, TABLE_SCHEMA
from groundup.recording.readers.storage import StorageTable
from groundup.recording.recording import ForcePlate, Person, Recording

Groups = dict[str, xr.Dataset]


def write_recording(recording: Recording, path: Path) -> None:
    """Write a recording."""
    groups: Groups = {
        "/": xr.Dataset(
            {"markers": recording.markers.transpose("time", "marker", "axis")},
            attrs={
                **_schema(RECORDING_SCHEMA),
                "name": recording.name,
                "rate_hz": recording.rate,
                "first_frame": recording.first_frame,
                "declared_up": recording.declared_up or "",
                "person": _json(_person(recording.person)),
                "notes": _json(recording.notes),
                "sources": _json([vars(source) for source in recording.sources]),
            },
        )
    }
    groups |= _plates(recording.plates)
    if recording.analog is not None:
        groups["analog"] = xr.Dataset({"analog": recording.analog})
    if recording.events:
        groups["events"] = _events(recording)
    for kind, values in recording.vendor.items():
        groups[f"vendor/{kind}"] = xr.Dataset({"values": values}, attrs={"units": values.attrs["units"]})
    _write(groups, path)


def write_forces(plates: tuple[ForcePlate, ...], notes: tuple[str, ...], path: Path) -> None:
    """Write the plates of a force file."""
    root = xr.Dataset(attrs={**_schema(RECORDING_SCHEMA), "notes": _json(notes)})
    _write({"/": root, **_plates(plates)}, path)


def write_table(table: StorageTable, path: Path) -> None:
    """Write any table of a .mot or .sto file."""
    values = xr.DataArray(
        table.values, dims=("time", "column"), coords={"time": table.time, "column": list(table.columns)}
    )
    facts = {**_schema(TABLE_SCHEMA), "title": table.title, "header": _json(dict(table.header))}
    _write({"/": xr.Dataset({"values": values}, attrs=facts)}, path)


def _plates(plates: tuple[ForcePlate, ...]) -> Groups:
    return {f"plates/{number}": _plate(plate) for number, plate in enumerate(plates, 1)}


def _plate(plate: ForcePlate) -> xr.Dataset:
    corners = np.full((4, 3), np.nan) if plate.corners is None else plate.corners
    return xr.Dataset(
        {
            "force_on_foot": plate.force,
            "centre_of_pressure": plate.centre_of_pressure,
            "free_moment": plate.free_moment,
            "corners": (("corner", "axis"), corners, {"units": "m"}),
            "baseline": (("axis",), plate.baseline, {"units": "N"}),
        },
        attrs={
            "name": plate.name,
            "kind": -1 if plate.kind is None else plate.kind,
            "threshold_N": plate.threshold,
            "side": plate.side or "",
        },
    )


def _events(recording: Recording) -> xr.Dataset:
    events = recording.events
    return xr.Dataset(
        {
            # No attribute "units": xarray would take seconds for a time delta.
            "time_s": (("event",), [event.time for event in events]),
            "side": (("event",), [str(event.side or "") for event in events]),
            "kind": (("event",), [str(event.kind) for event in events]),
            "source": (("event",), [event.source for event in events]),
            "confidence": (("event",), [event.confidence for event in events], {"units": "1"}),
        }
    )


def _person(person: Person) -> dict[str, float | dict[str, float] | None]:
    return {
        "mass_kg": person.mass,
        "height_m": person.height,
        "leg_length_m": {str(side): length for side, length in person.leg_length.items()},
        "knee_width_m": {str(side): length for side, length in person.knee_width.items()},
        "ankle_width_m": {str(side): length for side, length in person.ankle_width.items()},
    }


def _schema(name: str) -> dict[str, str | int]:
    return {"schema": name, "schema_version": SCHEMA_VERSION}


def _write(groups: Groups, path: Path) -> None:
    # In memory first: where the disk is full, the HDF5 library takes the whole process with it.
    file = BytesIO()
    for name, dataset in groups.items():
        plain = _plain_texts(dataset)
        # A checksum with each number array: a bit that flips is found when it is read.
        checked = {
            k: {"fletcher32": True} for k, v in plain.variables.items() if v.dtype.kind == "f" and v.size
        }
        plain.to_netcdf(
            file,
            mode="w" if name == "/" else "a",
            group=None if name == "/" else name,
            engine="h5netcdf",
            encoding=checked,
        )
    path.write_bytes(file.getbuffer())


def _plain_texts(dataset: xr.Dataset) -> xr.Dataset:
    """Texts as objects: h5py has no numpy texts of fixed width."""
    fixed = {str(name): values for name, values in dataset.variables.items() if values.dtype.kind in "UT"}
    free = {name: (values.dims, values.values.astype(object)) for name, values in fixed.items()}
    attributes = {name: str(v) if isinstance(v, str) else v for name, v in dataset.attrs.items()}
    coordinates = {name: values for name, values in free.items() if name in dataset.coords}
    data = {name: values for name, values in free.items() if name not in dataset.coords}
    return dataset.assign(data).assign_coords(coordinates).assign_attrs(attributes)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
