"""Who absorbs it, impact, base: energy must balance, what must change nothing, people by EVIDENCE."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import numpy as np

from groundup.analyze import analyze, prepare
from groundup.assessment import TrialResult
from groundup.body.fit import fit_subject
from groundup.body.subject import Subject
from groundup.evidence import row
from groundup.loads.centre_of_mass import centre_of_mass
from groundup.loads.checks.check import Check, Verdict
from groundup.loads.dynamics import Dynamics, solve_dynamics
from groundup.loads.figure import typical
from groundup.loads.ground_force import GroundForce
from groundup.loads.loads import Loads, measure_loads
from groundup.loads.phases import ABSORBING, LANDING
from groundup.loads.work import JOINTS, absorbed, areas
from groundup.mechanics.derivatives import differentiate
from groundup.mechanics.kinematics import forward
from groundup.mechanics.tree import FloatArray
from groundup.motion.movement import describe
from groundup.motion.passes import progression_heading
from groundup.motion.task import Task
from groundup.motion.track import track
from groundup.quantities import GroundupError, Side
from groundup.recording.read import read_recording
from groundup.recording.recording import Recording
from groundup.synthetic.c3d import write_c3d
from groundup.synthetic.markers import NO_ERRORS, MarkerErrors
from groundup.synthetic.person import Foot, VirtualPerson
from groundup.synthetic.trial import Trial, standing_trial, to_recording, walking_trial
from groundup.synthetic.walk import Walk
from groundup.synthetic.walker import walk
from validation.invariance import mirrored, moved
from validation.line import SHARED, Line
from validation.sabotage import wrapped
from validation.true_forces import true_forces
from validation.virtual_walker import in_lab, true_subject

# Energy of a walk that may be unaccounted for, of all that the joints turn over [%].
ENERGY_PERCENT = 0.05
# Figures of different units: of the figure's own size, and where it is small [J/kg, BW, deg, mm, ...].
SAME, SAME_FILE = 1e-4, 2e-3
_ENDS = 0.3
_GRAVITY = 9.80665
_MCGILL, _OPENCAP = "mcgill_pig_ofm_gait/HC030A", "opencap_lab_subject4_squat_dropjump_gait"
_HAMNER, _BMC = "hamner_running/subject04/run300", "bmclab_running_opensim"
PEOPLE = {
    "walking, mcgill": ((f"{_MCGILL}/Straight/HC030A05.c3d",), f"{_MCGILL}/Static/HC030A01.c3d"),
    "walking, treadmill": (("gaitalytics_pig_cgm2_gait/treadmill_events.c3d",), None),
    "running 3 m/s, Hamner": ((f"{_HAMNER}/markers.trc", f"{_HAMNER}/grf.mot"), None),
    "running, BMClab": ((f"{_BMC}/motion_capture_run.trc", f"{_BMC}/grf_run.mot"), f"{_BMC}/static_run.trc"),
    "drop jump, OpenCap lab": (
        (f"{_OPENCAP}/MarkerData/DJ1.trc", f"{_OPENCAP}/GRF/DJ1_grf.mot"),
        f"{_OPENCAP}/MarkerData/static1.trc",
    ),
    "squats, OpenCap lab": (
        (f"{_OPENCAP}/MarkerData/squats1.trc", f"{_OPENCAP}/GRF/squats1_grf.mot"),
        f"{_OPENCAP}/MarkerData/static1.trc",
    ),
}
# Body mass that the recordings' own descriptions give [kg], where the files do not.
_MASS = {_OPENCAP: 62.6}
_RESIDUALS = ("residual force at the pelvis", "residual moment at the pelvis")


def lines() -> Iterator[Line]:
    """Energy, invariance, people."""
    yield from _energy(walk(VirtualPerson()))
    yield from _invariance()
    for title, (trials, static) in PEOPLE.items():
        still, mass = (None if static is None else SHARED / static), _MASS.get(trials[0].split("/")[0])
        found = analyze([SHARED / t for t in trials], static=still, mass=mass)
        yield from _person(title, found.subject, found.trials[0])


def _energy(walked: Walk) -> Iterator[Line]:
    """Joint work, what the rest of the chain takes, and the ground's work, against the mechanical energy."""
    rate = 200.0
    trial = walking_trial(walked, NO_ERRORS, rate=rate, analog_rate=rate, frames=int(2.5 * rate))
    subject = true_subject(trial, 0.0005)
    mass = float(subject.chain.parameters.mass.sum())
    motion = track(in_lab(trial), subject)
    forces = true_forces(walked, trial.time)
    dynamics = solve_dynamics(subject, motion, forces, mass)
    time = trial.time
    start, end = time[0] + _ENDS, time[-1] - _ENDS
    legs, turned = _legs(dynamics, start, end)
    rest = _rest(dynamics, start, end)
    energy, ground = _mechanical(subject, dynamics, forces, rate)
    change = float(np.diff(np.interp([start, end], time, energy))[0])
    outside = sum(areas(time, ground, start, end)[:2])
    left = mass * legs + rest + outside - change
    yield Line(
        "energy of the virtual walker: work of hips, knees and ankles, of all other coordinates and of the "
        "ground against the change of mechanical energy",
        f"{left:+.3f} J left of {mass * turned:.0f} J turned over by the leg joints",
        f"<= {ENERGY_PERCENT} %",
        abs(left) <= 0.01 * ENERGY_PERCENT * mass * turned,
    )


def _legs(dynamics: Dynamics, start: float, end: float) -> tuple[float, float]:
    """Net work of the legs' joints and the sum of what they give and absorb [J/kg]."""
    net = turned = 0.0
    time = dynamics.powers.time.values
    for side in Side:
        for joint in ("hip", "knee", "ankle"):
            columns = [f"{stem}_{side}" for stem in JOINTS[joint]]
            power = dynamics.powers.sel(coordinate=columns).values.sum(axis=1)
            positive, negative, _ = areas(time, power, start, end)
            net, turned = net + positive + negative, turned + positive - negative
    return net, turned


def _rest(dynamics: Dynamics, start: float, end: float) -> float:
    """Work of every coordinate that is not the hips', knees' or ankles' [J]."""
    told = {f"{stem}_{side}" for joint in ("hip", "knee", "ankle") for stem in JOINTS[joint] for side in Side}
    names = [str(n) for n in dynamics.rates.chain_coordinate.values if str(n) not in told]
    power = (dynamics.generalised_force * dynamics.rates).sel(chain_coordinate=names).values.sum(axis=1)
    return sum(areas(dynamics.rates.time.values, power, start, end)[:2])


def _mechanical(
    subject: Subject, dynamics: Dynamics, forces: GroundForce, rate: float
) -> tuple[FloatArray, FloatArray]:
    """Kinetic and potential energy [J], and the power of the ground on the feet [W], from positions alone."""
    chain = subject.chain
    rotation, position = forward(chain.topology, chain.parameters, dynamics.coordinates.values)
    centre = position + (rotation @ chain.parameters.centre_of_mass[..., None])[..., 0]
    frames = len(position)
    speed = differentiate(centre.reshape(frames, -1), rate).rate.reshape(centre.shape)
    turning = differentiate(rotation.reshape(frames, -1), rate).rate.reshape(rotation.shape)
    skew = turning @ np.swapaxes(rotation, -1, -2)
    spin = np.stack([skew[..., 2, 1], skew[..., 0, 2], skew[..., 1, 0]], axis=-1)
    own = np.einsum("fbji,fbj->fbi", rotation, spin)
    kinetic = 0.5 * np.einsum("b,fbi,fbi->f", chain.parameters.mass, speed, speed)
    kinetic += 0.5 * np.einsum("fbi,bij,fbj->f", own, chain.parameters.inertia, own)
    energy = kinetic + _GRAVITY * centre[..., 1] @ chain.parameters.mass
    ground = np.zeros(frames)
    for k, side in enumerate(Side):
        body = chain.body(f"{side}_hindfoot")
        force = forces.force.values[:, k]
        arm = np.nan_to_num(forces.centre_of_pressure.values[:, k]) - centre[:, body]
        loaded = np.isfinite(forces.centre_of_pressure.values[:, k]).all(axis=1)
        at = speed[:, body] + np.cross(spin[:, body], arm)
        twist = forces.free_moment.values[:, k]
        ground += np.where(loaded, (force * at).sum(axis=1) + (twist * spin[:, body]).sum(axis=1), 0.0)
    return energy, ground


def _invariance() -> Iterator[Line]:
    feet = {Side.LEFT: Foot(offsets={"knee_flexion": 0.08}), Side.RIGHT: Foot(toe_out=0.05)}
    walked = walk(VirtualPerson(feet=feet))
    trials = walking_trial(walked, MarkerErrors(), frames=300), standing_trial(walked, MarkerErrors())
    pair = tuple(to_recording(t) for t in trials)
    own = _figures(*pair)
    yield _same("lab turned and moved, vertical along y", _figures(*(moved(r) for r in pair)), own, SAME)
    reflected = _figures(*(_reflected(r) for r in pair))
    yield _same("mirrored, sides exchanged", {_other(k): v for k, v in reflected.items()}, own, SAME)
    yield _same("file in m against mm", _in_unit(trials, "m"), _in_unit(trials, "mm"), SAME_FILE)


def _figures(walking: Recording, standing: Recording) -> dict[tuple[str, int, str], float]:
    """Every figure of work, impact and base by side, number and name."""
    moving, still = prepare(walking), prepare(standing)
    subject = fit_subject([moving], still, moving.person)
    motion = track(moving, subject, progression_heading(moving))
    movement = describe(moving, motion, Task.WALKING, mass=subject.person.mass)
    loads = measure_loads(moving, subject, motion, movement)
    if not isinstance(loads, Loads):
        raise GroundupError(loads.reason)
    found = {}
    for w in loads.work:
        for name, value in (("positive", w.positive), ("negative", w.negative)):
            found[str(w.phase.side), w.phase.number, f"{w.phase.name}, {w.joint}, {name}"] = value
    for f in (*loads.impact, *loads.base.figures):
        found[str(f.side), f.number, f.definition.name] = f.value
    return found


def _in_unit(trials: tuple[Trial, Trial], unit: str) -> dict[tuple[str, int, str], float]:
    with tempfile.TemporaryDirectory() as folder:
        files = [write_c3d(trial, Path(folder) / f"{trial.name}.c3d", unit) for trial in trials]
        return _figures(*(read_recording(file) for file in files))


def _reflected(recording: Recording) -> Recording:
    events = tuple(replace(e, side=e.side and e.side.other) for e in recording.events)
    return replace(mirrored(recording), events=events)


def _other(key: tuple[str, int, str]) -> tuple[str, int, str]:
    return str(Side(key[0]).other), key[1], key[2]


def _same(
    what: str,
    changed: dict[tuple[str, int, str], float],
    own: dict[tuple[str, int, str], float],
    tolerance: float,
) -> Line:
    blank = sum(np.isfinite(changed.get(k, np.nan)) != np.isfinite(v) for k, v in own.items())
    both = [k for k, v in own.items() if np.isfinite(v + changed.get(k, np.nan))]
    apart = {k: abs(changed[k] - own[k]) / max(abs(own[k]), 1.0) for k in both}
    worst = max(apart, key=apart.__getitem__)
    return Line(
        f"work, impact and base invariant, {what}: largest change of {len(apart)} figures",
        f"{apart[worst]:.1e} ({worst[0]} {worst[2]}), {blank + len(changed.keys() ^ own.keys())} in one only",
        f"<= {tolerance:g} of the figure or of its unit, none",
        bool(apart[worst] <= tolerance and blank == 0 and changed.keys() == own.keys()),
    )


def _person(title: str, subject: Subject, trial: TrialResult) -> Iterator[Line]:
    loads = trial.loads
    if not isinstance(loads, Loads):
        yield Line(f"{title}: loads", loads.reason, "measured", passed=False)
        return
    yield _gate(title, next(c for c in loads.checks if c.name == "peak vertical force"))
    for name in _RESIDUALS:
        gate = next(c for c in loads.checks if c.name == name)
        yield Line(f"{title}: {name}", gate.found, f"reported beside {gate.limit}", None)
    if trial.movement.task is Task.RUNNING:
        yield _loading_rate(title, loads)
    phase = ABSORBING[trial.movement.task]
    yield Line(
        f"{title}: who absorbs it, {phase}", _shares(loads, phase), _published(trial.movement.task), None
    )
    if trial.movement.task is Task.LANDING:
        yield _caught(title, subject, trial, loads)


def _gate(title: str, check: Check) -> Line:
    verdict = {Verdict.OK: True, Verdict.NOT_OK: False}.get(check.verdict)
    return Line(f"{title}: {check.name}", check.found, check.limit, verdict)


def _loading_rate(title: str, loads: Loads) -> Line:
    low, high = row("A45.low").value, row("A45.high").value
    values = [typical(loads.impact, "loading_rate_average", side) for side in Side]
    words = " / ".join(f"{value:.0f} ({count})" if count else reason for value, count, reason in values)
    strike = [typical(loads.base.figures, "pressure_start", side)[0] for side in Side]
    begins = " / ".join(f"{value:.0f}" for value in strike)
    peaks = any(typical(loads.impact, "impact_peak", side)[1] for side in Side)
    how = "to the impact peak" if peaks else "to 13 % of stance, no impact peak"
    return Line(
        f"{title}: average loading rate, left / right",
        f"{words} BW/s {how}; the pressure begins at {begins} % of the foot",
        f"reported beside {low:g} to {high:g} BW/s over 1.5 to 6 m/s (EVIDENCE A45, a definition of its own)",
        None,
    )


def _shares(loads: Loads, phase: str) -> str:
    numbers = (
        sorted({w.phase.number for w in loads.work if w.phase.name == phase}) if phase == LANDING else [0]
    )
    parts = []
    for number in numbers:
        works = [w for w in loads.work if number in (0, w.phase.number)]
        told = absorbed(works, phase)
        parts += [
            f"{'' if not number else f'{number} '}{side} "
            + " ".join(f"{j} {v:.0f}" for j, v in told[side].items())
            for side in told
        ]
    return "; ".join(parts) + " %"


def _published(task: Task) -> str:
    if task is not Task.LANDING:
        return "reported: EVIDENCE has no shares of adults"
    words = []
    for entry in ("N199", "N202"):
        values = {j: row(f"{entry}.{j}").value for j in ("hip", "knee", "ankle")}
        total = sum(values.values())
        words.append(f"{entry} " + " ".join(f"{j} {100 * v / total:.0f}" for j, v in values.items()))
    return f"reported beside {', '.join(words)} %"


def _caught(title: str, subject: Subject, trial: TrialResult, loads: Loads) -> Line:
    """Energy the centre of mass loses until its lowest point, beside what the legs' joints take."""
    time = trial.motion.poses.time.values
    path = centre_of_mass(subject, trial.motion)
    speed = differentiate(path, trial.recording.rate).rate
    energy = 0.5 * (speed**2).sum(axis=1) + _GRAVITY * path[:, 1]
    first = [w for w in loads.work if w.phase.name == LANDING and w.phase.number == 1]
    phase = first[0].phase
    lost = float(np.diff(np.interp([phase.start, phase.end], time, energy))[0])
    net = sum(w.positive + w.negative for w in first if np.isfinite(w.share))
    ratio = net / lost
    return Line(
        f"{title}: energy taken by hips, knees and ankles in the first landing, beside what the body loses",
        f"{net:.2f} and {lost:.2f} J/kg: {100 * ratio:.0f} %",
        "75 to 110 % (trunk, arms, shoe and foot take the rest)",
        0.75 <= ratio <= 1.10,
    )


_SOLVE = "groundup.loads.dynamics", "solve_dynamics"


def _too_fast(dynamics: Dynamics) -> Dynamics:
    return replace(dynamics, powers=1.02 * dynamics.powers)


def _half(dynamics: Dynamics) -> Dynamics:
    return replace(dynamics, powers=0.5 * dynamics.powers)


def _left_stronger(dynamics: Dynamics) -> Dynamics:
    factors = [1.05 if str(n).endswith("_left") else 1.0 for n in dynamics.powers.coordinate.values]
    return replace(dynamics, powers=dynamics.powers * np.array(factors))


def _by_the_lab(recording: Recording) -> Recording:
    return replace(recording, markers=recording.markers * (1.0 + 0.01 * float(recording.markers.mean())))


def _by_the_unit(recording: Recording) -> Recording:
    unit = next(str(o.arguments["unit"]) for o in recording.operations if "unit" in o.arguments)
    return replace(recording, markers=recording.markers * (1.0 if unit == "mm" else 1.05))


def _twice(ground: GroundForce | None) -> GroundForce | None:
    return None if ground is None else replace(ground, force=2.0 * ground.force)


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "energy of the virtual walker": lambda: wrapped(*_SOLVE, _too_fast),
    "work, impact and base invariant, lab": lambda: wrapped("groundup.recording.axes", "orient", _by_the_lab),
    "work, impact and base invariant, mirrored": lambda: wrapped(*_SOLVE, _left_stronger),
    "work, impact and base invariant, file": lambda: wrapped(
        "groundup.recording.read", "read_recording", _by_the_unit
    ),
    "walking, mcgill: peak": lambda: wrapped("groundup.loads.ground_force", "ground_force", _twice),
    "running 3 m/s, Hamner: peak": lambda: wrapped("groundup.loads.ground_force", "ground_force", _twice),
    "walking, treadmill: peak": lambda: wrapped("groundup.loads.ground_force", "ground_force", _twice),
    "running, BMClab: peak": lambda: wrapped("groundup.loads.ground_force", "ground_force", _twice),
    "drop jump, OpenCap lab: energy": lambda: wrapped(*_SOLVE, _half),
}
