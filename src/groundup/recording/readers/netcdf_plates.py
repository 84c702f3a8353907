"""Force plates of a NetCDF recording."""

from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from groundup.quantities import Side
from groundup.recording.readers.hdf5_isolated import HDF5Contents
from groundup.recording.readers.netcdf_parts import Part
from groundup.recording.recording import ForcePlate

_GROUP = "plates/"


def plates_of(path: Path, contents: HDF5Contents) -> tuple[ForcePlate, ...]:
    """Plates in the order of their numbers.

    Raises
    ------
    BadInputError
        If one lacks a number or array, or has them in another shape.
    """
    numbers = sorted(
        (group.removeprefix(_GROUP) for group in contents.attributes if group.startswith(_GROUP)),
        key=lambda word: (len(word), word),
    )
    return tuple(_plate(Part(path, contents, _GROUP + number)) for number in numbers)


def _plate(part: Part) -> ForcePlate:
    time = part.times("plate_time")
    corners = part.array("corners", (4, 3))
    kind, side = part.number("kind"), part.text("side")
    if kind not in (-1, 1, 2, 3, 4) or side not in ("", *Side):
        raise part.bad("attributes kind and side", "a C3D plate type and a side", f"{kind:g} and '{side}'")

    def series(name: str, units: str) -> xr.DataArray:
        values: NDArray[np.float64] = part.array(name, (time.size, 3))
        return xr.DataArray(
            values,
            dims=("plate_time", "axis"),
            coords={"plate_time": time, "axis": ["x", "y", "z"]},
            attrs={"units": units, "frame": "file"},
        )

    return ForcePlate(
        name=part.text("name"),
        kind=None if kind == -1 else int(kind),
        corners=corners if np.isfinite(corners).all() else None,
        force=series("force_on_foot", "N"),
        centre_of_pressure=series("centre_of_pressure", "m"),
        free_moment=series("free_moment", "N m"),
        threshold=part.number("threshold_N"),
        baseline=part.array("baseline", (3,)),
        side=Side(side) if side else None,
    )
