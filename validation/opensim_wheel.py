"""OpenSim itself, by its Python wheel: where it puts bodies, and how it solves inverse kinematics."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.recording.readers.storage import read_table

try:
    import opensim
except ImportError:
    opensim = None
else:
    # It would leave a log in whatever folder it is started from.
    opensim.Logger.removeFileSink()

ABSENT = "the opensim wheel is not installed"
_KINDS = ("undefined", "rotational", "translational", "coupled")


@dataclass(frozen=True)
class Placed:
    """Where OpenSim puts everything: rotations (F, B, 3, 3), positions (F, B, 3), markers (F, M, 3)."""

    rotation: FloatArray
    position: FloatArray
    marker: FloatArray
    motion_type: dict[str, str]


@dataclass(frozen=True)
class Solved:
    """Poses by OpenSim's inverse kinematics: coordinates (F, C) [rad, m], markers (F, M, 3) [m]."""

    coordinates: FloatArray
    marker: FloatArray


def available() -> bool:
    """Whether the wheel is there."""
    return opensim is not None


def _load(path: Path) -> tuple[object, object]:
    opensim.Logger.setLevelString("Error")
    model = opensim.Model(str(path))
    return model, model.initSystem()


def place(
    path: Path,
    poses: FloatArray,
    coordinates: Sequence[str],
    bodies: Sequence[str],
    markers: Sequence[str],
) -> Placed:
    """Place bodies and markers at `poses` (F, C), dependent coordinates given too."""
    model, state = _load(path)
    held = model.getCoordinateSet()
    mine = [held.get(name) for name in coordinates]
    frames = [model.getGround() if b == "ground" else model.getBodySet().get(b) for b in bodies]
    points = [model.getMarkerSet().get(m) for m in markers]
    rotation = np.empty((len(poses), len(bodies), 3, 3))
    position, marker = np.empty((len(poses), len(bodies), 3)), np.empty((len(poses), len(markers), 3))
    for f, pose in enumerate(poses):
        for coordinate, value in zip(mine, pose, strict=True):
            coordinate.setLocked(state, False)
            coordinate.setValue(state, float(value), False)
        model.realizePosition(state)
        for b, frame in enumerate(frames):
            placed = frame.getTransformInGround(state)
            position[f, b] = _vector(placed.p())
            turned = placed.R()
            rotation[f, b] = [[turned.get(i, k) for k in range(3)] for i in range(3)]
        marker[f] = np.array([_vector(p.getLocationInGround(state)) for p in points]).reshape(-1, 3)
    kinds = {held.get(i).getName(): _KINDS[held.get(i).getMotionType()] for i in range(held.getSize())}
    return Placed(rotation, position, marker, kinds)


def solve(
    path: Path,
    trc: Path,
    times: FloatArray,
    coordinates: Sequence[str],
    weights: dict[str, float],
    tasks: dict[str, tuple[float, float]] | None = None,
    accuracy: float = 1e-9,
) -> Solved:
    """Solve the frames of a TRC file at `times`.

    Parameters
    ----------
    weights : marker -> weight; others are ignored.
    tasks : coordinate -> (value, weight), weights relative to the normalised marker term.
    """
    model, state = _load(path)
    wanted = opensim.SetMarkerWeights()
    for name, weight in weights.items():
        wanted.cloneAndAppend(opensim.MarkerWeight(name, weight))
    reference = opensim.MarkersReference()
    reference.initializeFromMarkersFile(str(trc), wanted)
    pulls = opensim.SimTKArrayCoordinateReference()
    for name, (value, weight) in (tasks or {}).items():
        pull = opensim.CoordinateReference(name, opensim.Constant(value))
        pull.setWeight(weight)
        pulls.push_back(pull)
    solver = opensim.InverseKinematicsSolver(model, reference, pulls, float("inf"))
    solver.setAccuracy(accuracy)
    held = [model.getCoordinateSet().get(name) for name in coordinates]
    points = [model.getMarkerSet().get(name) for name in weights]
    found, marker = np.empty((len(times), len(held))), np.empty((len(times), len(points), 3))
    for f, time in enumerate(times):
        state.setTime(float(time))
        if f == 0:
            solver.assemble(state)
        else:
            solver.track(state)
        model.realizePosition(state)
        found[f] = [coordinate.getValue(state) for coordinate in held]
        marker[f] = [_vector(point.getLocationInGround(state)) for point in points]
    return Solved(found, marker)


def _vector(vector: object) -> list[float]:
    return [vector.get(k) for k in range(3)]


def run_inverse_kinematics(setup: Path, accuracy: float) -> tuple[FloatArray, tuple[str, ...], FloatArray]:
    """Run a setup file: times, column names and values (radians, metres) of the motion it writes."""
    opensim.Logger.setLevelString("Error")
    with contextlib.chdir(setup.parent):
        tool = opensim.InverseKinematicsTool(setup.name)
        tool.set_accuracy(accuracy)
        tool.run()
        table = read_table(Path(tool.getOutputMotionFileName()))
    return table.time, table.columns, table.values
