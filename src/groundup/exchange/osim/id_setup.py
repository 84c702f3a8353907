"""The setup file of OpenSim's InverseDynamicsTool, and the external loads it names."""

from dataclasses import dataclass
from pathlib import Path

from groundup.exchange.osim.document import Node
from groundup.exchange.osim.setup_files import (
    file_beside,
    input_file,
    loose_number,
    needed_input,
    read_tool,
    refuse_overwriting,
    time_range,
)

GROUND = "ground"


@dataclass(frozen=True)
class ExternalForce:
    """One force from outside; its columns in the data file begin with the identifiers.

    Attributes
    ----------
    name : str
    body : the body it acts on.
    force_frame, point_frame : body in whose axes force and torque, or the point, are given.
    force, point, torque : identifiers; empty where there is none. Without a point the force acts at the
        body's origin.
    """

    name: str
    body: str
    force_frame: str
    point_frame: str
    force: str
    point: str
    torque: str


@dataclass(frozen=True)
class ExternalLoads:
    """Forces from outside and the table that holds them."""

    file: Path
    table: Path
    forces: tuple[ExternalForce, ...]


@dataclass(frozen=True)
class IDSetup:
    """What to solve.

    Attributes
    ----------
    file : the setup file.
    name : of the tool.
    model, coordinates : Path
    time_range : first and last time [s], infinite where open.
    cutoff_hz : low-pass for the coordinates; none where negative in the file.
    excluded : names, groups and kinds of the model's forces that do not count.
    loads : forces from outside, or None.
    output : where the generalised forces go.
    notes : what the file asks for that is not done.
    """

    file: Path
    name: str
    model: Path
    coordinates: Path
    time_range: tuple[float, float]
    cutoff_hz: float | None
    excluded: tuple[str, ...]
    loads: ExternalLoads | None
    output: Path
    notes: tuple[str, ...] = ()


def read_id_setup(path: Path) -> IDSetup:
    """Read the setup file of an InverseDynamicsTool, 2.3 to 4.x.

    Raises
    ------
    BadInputError
        If it is none, or names no model or coordinates, or its external loads are not understood.
    """
    tool = read_tool(Path(path), "InverseDynamicsTool")
    cutoff = loose_number(tool, "lowpass_cutoff_frequency_for_coordinates", -1.0)
    loads = input_file(tool, "external_loads_file")
    folder = file_beside(tool, "results_directory") or tool.file.parent
    output = folder / tool.word("output_gen_force_file", "inverse_dynamics.sto")
    notes: list[str] = []
    if tool.word("joints_to_report_body_forces", "") or tool.word("states_file", ""):
        notes.append("joints_to_report_body_forces and states_file are not used")
    output = output if output.suffix else output.with_suffix(".sto")
    model, coordinates = (needed_input(tool, tag) for tag in ("model_file", "coordinates_file"))
    external = None if loads is None else read_external_loads(loads)
    refuse_overwriting(tool, output, path, model, coordinates, loads, external.table if external else None)
    return IDSetup(
        file=Path(path),
        name=tool.name or "id",
        model=model,
        coordinates=coordinates,
        time_range=time_range(tool),
        cutoff_hz=cutoff if cutoff >= 0.0 else None,
        excluded=tuple(tool.word("forces_to_exclude", "").split()),
        loads=external,
        output=output,
        notes=tuple(notes),
    )


def read_external_loads(path: Path) -> ExternalLoads:
    """Read an external loads file.

    Raises
    ------
    BadInputError
        If it is none, names no data file, or a force has no body or nothing to apply.
    """
    loads = read_tool(Path(path), "ExternalLoads")
    table = needed_input(loads, "datafile")
    held = loads.child("objects")
    forces = [_force(node) for node in (held.children if held is not None else []) if _counts(node)]
    return ExternalLoads(Path(path), table, tuple(forces))


def _counts(node: Node) -> bool:
    if node.tag != "ExternalForce":
        raise node.refuse("an ExternalForce", node.tag, "remove that load")
    # 3.x says isDisabled, 4.x appliesForce.
    return node.flag("appliesForce", True) and not node.flag("isDisabled", False)


def _force(node: Node) -> ExternalForce:
    force = ExternalForce(
        name=node.name,
        body=node.word("applied_to_body"),
        force_frame=node.word("force_expressed_in_body", GROUND),
        point_frame=node.word("point_expressed_in_body", GROUND),
        force=node.word("force_identifier", ""),
        point=node.word("point_identifier", ""),
        torque=node.word("torque_identifier", ""),
    )
    if not force.force and not force.torque:
        raise node.refuse("a force_identifier or a torque_identifier", "neither", "name its columns")
    return force
