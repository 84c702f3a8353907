"""OpenSim models: read, written and solved as OpenSim itself does, with its wheel as the judge."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from groundup.body.chain import Chain
from groundup.body.sampling import targets_of
from groundup.exchange.osim.document import read_document
from groundup.exchange.osim.model import OsimModel
from groundup.exchange.osim.read import read_osim
from groundup.exchange.osim.subject_files import IK_SETUP, write_files
from groundup.exchange.osim.write import osim_text
from groundup.mechanics.ik import PoseSolution, solve_poses
from groundup.mechanics.kinematics import couple, forward, marker_positions
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion
from groundup.recording.readers.trc import read_trc
from validation import opensim_wheel
from validation.line import SHARED, Line
from validation.people import VENDOR_WALKS, analysed
from validation.sabotage import wrapped

POSES = 100
SAME_PLACE = 1e-9
# OpenSim takes half a second a frame to converge on Rajagopal: every fourth frame there.
_RAJAGOPAL_STEP = 4
_LEG = ("pelvis_tilt", "pelvis_list", "pelvis_rotation", "hip_", "knee_", "ankle_")


def lines() -> Iterator[Line]:
    """Kinematics of every model, then inverse kinematics of two, then our own subject in OpenSim."""
    if not opensim_wheel.available():
        yield Line("OpenSim models", opensim_wheel.ABSENT, "", None)
        return
    for path in sorted(SHARED.rglob("*.osim")):
        yield from _kinematics(path)
    for trial in _trials():
        yield from _inverse_kinematics(trial)
    yield from _exported()


def _kinematics(path: Path) -> Iterator[Line]:
    model = read_osim(path)
    chain = model.chain
    title = f"{path.parent.relative_to(SHARED).parts[0]}/{path.name}"
    rng = np.random.default_rng(0)
    low, high = np.clip(model.coordinate_range.T, -np.pi, np.pi)
    poses = couple(chain.topology, rng.uniform(low, high, (POSES, len(low))))
    here = _places(chain, poses)
    yield _close(f"as OpenSim places the file: {title}", here, _theirs(path, chain, poses))
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder) / "again.osim"
        again.write_text(_rewritten(model), encoding="utf-8")
        back = read_osim(again).chain
        order = [chain.coordinate(name) for name in back.coordinate_names]
        bodies = [back.body(name) for name in chain.bodies]
        there = _places(back, poses[:, order])
        moved = np.concatenate([there[:, bodies], there[:, len(bodies) :]], axis=1)
        yield _close(f"written and read again: {title}", here, moved)
        yield _close(f"as OpenSim places what we wrote: {title}", here, _theirs(again, chain, poses))


def _rewritten(model: OsimModel) -> str:
    return osim_text(
        model.chain,
        model.name,
        joints=model.joints,
        coordinate_range=model.coordinate_range,
        gravity=model.gravity,
    )


def _places(chain: Chain, poses: FloatArray) -> FloatArray:
    """(F, B + M, 3) origins of bodies displaced by a metre along each axis' sum, and markers [m]."""
    rotation, position = forward(chain.topology, chain.parameters, poses)
    marker = marker_positions(chain.topology, chain.parameters, poses)
    return np.concatenate([position + rotation.sum(axis=-1), marker], axis=1)


def _theirs(path: Path, chain: Chain, poses: FloatArray) -> FloatArray:
    placed = opensim_wheel.place(path, poses, chain.coordinate_names, chain.bodies, chain.markers)
    return np.concatenate([placed.position + placed.rotation.sum(axis=-1), placed.marker], axis=1)


def _close(what: str, one: FloatArray, other: FloatArray) -> Line:
    apart = float(np.linalg.norm(one - other, axis=-1).max())
    return Line(what, f"{apart:.1g} m over {POSES} poses", f"<= {SAME_PLACE:g} m", apart <= SAME_PLACE)


@dataclass(frozen=True)
class _Trial:
    title: str
    model: OsimModel
    trc: Path
    weights: dict[str, float]
    step: int


def _trials() -> Iterator[_Trial]:
    gait = SHARED / "opensim_gait2392_subject01" / "ik_test"
    model = read_osim(gait / "subject01_simbody.osim")
    weights = dict.fromkeys(model.chain.markers, 1.0)
    yield _Trial("gait2392 subject01", model, gait / "subject01_synthetic_marker_data.trc", weights, 1)
    walk = SHARED / "opensim_rajagopal_3dwalking"
    tasks = [t for t in read_document(walk / "ik_tasks_walk.xml").below() if t.tag == "IKMarkerTask"]
    weights = {t.name: t.number("weight") for t in tasks if t.flag("apply", True) and t.number("weight") > 0}
    model = read_osim(walk / "subject_walk_scaled.osim")
    yield _Trial("Rajagopal 3-D walking", model, walk / "markers_walk.trc", weights, _RAJAGOPAL_STEP)


def _inverse_kinematics(trial: _Trial) -> Iterator[Line]:
    chain = trial.model.chain
    recording = read_trc(trial.trc)
    frames = slice(None, None, trial.step)
    targets = np.ascontiguousarray(targets_of(recording, chain.markers)[frames])
    known = set(recording.labels) & set(chain.markers)
    used = {name: weight for name, weight in trial.weights.items() if name in known}
    weights = np.array([used.get(name, 0.0) for name in chain.markers])
    found = solve_poses(
        chain.topology,
        chain.parameters,
        targets,
        weights,
        lower=np.array([c.lower for c in chain.coordinates]),
        upper=np.array([c.upper for c in chain.coordinates]),
        locked=np.array([c.locked for c in chain.coordinates]),
        start=chain.neutral,
        variance=False,
    )
    ours = couple(chain.topology, found.coordinates)
    times = recording.markers.time.values[frames]
    theirs = opensim_wheel.solve(trial.model.file, trial.trc, times, chain.coordinate_names, used).coordinates
    turning = np.array([c.rotational for c in chain.coordinates])
    apart = np.degrees(np.abs(ours - theirs)).max(axis=0)
    leg = np.array([name.startswith(_LEG) for name in chain.coordinate_names]) & turning
    title, over = trial.title, f"over {len(times)} frames"
    yield _angle(f"inverse kinematics, {title}: pelvis, hip, knee, ankle", apart[leg].max(), 0.01, over)
    yield _angle(f"inverse kinematics, {title}: every angle", apart[turning].max(), 0.05, over)
    excess = float(
        (_cost(chain, ours, targets, weights) / _cost(chain, theirs, targets, weights) - 1.0).max()
    )
    yield Line(
        f"inverse kinematics, {title}: our objective above OpenSim's, worst frame",
        f"{excess:.1g} (relative)",
        "<= 0",
        excess <= 0.0,
    )


def _angle(what: str, reached: float, limit: float, over: str) -> Line:
    return Line(what, f"{reached:.4f} deg {over}", f"<= {limit:g} deg", bool(reached <= limit))


def _cost(chain: Chain, poses: FloatArray, targets: FloatArray, weights: FloatArray) -> FloatArray:
    away = marker_positions(chain.topology, chain.parameters, poses) - targets
    seen = np.isfinite(away).all(axis=2) & (weights > 0.0)
    squares = np.where(seen, weights * np.sum(np.nan_to_num(away) ** 2, axis=2), 0.0)
    return np.asarray(squares.sum(axis=1))


def _exported() -> Iterator[Line]:
    """A subject fitted to a real walk, solved by OpenSim from the files we hand over."""
    walk = VENDOR_WALKS[0]
    analysis = analysed((walk.trial,), walk.static)
    trial, chain = analysis.trials[0], analysis.subject.chain
    with tempfile.TemporaryDirectory() as folder:
        write_files(analysis.subject, trial, Path(folder))
        _, columns, table = opensim_wheel.run_inverse_kinematics(Path(folder) / IK_SETUP, 1e-9)
    turning = np.array([c.rotational for c in chain.coordinates])
    theirs = table[:, [columns.index(name) for name in chain.coordinate_names]]
    theirs = np.where(turning, np.radians(theirs), theirs)
    ours = trial.motion.coordinates.values
    apart = np.degrees(np.nanmax(np.abs(ours - theirs)[:, turning]))
    over = f"over {len(ours)} frames"
    yield _angle(f"our model solved by OpenSim, {walk.title}: every angle", float(apart), 0.05, over)
    targets = targets_of(trial.recording, chain.markers)
    errors = [_rms(chain, np.where(np.isfinite(ours), ours, theirs), targets), _rms(chain, theirs, targets)]
    worst = 1e3 * float(np.nanmax(np.abs(errors[0] - errors[1])))
    yield Line(
        f"our model solved by OpenSim, {walk.title}: RMS marker distance",
        f"{worst:.1g} mm apart in the worst frame of {1e3 * float(np.mean(errors[0])):.2f} mm",
        "<= 0.1 mm",
        worst <= 0.1,
    )


def _rms(chain: Chain, poses: FloatArray, targets: FloatArray) -> FloatArray:
    """(F,) root mean square marker distance [m]."""
    away = marker_positions(chain.topology, chain.parameters, poses) - targets
    return np.asarray(np.sqrt(np.nanmean(np.sum(away**2, axis=2), axis=1)))


def _shifted(model: OsimModel) -> OsimModel:
    parameters = model.chain.parameters
    moved = parameters._replace(parent_position=parameters.parent_position + 1e-8)
    return replace(model, chain=replace(model.chain, parameters=moved))


def _nudged(text: str) -> str:
    """Shift the first joint by 10 nm: of two translations the first is read."""
    before, joints = text.split("<JointSet", 1)
    shift = "<translation>1e-8 2e-8 1e-8</translation><translation>"
    return before + "<JointSet" + joints.replace("<translation>", shift, 1)


def _turned(found: PoseSolution) -> PoseSolution:
    return replace(found, coordinates=found.coordinates + np.radians(0.06))


def _astray(motion: Motion) -> Motion:
    return replace(motion, coordinates=motion.coordinates + np.radians(0.5))


_TRACK = "groundup.motion.track", "track"
_READ = "groundup.exchange.osim.read", "read_osim"
_WRITE = "groundup.exchange.osim.write", "osim_text"
_IK = "groundup.mechanics.ik", "solve_poses"

SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "as OpenSim places the file": lambda: wrapped(*_READ, _shifted),
    "written and read again": lambda: wrapped(*_WRITE, _nudged),
    "as OpenSim places what we wrote": lambda: wrapped(*_WRITE, _nudged),
    "inverse kinematics, gait2392": lambda: wrapped(*_IK, _turned),
    "inverse kinematics, Rajagopal": lambda: wrapped(*_IK, _turned),
    "our model solved by OpenSim": lambda: wrapped(*_TRACK, _astray),
}
