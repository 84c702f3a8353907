"""Time the engine on this machine, beside OpenSim's own tool where both are at hand.

Identical runs vary on a shared machine: every figure is the best of a few, and a ratio says more than a time.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench.dynamics import beside_opensim, kernel_microseconds
from bench.kinematics import report as beside_opensim_kinematics
from groundup.body.chain import Chain
from groundup.body.default_chain import default_chain
from groundup.mechanics.ik import solve_poses
from groundup.mechanics.kinematics import poses
from groundup.mechanics.warmup import compile_kernels
from groundup.quantities import Side

TRIAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "opensim_gait2392_subject01" / "ik_test"
LANDMARKS = ["sacrum", "c7"] + [
    f"{side}_{name}"
    for side in Side
    for name in (
        "asis",
        "psis",
        "shoulder",
        "trochanter",
        "knee_lateral",
        "knee_medial",
        "tibial_tuberosity",
        "shin",
        "ankle_lateral",
        "ankle_medial",
        "heel",
        "first_metatarsal_head",
        "fifth_metatarsal_head",
        "toe_tip",
    )
]
NOISE = 0.003


def main() -> int:
    """Print the table."""
    print(f"kernels compiled or loaded: {compile_kernels():.1f} s")
    chain = default_chain(landmarks={name: name for name in LANDMARKS})
    print(
        f"inverse kinematics, {len(chain.coordinates)} coordinates, {len(chain.markers)} markers, converged"
    )
    print(f"  {'frames':>8}  {'threads':>7}  {'us/frame':>9}")
    own = {}
    for frames in (1_000, 10_000, 100_000):
        targets = walking_targets(chain, frames)
        for threads in (1, 2):
            seconds = best(lambda t=targets, n=threads: solve(chain, t, n), runs=5 if frames < 100_000 else 2)
            own[frames, threads] = 1e6 * seconds / frames
            print(f"  {frames:>8}  {threads:>7}  {own[frames, threads]:>9.1f}")
    print(f"inverse dynamics, {len(chain.coordinates)} coordinates, 2 forces, given derivatives")
    print(f"  {'frames':>8}  {'threads':>7}  {'us/frame':>9}")
    for frames in (1_000, 10_000, 100_000):
        for threads in (1, 2):
            print(f"  {frames:>8}  {threads:>7}  {kernel_microseconds(chain, frames, threads):>9.1f}")
    turns = beside_opensim()
    if turns is not None:
        theirs, whole, given = turns
        print("inverse dynamics of gait2392's walking trial, us per frame and ratio to OpenSim's tool,")
        print(f"  medians of 7 turns: OpenSim {theirs:.0f}, groundup {whole:.1f} ({theirs / whole:.0f}x),")
        print(f"  given coordinates and derivatives, 10,550 frames: {given:.1f} ({theirs / given:.0f}x)")
    for line in beside_opensim_kinematics():
        print(line, flush=True)
    opensim = opensim_milliseconds()
    if opensim is None:
        print("OpenSim: not installed, or ../shared/data absent; no ratio")
        return 0
    print(f"OpenSim inverse kinematics, gait2392, 23 coordinates, 31 markers: {opensim:.1f} ms/frame")
    print(
        f"ratio to OpenSim, 1 thread: {1e3 * opensim / own[1_000, 1]:.0f} (models of like size, not the same)"
    )
    return 0


def walking_targets(chain: Chain, frames: int) -> np.ndarray:
    """(F, M, 3) markers of a chain whose joints swing smoothly at 100 Hz, with white noise [m]."""
    rng = np.random.default_rng(0)
    phase = rng.uniform(0, 2 * np.pi, len(chain.coordinates))
    size = np.array([0.15 if c.rotational else 0.05 for c in chain.coordinates])
    swing = np.sin(2 * np.pi * np.arange(frames)[:, None] / 110.0 + phase)
    lower = np.array([c.lower for c in chain.coordinates])
    upper = np.array([c.upper for c in chain.coordinates])
    coordinates = np.clip(chain.prior_mean + size * swing, lower, upper)
    targets = np.empty((frames, len(chain.markers), 3))
    body, offset = chain.topology.marker_body, chain.parameters.marker_position
    for start in range(0, frames, 5_000):
        part = slice(start, start + 5_000)
        pose = poses(chain.topology, chain.parameters, coordinates[part])
        rotation, origin = pose.rotation_body_in_lab, pose.position_body_in_lab
        targets[part] = origin[:, body] + np.einsum("fmij,mj->fmi", rotation[:, body], offset)
    return targets + rng.normal(0.0, NOISE, targets.shape)


def solve(chain: Chain, targets: np.ndarray, threads: int) -> None:
    """Track the markers as an analysis does: weak priors, bounds, variances."""
    spread = np.array([c.prior_sd for c in chain.coordinates])
    solve_poses(
        chain.topology,
        chain.parameters,
        targets,
        np.full(len(chain.markers), NOISE**-2),
        chain.prior_mean,
        np.where(np.isfinite(spread), 1.0 / spread**2, 0.0),
        np.array([c.lower for c in chain.coordinates]),
        np.array([c.upper for c in chain.coordinates]),
        threads=threads,
    )


def best(run: Callable[[], None], runs: int) -> float:
    """Shortest of several runs [s]."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return min(times)


def opensim_milliseconds() -> float | None:
    """Time a frame of OpenSim's InverseKinematicsTool on its own example [ms]; None where it cannot run."""
    try:
        import opensim
    except ImportError:
        return None
    if not TRIAL.is_dir():
        return None
    opensim.Logger.setLevelString("off")
    model = opensim.Model(str(TRIAL / "subject01_simbody.osim"))
    model.initSystem()
    tool = opensim.InverseKinematicsTool()
    tool.setModel(model)
    tool.setMarkerDataFileName(str(TRIAL / "subject01_synthetic_marker_data.trc"))
    for index in range(model.getMarkerSet().getSize()):
        task = opensim.IKMarkerTask()
        task.setName(model.getMarkerSet().get(index).getName())
        task.setApply(True)
        task.setWeight(1.0)
        tool.upd_IKTaskSet().cloneAndAppend(task)
    with TemporaryDirectory() as folder:
        motion = Path(folder) / "ik.mot"
        tool.setOutputMotionFileName(str(motion))
        tool.setResultsDir(folder)
        seconds = best(tool.run, runs=2)
        frames = len(
            motion.read_text(encoding="utf-8").split("endheader", 1)[1].split("\n", 2)[2].splitlines()
        )
    return 1e3 * seconds / frames


if __name__ == "__main__":
    sys.exit(main())
