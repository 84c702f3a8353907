"""The setup file of OpenSim's InverseKinematicsTool."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from groundup.exchange.osim.document import Node, read_document
from groundup.exchange.osim.setup_files import (
    file_beside,
    input_file,
    loose_number,
    needed_file,
    needed_input,
    read_tool,
    refuse_overwriting,
    time_range,
)

# OpenSim 2.3 wrote the misspelt name; its later programs still read it.
_TAGS = ("InverseKinematicsTool", "InverseKinemtaticsTool")


class ValueSource(StrEnum):
    """Where the wanted value of a coordinate comes from."""

    DEFAULT = "default_value"
    MANUAL = "manual_value"
    FILE = "from_file"


@dataclass(frozen=True)
class CoordinateTask:
    """A coordinate that is to stay near a value; `value` counts for the manual source [rad or m]."""

    name: str
    weight: float
    source: ValueSource
    value: float


@dataclass(frozen=True)
class IKSetup:
    """What to solve.

    Attributes
    ----------
    file : the setup file.
    name : of the tool; result files begin with it.
    model, marker_file : Path
    coordinate_file : values wanted by tasks "from_file", or None.
    time_range : first and last time [s], infinite where open.
    marker_weight : weight of each marker with an applied task; empty: all markers count alike.
    coordinate_tasks : the applied ones.
    constraint_weight : how hard OpenSim holds couplers; infinite: exactly.
    motion_file : where the angles go.
    results_folder : where marker errors and locations go.
    report_errors, report_locations : whether they are wanted.
    notes : what the file asks for that is done differently.
    """

    file: Path
    name: str
    model: Path
    marker_file: Path
    coordinate_file: Path | None
    time_range: tuple[float, float]
    marker_weight: dict[str, float]
    coordinate_tasks: tuple[CoordinateTask, ...]
    constraint_weight: float
    motion_file: Path
    results_folder: Path
    report_errors: bool
    report_locations: bool
    notes: tuple[str, ...] = ()


def read_ik_setup(path: Path) -> IKSetup:
    """Read the setup file of an InverseKinematicsTool, 2.3 to 4.x.

    Raises
    ------
    BadInputError
        If it is none, names no model, markers or output, or has a task that is not understood.
    """
    tool = read_tool(Path(path), *_TAGS)
    if tool.child("IKTrialSet") is not None:
        raise tool.refuse("a setup of OpenSim 2.3 or later", "an IKTrialSet", "save it again from OpenSim")
    tasks, notes = _tasks(tool)
    weights, pulls = _sorted_tasks(tasks)
    if not weights:
        notes.append("no marker has a task: all markers of model and file count alike, as in OpenSim")
    model, markers = (needed_input(tool, tag) for tag in ("model_file", "marker_file"))
    coordinates, motion = input_file(tool, "coordinate_file"), needed_file(tool, "output_motion_file")
    refuse_overwriting(tool, motion, path, model, markers, coordinates)
    if {"/", "\\"} & set(tool.name):
        raise tool.refuse("a name that files can begin with", repr(tool.name[:40]), "rename the tool")
    return IKSetup(
        file=Path(path),
        name=tool.name or "ik",
        model=model,
        marker_file=markers,
        coordinate_file=coordinates,
        time_range=time_range(tool),
        marker_weight=weights,
        coordinate_tasks=pulls,
        constraint_weight=loose_number(tool, "constraint_weight", np.inf),
        motion_file=motion,
        results_folder=file_beside(tool, "results_directory") or tool.file.parent,
        report_errors=tool.flag("report_errors", True),
        report_locations=tool.flag("report_marker_locations", False),
        notes=tuple(notes),
    )


def _tasks(tool: Node) -> tuple[list[Node], list[str]]:
    """Tasks of the set, which may lie in a file of its own."""
    held = tool.child("IKTaskSet")
    if held is None:
        return [], []
    name = held.attributes.get("file", "").strip()
    if not name:
        return tool.objects("IKTaskSet"), []
    path = tool.file.parent / name
    if not _there(path):
        return [], [f"the task file {name} does not exist"]
    root = read_document(path)
    within = root.child("IKTaskSet") if root.tag == "OpenSimDocument" else root
    if within is None or within.tag != "IKTaskSet":
        raise root.refuse("an IKTaskSet", root.tag, f"correct the task file named in {tool.file.name}")
    objects = within.child("objects")
    return (objects.children if objects is not None else []), []


def _sorted_tasks(tasks: list[Node]) -> tuple[dict[str, float], tuple[CoordinateTask, ...]]:
    weights: dict[str, float] = {}
    pulls = []
    for task in tasks:
        if task.tag not in ("IKMarkerTask", "IKCoordinateTask"):
            raise task.refuse("an IKMarkerTask or IKCoordinateTask", task.tag, "remove that task")
        if not task.flag("apply", True):
            continue
        weight = task.number("weight", 1.0)
        if weight < 0.0:
            raise task.refuse("a weight of zero or more", f"{weight:g}", "correct the weight")
        if task.tag == "IKMarkerTask":
            weights[task.name] = weight
        else:
            pulls.append(_coordinate_task(task, weight))
    return weights, tuple(pulls)


def _coordinate_task(task: Node, weight: float) -> CoordinateTask:
    word = task.word("value_type", ValueSource.DEFAULT.value)
    if word not in tuple(ValueSource):
        raise task.refuse(" or ".join(ValueSource) + " for value_type", repr(word[:40]))
    return CoordinateTask(task.name, weight, ValueSource(word), task.number("value", 0.0))


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long for any file
        return False
