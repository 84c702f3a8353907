"""Tracking with the user's own OpenSim model, beside OpenSim on the same model and beside a fitted body."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from groundup.analyze import analyze
from groundup.assessment import Analysis, TrialResult
from groundup.exchange.osim.subject_files import IK_SETUP, write_files
from groundup.exchange.user_model import subject_of_model
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion
from groundup.motion.track import track
from groundup.quantities import Side
from groundup.recording.identify import identify
from groundup.recording.read import read_recordings
from groundup.recording.readers.storage import read_table
from groundup.recording.recording import Person
from validation import opensim_wheel
from validation.line import SHARED, Line
from validation.sabotage import wrapped

# EVIDENCE A61: what a joint angle must change by to be more than measurement error.
_LIKE_FITTED = 5.0
_SAGITTAL = ("hip_flexion", "knee_flexion", "ankle_dorsiflexion")
_GAIT2392, _RAJAGOPAL, _OPENCAP = (
    "opensim_gait2392_subject01",
    "opensim_rajagopal_3dwalking",
    "opencap_lab_subject4_squat_dropjump_gait",
)


@dataclass(frozen=True)
class _Given:
    """A trial with its person's own model, by their paths below the data folder."""

    title: str
    trial: str
    model: str
    by_opensim: bool = True


_TRIALS = (
    _Given(
        "gait2392 subject01",
        f"{_GAIT2392}/tutorial5_scale_walk/subject01_walk1.trc",
        f"{_GAIT2392}/ik_test/subject01_simbody.osim",
    ),
    _Given("Rajagopal walk", f"{_RAJAGOPAL}/markers_walk.trc", f"{_RAJAGOPAL}/subject_walk_scaled.osim"),
    # Its ranges are clamped: there OpenSim's bounded optimiser stops short, and takes minutes to.
    _Given(
        "OpenCap walk",
        f"{_OPENCAP}/MarkerData/walking1.trc",
        f"{_OPENCAP}/Models/manually_scaled.osim",
        by_opensim=False,
    ),
)


def lines() -> Iterator[Line]:
    """Angles and marker distances for the shared models."""
    yield _stored()
    for given in _TRIALS:
        analysis = analyze([SHARED / given.trial], model=SHARED / given.model)
        if given.by_opensim and opensim_wheel.available():
            yield from _solved_by_opensim(given, analysis)
        yield _beside_fitted(given, analysis.trials[0].motion)
    if not opensim_wheel.available():
        yield Line("user's model solved by OpenSim", opensim_wheel.ABSENT, "", None)


def _stored() -> Line:
    """Angles OpenSim stored with its own test: equal weights, no priors, markers as recorded."""
    folder = SHARED / _GAIT2392 / "ik_test"
    (read,) = read_recordings([(folder / "subject01_synthetic_marker_data.trc", None)])
    # Not turned to the walking direction: the stored angles are in the file's own axes, Y up.
    recording = replace(identify(read), frame="lab")
    subject = subject_of_model(folder / "subject01_simbody.osim", [recording], Person())
    motion = track(recording, replace(subject, marker_sd=dict.fromkeys(subject.chain.markers, 1.0)))
    table = read_table(folder / "std_subject01_walk1_ik.mot")
    names = [c.name for c in subject.chain.coordinates if c.rotational]
    ours = np.degrees(motion.poses.sel(coordinate=names).values)
    times = motion.poses.time.values
    theirs = np.column_stack([np.interp(times, table.time, table.column(name)) for name in names])
    apart = np.abs(ours - theirs)
    typical = np.sqrt(np.mean(apart**2, axis=0))
    k = int(np.argmax(typical))
    # Single frames are farther apart: the stored run stopped early, at OpenSim's usual accuracy of 1e-5.
    return Line(
        "user's model, gait2392 test of OpenSim, equal weights: every coordinate against the stored angles",
        f"RMS {typical[k]:.4f} deg ({names[k]}), largest {apart.max():.2f} deg over {len(times)} frames",
        "RMS <= 0.1 deg",
        bool(typical[k] <= 0.1),
    )


def _solved_by_opensim(given: _Given, analysis: Analysis) -> Iterator[Line]:
    """What we hand over beside the results, run by OpenSim to convergence."""
    (trial,) = analysis.trials
    with tempfile.TemporaryDirectory() as folder:
        write_files(analysis.subject, trial, Path(folder))
        _, columns, table = opensim_wheel.run_inverse_kinematics(Path(folder) / IK_SETUP, 1e-9)
        errors = read_table(next(Path(folder).glob("*_ik_marker_errors.sto"))).column("marker_error_RMS")
    model = analysis.subject.model
    turning = [
        c.name
        for c, degrees in zip(
            analysis.subject.chain.coordinates, model.in_degrees if model else (), strict=True
        )
        if degrees and not c.locked
    ]
    ours = np.degrees(trial.motion.poses.sel(coordinate=turning).values)
    apart = np.abs(ours - table[:, [columns.index(name) for name in turning]]).max(axis=0)
    k = int(np.argmax(apart))
    yield Line(
        f"user's model solved by OpenSim, {given.title}: every angle",
        f"{apart[k]:.4f} deg ({turning[k]}) over {len(ours)} frames",
        "<= 0.05 deg",
        bool(apart[k] <= 0.05),
    )
    worst = 1e3 * float(np.abs(errors - _rms(trial)).max())
    yield Line(
        f"user's model solved by OpenSim, {given.title}: RMS marker distance",
        f"{worst:.1g} mm apart in the worst frame of {1e3 * float(errors.mean()):.1f} mm",
        "<= 0.1 mm",
        worst <= 0.1,
    )


def _rms(trial: TrialResult) -> FloatArray:
    return np.asarray(np.sqrt(np.nanmean(trial.motion.residual.values**2, axis=1)))


def _beside_fitted(given: _Given, motion: Motion) -> Line:
    """Two bodies, one movement: waveforms agree, offsets are each model's own."""
    fitted = analyze([SHARED / given.trial]).trials[0].motion
    apart = {}
    for stem in _SAGITTAL:
        for side in Side:
            away = np.degrees((motion.angles - fitted.angles).sel(angle=f"{stem}_{side}").values)
            apart[f"{stem}_{side}"] = float(np.nanstd(away))
    worst = max(apart, key=lambda column: apart[column])
    return Line(
        f"user's model beside a fitted body, {given.title}: sagittal hip, knee, ankle, means removed",
        f"RMS {apart[worst]:.1f} deg ({worst})",
        f"<= {_LIKE_FITTED:g} deg (EVIDENCE A61)",
        apart[worst] <= _LIKE_FITTED,
    )


def _mirrored(motion: Motion) -> Motion:
    """Flexion told as extension, and every pose a degree off."""
    return replace(motion, angles=-motion.angles, poses=motion.poses + np.radians(1.0))


_TRACK = ("validation.user_model", "track")
SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "user's model, gait2392 test": lambda: wrapped(*_TRACK, _mirrored),
    "user's model solved by OpenSim": lambda: wrapped("groundup.analyze", "track", _mirrored),
}
