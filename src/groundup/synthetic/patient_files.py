"""The files a virtual patient brings: a walk, quiet standing, and the intake."""

import json
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from groundup.mechanics.kinematics import forward
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.synthetic.c3d import write_c3d
from groundup.synthetic.marker_set import marker_set
from groundup.synthetic.markers import NO_ERRORS, wearing
from groundup.synthetic.patient import Patient
from groundup.synthetic.patient_intake import intake
from groundup.synthetic.patient_skin import observe, place
from groundup.synthetic.trial import Trial, standing_trial, walking_trial
from groundup.synthetic.walk import Walk
from groundup.synthetic.walker import walk

_SHORTER, _TRIES = 0.96, 6


class PatientFiles(NamedTuple):
    """Recordings and intake of one patient."""

    walk: Path
    standing: Path
    intake: Path


def write_patient(patient: Patient, folder: Path, *, plates: bool = True) -> PatientFiles:
    """Write a patient's files into an existing folder, with force plates or without."""
    walking, standing = patient_trials(patient)
    if not plates:
        walking, standing = replace(walking, plates=()), replace(standing, plates=())
    told = folder / "intake.json"
    told.write_text(json.dumps(intake(patient), indent=1), encoding="utf-8")
    return PatientFiles(
        write_c3d(walking, folder / f"{walking.name}.c3d"),
        write_c3d(standing, folder / f"{standing.name}.c3d"),
        told,
    )


def patient_trials(patient: Patient, frames: int = 400) -> tuple[Trial, Trial]:
    """Record a patient's walk, so many frames of it, and quiet standing, each with its truth."""
    walked = patient_walk(patient)
    walking = walking_trial(walked, NO_ERRORS, name="walk", frames=frames)
    standing = standing_trial(walked, NO_ERRORS, name="standing")
    return _seen(patient, walking, _since_contact(walked, walking.time), 0), _seen(
        patient, standing, np.full((len(standing.time), len(Side)), np.inf), 1
    )


def patient_walk(patient: Patient) -> Walk:
    """Let the patient walk; who cannot reach so far takes shorter steps."""
    person = patient.person
    for _ in range(_TRIES):
        try:
            return walk(person)
        except ValueError:
            person = replace(person, speed=_SHORTER * person.speed)
    return walk(person)


def _seen(patient: Patient, trial: Trial, since_contact: FloatArray, number: int) -> Trial:
    """Exchange the trial's markers for those this patient wears, as the cameras see them."""
    bare = trial.worn
    worn = wearing(bare, place(marker_set(trial.person.body), patient.seed))
    poses = forward(worn.topology, worn.parameters, trial.coordinates)
    seen = observe(worn, poses, trial.coordinates, since_contact, patient.skin, (*patient.seed, number))
    return replace(trial, worn=worn, markers=seen)


def _since_contact(walked: Walk, time: FloatArray) -> FloatArray:
    """(T, 2) seconds since the last contact of left and right foot."""
    found = np.full((len(time), len(Side)), np.inf)
    for k, side in enumerate(Side):
        for _, on, _ in walked.contacts(side, time[0] - 2.0, time[-1]):
            found[:, k] = np.where(time >= on, time - on, found[:, k])
    return found
