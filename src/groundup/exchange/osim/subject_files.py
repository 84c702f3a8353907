"""A tracked trial as OpenSim files: model, markers, motion, ground forces and setups to carry on from."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import xarray as xr

from groundup.body.sampling import targets_of
from groundup.body.subject import Subject
from groundup.exchange.contents import TrialContents
from groundup.exchange.osim.foot_forces import FootForces, known_forces
from groundup.exchange.osim.motion_files import AppliedForce, ground_forces_text, motion_text
from groundup.exchange.osim.setups import external_loads_text, id_setup_text, ik_setup_text
from groundup.exchange.osim.write import osim_text
from groundup.exchange.osim.xml_text import safe_names
from groundup.exchange.trc import trc_text
from groundup.loads.loads import Loads
from groundup.motion.motion import Motion
from groundup.recording.recording import Recording

MODEL, MARKERS, MOTION = "model.osim", "markers.trc", "motion.mot"
FORCES, LOADS = "ground_forces.mot", "external_loads.xml"
IK_SETUP, ID_SETUP = "ik_setup.xml", "id_setup.xml"
IK_RESULT, ID_RESULT = "opensim_ik.mot", "opensim_id.sto"
NAMES = (MODEL, MARKERS, MOTION, FORCES, LOADS, IK_SETUP, ID_SETUP)
RESULTS = (IK_RESULT, ID_RESULT)
RESULT_ENDS = ("_ik_marker_errors.sto", "_ik_model_marker_locations.sto")
# The markers were smoothed before they were tracked.
_NO_FILTER = -1.0


def write_files(subject: Subject, trial: TrialContents, folder: Path) -> None:
    """Write the files of one trial into a folder that is there; see :func:`subject_files`."""
    loads = trial.loads
    known = known_forces(loads.ground_at_frames) if isinstance(loads, Loads) else None
    files = subject_files(subject, trial.recording, trial.motion, known)
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (folder / name).write_bytes(data)


def subject_files(
    subject: Subject, recording: Recording, motion: Motion, known: FootForces | None
) -> dict[str, str | bytes]:
    """Contents of every OpenSim file of one trial, by file name; all lie in one folder.

    The inverse kinematics setup has our marker weights and our weak priors as coordinate tasks, so that
    OpenSim solves what we solved. Forces are those our joint moments rest on (low-passed, at the motion's
    instants), where every foot on the ground is known by its plate; the inverse dynamics setup covers the
    longest such stretch, and without one both are left out. A model that the user brought is handed back as
    it is, and the files name its markers, bodies and coordinates.

    Parameters
    ----------
    subject : Subject
    recording : Recording
        In the lab frame, as it was tracked.
    motion : Motion
        The same trial, tracked.
    known : FootForces or None
        At the motion's instants.
    """
    chain, given = subject.chain, subject.model
    names = safe_names(chain.markers) if given is None else [given.marker_names[m] for m in chain.markers]
    time = np.asarray(recording.markers.time.values, np.float64)
    span = float(time[0]), float(time[-1])
    targets = targets_of(recording, chain.markers)
    seen = np.isfinite(targets).all(axis=2).any(axis=0)
    labels = np.array(names)[seen]
    weights = subject.marker_weights[seen]
    markers = xr.DataArray(
        targets[:, seen],
        dims=("time", "marker", "axis"),
        coords={"time": time, "marker": labels, "axis": ["x", "y", "z"]},
    )
    in_degrees = None if given is None else np.array(given.in_degrees)
    files: dict[str, str | bytes] = {
        # Our bounds lie beyond where people move, and OpenSim's bounded optimiser stops short of the minimum.
        MODEL: osim_text(chain, recording.name, clamp=False) if given is None else given.content,
        MARKERS: trc_text(markers, recording.rate, recording.first_frame, MARKERS),
        MOTION: motion_text(chain, time, motion.poses.values, in_degrees=in_degrees),
        IK_SETUP: ik_setup_text(
            recording.name,
            model_file=MODEL,
            marker_file=MARKERS,
            output_file=IK_RESULT,
            time_range=span,
            marker_weights={str(k): float(w) for k, w in zip(labels, weights, strict=True)},
            coordinate_tasks=_priors(subject, float(weights.sum())),
        ),
    }
    forces = None if known is None else _on_bodies(known.forces, subject)
    if known is not None and forces is not None:
        files[FORCES] = ground_forces_text(known.time, forces)
        files[LOADS] = external_loads_text(recording.name, forces, FORCES)
        files[ID_SETUP] = id_setup_text(
            recording.name,
            model_file=MODEL,
            coordinates_file=MOTION,
            external_loads_file=LOADS,
            output_file=ID_RESULT,
            time_range=(max(span[0], known.start), min(span[1], known.end)),
            cutoff_hz=_NO_FILTER,
        )
    return files


def _on_bodies(forces: Sequence[AppliedForce], subject: Subject) -> tuple[AppliedForce, ...] | None:
    """Name the loaded bodies as the model file does; None where it lacks one of them."""
    given = subject.model
    known = {name: name for name in subject.chain.bodies} if given is None else given.body_names
    loaded = [force for force in forces if force.body in known or force.force.any()]
    if any(force.body not in known for force in loaded):
        return None
    return tuple(replace(force, body=known[force.body]) for force in loaded)


def _priors(subject: Subject, total: float) -> dict[str, tuple[float, float]]:
    """Our priors beside OpenSim's marker weights, which it divides by their sum."""
    means = subject.chain.prior_mean
    return {
        c.name: (float(mean), 1.0 / (c.prior_sd**2 * total))
        for c, mean in zip(subject.chain.coordinates, means, strict=True)
        if np.isfinite(c.prior_sd) and not c.locked
    }
