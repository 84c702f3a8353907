"""The engine: its kernels against their NumPy twin and complex-step derivatives, and what a frame costs."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np

from bench.__main__ import LANDMARKS, NOISE, solve, walking_targets
from groundup.body.chain import Chain
from groundup.body.default_chain import default_chain
from groundup.mechanics.ik import PoseSolution, solve_poses
from groundup.mechanics.kinematics import forward, marker_positions
from groundup.mechanics.local_fit import LocalFit, local_fit
from groundup.mechanics.tree import FloatArray
from groundup.mechanics.twin.fit import gauss_newton_hessian, gradient, objective
from validation.line import Line
from validation.quiet import wait_for_quiet
from validation.sabotage import wrapped

AGREEMENT = 1e-9
POSES = 50
STEP = 1e-30
MICROSECONDS = {1: 100.0, 2: 55.0}
FRAMES = (1_000, 10_000, 100_000)


def lines() -> Iterator[Line]:
    """Agreement, then cost."""
    chain = default_chain(landmarks={name: name for name in LANDMARKS})
    twin, difference = _disagreement(chain)
    yield _agreement("kernel against its NumPy twin: poses, markers, gradient, Hessian", twin)
    yield _agreement("kernel against complex-step derivatives: gradient, exact Hessian", difference)
    yield from _cost(chain)


def _agreement(what: str, reached: float) -> Line:
    return Line(what, f"{reached:.1g} (relative)", f"<= {AGREEMENT:g}", bool(reached <= AGREEMENT))


def _disagreement(chain: Chain) -> tuple[float, float]:
    rng = np.random.default_rng(0)
    model = chain.topology, chain.parameters
    count = len(chain.coordinates)
    weights = rng.uniform(1e4, 1e5, len(chain.markers))
    prior = np.full(count, 30.0), rng.uniform(0.0, 50.0, count)
    twin = difference = 0.0
    for _ in range(POSES):
        q = chain.prior_mean[None] + rng.normal(size=(1, count)) * 0.3
        targets = marker_positions(*model, q) + rng.normal(size=(1, len(chain.markers), 3)) * 0.05
        targets[0, rng.random(len(chain.markers)) < 0.1] = np.nan
        problem = targets, weights, *prior
        plain, exact = (
            local_fit(*model, q[0], targets[0], weights, *prior, exact=full) for full in (False, True)
        )
        rotation, position = forward(*model, q)
        twin = max(
            twin,
            _apart(plain.rotation_body_in_lab, rotation[0]),
            _apart(plain.position_body_in_lab, position[0]),
            _apart(plain.markers, marker_positions(*model, q)[0]),
            _apart(np.array(plain.objective), objective(*model, q, *problem)[0]),
            _apart(plain.gradient, gradient(*model, q, *problem)[0]),
            _apart(plain.hessian, gauss_newton_hessian(*model, q, targets, weights, prior[1])[0]),
        )
        stepped = [q + 1j * STEP * row for row in np.eye(count)]
        slope = np.array([objective(*model, s, *problem)[0].imag / STEP for s in stepped])
        curvature = np.array([gradient(*model, s, *problem)[0].imag / STEP for s in stepped])
        difference = max(difference, _apart(exact.gradient, slope), _apart(exact.hessian, curvature))
    return twin, difference


def _apart(found: FloatArray, expected: FloatArray) -> float:
    return float(np.abs(found - expected).max() / np.abs(expected).max())


def _cost(chain: Chain) -> Iterator[Line]:
    """Wall time per frame; the best of several runs, because others use the machine too."""
    load = wait_for_quiet()
    cost = {(n, t): np.inf for n in FRAMES for t in MICROSECONDS}
    unconverged = 0
    for frames in FRAMES:
        targets = walking_targets(chain, frames)
        for _ in range(7 if frames < 100_000 else 3):
            for threads in MICROSECONDS:
                began = time.perf_counter()
                solve(chain, targets, threads)
                spent = 1e6 * (time.perf_counter() - began) / frames
                cost[frames, threads] = min(cost[frames, threads], spent)
        unconverged += _unconverged(chain, targets) if frames <= 10_000 else 0
    size = f"{len(chain.markers)} markers, {len(chain.coordinates)} DOF"
    yield Line(
        f"inverse kinematics, {size}: frames not converged, of {sum(FRAMES[:2])}",
        f"{unconverged}",
        "0",
        unconverged == 0,
    )
    for threads, limit in MICROSECONDS.items():
        reached = [cost[n, threads] for n in FRAMES]
        yield Line(
            f"inverse kinematics, {size}, {threads} thread{'s' * (threads > 1)}, at 1k/10k/100k frames",
            f"{' / '.join(f'{x:.0f}' for x in reached)} us per frame ({load})",
            f"<= {limit:.0f} us at every length",
            max(reached) <= limit,
        )


def _unconverged(chain: Chain, targets: FloatArray) -> int:
    spread = np.array([c.prior_sd for c in chain.coordinates])
    found = solve_poses(
        chain.topology,
        chain.parameters,
        targets,
        np.full(len(chain.markers), NOISE**-2),
        chain.prior_mean,
        np.where(np.isfinite(spread), 1.0 / spread**2, 0.0),
        np.array([c.lower for c in chain.coordinates]),
        np.array([c.upper for c in chain.coordinates]),
        variance=False,
    )
    return int((~found.converged).sum())


def _wrong_sign(fit: LocalFit) -> LocalFit:
    return replace(fit, gradient=-fit.gradient)


def _gave_up(found: PoseSolution) -> PoseSolution:
    return replace(found, converged=np.zeros_like(found.converged))


def _slow(found: PoseSolution) -> PoseSolution:
    time.sleep(1.2e-4 * len(found.objective))
    return found


_FIT = "groundup.mechanics.local_fit", "local_fit"
_IK = "groundup.mechanics.ik", "solve_poses"

SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "kernel against its NumPy twin": lambda: wrapped(*_FIT, _wrong_sign),
    "kernel against complex-step derivatives": lambda: wrapped(*_FIT, _wrong_sign),
    "inverse kinematics, 30 markers, 29 DOF: frames": lambda: wrapped(*_IK, _gave_up),
    "inverse kinematics, 30 markers, 29 DOF, ": lambda: wrapped(*_IK, _slow),
}
