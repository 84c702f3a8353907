"""Squats out of a result folder: the person's chain, its poses and what each foot carried."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from groundup.body.chain import Chain
from groundup.exchange.osim.coordinate_table import read_coordinates
from groundup.exchange.osim.read import read_osim
from groundup.mechanics.tree import FloatArray
from groundup.quantities import BadInputError
from groundup.recording.readers.hdf5_isolated import HDF5Contents, read_hdf5

_TASKS = ("squat", "single-leg squat")


@dataclass(frozen=True)
class RecordedSquats:
    """Squats of one trial.

    Attributes
    ----------
    trial : str
    chain : Chain
    time : (F,) [s].
    coordinates : (F, C) [rad, m], every one of the chain.
    force : (F, 2) upward on the left and right foot [N]; pressure : (F, 2, 2) where, level X and Z [m].
    bottoms : (N,) instants of the lowest points [s].
    """

    trial: str
    chain: Chain
    time: FloatArray
    coordinates: FloatArray
    force: FloatArray
    pressure: FloatArray
    bottoms: FloatArray


def read_squats(result: Path) -> RecordedSquats:
    """Read the squats of a result; the first trial of squats counts.

    Parameters
    ----------
    result : Path
        Folder written by ``groundup analyze``.

    Raises
    ------
    BadInputError
        If it is no result, holds no squat, or no plate tells what each foot carried.
    """
    file = result / "result.nc"
    if not file.is_file():
        raise BadInputError(
            result, "folder", "a result of groundup analyze", "no result.nc", "give the folder analyze wrote"
        )
    contents = read_hdf5(file)
    trial = _first_squat(file, contents)
    own = result if (result / "opensim").is_dir() else result / trial
    model = read_osim(own / "opensim" / "model.osim")
    table = read_coordinates(own / "opensim" / "motion.mot", model)
    names = model.chain.coordinate_names
    ground = f"trials/{trial}/loads/ground_at_frames"
    if f"{ground}/force" not in contents.arrays:
        raise BadInputError(
            file,
            f"trial {trial}",
            "ground forces of both feet",
            "none",
            "record the squat with a force plate under each foot",
        )
    return RecordedSquats(
        trial,
        model.chain,
        table.time,
        np.stack([table.column[name] for name in names], axis=1),
        contents.arrays[f"{ground}/force"][:, :, 1],
        contents.arrays[f"{ground}/centre_of_pressure"][:, :, [0, 2]],
        _bottoms(contents, trial),
    )


def _first_squat(file: Path, contents: HDF5Contents) -> str:
    movements = {
        place.split("/")[1]: attributes
        for place, attributes in contents.attributes.items()
        if place.startswith("trials/") and place.endswith("/movement")
    }
    for trial, attributes in movements.items():
        if _task(attributes) in _TASKS:
            return trial
    tasks = ", ".join(sorted({_task(attributes) for attributes in movements.values()})) or "no trial"
    raise BadInputError(
        file,
        "trials",
        "a squat",
        tasks,
        "record squats: of other tasks groundup does not predict what a change would do",
    )


def _task(attributes: Mapping[str, object]) -> str:
    return str(attributes.get("task", ""))


def _bottoms(contents: HDF5Contents, trial: str) -> FloatArray:
    marks = [json.loads(text) for text in contents.texts.get(f"trials/{trial}/movement/cycle_marks", ())]
    return np.array([mark["bottom"] for mark in marks if "bottom" in mark], np.float64)
