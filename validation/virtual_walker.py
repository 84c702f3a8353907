"""The virtual walker, whose truth is known, through tracking and through the whole pipeline."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np

from groundup.body.anatomy import anatomy_of
from groundup.body.fit import fit_subject
from groundup.body.subject import Subject
from groundup.mechanics.kinematics import forward
from groundup.mechanics.tree import FloatArray
from groundup.motion.joint_angles import angle_columns, reported_angles
from groundup.motion.motion import Motion
from groundup.motion.track import track
from groundup.quantities import Side
from groundup.recording.identify import identify
from groundup.recording.recording import Person, Recording
from groundup.synthetic.markers import NO_ERRORS, MarkerErrors
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.trial import Trial, standing_trial, to_recording, walking_trial
from groundup.synthetic.walk import Walk
from groundup.synthetic.walker import walk
from validation.line import Line
from validation.sabotage import angle_sign, sides_swapped

_EXACT = 0.1
_COVERED = (0.90, 0.99)
_NOISE = 0.0005


def lines() -> Iterator[Line]:
    """Exactness without noise, honesty of the interval with white noise."""
    walked = walk(VirtualPerson())
    yield from _without_noise(walked)
    yield from _white_noise(walked)


def in_lab(trial: Trial) -> Recording:
    """The trial as a matched recording in the true lab frame, nothing estimated."""
    recording = identify(to_recording(trial))
    values = recording.markers.copy(data=trial.markers)
    values.attrs = {**recording.markers.attrs, "frame": "lab"}
    return replace(recording, markers=values, frame="lab", plates=())


def true_subject(trial: Trial, sd: float) -> Subject:
    """The person as made, not fitted."""
    labels = trial.worn.markers
    return Subject(
        chain=trial.worn,
        person=Person(mass=trial.person.mass, height=trial.person.height),
        marker_sd=dict.fromkeys(labels, sd),
        residual_rms={},
        unobservable={},
        knee_axis_functional={str(side): True for side in Side},
        static_trial=None,
    )


def true_angles(trial: Trial) -> FloatArray:
    """(T, A) every reported angle of the truth [rad]."""
    chain, q = trial.worn, trial.coordinates
    rotation, _ = forward(chain.topology, chain.parameters, q)
    named = reported_angles(anatomy_of(chain), rotation, np.zeros(len(q)))
    return np.column_stack([named[c] for c in angle_columns()])


def _error(motion: Motion, trial: Trial) -> FloatArray:
    """(T, A) reported minus true angle [deg]; NaN where not reported."""
    reported = motion.angles.transpose("time", "angle").sel(angle=list(angle_columns())).values
    return np.rad2deg(reported - true_angles(trial))


def _worst(error: FloatArray) -> str:
    worst = np.nanmax(np.abs(error), axis=0)
    k = int(np.nanargmax(worst))
    return f"{worst[k]:.4f} deg ({angle_columns()[k]}), {np.isfinite(worst).sum()} angles"


def _without_noise(walked: Walk) -> Iterator[Line]:
    trial = walking_trial(walked, NO_ERRORS)
    error = _error(track(in_lab(trial), true_subject(trial, _NOISE)), trial)
    largest = float(np.nanmax(np.abs(error)))
    # A foot that points steeply down has no direction on the floor; every other angle must be there always.
    steep = np.array([c.startswith("foot_progression") for c in angle_columns()])
    complete = bool(np.isfinite(error)[:, ~steep].all() and np.isfinite(error).any(axis=0).all())
    yield Line(
        "virtual walker, no noise, the true subject tracked: largest error of any angle in any frame",
        _worst(error),
        f"<= {_EXACT} deg, none blank but a steep foot's direction",
        largest <= _EXACT and complete,
    )
    recording = in_lab(trial)
    static = in_lab(standing_trial(walked, NO_ERRORS))
    fitted = fit_subject([recording], static, recording.person)
    motion = track(recording, fitted)
    error = _error(motion, trial)
    typical = np.sqrt(np.nanmean(np.square(error)))
    yield Line(
        "virtual walker, no noise, subject fitted from its markers: error of the angles",
        f"RMS {typical:.2f}, largest {_worst(error)}",
        f"reported (priors of the fit); <= {_EXACT} deg where markers decide",
        None,
    )
    moved = error - np.nanmean(error, axis=0)
    yield Line(
        "virtual walker, no noise, subject fitted: the same after removing each angle's mean",
        f"RMS {np.sqrt(np.nanmean(np.square(moved))):.2f}, largest {_worst(moved)}",
        "reported",
        None,
    )


def _white_noise(walked: Walk) -> Iterator[Line]:
    trial = walking_trial(walked, replace(MarkerErrors(noise=_NOISE), placement=0.0, soft_tissue=0.0, gaps=0))
    motion = track(in_lab(trial), true_subject(trial, _NOISE))
    sd = np.rad2deg(motion.angle_sd.transpose("time", "angle").sel(angle=list(angle_columns())).values)
    inside = np.where(np.isfinite(sd), np.abs(_error(motion, trial)) <= 1.96 * sd, np.nan)
    share = np.nanmean(inside, axis=0)
    low, high = int(np.nanargmin(share)), int(np.nanargmax(share))
    yield Line(
        "virtual walker, white noise: truth inside the covariance-based 95 % interval, all angles",
        f"{100 * np.nanmean(inside):.1f} % ({100 * share[low]:.1f} % {angle_columns()[low]} to "
        f"{100 * share[high]:.1f} % {angle_columns()[high]})",
        "each angle 90-99 %",
        bool(
            (share[np.isfinite(share)] >= _COVERED[0]).all()
            and (share[np.isfinite(share)] <= _COVERED[1]).all()
        ),
    )


SABOTAGES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "virtual walker, no noise, the true subject": lambda: angle_sign("subtalar_inversion"),
    "virtual walker, white noise": sides_swapped,
}
