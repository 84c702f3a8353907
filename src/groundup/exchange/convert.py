"""One recording from one file format to another: what was measured, unchanged but for the form."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import xarray as xr

from groundup.exchange.trc import trc_text
from groundup.quantities import BadInputError, GroundupError
from groundup.recording.read import read_recording
from groundup.recording.recording import Recording


def convert(source: Path, target: Path, forces: Path | None = None) -> Path:
    """Write a recording in the format that the target's name ends in.

    Parameters
    ----------
    source : Path
        C3D or TRC file.
    target : Path
        ``.trc``, ``.csv`` and ``.c3d`` (markers; a C3D only where there are no forces),
        ``.mot`` or ``.sto`` (ground forces), ``.nc`` (both).
    forces : Path, optional
        Force file of a TRC trial.

    Returns
    -------
    Path
        The target. Axes are those of the source, lengths metres but for TRC and C3D, which have millimetres;
        time is absolute.

    Raises
    ------
    GroundupError
        If the source cannot be read, has nothing that the format holds, or the target cannot be written.
    """
    writer = WRITERS.get(target.suffix.lower())
    if writer is None:
        raise BadInputError(
            target,
            "name",
            f"one that ends in {', '.join(WRITERS)}",
            target.suffix or "no ending",
            "name it so",
        )
    recording = read_recording(source, forces)
    fresh = target.with_name(f".{target.stem}.new-{os.getpid()}{target.suffix}")
    try:
        writer(recording, fresh, target.name)
        fresh.replace(target)
    except OSError as problem:
        raise GroundupError(f"{target} could not be written ({problem.strerror or problem}).") from problem
    finally:
        fresh.unlink(missing_ok=True)
    return target


def _write_trc(recording: Recording, path: Path, name: str) -> None:
    _text(path, trc_text(recording.markers, recording.rate, recording.first_frame, name))


def _write_csv(recording: Recording, path: Path, _name: str) -> None:
    """One row a frame: time [s], then x, y and z of each marker [m]; empty where it was not seen."""
    markers = recording.markers.transpose("time", "marker", "axis")
    names = [f'"{label}_{axis}"'.replace("\n", " ") for label in recording.labels for axis in "xyz"]
    rows = (
        ",".join([f"{time:.6f}", *("" if np.isnan(value) else f"{value:.9g}" for value in frame.ravel())])
        for time, frame in zip(markers.time.values, markers.values, strict=True)
    )
    _text(path, "\n".join([",".join(["time", *names]), *rows]) + "\n")


def _write_forces(recording: Recording, path: Path, name: str) -> None:
    """Force [N], point [m] and free moment [N m] of each plate, in the columns OpenSim reads."""
    if not recording.plates:
        raise BadInputError(
            recording.sources[0].name,
            "force plates",
            "ground forces to write",
            "none",
            "choose .trc, .csv or .nc",
        )
    columns = ["time"]
    values = [recording.plates[0].force.plate_time.values[:, None]]
    for number, plate in enumerate(recording.plates, 1):
        for letter, array in (("v", plate.force), ("p", plate.centre_of_pressure), ("m", plate.free_moment)):
            kind = "moment" if letter == "m" else "force"
            columns += [f"ground_{kind}_{number}_{letter}{axis}" for axis in "xyz"]
            values.append(array.transpose("plate_time", "axis").values)
    table = np.concatenate(values, axis=1)
    # Where nothing is on the plate there is no point: such files hold zeros there.
    table = np.where(np.isnan(table), 0.0, table)
    head = [
        name,
        "version=1",
        f"nRows={len(table)}",
        f"nColumns={len(columns)}",
        "inDegrees=yes",
        "endheader",
    ]
    rows = ("\t".join(f"{value:.9g}" for value in row) for row in table)
    _text(path, "\n".join([*head, "\t".join(columns), *rows]) + "\n")


def _write_netcdf(recording: Recording, path: Path, _name: str) -> None:
    """Write ``markers`` and, per plate, ``force_1``, ``centre_of_pressure_1``, ``free_moment_1``."""
    contents: dict[str, xr.DataArray] = {"markers": recording.markers}
    for number, plate in enumerate(recording.plates, 1):
        contents[f"force_{number}"] = plate.force
        contents[f"centre_of_pressure_{number}"] = plate.centre_of_pressure
        contents[f"free_moment_{number}"] = plate.free_moment
    facts = {"name": recording.name, "rate": recording.rate, "first_frame": recording.first_frame}
    xr.Dataset(contents, attrs=facts).to_netcdf(path, engine="h5netcdf")


def _write_c3d(recording: Recording, path: Path, _name: str) -> None:
    """Markers in mm as 32-bit numbers; forces would need the plates' raw channels, which are not written."""
    import ezc3d

    if recording.plates:
        raise BadInputError(
            recording.sources[0].name,
            "force plates",
            "markers only, which a C3D can be written of",
            f"{len(recording.plates)} plates",
            "choose .trc for the markers and .mot for the forces",
        )
    positions = recording.markers.transpose("axis", "marker", "time").values * 1e3
    lost = ~np.isfinite(positions).all(axis=0)
    points = np.ones((4, *lost.shape))
    points[:3] = np.where(lost, 0.0, positions)
    file = ezc3d.c3d()
    file["header"]["points"]["first_frame"] = recording.first_frame - 1
    file["data"]["points"] = points
    # ezc3d takes the residual from the meta points: negative says the marker was not seen.
    file["data"]["meta_points"]["residuals"] = np.where(lost, -1.0, 0.0)[None]
    file["data"]["meta_points"]["camera_masks"] = np.zeros((7, *lost.shape), dtype=bool)
    point = file["parameters"]["POINT"]
    point["RATE"]["value"], point["UNITS"]["value"] = [recording.rate], ["mm"]
    point["LABELS"]["value"] = list(recording.labels)
    file.write(str(path))


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


WRITERS: Mapping[str, Callable[[Recording, Path, str], None]] = {
    ".trc": _write_trc,
    ".csv": _write_csv,
    ".c3d": _write_c3d,
    ".mot": _write_forces,
    ".sto": _write_forces,
    ".nc": _write_netcdf,
}
"""What a target's name may end in."""
