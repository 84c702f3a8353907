"""Time inverse kinematics beside OpenSim: the same frames, turn by turn in one run, both to convergence."""

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from groundup.exchange.osim.ik_setup import read_ik_setup
from groundup.exchange.osim.read import read_osim
from groundup.mechanics.ik import solve_poses
from groundup.recording.readers.trc import read_trc

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
GAIT = DATA / "opensim_gait2392_subject01" / "ik_test"
GAIT_SETUP = "subject01_Setup_InverseKinematics.xml"
WALK = DATA / "opensim_rajagopal_3dwalking"
PAIRS = 7
# Ours are set behind one another, there and back, until there are about this many frames.
OWN_FRAMES = 10_000
ACCURACY = 1e-8


@dataclass(frozen=True)
class Trial:
    """A model, its markers and their weights; OpenSim solves `frames` of them a turn, ours all."""

    name: str
    model: Path
    markers: Path
    weights: dict[str, float]
    frames: int


def report() -> Iterator[str]:
    """Lines of the table; none where OpenSim or the recordings are absent."""
    try:
        import opensim  # noqa: F401
    except ImportError:
        return
    if not DATA.is_dir():
        return
    yield f"inverse kinematics beside OpenSim at accuracy {ACCURACY:g}, medians of {PAIRS} turns, per frame"
    for trial in _trials():
        theirs, one, two = _turns(_opensim(trial), _own(trial, 1), _own(trial, 2))
        yield (
            f"  {trial.name}: OpenSim {1e3 * theirs:.0f} ms; groundup {1e6 * one:.0f} us on 1 thread "
            f"({theirs / one:.0f}x), {1e6 * two:.0f} us on 2 ({theirs / two:.0f}x)"
        )
    with TemporaryDirectory() as folder:
        shutil.copytree(GAIT, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
        setup = str(Path(folder) / GAIT_SETUP)
        tool = f"import opensim; tool = opensim.InverseKinematicsTool({setup!r}); tool.run()"
        theirs, ours = _turns(_process(folder, "-c", tool), _process(folder, "-m", "groundup", "ik", setup))
    yield (
        f"  whole process, gait2392: OpenSim {theirs:.2f} s; groundup ik {ours:.2f} s "
        f"({ours / theirs:.2f} of it)"
    )


def _trials() -> tuple[Trial, Trial]:
    gait = read_ik_setup(GAIT / GAIT_SETUP)
    labels = [str(label) for label in read_trc(gait.marker_file).markers["marker"].values]
    with TemporaryDirectory() as folder:
        setup = Path(folder) / "walk.xml"
        setup.write_text(
            f"<InverseKinematicsTool><model_file>{WALK / 'subject_walk_scaled.osim'}</model_file>"
            f'<IKTaskSet file="{WALK / "ik_tasks_walk.xml"}"/>'
            f"<marker_file>{WALK / 'markers_walk.trc'}</marker_file>"
            "<output_motion_file>walk.mot</output_motion_file></InverseKinematicsTool>"
        )
        walk = read_ik_setup(setup)
    weights = {name: weight for name, weight in walk.marker_weight.items() if weight > 0.0}
    return (
        Trial("gait2392", gait.model, gait.marker_file, dict.fromkeys(labels, 1.0), 40),
        Trial("Rajagopal walking", walk.model, walk.marker_file, weights, 12),
    )


def _opensim(trial: Trial) -> Callable[[], float]:
    """Seconds a frame of OpenSim's solver, from the second frame on."""
    import opensim

    opensim.Logger.setLevelString("off")
    model = opensim.Model(str(trial.model))
    state = model.initSystem()
    wanted = opensim.SetMarkerWeights()
    for name, weight in trial.weights.items():
        wanted.cloneAndAppend(opensim.MarkerWeight(name, weight))
    reference = opensim.MarkersReference()
    reference.initializeFromMarkersFile(str(trial.markers), wanted)
    goals = opensim.SimTKArrayCoordinateReference()
    solver = opensim.InverseKinematicsSolver(model, reference, goals, float("inf"))
    solver.setAccuracy(ACCURACY)
    times = reference.getMarkerTable().getIndependentColumn()[: trial.frames + 1]

    def turn() -> float:
        state.setTime(times[0])
        solver.assemble(state)
        began = time.perf_counter()
        for at in times[1:]:
            state.setTime(at)
            solver.track(state)
        return (time.perf_counter() - began) / (len(times) - 1)

    # What the solver refers to has to live as long as it.
    turn.held = (model, reference, goals, wanted)  # type: ignore[attr-defined]
    return turn


def _own(trial: Trial, threads: int) -> Callable[[], float]:
    chain = read_osim(trial.model).chain
    markers = read_trc(trial.markers).markers
    labels = [str(label) for label in markers["marker"].values]
    names = [n for n in trial.weights if n in labels and n in chain.markers]
    rows = [chain.markers.index(n) for n in names]
    there = np.asarray(markers.values)[:, [labels.index(n) for n in names]]
    around = np.concatenate([there, there[::-1]])
    targets = np.concatenate([around] * (1 + OWN_FRAMES // len(around)))
    weights = np.array([trial.weights[n] for n in names])
    topology = chain.topology._replace(marker_body=chain.topology.marker_body[rows])
    parameters = chain.parameters._replace(marker_position=chain.parameters.marker_position[rows])
    lower, upper = (np.array([getattr(c, end) for c in chain.coordinates]) for end in ("lower", "upper"))

    def turn() -> float:
        began = time.perf_counter()
        solve_poses(
            topology,
            parameters,
            targets,
            weights / weights.sum(),
            None,
            None,
            lower,
            upper,
            chain.locked,
            chain.neutral,
            threads=threads,
            variance=False,
        )
        return (time.perf_counter() - began) / len(targets)

    return turn


def _process(folder: str, *arguments: str) -> Callable[[], float]:
    def turn() -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, check=True)
        return time.perf_counter() - began

    return turn


def _turns(*sides: Callable[[], float]) -> list[float]:
    """Median of each side, all taking turns, after one turn that does not count."""
    for side in sides:
        side()
    rounds = [[side() for side in sides] for _ in range(PAIRS)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]
