"""Time the engine on this machine, beside OpenSim's own tool where both are at hand.

Identical runs vary on a shared machine: every figure is the best of a few, and a ratio says more than a time.
"""

import sys
import time
from collections.abc import Callable

import numpy as np

from bench.dynamics import kernel_microseconds
from bench.dynamics import report as beside_opensim
from bench.ensemble_loads import report as loads_of_members
from bench.kinematics import report as beside_opensim_kinematics
from groundup.body.chain import Chain
from groundup.body.default_chain import default_chain
from groundup.mechanics.ik import solve_poses
from groundup.mechanics.kinematics import poses
from groundup.mechanics.warmup import compile_kernels
from groundup.quantities import Side

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
    for frames in (1_000, 10_000, 100_000):
        targets = walking_targets(chain, frames)
        for threads in (1, 2):
            seconds = best(lambda t=targets, n=threads: solve(chain, t, n), runs=5 if frames < 100_000 else 3)
            print(f"  {frames:>8}  {threads:>7}  {1e6 * seconds / frames:>9.1f}", flush=True)
    print(f"inverse dynamics, {len(chain.coordinates)} coordinates, 2 forces, given derivatives")
    print(f"  {'frames':>8}  {'threads':>7}  {'us/frame':>9}")
    for frames in (1_000, 10_000, 100_000):
        for threads in (1, 2):
            print(f"  {frames:>8}  {threads:>7}  {kernel_microseconds(chain, frames, threads):>9.1f}")
    for line in (*beside_opensim(), *beside_opensim_kinematics(), *loads_of_members()):
        print(line, flush=True)
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


if __name__ == "__main__":
    sys.exit(main())
