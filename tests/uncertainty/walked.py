"""One virtual walk, analysed, and the same person many times over."""

from dataclasses import dataclass, replace

import numpy as np

from groundup.analyze import prepare
from groundup.assessment import TrialResult
from groundup.body.fit import fit_subject
from groundup.body.subject import Subject
from groundup.loads.loads import measure_loads
from groundup.mechanics.tree import FloatArray, Parameters
from groundup.motion.movement import describe
from groundup.motion.passes import progression_heading
from groundup.motion.task import Task
from groundup.motion.track import track
from groundup.recording.filters import smooth
from groundup.recording.recording import Recording
from groundup.uncertainty.load_curves import People


@dataclass(frozen=True)
class Analysed:
    """A person and one trial."""

    subject: Subject
    trial: TrialResult

    def people(self, members: int) -> People:
        """The same person so many times over, without any error."""
        motion, chain = self.trial.motion, self.subject.chain
        parameters = Parameters(*(repeated(array, members) for array in chain.parameters))
        angles = {str(name): motion.angles.sel(angle=name).values for name in motion.angles.angle.values}
        return People(
            replace(self.subject, chain=replace(chain, parameters=parameters)),
            repeated(motion.poses.values, members),
            {name: repeated(values, members) for name, values in angles.items()},
        )


def repeated(array: FloatArray, members: int) -> FloatArray:
    """The same for every member."""
    return np.ascontiguousarray(np.broadcast_to(array, (members, *array.shape)))


def analysed(raw: Recording) -> Analysed:
    """Analyse a walk."""
    recording = prepare(raw)
    smoothed = smooth(recording, 6.0)
    subject = fit_subject([smoothed], None, recording.person)
    motion = track(smoothed, subject, progression_heading(recording))
    movement = describe(recording, motion, Task.WALKING, "given", mass=recording.person.mass)
    loads = measure_loads(recording, subject, motion, movement)
    return Analysed(subject, TrialResult(smoothed, motion, movement, loads))
