"""Joint moments of a walker whose forces are known: exactness, the force's cut-off, the time they take."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np

from groundup.analyze import prepare
from groundup.body.fit import fit_subject
from groundup.loads.dynamics import Dynamics, solve_dynamics
from groundup.loads.ground_force import GroundForce, at_frames
from groundup.loads.loads import measure_loads
from groundup.mechanics.inverse_dynamics import ExternalWrenches, JointLoads, inverse_dynamics
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion
from groundup.motion.movement import describe
from groundup.motion.task import Task
from groundup.motion.track import track
from groundup.quantities import Side
from groundup.recording.filters import WALKING_HZ, force_cutoff_for, smooth
from groundup.synthetic.markers import NO_ERRORS, MarkerErrors
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import Trial, to_recording, walking_trial
from groundup.synthetic.walk import Walk
from groundup.synthetic.walker import walk
from validation.line import Line
from validation.sabotage import wrapped
from validation.true_forces import true_forces
from validation.virtual_walker import in_lab, true_subject

PEAK_PERCENT, RESIDUAL_BW, SECONDS = 0.5, 1e-6, 1.0
# At a trial's ends filter and spline lean on one side: nothing there is a measurement.
_ENDS = 0.15


def lines() -> Iterator[Line]:
    """Truth, residual, filters, time."""
    walked = walk(VirtualPerson())
    yield _truth(walked, 200.0, judged=True)
    yield _truth(walked, 100.0, judged=False)
    yield _residual(walked)
    yield _filters(walked)
    yield _seconds()


def _solved(walked: Walk, trial: Trial, motion: Motion, forces: GroundForce) -> tuple[Dynamics, FloatArray]:
    """Our moments, and the true ones [N m/kg] of every joint but those within the foot."""
    chain, mass = walked.chain, float(walked.chain.parameters.mass.sum())
    dynamics = solve_dynamics(true_subject(trial, 0.0005), motion, forces, mass)
    truth = true_forces(walked, trial.time)
    exact = inverse_dynamics(
        chain.topology,
        chain.parameters,
        *(walked.coordinates(trial.time, order) for order in range(3)),
        ExternalWrenches(
            np.array([chain.body(f"{side}_hindfoot") for side in Side]),
            truth.force.values,
            np.nan_to_num(truth.centre_of_pressure.values),
            truth.free_moment.values,
        ),
    )
    columns = [chain.coordinate(name) for name in _joints(dynamics)]
    return dynamics, exact.generalised_force[:, columns] / mass


def _joints(dynamics: Dynamics) -> list[str]:
    names = [str(name) for name in dynamics.moments.coordinate.values]
    return [name for name in names if not name.startswith(("midtarsal", "toe"))]


def _inside(times: FloatArray) -> FloatArray:
    return np.asarray((times > times[0] + _ENDS) & (times < times[-1] - _ENDS))


def _truth(walked: Walk, rate: float, *, judged: bool) -> Line:
    trial = walking_trial(walked, NO_ERRORS, rate=rate, analog_rate=rate, frames=int(2.5 * rate))
    motion = track(in_lab(trial), true_subject(trial, 0.0005))
    dynamics, truth = _solved(walked, trial, motion, true_forces(walked, trial.time))
    names, inside = _joints(dynamics), _inside(trial.time)
    own = dynamics.moments.sel(coordinate=names).values
    error = 100.0 * np.abs(own - truth)[inside].max(axis=0) / np.abs(truth).max(axis=0)
    worst = int(np.argmax(error)) if np.isfinite(error).all() else int(np.argmax(np.isnan(error)))
    return Line(
        f"virtual walker tracked at {rate:g} Hz, no noise: largest error of any moment in any frame",
        f"{error[worst]:.2f} % of its peak ({names[worst]})",
        f"<= {PEAK_PERCENT:g} %"
        if judged
        else "reported: the walker's swing is too quick for 100 Hz splines",
        bool(error.max() <= PEAK_PERCENT) if judged else None,
    )


def _residual(walked: Walk) -> Line:
    rate = 2000.0
    trial = walking_trial(walked, NO_ERRORS, rate=rate, analog_rate=rate, frames=int(1.5 * rate))
    placed = in_lab(trial)
    motion = track(replace(placed, markers=placed.markers[:20]), true_subject(trial, 0.0005))
    poses = motion.poses.isel(time=np.zeros(len(trial.time), int)).assign_coords(time=trial.time)
    like = {
        name: getattr(motion, name).isel(time=np.zeros(len(trial.time), int)).assign_coords(time=trial.time)
        for name in ("angles", "coordinates")
    }
    motion = replace(motion, poses=poses.copy(data=trial.coordinates), **like)
    dynamics, _ = _solved(walked, trial, motion, true_forces(walked, trial.time))
    weight = float(walked.chain.parameters.mass.sum()) * 9.80665
    inside = _inside(trial.time)
    force, moment = (
        float(np.abs(table.values[inside]).max() / weight)
        for table in (dynamics.residual_force, dynamics.residual_moment)
    )
    return Line(
        f"virtual walker, its poses at {rate:g} Hz our derivatives: force and moment left at the pelvis",
        f"{force:.1g} BW, {moment:.1g} BW m",
        f"<= {RESIDUAL_BW:g}",
        max(force, moment) <= RESIDUAL_BW,
    )


def _filters(walked: Walk) -> Line:
    """Errors in a noisy walk with the force at its own cut-off, and at the markers'."""
    errors = replace(MarkerErrors(noise=0.0005), placement=0.0, soft_tissue=0.0, gaps=0)
    trial = walking_trial(walked, errors)
    motion = track(smooth(in_lab(trial), WALKING_HZ), true_subject(trial, 0.0005))
    measured = true_forces(walked, trial.plate_time, noise=2.0)
    inside, found = _inside(trial.time), []
    names = ("knee_flexion", "knee_adduction", "ankle_dorsiflexion")
    for cutoff in (force_cutoff_for(Task.WALKING), WALKING_HZ):
        dynamics, truth = _solved(walked, trial, motion, at_frames(measured, trial.time, cutoff))
        columns = _joints(dynamics)
        own = dynamics.moments.sel(coordinate=columns).values
        of = {n: [columns.index(f"{n}_{side}") for side in Side] for n in names}
        found.append([float(np.sqrt(np.mean((own - truth)[inside][:, k] ** 2))) for k in of.values()])
    return Line(
        "virtual walker, noise of 0.5 mm and 2 N: knee flexion, knee adduction, ankle with the force at "
        f"{force_cutoff_for(Task.WALKING):g} Hz, and at the markers' {WALKING_HZ:g} Hz",
        " and ".join("/".join(f"{v:.3f}" for v in row) for row in found) + " N m/kg RMS",
        "each smaller with its own",
        all(a < b for a, b in zip(*found, strict=True)),
    )


def _seconds() -> Line:
    """Loads of a walk of 3 s, the best of five."""
    trial = walking_trial(walk(VirtualPerson()), MarkerErrors(), frames=300)
    recording = prepare(to_recording(trial))
    subject = fit_subject([recording], None, recording.person)
    motion = track(recording, subject)
    movement = describe(recording, motion, Task.WALKING, mass=subject.person.mass)
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        measure_loads(recording, subject, motion, movement)
        taken.append(time.perf_counter() - start)
    return Line("loads of a 3 s walk", f"{min(taken):.2f} s", f"<= {SECONDS:g} s", min(taken) <= SECONDS)


_ID = "groundup.mechanics.inverse_dynamics", "inverse_dynamics"
_SOLVE = "groundup.loads.dynamics", "solve_dynamics"


def _sides_exchanged(dynamics: Dynamics) -> Dynamics:
    names = [str(n) for n in dynamics.moments.coordinate.values]
    other = [n.replace("left", "?").replace("right", "left").replace("?", "right") for n in names]
    return replace(
        dynamics, moments=dynamics.moments.copy(data=dynamics.moments.sel(coordinate=other).values)
    )


def _negative(dynamics: Dynamics) -> Dynamics:
    return replace(dynamics, moments=-dynamics.moments)


def _per_newton(dynamics: Dynamics) -> Dynamics:
    return replace(dynamics, moments=dynamics.moments / 9.80665)


def _a_newton_more(loads: JointLoads) -> JointLoads:
    return replace(loads, joint_force=loads.joint_force + 1.0)


def _slow(dynamics: Dynamics) -> Dynamics:
    time.sleep(1.0)
    return dynamics


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "virtual walker tracked": lambda: wrapped(*_SOLVE, _negative),
    "virtual walker tracked at": lambda: wrapped(*_SOLVE, _sides_exchanged),
    "virtual walker tracked at 200 Hz": lambda: wrapped(*_SOLVE, _per_newton),
    "virtual walker, its poses": lambda: wrapped(*_ID, _a_newton_more),
    "virtual walker, noise": lambda: wrapped("groundup.recording.filters", "force_cutoff_for", lambda _: 5.0),
    "loads of a 3 s walk": lambda: wrapped(*_SOLVE, _slow),
}
