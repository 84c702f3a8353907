"""Run the setup file of OpenSim's InverseKinematicsTool."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from groundup.exchange.osim.coordinate_table import CoordinateTable, read_coordinates
from groundup.exchange.osim.ik_setup import IKSetup, ValueSource, read_ik_setup
from groundup.exchange.osim.model import OsimModel
from groundup.exchange.osim.motion_files import motion_text, table_text
from groundup.exchange.osim.read import read_osim
from groundup.exchange.replace_file import replace_files
from groundup.mechanics.ik import BoolArray, PoseSolution, solve_poses
from groundup.mechanics.tree import FloatArray
from groundup.quantities import BadInputError
from groundup.recording.readers.trc import read_trc_table


@dataclass(frozen=True)
class IKResult:
    """What a setup file gave.

    Attributes
    ----------
    setup, model
    time : (F,) [s].
    coordinates : (F, C), in the order of the model's [rad, m].
    markers : (M,) names of the markers tracked.
    residual : (F, M, 3) measured minus model [m]; NaN where not seen.
    measured : (F, M, 3) [m].
    objective : (F,) OpenSim's: half the weighted mean square marker error, plus the coordinate tasks'.
    notes : what was done differently or left out.
    """

    setup: IKSetup
    model: OsimModel
    time: FloatArray
    coordinates: FloatArray
    markers: tuple[str, ...]
    residual: FloatArray
    measured: FloatArray
    objective: FloatArray
    notes: tuple[str, ...]

    @property
    def rms(self) -> float:
        """Root mean square distance of all markers seen [m]."""
        return float(np.sqrt(np.nanmean(np.sum(self.residual**2, axis=-1))))


@dataclass(frozen=True)
class _Targets:
    """Positions wanted of the tracked markers: (F,), (F, M, 3), (M,) weights, and their rows in the chain."""

    time: FloatArray
    position: FloatArray
    weight: FloatArray
    marker: list[int]
    notes: tuple[str, ...]


def run_ik(setup_file: Path, threads: int | None = None) -> IKResult:
    """Solve what a setup file of an InverseKinematicsTool asks for, to convergence.

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
    The objective of a frame is OpenSim's: ``sum w |r|^2 / (2 sum w)`` over the markers seen in it plus
    ``c (q - q0)^2 / 2`` for every coordinate task. The accuracy of the file is not read: every frame is
    solved until no coordinate moves by 1e-7 any more.
    """
    setup = read_ik_setup(setup_file)
    model = read_osim(setup.model)
    targets = _targets(setup, model)
    chain = model.chain
    mean, pull, notes = _coordinate_goals(setup, model, targets.time)
    seen = np.isfinite(targets.position).all(axis=-1)
    total = (seen * targets.weight).sum(axis=1, keepdims=True)
    share = targets.weight / np.where(total > 0.0, total, 1.0)
    topology = chain.topology._replace(marker_body=chain.topology.marker_body[targets.marker])
    parameters = chain.parameters._replace(marker_position=chain.parameters.marker_position[targets.marker])
    solution = solve_poses(
        topology,
        parameters,
        targets.position,
        share,
        mean,
        pull,
        np.array([c.lower for c in chain.coordinates]),
        np.array([c.upper for c in chain.coordinates]),
        chain.locked,
        chain.neutral,
        threads=threads,
        variance=False,
    )
    kept = np.asarray(np.isfinite(solution.coordinates).all(axis=1))
    if not kept.any():
        raise BadInputError(
            setup.marker_file, "the time range", "frames with markers", "none", "correct time_range"
        )
    return IKResult(
        setup=setup,
        model=model,
        time=targets.time[kept],
        coordinates=solution.coordinates[kept],
        markers=tuple(chain.markers[m] for m in targets.marker),
        residual=solution.marker_residual[kept],
        measured=targets.position[kept],
        objective=solution.objective[kept],
        notes=(*setup.notes, *targets.notes, *notes, *_solution_notes(setup, model, kept, solution)),
    )


def write_ik(result: IKResult) -> Path:
    """Write the files the setup asks for, with OpenSim's names and columns; returns the motion's path."""
    setup, model, time = result.setup, result.model, result.time
    texts = {
        setup.motion_file: motion_text(model.chain, time, result.coordinates, in_degrees=model.in_degrees)
    }
    if setup.report_errors:
        squared = np.sum(result.residual**2, axis=-1)
        total = np.nansum(squared, axis=1)
        count = np.isfinite(squared).sum(axis=1)
        table = np.column_stack([total, np.sqrt(total / count), np.sqrt(np.nanmax(squared, axis=1))])
        columns = ["total_squared_error", "marker_error_RMS", "marker_error_max"]
        text = table_text("Model Marker Errors from IK", time, columns, table, in_degrees=False)
        texts[setup.results_folder / f"{setup.name}_ik_marker_errors.sto"] = text
    if setup.report_locations:
        located = (result.measured - result.residual).reshape(len(time), -1)
        columns = [f"{marker}_t{axis}" for marker in result.markers for axis in "xyz"]
        text = table_text("Model Marker Locations from IK", time, columns, located, in_degrees=False)
        texts[setup.results_folder / f"{setup.name}_ik_model_marker_locations.sto"] = text
    replace_files(texts)
    return setup.motion_file


def _targets(setup: IKSetup, model: OsimModel) -> _Targets:
    if setup.marker_file.suffix.lower() != ".trc":
        raise BadInputError(
            setup.file,
            "marker_file",
            "a TRC file",
            f"'{setup.marker_file.name}'",
            "export the markers as TRC",
        )
    recorded = read_trc_table(setup.marker_file)
    labels, time = recorded.labels, recorded.time
    wanted = setup.marker_weight or dict.fromkeys(labels, 1.0)
    markers = model.chain.markers
    names = [n for n, weight in wanted.items() if weight > 0.0 and n in labels and n in markers]
    if not names:
        raise BadInputError(
            setup.file,
            "IKTaskSet",
            "tasks for markers that model and marker file share",
            "none",
            "correct the marker names",
        )
    notes = tuple(
        f"markers with a task are not in {place}: {', '.join(missing)}"
        for place, known in ((setup.model.name, markers), (setup.marker_file.name, labels))
        if (missing := [n for n in setup.marker_weight if n not in known])
    )
    first, last = setup.time_range
    if last < time[0] or first > time[-1]:
        raise BadInputError(
            setup.file,
            "time_range",
            f"times between {time[0]:g} and {time[-1]:g} s, as in {setup.marker_file.name}",
            f"{first:g} to {last:g} s",
            "correct time_range",
        )
    begin, end = (int(np.argmin(np.abs(time - t))) for t in (max(first, time[0]), min(last, time[-1])))
    position = recorded.position[begin : end + 1]
    return _Targets(
        time=time[begin : end + 1],
        position=position[:, [labels.index(n) for n in names]],
        weight=np.array([wanted[n] for n in names]),
        marker=[markers.index(n) for n in names],
        notes=(*notes, *recorded.notes),
    )


def _coordinate_goals(
    setup: IKSetup, model: OsimModel, time: FloatArray
) -> tuple[FloatArray, FloatArray, tuple[str, ...]]:
    """Wanted values (F, C), weights (C,), and notes."""
    chain = model.chain
    names = chain.coordinate_names
    mean = np.tile(chain.neutral, (len(time), 1))
    pull = np.zeros(len(names))
    wanted = [task.name for task in setup.coordinate_tasks if task.source is ValueSource.FILE]
    table = _wanted_values(setup, model, time, wanted[0]) if wanted else None
    unknown = [task.name for task in setup.coordinate_tasks if task.name not in names]
    for task in setup.coordinate_tasks:
        if task.name in unknown:
            continue
        c = names.index(task.name)
        pull[c] = task.weight
        if task.source is ValueSource.MANUAL:
            mean[:, c] = task.value
        elif table is not None:
            mean[:, c] = _from_file(table, task.name, time)
    notes = (
        [f"coordinates with a task are not in {setup.model.name}: {', '.join(unknown)}"] if unknown else []
    )
    return mean, pull, (*notes, *(table.notes if table is not None else ()))


def _wanted_values(setup: IKSetup, model: OsimModel, time: FloatArray, name: str) -> CoordinateTable:
    """Table of wanted values over the whole trial."""
    if setup.coordinate_file is None:
        raise BadInputError(
            setup.file, f"task {name}", "a coordinate_file", "none", "name the file with its values"
        )
    table = read_coordinates(setup.coordinate_file, model)
    if len(table.time) < 6:
        raise BadInputError(
            setup.coordinate_file, "rows", "six or more", f"{len(table.time)}", "choose another file"
        )
    slack = 0.5 * float(np.diff(table.time).max())
    if time[0] < table.time[0] - slack or time[-1] > table.time[-1] + slack:
        raise BadInputError(
            setup.coordinate_file,
            "time",
            f"{time[0]:g} to {time[-1]:g} s",
            f"{table.time[0]:g} to {table.time[-1]:g} s",
            "choose a file of the whole trial",
        )
    return table


def _from_file(table: CoordinateTable, name: str, time: FloatArray) -> FloatArray:
    # Splines take longer to import than most trials take to solve.
    from groundup.exchange.smoothed_coordinates import Samples, natural_spline

    if name not in table.column:
        raise BadInputError(table.file, "columns", f"values of {name}", "none", "choose another file")
    spline = natural_spline(Samples(table.time, table.column[name][:, None]), 5)
    return np.asarray(spline(np.clip(time, table.time[0], table.time[-1])))[:, 0]


def _solution_notes(setup: IKSetup, model: OsimModel, kept: BoolArray, solution: PoseSolution) -> list[str]:
    notes = []
    leader = model.chain.topology.independent
    if np.isfinite(setup.constraint_weight) and (leader != np.arange(len(leader))).any():
        notes.append(
            "coupled coordinates hold exactly; OpenSim would let them slip with constraint_weight "
            f"{setup.constraint_weight:g}"
        )
    if not kept.all():
        notes.append(f"{np.count_nonzero(~kept)} frames without any marker are left out")
    stuck = np.count_nonzero(kept & ~solution.converged)
    if stuck:
        notes.append(f"{stuck} frames did not converge")
    return notes
