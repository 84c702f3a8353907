"""What a tracked trial contains: events, contacts, repetitions and their parameters, in one step."""

from groundup.motion.cycles import cycle_curves, find_cycles
from groundup.motion.events import find_events
from groundup.motion.feet import body_points
from groundup.motion.motion import Motion, Movement
from groundup.motion.passes import heading_of, walking_passes
from groundup.motion.recognise import recognise_task
from groundup.motion.spatiotemporal import spatiotemporal
from groundup.motion.task import Task
from groundup.recording.recording import Recording


def describe(
    recording: Recording,
    motion: Motion,
    task: Task | None = None,
    task_reason: str = "given",
    mass: float | None = None,
) -> Movement:
    """Find what happens in a trial.

    Parameters
    ----------
    recording : Recording
        In lab frame, identified, repaired.
    motion : Motion
        The same trial, tracked.
    task : Task, optional
        Recognised where not given.
    task_reason : str
        Why it is taken for this task.
    mass : float, optional
        Body mass [kg], where the recording itself does not say it.
    """
    found, reason = (task, task_reason) if task is not None else recognise_task(recording)
    points = body_points(recording)
    passes = walking_passes(points)
    heading = heading_of(points, passes)
    findings = find_events(recording, points, found, heading, mass)
    repetitions = find_cycles(found, findings.events, points)
    notes = [*findings.notes, *repetitions.notes]
    if len(passes) > 1:
        notes.append(f"{len(passes)} passes; each is told along its own direction")
    return Movement(
        task=found,
        task_reason=reason,
        events=findings.events,
        contacts=findings.contacts,
        cycles=repetitions.cycles,
        cycle_curves=cycle_curves(repetitions.cycles, motion.angles),
        spatiotemporal=spatiotemporal(found, repetitions.cycles, points, heading),
        disagreement_ms=findings.disagreement_ms,
        notes=tuple(notes),
    )
