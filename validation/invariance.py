"""What must change nothing: the file's unit, the lab's axes, where a recording is cut, left for right."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import numpy as np

from groundup.body.fit import fit_subject
from groundup.body.subject import Subject
from groundup.mechanics.rotation import from_axis_angle
from groundup.mechanics.tree import FloatArray
from groundup.motion.joint_angles import angle_columns
from groundup.motion.motion import Motion
from groundup.motion.track import track
from groundup.quantities import Side
from groundup.recording.axes import orient
from groundup.recording.gaps import repair
from groundup.recording.identify import identify
from groundup.recording.read import read_recording
from groundup.recording.recording import ForcePlate, Recording
from groundup.synthetic.c3d import write_c3d
from groundup.synthetic.markers import MarkerErrors
from groundup.synthetic.person import Foot, VirtualPerson
from groundup.synthetic.trial import Trial, standing_trial, to_recording, walking_trial
from groundup.synthetic.walker import walk
from validation.line import Line
from validation.sabotage import wrapped

_CROP = 120
# C3D holds single precision: 2 m in steps of 0.1 micrometres, which the fit may turn into this much [deg].
_FILE_TOLERANCE = 0.01
_SOLVER_TOLERANCE = 1e-4
# Of the angles without a side, those that a mirror turns over.
_TO_ONE_SIDE = ("pelvis_obliquity", "pelvis_rotation", "trunk_side_lean")
_TURN, _SHIFT = np.deg2rad(37.0), np.array([0.8, -1.3, 0.0])


def lines() -> Iterator[Line]:
    """A lopsided virtual person, recorded with all marker errors, analysed again in changed form."""
    feet = {Side.LEFT: Foot(offsets={"knee_flexion": 0.08}), Side.RIGHT: Foot(toe_out=0.05)}
    walked = walk(VirtualPerson(feet=feet))
    errors = MarkerErrors(gaps=3)
    pair = walking_trial(walked, errors, frames=300), standing_trial(walked, errors)
    recordings = to_recording(pair[0]), to_recording(pair[1])
    subject, motion = _analysed(*recordings)
    own = _angles(motion)
    for unit in ("cm", "m"):
        yield _line(
            f"unit: file in {unit} against mm", _in_unit(pair, unit), _in_unit(pair, "mm"), _FILE_TOLERANCE
        )
    turned = _analysed(*(moved(r) for r in recordings))[1]
    yield _line(
        "lab: axes turned 37 degrees, vertical along y, origin moved", _angles(turned), own, _SOLVER_TOLERANCE
    )
    reflected = _analysed(*(mirrored(r) for r in recordings))[1]
    yield _line(
        "mirror: the mirrored recording, sides exchanged", _swapped(reflected), own, _SOLVER_TOLERANCE
    )
    late = track(repair(_cropped(orient(identify(recordings[0])))), subject)
    yield _line("time: without the first frames, same axes", _angles(late), own[_CROP:], _SOLVER_TOLERANCE)
    anew = _angles(track(repair(orient(identify(_cropped(recordings[0])))), subject))
    change = float(np.nanmax(np.abs(anew - own[_CROP:])))
    yield Line(
        "time: without the first frames, direction of walking found anew from what is left",
        f"{change:.3f} deg",
        "reported (directions only; the path differs)",
        None,
    )
    same = bool(np.allclose(late.angles.time.values, motion.angles.time.values[_CROP:], atol=1e-9))
    yield Line("time: absolute times kept by the cut recording", "kept" if same else "moved", "kept", same)


def _analysed(walking: Recording, standing: Recording) -> tuple[Subject, Motion]:
    moving, still = (repair(orient(identify(r))) for r in (walking, standing))
    subject = fit_subject([moving], still, moving.person)
    return subject, track(moving, subject)


def _angles(motion: Motion) -> FloatArray:
    """(T, A) every reported angle [deg]."""
    return np.rad2deg(motion.angles.transpose("time", "angle").sel(angle=list(angle_columns())).values)


def _line(what: str, changed: FloatArray, own: FloatArray, tolerance: float) -> Line:
    both = np.isfinite(changed) & np.isfinite(own)
    blank = int((np.isfinite(changed) != np.isfinite(own)).sum())
    error = np.where(both, np.abs(changed - own), 0.0)
    k = int(error.max(axis=0).argmax())
    return Line(
        f"invariance, {what}: largest change of any angle",
        f"{error.max():.2e} deg ({angle_columns()[k]}), {blank} of {own.size} values blank in one only",
        f"<= {tolerance:g} deg, none",
        bool(error.max() <= tolerance and blank == 0 and both.any()),
    )


def _in_unit(pair: tuple[Trial, Trial], unit: str) -> FloatArray:
    with tempfile.TemporaryDirectory() as folder:
        files = [write_c3d(trial, Path(folder) / f"{trial.name}.c3d", unit) for trial in pair]
        walking, standing = (read_recording(file) for file in files)
    return _angles(_analysed(walking, standing)[1])


def moved(recording: Recording) -> Recording:
    """Turn the file's Z-up lab about its vertical, move it, and call the vertical y."""
    turn = from_axis_angle(np.array([0.0, 0.0, 1.0]), np.array(_TURN))
    y_up = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    return _changed(recording, y_up @ turn, y_up @ _SHIFT, "+y")


def mirrored(recording: Recording) -> Recording:
    mirror = _changed(recording, np.diag([1.0, -1.0, 1.0]), np.zeros(3), "+z")
    other = {"L": "R", "R": "L"}
    sided = {label for label in recording.labels if other.get(label[0], "") + label[1:] in recording.labels}
    names = [other[label[0]] + label[1:] if label in sided else label for label in recording.labels]
    markers = mirror.markers.assign_coords(marker=names).sel(marker=list(recording.labels))
    return replace(mirror, markers=markers)


def _changed(recording: Recording, matrix: FloatArray, shift: FloatArray, up: str) -> Recording:
    def plate(p: ForcePlate) -> ForcePlate:
        sign = np.linalg.det(matrix)
        corners = None if p.corners is None else p.corners @ matrix.T + shift
        if corners is not None and sign < 0:
            corners = corners[[1, 0, 3, 2]]
        return replace(
            p,
            corners=corners,
            force=p.force.copy(data=p.force.values @ matrix.T),
            centre_of_pressure=p.centre_of_pressure.copy(data=p.centre_of_pressure.values @ matrix.T + shift),
            free_moment=p.free_moment.copy(data=sign * p.free_moment.values @ matrix.T),
        )

    markers = recording.markers.copy(data=recording.markers.values @ matrix.T + shift)
    return replace(
        recording, markers=markers, plates=tuple(plate(p) for p in recording.plates), declared_up=up
    )


def _cropped(recording: Recording) -> Recording:
    start = float(recording.markers.time[_CROP])
    plates = tuple(
        replace(
            p,
            force=p.force.sel(plate_time=slice(start - 1e-6, None)),
            centre_of_pressure=p.centre_of_pressure.sel(plate_time=slice(start - 1e-6, None)),
            free_moment=p.free_moment.sel(plate_time=slice(start - 1e-6, None)),
        )
        for p in recording.plates
    )
    return replace(
        recording,
        first_frame=recording.first_frame + _CROP,
        markers=recording.markers.isel(time=slice(_CROP, None)),
        plates=plates,
        events=tuple(e for e in recording.events if e.time >= start),
    )


def _swapped(motion: Motion) -> FloatArray:
    """Angles of a mirrored trial told for the person as they are."""
    angles = _angles(motion)
    columns = angle_columns()
    result = np.empty_like(angles)
    for k, column in enumerate(columns):
        twin = column
        for side in Side:
            if column.endswith(f"_{side}"):
                twin = f"{column.removesuffix(side)}{side.other}"
        sign = -1.0 if column in _TO_ONE_SIDE else 1.0
        result[:, k] = sign * angles[:, columns.index(twin)]
    return result


def _lopsided(motion: Motion) -> Motion:
    """Give the left knee a sign of its own."""
    signs = [-1.0 if str(n) == "knee_rotation_left" else 1.0 for n in motion.angles["angle"].values]
    angles = motion.angles.transpose("time", "angle")
    return replace(motion, angles=angles.copy(data=angles.values * np.array(signs)))


def _by_the_file(recording: Recording) -> Recording:
    """Make the result depend on where the lab's origin is."""
    return replace(recording, markers=recording.markers * (1.0 + 0.01 * float(recording.markers.mean())))


def _by_the_unit(recording: Recording) -> Recording:
    """Take a file's centimetres and metres for slightly other ones."""
    unit = next(str(o.arguments["unit"]) for o in recording.operations if "unit" in o.arguments)
    return replace(recording, markers=recording.markers * (1.0 if unit == "mm" else 1.01))


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "invariance, unit": lambda: wrapped("groundup.recording.read", "read_recording", _by_the_unit),
    "invariance, lab": lambda: wrapped("groundup.recording.axes", "orient", _by_the_file),
    "invariance, mirror": lambda: wrapped("groundup.motion.track", "track", _lopsided),
    "invariance, time": lambda: wrapped("groundup.recording.gaps", "repair", _by_the_file),
}
