"""Everything a trial's forces say, gathered."""

from dataclasses import dataclass

import xarray as xr

from groundup.body.subject import Subject
from groundup.loads.asymmetry import Asymmetry, side_asymmetry
from groundup.loads.base_of_support import Base, BaseForces, measure_base
from groundup.loads.body_mass import NO_MASS, weigh, weighed
from groundup.loads.checks.check import Check
from groundup.loads.checks.run import refusal, run_checks
from groundup.loads.contact_figures import ContactFigures, contact_figures
from groundup.loads.cycle_loads import cycle_loads
from groundup.loads.dynamics import Dynamics, solve_dynamics
from groundup.loads.figure import Figure
from groundup.loads.ground_force import GroundForce, at_frames, ground_force
from groundup.loads.impact import measure_impact
from groundup.loads.knee.knee_loads import KneeForces, KneeLoads, measure_knee
from groundup.loads.muscle_activity import MuscleActivity, measure_muscles
from groundup.loads.phases import ABSORBING
from groundup.loads.stance_forces import stance_forces
from groundup.loads.work import JointWork, joint_work
from groundup.motion.feet import body_points
from groundup.motion.motion import Motion, Movement
from groundup.motion.passes import heading_of, walking_passes
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
    stance_forces : DataArray (contact, direction, percent)
        Ground force over each whole contact [body weight], see :mod:`groundup.loads.stance_forces`.
    work : tuple of JointWork
        What each joint gives and absorbs, by phase.
    impact : tuple of Figure
        Loading rates and impact peak of each contact.
    base : Base
        Pressure under the feet, steadiness, sway, stabilisation, coupling.
    asymmetry : tuple of Asymmetry
        Left and right of the above, compared.
    """

    body_mass: float
    ground: GroundForce
    ground_at_frames: GroundForce
    dynamics: Dynamics
    curves: xr.Dataset
    knee: KneeLoads
    muscles: MuscleActivity | None
    contacts: tuple[ContactFigures, ...]
    checks: tuple[Check, ...]
    stance_forces: xr.DataArray
    work: tuple[JointWork, ...]
    impact: tuple[Figure, ...]
    base: Base
    asymmetry: tuple[Asymmetry, ...]


@dataclass(frozen=True)
class NoLoads:
    """Why a trial's loads are not measurable, and what would make them so.

    `knee`, `muscles` and `base` hold what needs no ground force: axial twist, iliotibial band,
    electromyograms, steadiness of the rearfoot, coupling; `checks` the gates that were run; `contacts` what
    the plates felt, where they felt anything.
    """

    reason: str
    knee: KneeLoads | None = None
    muscles: MuscleActivity | None = None
    checks: tuple[Check, ...] = ()
    base: Base | None = None
    contacts: tuple[ContactFigures, ...] = ()


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
    muscles, points = measure_muscles(recording, movement), body_points(recording)

    def without(
        reason: str, checks: tuple[Check, ...] = (), figures: tuple[ContactFigures, ...] = ()
    ) -> NoLoads:
        knee = measure_knee(subject, motion, movement, None, standing=standing, sex=sex)
        base = measure_base(recording, motion, movement, points, None)
        return NoLoads(reason, knee, muscles, checks, base, figures)

    ground = ground_force(recording, movement.contacts)
    if ground is None:
        return without("no force plates in the recording: record on plates, or give --forces")
    if subject.person.mass is None:
        subject = weighed(subject, [weigh(recording, subject, motion, movement)])
    mass, cutoff = subject.person.mass, cutoff_for(movement.task)
    framed = at_frames(ground, motion.poses.time.values, force_cutoff_for(movement.task))
    figures = contact_figures(movement.contacts, ground, framed, points, mass)
    if mass is None:
        return without(NO_MASS, figures=figures)
    dynamics = solve_dynamics(subject, motion, framed, mass, cutoff)
    checks = run_checks(
        recording, subject, motion, movement, points, figures, ground, framed, dynamics, cutoff_hz=cutoff
    )
    reason = refusal(checks)
    if reason:
        return without(reason, checks)
    work = joint_work(subject, motion, movement, dynamics)
    impact = measure_impact(figures, ground, movement, mass)
    base = measure_base(recording, motion, movement, points, BaseForces(ground, framed, mass))
    return Loads(
        body_mass=mass,
        ground=ground,
        ground_at_frames=framed,
        dynamics=dynamics,
        curves=cycle_loads(movement.cycles, dynamics),
        knee=measure_knee(
            subject, motion, movement, KneeForces(dynamics, framed, mass), standing=standing, sex=sex
        ),
        muscles=muscles,
        contacts=figures,
        checks=checks,
        stance_forces=stance_forces(
            figures, ground, points.time, heading_of(points, walking_passes(points)), mass
        ),
        work=work,
        impact=impact,
        base=base,
        asymmetry=side_asymmetry((*impact, *base.figures), work, ABSORBING.get(movement.task)),
    )
