"""Inverse dynamics: against its twin, energy, a walker whose forces are known, and OpenSim; and its cost."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.dynamics import OpenSimTool, beside_opensim, kernel_microseconds, read_trial
from bench.opensim_dynamics import (
    OpenSimDynamics,
    knees,
    left_out_by_simbody,
    missing_acceleration,
    random_motion,
)
from groundup.body.chain import Chain
from groundup.body.default_chain import default_chain
from groundup.exchange.osim.model import OsimModel
from groundup.exchange.osim.read import read_osim
from groundup.mechanics.inverse_dynamics import GRAVITY, ExternalWrenches, JointLoads, inverse_dynamics
from groundup.mechanics.kinematics import forward
from groundup.mechanics.tree import FloatArray
from groundup.mechanics.twin.dynamics import body_motion
from groundup.mechanics.twin.dynamics import inverse_dynamics as by_hand
from groundup.quantities import Side
from groundup.synthetic.ground_force import ground_forces
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.walker import walk
from validation.line import SHARED, Line
from validation.quiet import wait_for_quiet
from validation.sabotage import wrapped

AGREEMENT, OPENSIM_NM, RESIDUAL_BW, TRIAL_NM = 1e-9, 1e-9, 1e-6, 0.5
MICROSECONDS, RATIO = 8.0, 300.0
FRAMES = (1_000, 10_000, 100_000)
GAIT2392 = "opensim_gait2392_subject01/ik_test/subject01_simbody.osim"
RAJAGOPAL = "opensim_rajagopal_3dwalking/subject_walk_scaled.osim"
# Splines have one side only there: what both programs give at a trial's ends is no measurement.
_ENDS = 5


def lines() -> Iterator[Line]:
    """Agreement, physics, OpenSim where its wheel is installed, cost."""
    chain = default_chain()
    yield _against_twin(chain)
    yield _power(chain)
    yield _walker()
    yield from _against_opensim()
    yield from _cost(chain)


def _motion(chain: Chain, frames: int) -> tuple[list[FloatArray], ExternalWrenches]:
    rng = np.random.default_rng(0)
    motion = [size * rng.normal(size=(frames, len(chain.coordinates))) for size in (0.4, 2.0, 10.0)]
    force, point, torque = (rng.normal(size=(frames, 3, 3)) * size for size in (300.0, 1.0, 20.0))
    return motion, ExternalWrenches(rng.integers(0, len(chain.bodies), 3), force, point, torque)


def _against_twin(chain: Chain) -> Line:
    motion, outside = _motion(chain, 200)
    own = inverse_dynamics(chain.topology, chain.parameters, *motion, outside)
    twin = by_hand(chain.topology, chain.parameters, *motion, outside)
    worst = max(
        float(np.abs(a - b).max() / np.abs(b).max())
        for a, b in (
            (own.generalised_force, twin.generalised_force),
            (own.joint_force, twin.joint_force),
            (own.joint_moment, twin.joint_moment),
        )
    )
    return Line(
        "inverse dynamics: kernel against its NumPy twin",
        f"{worst:.1g} (relative)",
        f"<= {AGREEMENT:g}",
        worst <= AGREEMENT,
    )


def _power(chain: Chain) -> Line:
    """Joint power against the rate of energy, whose speeds are complex steps of forward kinematics."""
    (q, u, a), _ = _motion(chain, 50)
    p, tiny, h = chain.parameters, 1e-30, 2e-4

    def energy(t: float) -> FloatArray:
        at, speed = q + t * u + 0.5 * t * t * a, u + t * a
        rotation, position = forward(chain.topology, p, at + 1j * tiny * speed)
        centre = position + (rotation @ p.centre_of_mass[..., None])[..., 0]
        turned = np.swapaxes(rotation.real, -1, -2)
        turning = turned @ rotation.imag / tiny
        spin = np.stack([turning[..., 2, 1], turning[..., 0, 2], turning[..., 1, 0]], -1)
        kinetic = 0.5 * np.einsum("b,fbi,fbi->f", p.mass, centre.imag / tiny, centre.imag / tiny)
        kinetic += 0.5 * np.einsum("fbi,bij,fbj->f", spin, p.inertia, spin)
        return np.asarray(kinetic - centre.real @ np.array(GRAVITY) @ p.mass)

    rate = (8 * (energy(h) - energy(-h)) - (energy(2 * h) - energy(-2 * h))) / (12 * h)
    own = inverse_dynamics(chain.topology, p, q, u, a).generalised_force
    worst = float(np.abs(np.sum(own * u, axis=-1) - rate).max() / np.abs(rate).max())
    return Line(
        "inverse dynamics: power of all joints against the rate of energy",
        f"{worst:.1g} (relative)",
        "<= 1e-08 (differences over time)",
        worst <= 1e-8,
    )


def _walker() -> Line:
    walked = walk(VirtualPerson())
    chain = walked.chain
    time = np.linspace(0.0, 1.0, 101) * walked.person.stride_time
    feet = ground_forces(walked, time)
    outside = ExternalWrenches(
        np.array([chain.body(f"{side}_hindfoot") for side in Side]),
        np.stack([feet[side].force for side in Side], 1),
        np.stack([feet[side].centre for side in Side], 1),
        np.stack([np.outer(feet[side].free_moment, [0.0, 1.0, 0.0]) for side in Side], 1),
    )
    motion = (walked.coordinates(time, order) for order in range(3))
    own = inverse_dynamics(chain.topology, chain.parameters, *motion, outside)
    weight = -chain.parameters.mass.sum() * GRAVITY[1]
    force = float(np.abs(own.joint_force[:, 0]).max() / weight)
    moment = float(np.abs(own.joint_moment[:, 0]).max() / weight)
    return Line(
        "virtual walker: force and moment left for the pelvis",
        f"{force:.1g} BW, {moment:.1g} BW m",
        f"<= {RESIDUAL_BW:g}",
        max(force, moment) <= RESIDUAL_BW,
    )


def _against_opensim() -> Iterator[Line]:
    try:
        plain, coupled = (_solved(SHARED / name) for name in (GAIT2392, RAJAGOPAL))
    except ImportError:
        yield Line("inverse dynamics against OpenSim", "the opensim wheel is not installed", "-", None)
        return
    _, _, _, own, theirs = plain
    yield _opensim_line("gait2392, InverseDynamicsSolver at the same q, u, udot", own, theirs)
    model, other, (q, u, a), own, theirs = coupled
    chain = model.chain
    yield Line(
        "Rajagopal, the same: apart by what Simbody leaves out at the knees",
        f"{np.abs(own - theirs).max():.2g} N m",
        "reported",
        None,
    )
    mended = theirs + left_out_by_simbody(chain, q, u)
    yield _opensim_line("Rajagopal, the same, that term added", own, mended)
    yield _velocities_decide(chain, other, q, u, a)
    yield _whole_trial()


def _solved(
    path: Path,
) -> tuple[OsimModel, OpenSimDynamics, tuple[FloatArray, FloatArray, FloatArray], FloatArray, FloatArray]:
    model = read_osim(path)
    other = OpenSimDynamics(path, model.chain.coordinate_names)
    motion = random_motion(model.coordinate_range, frames=50)
    return model, other, motion, _forces(model, *motion), other.forces(*motion)


def _forces(model: OsimModel, q: FloatArray, u: FloatArray, a: FloatArray) -> FloatArray:
    gravity = tuple(float(g) for g in model.gravity)
    chain = model.chain
    found = inverse_dynamics(
        chain.topology, chain.parameters, q, u, a, gravity=(gravity[0], gravity[1], gravity[2])
    )
    return found.generalised_force


def _opensim_line(what: str, own: FloatArray, theirs: FloatArray) -> Line:
    apart = float(np.abs(own - theirs).max())
    return Line(what, f"{apart:.1g} N m", f"<= {OPENSIM_NM:g} N m", apart <= OPENSIM_NM)


def _velocities_decide(
    chain: Chain, other: OpenSimDynamics, q: FloatArray, u: FloatArray, a: FloatArray
) -> Line:
    """Differences of OpenSim's own angular velocities against the acceleration with and without the term."""
    h = 1e-3
    turning = body_motion(chain.topology, chain.parameters, q, u, a).angular_acceleration
    own, without = 0.0, 0.0
    for b in knees(chain):
        spins = [
            other.spins(q + t * u + 0.5 * t * t * a, u + t * a, chain.bodies[b])
            for t in (-2 * h, -h, h, 2 * h)
        ]
        rate = (8 * (spins[2] - spins[1]) - (spins[3] - spins[0])) / (12 * h)
        own = max(own, float(np.abs(turning[:, b] - rate).max()))
        missing = missing_acceleration(chain, q, u, b)
        without = max(without, float(np.abs(turning[:, b] - missing - rate).max()))
    return Line(
        "Rajagopal, shanks: our angular acceleration against OpenSim's own velocities differenced",
        f"{own:.1g} rad/s2 with the term, {without:.2g} without",
        "<= 0.001 with it",
        own <= 1e-3 < without,
    )


def _whole_trial() -> Line:
    trial = read_trial()
    with tempfile.TemporaryDirectory() as folder:
        tool = OpenSimTool(Path(folder))
        tool.run()
        table = tool.table()
    names = trial.model.chain.coordinate_names
    theirs = np.stack([table.column(f"{n}_{'force' if n[-3:-1] == '_t' else 'moment'}") for n in names], 1)
    own = trial.loads(trial.derivatives()).generalised_force[: len(theirs)]
    inside = slice(_ENDS, -_ENDS)
    apart = np.sqrt(np.mean(np.square(own - theirs)[inside], axis=0))
    return Line(
        "gait2392, walking trial without low-pass, InverseDynamicsTool: largest RMS of a coordinate",
        f"{apart.max():.2g} N m or N ({len(theirs)} frames, {_ENDS} left out at each end)",
        f"<= {TRIAL_NM:g}",
        float(apart.max()) <= TRIAL_NM,
    )


def _cost(chain: Chain) -> Iterator[Line]:
    load = wait_for_quiet()
    reached = [kernel_microseconds(chain, frames, 1) for frames in FRAMES]
    yield Line(
        f"inverse dynamics, {len(chain.coordinates)} DOF, 2 forces, 1 thread, at 1k/10k/100k frames",
        f"{' / '.join(f'{x:.1f}' for x in reached)} us per frame ({load})",
        f"<= {MICROSECONDS:g} us",
        max(reached) <= MICROSECONDS,
    )
    turns = beside_opensim()
    if turns is not None:
        ratio = turns.opensim / turns.given
        yield Line(
            "inverse dynamics of gait2392's walk beside OpenSim's tool, given derivatives",
            f"{turns.opensim:.0f} / {turns.given:.1f} us per frame: {ratio:.0f} times "
            f"({turns.opensim / turns.whole:.0f} times with derivatives)",
            f">= {RATIO:g} times",
            ratio >= RATIO,
        )


def _a_little_more(loads: JointLoads) -> JointLoads:
    """A part in a million too much force at every coordinate, and a hundredth newton at every joint."""
    return replace(
        loads,
        generalised_force=loads.generalised_force * (1.0 + 1e-6),
        joint_force=loads.joint_force + 1e-2,
    )


def _slow(loads: JointLoads) -> JointLoads:
    import time

    time.sleep(4e-5 * loads.generalised_force.shape[-2])
    return loads


def _half_a_newton(loads: JointLoads) -> JointLoads:
    return replace(loads, generalised_force=loads.generalised_force + 0.6)


_ID = "groundup.mechanics.inverse_dynamics", "inverse_dynamics"
_MOTION = "groundup.mechanics.twin.dynamics", "body_motion"

SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "inverse dynamics: ": lambda: wrapped(*_ID, _a_little_more),
    "virtual walker: force": lambda: wrapped(*_ID, _a_little_more),
    "gait2392, InverseDynamicsSolver": lambda: wrapped(*_ID, _a_little_more),
    "Rajagopal, the same, that": lambda: wrapped(*_ID, _a_little_more),
    "Rajagopal, shanks": lambda: wrapped(
        *_MOTION, lambda m: m._replace(angular_acceleration=0.999 * m.angular_acceleration)
    ),
    "gait2392, walking trial": lambda: wrapped(*_ID, _half_a_newton),
    "inverse dynamics, 29 DOF": lambda: wrapped(*_ID, _slow),
    "inverse dynamics of gait2392": lambda: wrapped(*_ID, _slow),
}
