"""A virtual walk on two plates, and the same recorded in another lab."""

from dataclasses import replace

import numpy as np

from groundup.analyze import prepare
from groundup.loads.ground_force import GroundForce, ground_force
from groundup.motion.events import find_events
from groundup.motion.feet import body_points
from groundup.motion.motion import Contact
from groundup.motion.passes import progression_heading
from groundup.motion.task import Task
from groundup.recording.recording import ForcePlate, Recording


def contacts(recording: Recording, task: Task = Task.WALKING) -> tuple[Contact, ...]:
    """What an analysis finds."""
    return find_events(recording, body_points(recording), task, progression_heading(recording)).contacts


def forces(raw: Recording, task: Task = Task.WALKING) -> GroundForce:
    """Ground force on each foot of a recording as read."""
    recording = prepare(raw)
    found = ground_force(recording, contacts(recording, task))
    assert found is not None
    return found


def changed(recording: Recording, matrix: np.ndarray, shift: np.ndarray) -> Recording:
    """The same in axes turned (or mirrored) by a matrix and moved."""
    sign = np.sign(np.linalg.det(matrix))

    def plate(p: ForcePlate) -> ForcePlate:
        corners = p.corners @ matrix.T + shift
        return replace(
            p,
            corners=corners[[1, 0, 3, 2]] if sign < 0 else corners,
            force=p.force.copy(data=p.force.values @ matrix.T),
            centre_of_pressure=p.centre_of_pressure.copy(data=p.centre_of_pressure.values @ matrix.T + shift),
            free_moment=p.free_moment.copy(data=sign * p.free_moment.values @ matrix.T),
        )

    markers = recording.markers.copy(data=recording.markers.values @ matrix.T + shift)
    return replace(recording, markers=markers, plates=tuple(plate(p) for p in recording.plates))


def mirrored(recording: Recording) -> Recording:
    """Left for right: the file's side axis turned, and every marker named for the other side."""
    mirror = changed(recording, np.diag([1.0, -1.0, 1.0]), np.zeros(3))
    other = {"L": "R", "R": "L"}
    names = []
    for label in recording.labels:
        twin = other.get(label[0], label[0]) + label[1:]
        names.append(twin if twin in recording.labels else label)
    return replace(
        mirror, markers=mirror.markers.assign_coords(marker=names).sel(marker=list(recording.labels))
    )
