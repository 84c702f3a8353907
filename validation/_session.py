"""One virtual recording session through the analysis and its ensemble, with its truth."""

from dataclasses import dataclass

import numpy as np

from groundup.assessment import TrialResult
from groundup.body.fit import fit_subject
from groundup.body.subject import Subject
from groundup.loads.loads import Loads, NoLoads, measure_loads
from groundup.mechanics.tree import FloatArray
from groundup.motion.movement import describe
from groundup.motion.standing import standing_motion
from groundup.motion.task import Task
from groundup.motion.track import track
from groundup.recording.recording import Recording
from groundup.uncertainty.ensemble import Ensemble, ensemble
from groundup.uncertainty.ensemble_loads import LOAD_SIZES
from groundup.uncertainty.error_sizes import published
from groundup.uncertainty.gather import Gathered, member_trial
from groundup.uncertainty.skin import WAVES

EVERY = (*published().labels, *LOAD_SIZES, WAVES)
BODY = (*(name for name in published().labels if name not in LOAD_SIZES), WAVES)


@dataclass(frozen=True)
class Session:
    """A walk as analysed, and its standing trial."""

    subject: Subject
    trial: TrialResult
    standing: Recording

    def members(self, count: int, seed: int = 1, only: tuple[str, ...] = BODY) -> Ensemble:
        """Find the session's measures for so many members."""
        still = standing_motion(self.standing, self.subject)
        heading = np.zeros(self.trial.motion.poses.sizes["time"])
        found = ensemble(
            self.subject,
            [self.trial],
            [heading],
            None if still is None else (self.standing, still),
            members=count,
            seed=seed,
            only=only,
        )
        if found is None:
            raise ValueError("a body that was fitted has an ensemble")
        return found

    def values(self) -> dict[tuple[str, str, str], float]:
        """Mean of every measure of an angle over the repetitions."""
        read = {key: v[np.isfinite(v)] for key, v in Gathered.read([self.trial])}
        return {_named(key): float(v.mean()) for key, v in read.items() if len(v)}

    def true_values(self, angles: FloatArray) -> dict[tuple[str, str, str], float]:
        """Give the same measures of true angles (F, A) [rad], in the same repetitions."""
        own = {key: np.isfinite(v) for key, v in Gathered.read([self.trial])}
        told = dict(Gathered.read([member_trial(self.trial, angles[None])]))
        return {_named(key): float(told[key][0, seen].mean()) for key, seen in own.items() if seen.any()}


def analysed(walk: Recording, standing: Recording) -> Session:
    """Fit, track and describe a walk; its loads where it has plates."""
    subject = fit_subject([walk], standing, walk.person)
    motion = track(walk, subject)
    movement = describe(walk, motion, Task.WALKING, mass=subject.person.mass)
    loads: Loads | NoLoads = NoLoads("not asked")
    if walk.plates:
        loads = measure_loads(walk, subject, motion, movement, standing_motion(standing, subject))
    return Session(subject, TrialResult(walk, motion, movement, loads), standing)


def _named(key: tuple[object, ...]) -> tuple[str, str, str]:
    name, side, task = (str(part) for part in key)
    return name, side, task
