"""Everything a trial's forces say, gathered."""

from dataclasses import dataclass

import xarray as xr

from groundup.body.subject import Subject
from groundup.loads.body_mass import NO_MASS, weigh, weighed
from groundup.loads.checks.check import Check
from groundup.loads.checks.run import refusal, run_checks
from groundup.loads.contact_figures import ContactFigures, contact_figures
from groundup.loads.cycle_loads import cycle_loads
from groundup.loads.dynamics import Dynamics, solve_dynamics
from groundup.loads.ground_force import GroundForce, at_frames, ground_force
from groundup.loads.knee.knee_loads import KneeForces, KneeLoads, measure_knee
from groundup.loads.muscle_activity import MuscleActivity, measure_muscles
from groundup.motion.feet import body_points
from groundup.motion.motion import Motion, Movement
from groundup.recording.filters import cutoff_for, force_cutoff_for
from groundup.recording.recording import Recording


@dataclass(frozen=True)
class Loads:
    """Loads of one trial.

    Attributes
    ----------
    body_mass : float
        What forces are divided by [kg].
    ground : GroundForce
        At the plates' own rate, as measured.
    ground_at_frames : GroundForce
        At the motion's instants, low-passed as the joint moments need it.
    dynamics : Dynamics
    curves : Dataset
        Moments and powers by repetition: :func:`groundup.loads.cycle_loads.cycle_loads`.
    knee : KneeLoads
    muscles : MuscleActivity or None
        Electromyograms, where the recording has any.
    contacts : tuple of ContactFigures
        What each contact of the movement carried, in its order.
    checks : tuple of Check
        The gates the forces went through.
    """

    body_mass: float
    ground: GroundForce
    ground_at_frames: GroundForce
    dynamics: Dynamics
    curves: xr.Dataset
    knee: KneeLoads
    muscles: MuscleActivity | None
    contacts: tuple[ContactFigures, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True)
class NoLoads:
    """Why a trial's loads are not measurable, and what would make them so.

    `knee` and `muscles` hold what needs no ground force: axial twist, iliotibial band, electromyograms;
    `checks` the gates that were run.
    """

    reason: str
    knee: KneeLoads | None = None
    muscles: MuscleActivity | None = None
    checks: tuple[Check, ...] = ()


def measure_loads(
    recording: Recording,
    subject: Subject,
    motion: Motion,
    movement: Movement,
    standing: Motion | None = None,
    sex: str | None = None,
) -> Loads | NoLoads:
    """Find what the ground does to the feet and what each joint carries.

    Parameters
    ----------
    recording : Recording
        Lab frame, as tracked.
    subject : Subject
    motion : Motion
    movement : Movement
        Its contacts say which plate is under which foot, and whether that can be used.
    standing : Motion, optional
        The same person standing.
    sex : {"female", "male"}, optional
    """
    muscles = measure_muscles(recording, movement)
    ground = ground_force(recording, movement.contacts)
    if ground is None:
        return NoLoads(
            "no force plates in the recording: record on plates, or give --forces",
            measure_knee(subject, motion, movement, None, standing=standing, sex=sex),
            muscles,
        )
    if subject.person.mass is None:
        subject = weighed(subject, [weigh(recording, subject, motion, movement)])
    mass = subject.person.mass
    if mass is None:
        knee = measure_knee(subject, motion, movement, None, standing=standing, sex=sex)
        return NoLoads(NO_MASS, knee, muscles)
    cutoff = cutoff_for(movement.task)
    framed = at_frames(ground, motion.poses.time.values, force_cutoff_for(movement.task))
    dynamics = solve_dynamics(subject, motion, framed, mass)
    points = body_points(recording)
    figures = contact_figures(movement.contacts, ground, framed, points, mass)
    checks = run_checks(
        recording, subject, motion, movement, points, figures, ground, framed, dynamics, cutoff_hz=cutoff
    )
    reason = refusal(checks)
    if reason:
        knee = measure_knee(subject, motion, movement, None, standing=standing, sex=sex)
        return NoLoads(reason, knee, muscles, checks)
    forces = KneeForces(dynamics, framed, mass)
    knee = measure_knee(subject, motion, movement, forces, standing=standing, sex=sex)
    curves = cycle_loads(movement.cycles, dynamics)
    return Loads(mass, ground, framed, dynamics, curves, knee, muscles, figures, checks)
