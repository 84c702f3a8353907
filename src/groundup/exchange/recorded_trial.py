"""A trial of a result, read back or not yet written: chain, poses, load of each foot, how sure that is."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from groundup.body.chain import Chain
from groundup.exchange.contents import Contents, TrialContents
from groundup.exchange.osim.coordinate_table import read_coordinates
from groundup.exchange.osim.read import read_osim
from groundup.loads.loads import NoLoads
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import VALID
from groundup.motion.task import Task
from groundup.quantities import BadInputError, Side
from groundup.recording.readers.hdf5_isolated import HDF5Contents, read_hdf5

TASKS = (Task.SQUAT, Task.SINGLE_LEG_SQUAT, Task.STANDING, Task.WALKING, Task.RUNNING, Task.LANDING)
"""Tasks of which effects are told; the first one there is taken where no trial is named."""


@dataclass(frozen=True)
class Stood:
    """One contact of a foot with a plate of its own; `start` and `end` in seconds."""

    side: Side
    start: float
    end: float


@dataclass(frozen=True)
class MemberSpread:
    """How far possible versions of the person are from the best estimate.

    `time` (K,) instants [s]; `deviation` (E, K, C) of the coordinates [rad, m].
    """

    time: FloatArray
    deviation: FloatArray

    def at(self, time: FloatArray) -> FloatArray:
        """(E, F, C) at instants between."""
        after = np.clip(np.searchsorted(self.time, time), 1, max(len(self.time) - 1, 1))
        if len(self.time) == 1:
            return np.repeat(self.deviation, len(time), axis=1)
        share = (time - self.time[after - 1]) / (self.time[after] - self.time[after - 1])
        share = np.clip(share, 0.0, 1.0)[:, None]
        return np.asarray((1.0 - share) * self.deviation[:, after - 1] + share * self.deviation[:, after])


@dataclass(frozen=True)
class RecordedTrial:
    """One trial.

    Attributes
    ----------
    name : str
    task : Task
    chain : Chain
    time : (F,) [s].
    coordinates : (F, C) [rad, m], every one of the chain.
    force, pressure : (F, 2, 3) on the left and right foot [N], and where [m]; None without plates.
    bottoms : (N,) instants of the lowest points [s].
    contacts : of feet with plates of their own.
    members : MemberSpread or None
        None where the result was analysed without an ensemble.
    """

    name: str
    task: Task
    chain: Chain
    time: FloatArray
    coordinates: FloatArray
    force: FloatArray | None
    pressure: FloatArray | None
    bottoms: FloatArray
    contacts: tuple[Stood, ...]
    members: MemberSpread | None


def read_trial(result: Path, name: str | None = None) -> RecordedTrial:
    """Read a trial of a result.

    Parameters
    ----------
    result : Path
        Folder written by ``groundup analyze``.
    name : str, optional
        Of the trial; else the first one of the first of `TASKS` there is.

    Raises
    ------
    BadInputError
        If it is no result, or holds no such trial.
    """
    file = result / "result.nc"
    if not file.is_file():
        raise BadInputError(
            result, "folder", "a result of groundup analyze", "no result.nc", "give the folder analyze wrote"
        )
    contents = read_hdf5(file)
    tasks = _tasks(contents)
    trial = choose(file, tasks, name)
    own = result if (result / "opensim").is_dir() else result / trial
    model = read_osim(own / "opensim" / "model.osim")
    table = read_coordinates(own / "opensim" / "motion.mot", model)
    ground, at = contents.arrays, f"trials/{trial}/loads/ground_at_frames"
    return RecordedTrial(
        trial,
        tasks[trial],
        model.chain,
        table.time,
        np.stack([table.column[c] for c in model.chain.coordinate_names], axis=1),
        ground.get(f"{at}/force"),
        ground.get(f"{at}/centre_of_pressure"),
        _bottoms(contents, trial),
        _contacts(contents, trial),
        _members(contents, trial, model.chain.coordinate_names),
    )


def recorded_of(analysis: Contents, trial: TrialContents) -> RecordedTrial:
    """Take a trial of an analysis as it will be read back from the result folder."""
    names, name = analysis.subject.chain.coordinate_names, trial.recording.name
    poses = trial.motion.poses.sel(coordinate=list(names)).transpose("time", "coordinate")
    loads = trial.loads
    ground = None if isinstance(loads, NoLoads) else loads.ground_at_frames.arrays
    bottoms = [cycle.marks["bottom"] for cycle in trial.movement.cycles if "bottom" in cycle.marks]
    stood = [one.contact for one in loads.contacts if one.contact.state == VALID]
    spread = analysis.spread.get(name)
    return RecordedTrial(
        name,
        trial.movement.task,
        analysis.subject.chain,
        np.asarray(poses.time.values, np.float64),
        np.asarray(poses.values, np.float64),
        None if ground is None else ground.force,
        None if ground is None else ground.point,
        np.array(bottoms, np.float64),
        tuple(Stood(one.side, one.start, one.end) for one in stood),
        None if spread is None else MemberSpread(*spread),
    )


def _tasks(contents: HDF5Contents) -> dict[str, Task]:
    return {
        place.split("/")[1]: Task(str(attributes.get("task", Task.OTHER)))
        for place, attributes in contents.attributes.items()
        if place.startswith("trials/") and place.endswith("/movement")
    }


def choose(place: Path | str, tasks: Mapping[str, Task], name: str | None) -> str:
    """Give the trial of that name, or the first one of the first of `TASKS` there is.

    Parameters
    ----------
    place : what the trials are of, for the sentence.
    tasks : name of each trial -> its task.
    name : str, optional

    Raises
    ------
    BadInputError
        If there is no such trial.
    """
    if name is not None and name not in tasks:
        raise BadInputError(place, "trials", " or ".join(tasks), repr(name), "give one of them as --trial")
    wanted = {name: tasks[name]} if name is not None else tasks
    for task in TASKS:
        for trial, own in wanted.items():
            if own is task:
                return trial
    raise BadInputError(
        place,
        "trials",
        " or ".join(TASKS),
        ", ".join(sorted(set(wanted.values()))) or "no trial",
        "record one of these: of other tasks groundup does not tell what a change would do",
    )


def _bottoms(contents: HDF5Contents, trial: str) -> FloatArray:
    marks = [json.loads(text) for text in contents.texts.get(f"trials/{trial}/movement/cycle_marks", ())]
    return np.array([mark["bottom"] for mark in marks if "bottom" in mark], np.float64)


def _contacts(contents: HDF5Contents, trial: str) -> tuple[Stood, ...]:
    found: list[Mapping[str, object]] = [
        json.loads(text) for text in contents.texts.get(f"trials/{trial}/loads/contacts", ())
    ]
    return tuple(
        Stood(
            Side(str(one["contact.side"])), float(str(one["contact.start"])), float(str(one["contact.end"]))
        )
        for one in found
        if one["contact.state"] == "valid"
    )


def _members(contents: HDF5Contents, trial: str, names: Sequence[str]) -> MemberSpread | None:
    group = f"trials/{trial}/members"
    deviation = contents.arrays.get(f"{group}/deviation")
    if deviation is None:
        return None
    told = list(contents.texts[f"{group}/coordinate"])
    columns = [told.index(name) for name in names]
    return MemberSpread(contents.arrays[f"{group}/time"], deviation[..., columns].astype(np.float64))
