"""What must change no joint moment: the lab, the file's unit, the plates' order, left for right."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import numpy as np

from groundup.analyze import prepare
from groundup.body.fit import fit_subject
from groundup.loads.dynamics import Dynamics
from groundup.loads.loads import Loads, measure_loads
from groundup.mechanics.tree import FloatArray
from groundup.motion.movement import describe
from groundup.motion.passes import progression_heading
from groundup.motion.task import Task
from groundup.motion.track import track
from groundup.quantities import GroundupError, Side
from groundup.recording.read import read_recording
from groundup.recording.recording import Recording
from groundup.synthetic.c3d import write_c3d
from groundup.synthetic.markers import MarkerErrors
from groundup.synthetic.person import Foot, VirtualPerson
from groundup.synthetic.trial import Trial, standing_trial, to_recording, walking_trial
from groundup.synthetic.walker import walk
from validation.invariance import mirrored, moved
from validation.line import Line
from validation.sabotage import wrapped

# C3D holds single precision, and fit and splines make more of it [N m/kg].
SAME, SAME_FROM_FILE = 1e-4, 1e-2


def lines() -> Iterator[Line]:
    """A lopsided virtual person with all marker errors, analysed again in changed form."""
    feet = {Side.LEFT: Foot(offsets={"knee_flexion": 0.08}), Side.RIGHT: Foot(toe_out=0.05)}
    walked = walk(VirtualPerson(feet=feet))
    errors = MarkerErrors(gaps=3)
    trials = walking_trial(walked, errors, frames=300), standing_trial(walked, errors)
    pair = [to_recording(trial) for trial in trials]
    own = _moments(pair)
    yield _same("lab turned and moved, vertical along y", _moments([moved(r) for r in pair]), own)
    swapped = _moments([replace(r, plates=r.plates[::-1]) for r in pair])
    yield _same("plates in the other order", swapped, own)
    reflected = _moments([_reflected(r) for r in pair])
    yield _same("mirrored, sides exchanged", {_other(n): v for n, v in reflected.items()}, own)
    metres, millimetres = (_moments(_from_file(trials, unit)) for unit in ("m", "mm"))
    yield _same("file in m against mm", metres, millimetres, SAME_FROM_FILE)


def _from_file(trials: Sequence[Trial], unit: str) -> list[Recording]:
    with tempfile.TemporaryDirectory() as folder:
        files = [write_c3d(trial, Path(folder) / f"{trial.name}.c3d", unit) for trial in trials]
        return [read_recording(file) for file in files]


def _moments(pair: list[Recording]) -> dict[str, FloatArray]:
    moving, still = (prepare(r) for r in pair)
    subject = fit_subject([moving], still, moving.person)
    motion = track(moving, subject, progression_heading(moving))
    movement = describe(moving, motion, Task.WALKING, mass=subject.person.mass)
    loads = measure_loads(moving, subject, motion, movement)
    if not isinstance(loads, Loads):
        raise GroundupError(loads.reason)
    return {
        str(n): loads.dynamics.moments.sel(coordinate=n).values
        for n in loads.dynamics.moments.coordinate.values
    }


def _reflected(recording: Recording) -> Recording:
    events = tuple(replace(e, side=e.side and e.side.other) for e in recording.events)
    return replace(mirrored(recording), events=events)


def _other(name: str) -> str:
    stem, _, side = name.rpartition("_")
    return f"{stem}_{Side(side).other}"


def _same(
    what: str, changed: dict[str, FloatArray], own: dict[str, FloatArray], tolerance: float = SAME
) -> Line:
    apart = {n: np.abs(changed[n] - own[n]) for n in own}
    seen = {n: float(np.nanmax(a)) for n, a in apart.items() if np.isfinite(a).any()}
    blank = sum(int((np.isfinite(changed[n]) != np.isfinite(own[n])).sum()) for n in own)
    worst = max(seen, key=seen.__getitem__)
    return Line(
        f"moments invariant, {what}: largest change of any",
        f"{seen[worst]:.1e} N m/kg ({worst}), {blank} values blank in one only",
        f"<= {tolerance:g} N m/kg, none",
        seen[worst] <= tolerance and blank == 0,
    )


def _left_only(dynamics: Dynamics) -> Dynamics:
    signs = [
        -1.0 if str(n).endswith("knee_rotation_left") else 1.0 for n in dynamics.moments.coordinate.values
    ]
    return replace(dynamics, moments=dynamics.moments * np.array(signs))


def _by_the_lab(recording: Recording) -> Recording:
    return replace(recording, markers=recording.markers * (1.0 + 0.01 * float(recording.markers.mean())))


def _first_plate_heavier(recording: Recording) -> Recording:
    first = replace(recording.plates[0], force=1.1 * recording.plates[0].force)
    return replace(recording, plates=(first, *recording.plates[1:]))


def _by_the_unit(recording: Recording) -> Recording:
    unit = next(str(o.arguments["unit"]) for o in recording.operations if "unit" in o.arguments)
    return replace(recording, markers=recording.markers * (1.0 if unit == "mm" else 1.02))


_ORIENT = "groundup.recording.axes", "orient"
SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "moments invariant, lab": lambda: wrapped(*_ORIENT, _by_the_lab),
    "moments invariant, plates": lambda: wrapped(*_ORIENT, _first_plate_heavier),
    "moments invariant, mirrored": lambda: wrapped("groundup.loads.dynamics", "solve_dynamics", _left_only),
    "moments invariant, file": lambda: wrapped("groundup.recording.read", "read_recording", _by_the_unit),
}
