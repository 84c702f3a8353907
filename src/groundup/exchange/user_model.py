"""A subject from the user's own OpenSim model: its sizes, joints and marker places as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from groundup.body.anatomy import Anatomy, anatomy_of
from groundup.body.chain import Chain, Coordinate
from groundup.body.priors import SOFT_TISSUE_SD, part_of
from groundup.body.subject import GivenModel, Subject
from groundup.exchange.osim.model import OsimModel
from groundup.exchange.osim.read import read_osim
from groundup.exchange.user_model_markers import matched_labels
from groundup.exchange.user_model_segments import with_our_segments
from groundup.mechanics.kinematics import carried_by, couple, poses
from groundup.mechanics.seeds import root_coordinates
from groundup.motion.measured import needed_coordinates
from groundup.quantities import BadInputError, Side
from groundup.recording.readers.source import source_file
from groundup.recording.recording import Person, Recording

# Arms, head and the like move under the skin about as the trunk does.
_ELSEWHERE_SD = SOFT_TISSUE_SD["trunk"]
_UNLIKE_MASS = 0.10
_MOST_NAMED = 12


def subject_of_model(file: Path, recordings: Sequence[Recording], person: Person) -> Subject:
    """Take a person as a model has them; nothing is fitted.

    Parameters
    ----------
    file : Path
        A ``.osim`` file, scaled to the person, with the markers of the recordings.
    recordings : sequence of Recording
        Their labels are matched with the model's markers: case, separators and a subject's name in front do
        not count.
    person : Person
        What is known besides; mass is the model's where nothing is said.

    Returns
    -------
    Subject
        Markers are weighted by how far skin moves over each segment (a model has no weights), coordinates
        have no prior. Clamped ranges and locks hold, but for the place of the whole body in the lab, which is
        not the model's to bound. A coordinate that no marker sees stays at its default.

    Raises
    ------
    BadInputError
        If the file cannot be read, has no pelvis and leg, or its markers are not those of the recordings.
    """
    model = read_osim(file)
    own = with_our_segments(model.chain)
    anatomy = anatomy_of(own)
    _refuse_without_leg(model, anatomy)
    labels, left_over = matched_labels(model, recordings)
    chain = _with_markers(own, labels)
    hidden = _unseen(chain)
    chain = _bounded(chain, hidden)
    mass = float(chain.parameters.mass.sum())
    segment = {b: name for name, b in anatomy.body.items()}
    sd = [
        SOFT_TISSUE_SD.get(part_of(segment.get(int(b), "")), _ELSEWHERE_SD)
        for b in chain.topology.marker_body
    ]
    return Subject(
        chain=chain,
        person=replace(person, mass=person.mass or mass),
        marker_sd=dict(zip(chain.markers, sd, strict=True)),
        residual_rms={},
        unobservable=hidden,
        knee_axis_functional={
            str(side): False for side in Side if f"knee_adduction_{side}" in needed_coordinates(anatomy)[0]
        },
        static_trial=None,
        sizes=_sizes(own, anatomy),
        notes=(*_notes(model, labels, left_over, mass, person), *model.notes),
        model=GivenModel(
            source=source_file(file, "OpenSim model"),
            content=file.read_bytes(),
            marker_names={label: name for name, label in labels.items()},
            body_names=dict(zip(own.bodies, model.chain.bodies, strict=True)),
            in_degrees=tuple(bool(turns) for turns in model.in_degrees),
        ),
    )


def _refuse_without_leg(model: OsimModel, anatomy: Anatomy) -> None:
    legs = [side for side in Side if all(f"{side}_{part}" in anatomy.body for part in ("thigh", "shank"))]
    if "pelvis" not in anatomy.body or not legs:
        bodies = model.chain.bodies
        listed = ", ".join(bodies[:_MOST_NAMED]) + (", ..." if len(bodies) > _MOST_NAMED else "")
        raise BadInputError(
            model.file,
            "BodySet",
            "a pelvis, a femur and a tibia with axes forward, up and right",
            listed or "no body",
            "name the bodies as OpenSim's own models do (pelvis, femur_r, tibia_r, talus_r, calcn_r)",
        )


def _with_markers(chain: Chain, labels: Mapping[str, str]) -> Chain:
    """Keep the markers that are in the recordings, under the recordings' labels."""
    kept = [m for m, name in enumerate(chain.markers) if name in labels]
    return replace(
        chain,
        markers=tuple(labels[chain.markers[m]] for m in kept),
        topology=chain.topology._replace(marker_body=chain.topology.marker_body[kept]),
        parameters=chain.parameters._replace(marker_position=chain.parameters.marker_position[kept]),
    )


def _unseen(chain: Chain) -> dict[str, str]:
    """Coordinates that move no body with a marker on it or beyond it -> the reason."""
    topology = chain.topology
    marked = carried_by(topology)[topology.marker_body].any(axis=0)
    driven = topology.slot_coordinate[marked]
    seen = set(topology.independent[driven[driven >= 0]].tolist())
    return {
        c.name: f"the recording has no marker that {c.name} moves"
        for i, c in enumerate(chain.coordinates)
        if int(topology.independent[i]) not in seen
    }


def _bounded(chain: Chain, hidden: Mapping[str, str]) -> Chain:
    """Hold what nothing sees, and let the whole body be anywhere in the lab."""
    root = set(root_coordinates(chain.topology).tolist())

    def bounded(index: int, coordinate: Coordinate) -> Coordinate:
        if index in root:
            coordinate = replace(coordinate, lower=-np.inf, upper=np.inf)
        return replace(coordinate, locked=coordinate.locked or coordinate.name in hidden)

    return replace(chain, coordinates=tuple(bounded(i, c) for i, c in enumerate(chain.coordinates)))


def _sizes(chain: Chain, anatomy: Anatomy) -> dict[str, float]:
    """Distances between the model's joint centres in its zero pose [m]."""
    pose = couple(chain.topology, np.zeros((1, len(chain.coordinates))))
    centre = poses(chain.topology, chain.parameters, pose).joint_centre_in_lab[0]
    places = {segment: centre[b] for segment, b in anatomy.body.items()}
    pairs = {f"thigh length {side}": (f"{side}_thigh", f"{side}_shank") for side in Side}
    pairs |= {f"shank length {side}": (f"{side}_shank", f"{side}_talus") for side in Side}
    pairs["distance between hip centres"] = ("left_thigh", "right_thigh")
    return {
        name: float(np.linalg.norm(places[first] - places[second]))
        for name, (first, second) in pairs.items()
        if first in places and second in places
    }


def _notes(
    model: OsimModel, labels: Mapping[str, str], left_over: Sequence[str], mass: float, person: Person
) -> list[str]:
    missing = [name for name in model.chain.markers if name not in labels]
    notes = [
        f"sizes, joints, masses and marker places are those of {model.file.name} ({model.name}); nothing was "
        "fitted, and angles are counted from the model's own zero pose",
        f"{len(labels)} of the model's {len(model.chain.markers)} markers are in the recordings"
        + (f"; not found: {_listed(missing)}" if missing else ""),
    ]
    if left_over:
        notes.append(f"markers of the recordings that the model does not have: {_listed(left_over)}")
    if person.mass is not None and abs(mass - person.mass) > _UNLIKE_MASS * person.mass:
        notes.append(f"the model weighs {mass:.1f} kg and the person {person.mass:.1f} kg: is it theirs?")
    return notes


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
