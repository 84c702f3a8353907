"""Run the setup file of OpenSim's InverseDynamicsTool."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from groundup.body.chain import Chain
from groundup.exchange.external_loads import external_wrenches
from groundup.exchange.osim.coordinate_table import CoordinateTable, read_coordinates
from groundup.exchange.osim.document import read_document
from groundup.exchange.osim.id_setup import IDSetup, read_id_setup
from groundup.exchange.osim.model import ROTATIONAL, OsimModel
from groundup.exchange.osim.motion_files import table_text
from groundup.exchange.osim.read import read_osim
from groundup.exchange.replace_file import replace_file
from groundup.exchange.smoothed_coordinates import Samples, natural_spline, smooth_coordinates
from groundup.mechanics.inverse_dynamics import ExternalWrenches, inverse_dynamics
from groundup.mechanics.tree import FloatArray
from groundup.quantities import BadInputError

_FEWEST = 6


@dataclass(frozen=True)
class IDResult:
    """What a setup file gave.

    Attributes
    ----------
    setup, model
    time : (F,) [s].
    coordinates : (F, C) as smoothed [rad, m].
    generalised_force : (F, C), in the order of the model's coordinates [N m, N].
    notes : what was done differently or left out.
    """

    setup: IDSetup
    model: OsimModel
    time: FloatArray
    coordinates: FloatArray
    generalised_force: FloatArray
    notes: tuple[str, ...]


def run_id(setup_file: Path, threads: int | None = None) -> IDResult:
    """Solve what a setup file of an InverseDynamicsTool asks for.

    Parameters
    ----------
    setup_file : Path
    threads : how many to use; all that this process may use if not given.

    Raises
    ------
    BadInputError
        If one of the files cannot be used.

    Notes
    -----
    The coordinates are smoothed and differentiated as in OpenSim. Two things differ: where one coordinate
    drives several rotations of a joint the velocity term is the right one
    (:func:`groundup.mechanics.inverse_dynamics.inverse_dynamics`), and forces of the model itself (muscles,
    limits, springs) never count.
    """
    setup = read_id_setup(setup_file)
    model = read_osim(setup.model)
    table = read_coordinates(setup.coordinates, model)
    if len(table.time) < _FEWEST:
        raise BadInputError(
            setup.coordinates, "rows", f"{_FEWEST} or more", f"{len(table.time)}", "choose a longer trial"
        )
    samples = Samples(table.time, np.column_stack(list(table.column.values())))
    if setup.cutoff_hz is not None:
        samples = smooth_coordinates(samples, setup.cutoff_hz)
    time = _times(setup, table, samples.time)
    spline = natural_spline(samples, 5)
    chain = model.chain
    given = [chain.coordinate(name) for name in table.column]
    motion = np.zeros((3, len(time), len(chain.coordinates)))
    motion[0] = chain.neutral
    for order, x in enumerate(motion):
        x[:, given] = spline(time, nu=order)
    wrenches: ExternalWrenches | None = None
    load_notes: tuple[str, ...] = ()
    if setup.loads is not None:
        wrenches, load_notes = external_wrenches(setup.loads, chain, time, motion[0])
    loads = inverse_dynamics(
        chain.topology,
        chain.parameters,
        motion[0],
        motion[1],
        motion[2],
        wrenches,
        gravity=(float(model.gravity[0]), float(model.gravity[1]), float(model.gravity[2])),
        threads=threads,
    )
    absent = [name for name in chain.coordinate_names if name not in table.column]
    notes = [f"not in {setup.coordinates.name}, held at the default: {', '.join(absent)}"] if absent else []
    return IDResult(
        setup=setup,
        model=model,
        time=time,
        coordinates=motion[0],
        generalised_force=loads.generalised_force,
        notes=(*setup.notes, *table.notes, *load_notes, *notes, *_left_out(setup)),
    )


def write_id(result: IDResult) -> Path:
    """Write the generalised forces with OpenSim's names, columns and order; returns the file's path."""
    model = result.model
    order = tree_order(model.chain)
    columns = [
        name + ("_moment" if kind == ROTATIONAL else "_force")
        for name, kind in zip(model.chain.coordinate_names, model.motion_type, strict=True)
    ]
    text = table_text(
        "Inverse Dynamics Generalized Forces",
        result.time,
        [columns[c] for c in order],
        result.generalised_force[:, order],
        in_degrees=False,
    )
    replace_file(result.setup.output, text)
    return result.setup.output


def tree_order(chain: Chain) -> list[int]:
    """List coordinates as OpenSim lists forces: joints near the ground first, then in the model's order."""
    depth: list[int] = []
    for parent in chain.topology.parent:
        depth.append(0 if parent < 0 else depth[parent] + 1)
    order: list[int] = []
    for body in sorted(range(len(depth)), key=depth.__getitem__):
        driven = {int(c) for c in chain.topology.slot_coordinate[body] if c >= 0}
        order += sorted(driven - set(order))
    return order + [c for c in range(len(chain.coordinates)) if c not in order]


def _times(setup: IDSetup, table: CoordinateTable, time: FloatArray) -> FloatArray:
    """Sample times from the last at or before the range's beginning to the last at or before its end."""
    first, last = setup.time_range
    if last < table.time[0] or first > table.time[-1]:
        raise BadInputError(
            setup.file,
            "time_range",
            f"times between {table.time[0]:g} and {table.time[-1]:g} s, as in {table.file.name}",
            f"{first:g} to {last:g} s",
            "correct time_range",
        )
    # OpenSim goes on into the padding; what lies there is no measurement.
    begin = int(np.searchsorted(time, max(first, table.time[0]), side="right")) - 1
    end = int(np.searchsorted(time, min(last, table.time[-1]), side="right"))
    return time[max(begin, 0) : end]


def _left_out(setup: IDSetup) -> list[str]:
    """Name forces of the model that OpenSim would count."""
    excluded = {word.lower() for word in setup.excluded}
    if "all" in excluded:
        return []
    counts: dict[str, int] = {}
    for model in read_document(setup.model).children:
        for force in model.objects("ForceSet"):
            actuator = "muscle" in force.tag.lower()
            named = {force.name.lower(), *(("muscles", "actuators") if actuator else ())}
            if not named & excluded and not force.flag("isDisabled", False):
                counts[force.tag] = counts.get(force.tag, 0) + 1
    if not counts:
        return []
    listed = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    return [f"forces of the model that OpenSim would count are left out: {listed}"]
