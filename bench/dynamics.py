"""Time inverse dynamics beside OpenSim's own tool: the same trial, turn by turn in one run."""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from groundup.body.chain import Chain
from groundup.exchange.osim.model import OsimModel
from groundup.exchange.osim.read import read_osim
from groundup.mechanics.derivatives import Derivatives, differentiate
from groundup.mechanics.inverse_dynamics import ExternalWrenches, JointLoads, inverse_dynamics
from groundup.mechanics.tree import FloatArray
from groundup.recording.readers.storage import StorageTable, read_table

TRIAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "opensim_gait2392_subject01" / "id_test"
NAME = "subject01"
FEET = {"calcn_r": "", "calcn_l": "l_"}
PAIRS = 7
# Given derivatives, the trial is solved this many times over: it alone takes no time to speak of.
REPEATS = 50


class Trial(NamedTuple):
    """OpenSim's own example of inverse dynamics: coordinates (F, C) at times (F,), forces at the same."""

    model: OsimModel
    time: FloatArray
    coordinates: FloatArray
    ground: ExternalWrenches

    @property
    def rate(self) -> float:
        """Sampling rate [Hz]."""
        return float(1.0 / np.median(np.diff(self.time)))

    def repeated(self, times: int) -> "Trial":
        """Set the trial behind itself; where the copies meet it jumps."""
        time = self.time[0] + np.arange(times * len(self.time)) / self.rate
        force, point, torque = (
            np.tile(part, (times, 1, 1))
            for part in (self.ground.force, self.ground.point, self.ground.torque)
        )
        ground = ExternalWrenches(self.ground.body, force, point, torque)
        return Trial(self.model, time, np.tile(self.coordinates, (times, 1)), ground)

    def derivatives(self) -> Derivatives:
        """Differentiate the coordinates as they are, not smoothed."""
        return differentiate(self.coordinates, self.rate)

    def loads(self, motion: Derivatives, threads: int | None = None) -> JointLoads:
        """Solve the trial."""
        chain, gravity = self.model.chain, tuple(float(g) for g in self.model.gravity)
        return inverse_dynamics(
            chain.topology,
            chain.parameters,
            *motion,
            self.ground,
            gravity=(gravity[0], gravity[1], gravity[2]),
            threads=threads,
        )


def read_trial() -> Trial:
    """Read gait2392's walking trial; forces are taken linearly between their samples."""
    model = read_osim(TRIAL / f"{NAME}.osim")
    motion, forces = read_table(TRIAL / f"{NAME}_walk1_ik.mot"), read_table(TRIAL / f"{NAME}_walk1_grf.mot")
    turns = np.where(model.in_degrees, np.pi / 180.0, 1.0)
    coordinates = np.stack([motion.column(n) for n in model.chain.coordinate_names], 1) * turns

    def at(prefix: str) -> FloatArray:
        feet = [_vector(forces, side + prefix, motion.time) for side in FEET.values()]
        return np.stack(feet, axis=1)

    feet = np.array([model.chain.body(name) for name in FEET])
    ground = ExternalWrenches(feet, at("ground_force_v"), at("ground_force_p"), at("ground_torque_"))
    return Trial(model, motion.time, coordinates, ground)


def _vector(table: StorageTable, stem: str, time: FloatArray) -> FloatArray:
    return np.stack([np.interp(time, table.time, table.column(stem + axis)) for axis in "xyz"], axis=1)


class OpenSimTool:
    """OpenSim's InverseDynamicsTool on the same trial, without low-pass, its model read beforehand.

    Raises
    ------
    ImportError
        Where the ``opensim`` wheel is not installed.
    """

    def __init__(self, folder: Path) -> None:
        import opensim

        opensim.Logger.setLevelString("off")
        self._model = opensim.Model(str(TRIAL / f"{NAME}.osim"))
        self._tool = opensim.InverseDynamicsTool()
        excluded = opensim.ArrayStr()
        excluded.append("muscles")
        self._tool.setModel(self._model)
        self._tool.setExcludedForces(excluded)
        self._tool.setCoordinatesFileName(str(TRIAL / f"{NAME}_walk1_ik.mot"))
        self._tool.setExternalLoadsFileName(str(TRIAL / f"{NAME}_walk1_grf.xml"))
        self._tool.setStartTime(0.5)
        self._tool.setEndTime(4.0)
        self._tool.setResultsDir(str(folder))
        self._tool.setOutputGenForceFileName("forces.sto")
        self._result = folder / "forces.sto"

    def run(self) -> None:
        """Solve the trial into a file."""
        with _silent():
            self._tool.run()

    def table(self) -> StorageTable:
        """Read what it found."""
        return read_table(self._result)


@contextmanager
def _silent() -> Iterator[None]:
    """Keep what a library prints by itself out of our own table."""
    sys.stdout.flush()
    kept = os.dup(1)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        try:
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)


def kernel_microseconds(chain: Chain, frames: int, threads: int, runs: int = 7) -> float:
    """Time of a frame with two forces acting, given coordinates and derivatives [us]; the best of several."""
    rng = np.random.default_rng(0)
    motion = [size * rng.normal(size=(frames, len(chain.coordinates))) for size in (0.3, 2.0, 10.0)]
    force, point, torque = (rng.normal(size=(frames, 2, 3)) * size for size in (300.0, 1.0, 10.0))
    outside = ExternalWrenches(np.array([1, len(chain.bodies) - 1]), force, point, torque)
    times = [
        seconds(lambda: inverse_dynamics(chain.topology, chain.parameters, *motion, outside, threads=threads))
        for _ in range(runs)
    ]
    return 1e6 * min(times) / frames


class Turns(NamedTuple):
    """Medians of turns [us per frame].

    Attributes
    ----------
    opensim : OpenSim's tool.
    whole : ours with derivatives, on one thread.
    alone : ours given them, over a long trial, on one thread.
    given : the same on two.
    """

    opensim: float
    whole: float
    alone: float
    given: float


def beside_opensim() -> Turns | None:
    """Time OpenSim's tool and ours on gait2392's walking trial in turns.

    None where the ``opensim`` wheel or the trial is absent.
    """
    if not TRIAL.is_dir():
        return None
    with TemporaryDirectory() as folder:
        try:
            tool = OpenSimTool(Path(folder))
        except ImportError:
            return None
        trial = read_trial()
        long = trial.repeated(REPEATS)
        motion = long.derivatives()
        sides: list[tuple[Callable[[], object], int]] = [
            (tool.run, 1),
            (lambda: trial.loads(trial.derivatives(), 1), 1),
            (lambda: long.loads(motion, 1), REPEATS),
            (lambda: long.loads(motion, 2), REPEATS),
        ]
        # The first turn warms up all of them.
        turns = [[seconds(run) / times for run, times in sides] for _ in range(PAIRS + 1)][1:]
    return Turns(*(1e6 * statistics.median(column) / len(trial.time) for column in zip(*turns, strict=True)))


def report() -> Iterator[str]:
    """Lines of the table; none where OpenSim or the trial is absent."""
    turns = beside_opensim()
    if turns is None:
        return
    theirs, whole, alone, given = turns
    yield f"inverse dynamics of gait2392 walking beside OpenSim's tool, medians of {PAIRS} turns, per frame"
    yield (
        f"  OpenSim {theirs:.0f} us; groundup with derivatives {whole:.1f} us on 1 thread "
        f"({theirs / whole:.0f}x)"
    )
    yield (
        f"  given derivatives: {alone:.1f} us on 1 thread ({theirs / alone:.0f}x), "
        f"{given:.1f} us on 2 ({theirs / given:.0f}x)"
    )


def seconds(run: Callable[[], object]) -> float:
    """Wall time of one call [s]."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began
