"""Time the loads of an ensemble: every measure of N possible versions of one person, walking for 3 s."""

import resource
import time
from collections.abc import Iterator
from dataclasses import replace

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
from groundup.synthetic.markers import NO_ERRORS
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import to_recording, walking_trial
from groundup.synthetic.walker import walk
from groundup.uncertainty.draws import draw
from groundup.uncertainty.ensemble_loads import LOAD_SIZES, ensemble_loads
from groundup.uncertainty.load_curves import People

FRAMES = 300
MEMBERS = (50, 100, 200, 400)
_MOST_SECONDS, _RUNS = 5.0, 3


def report() -> Iterator[str]:
    """Lines of the table: wall and processor time of all measures of loads, and of each member."""
    subject, trial = _walked()
    yield f"loads of an ensemble, {FRAMES} frames, every measure of loads, all threads this process may use"
    yield f"  {'members':>8}  {'s':>6}  {'cpu s':>6}  {'cpu ms/member':>13}"
    cost = {}
    for members in MEMBERS:
        wall, cost[members] = _best(subject, trial, members)
        yield f"  {members:>8}  {wall:>6.2f}  {cost[members]:>6.2f}  {1e3 * cost[members] / members:>13.1f}"
        if members == 200:
            told = "ok" if wall <= _MOST_SECONDS else "SLOW"
            yield f"  200 members within {_MOST_SECONDS:g} s: {told}"
    most, few = max(MEMBERS), min(MEMBERS)
    growth = cost[most] / cost[few] / (most / few)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    yield f"  a member of {most} costs {growth:.2f} times one of {few} (1 is linear); peak {peak:.0f} MB"


def _best(subject: Subject, trial: TrialResult, members: int) -> tuple[float, float]:
    draws = draw(LOAD_SIZES, members, seed=1)
    people = _people(subject, trial, members)
    times = []
    for _ in range(_RUNS):
        wall, cpu = time.perf_counter(), time.process_time()
        ensemble_loads(trial, people, draws)
        times.append((time.perf_counter() - wall, time.process_time() - cpu))
    return min(w for w, _ in times), min(c for _, c in times)


def _walked() -> tuple[Subject, TrialResult]:
    recording = prepare(to_recording(walking_trial(walk(VirtualPerson()), NO_ERRORS, frames=FRAMES)))
    smoothed = smooth(recording, 6.0)
    subject = fit_subject([smoothed], None, recording.person)
    motion = track(smoothed, subject, progression_heading(recording))
    movement = describe(recording, motion, Task.WALKING, "given", mass=recording.person.mass)
    loads = measure_loads(recording, subject, motion, movement)
    return subject, TrialResult(smoothed, motion, movement, loads)


def _people(subject: Subject, trial: TrialResult, members: int) -> People:
    def repeated(array: FloatArray) -> FloatArray:
        return np.ascontiguousarray(np.broadcast_to(array, (members, *array.shape)))

    motion, chain = trial.motion, subject.chain
    parameters = Parameters(*(repeated(array) for array in chain.parameters))
    angles = {
        str(name): repeated(motion.angles.sel(angle=name).values) for name in motion.angles.angle.values
    }
    alike = replace(subject, chain=replace(chain, parameters=parameters))
    return People(alike, repeated(motion.poses.values), angles)
