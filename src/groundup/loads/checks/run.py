"""Every gate of a trial, in the order in which a reader needs them."""

import numpy as np

from groundup.body.subject import Subject
from groundup.loads.body_mass import weigh
from groundup.loads.centre_of_mass import centre_of_mass
from groundup.loads.checks.body_weight import check_body_weight
from groundup.loads.checks.check import Check, Verdict
from groundup.loads.checks.plate_checks import (
    DIRECTION,
    check_direction,
    check_plate_axes,
    check_pressure_place,
)
from groundup.loads.checks.residuals import check_residuals
from groundup.loads.checks.timing import check_timing
from groundup.loads.checks.vertical_peak import check_vertical_peak
from groundup.loads.contact_figures import ContactFigures
from groundup.loads.dynamics import Dynamics
from groundup.loads.ground_force import GroundForce, at_frames
from groundup.mechanics.derivatives import differentiate
from groundup.motion.feet import BodyPoints
from groundup.motion.motion import Motion, Movement
from groundup.recording.recording import Recording


def run_checks(
    recording: Recording,
    subject: Subject,
    motion: Motion,
    movement: Movement,
    points: BodyPoints,
    figures: tuple[ContactFigures, ...],
    ground: GroundForce,
    framed: GroundForce,
    dynamics: Dynamics,
    *,
    cutoff_hz: float,
) -> tuple[Check, ...]:
    """Run every gate.

    Parameters
    ----------
    recording, subject, motion, movement, points : of the trial; the subject's mass is known.
    figures : of its contacts.
    ground, framed : GroundForce
        As measured, and at the motion's instants, low-passed.
    dynamics : Dynamics
        With the residuals.
    cutoff_hz : float
        Of motion and force [Hz].
    """
    mass = float(subject.person.mass or np.nan)
    frames = np.asarray(motion.poses.time.values, np.float64)
    rate = 1.0 / float(np.median(np.diff(frames)))
    centre = centre_of_mass(subject, motion)
    acceleration = differentiate(centre, rate).acceleration
    both = framed.force.values.sum(axis=1)
    own = np.asarray(ground.force.time.values, np.float64)
    smooth = at_frames(ground, own, cutoff_hz).force.values.sum(axis=1)
    weighing = weigh(recording, subject, motion, movement)
    weighed, seconds = (None, 0.0) if weighing is None else (weighing.mass, weighing.seconds)
    return (
        check_plate_axes(recording.plates, points, movement.task),
        check_pressure_place(figures),
        check_direction(both, acceleration, mass, rate),
        check_timing(frames, centre, mass, own, smooth, cutoff_hz),
        check_body_weight(mass, weighed, seconds, given=not subject.mass_weighed),
        check_vertical_peak(movement.task, figures),
        *check_residuals(
            frames,
            dynamics.residual_force.values,
            dynamics.residual_moment.values,
            framed.force.values,
            centre,
            points.floor,
            cutoff_hz,
        ),
    )


def refusal(checks: tuple[Check, ...]) -> str:
    """Why no loads may be shown at all; empty where they may."""
    for check in checks:
        if check.name == DIRECTION and check.verdict is Verdict.NOT_OK:
            return f"the horizontal ground force points against the motion ({check.found}): {check.next_step}"
    return ""
