"""Body mass from force plates: what they carried while they carried the whole person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from groundup.body.inertia import with_body_mass
from groundup.body.subject import Subject
from groundup.mechanics.derivatives import differentiate
from groundup.mechanics.inverse_dynamics import GRAVITY
from groundup.mechanics.kinematics import forward
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Contact, Motion, Movement
from groundup.recording.recording import Recording

# States of a contact in which all of the foot's force is on plates, be it shared with the other foot.
_ON_PLATES = ("valid", "one foot on two plates", "two feet on one plate")
# The plates must have carried the person this long [s]: in half a second an error of 0.05 m/s in the speed
# gained is 1 % of the mass.
_SHORTEST = 0.5
# No person weighs less or more [kg].
_LIGHTEST, _HEAVIEST = 8.0, 300.0

NO_MASS = (
    "the body mass is not known: no file says it, and the plates never carried the whole person for half a "
    "second; give --mass"
)


@dataclass(frozen=True)
class Weighing:
    """Body mass by the plates [kg], and the seconds it was seen."""

    mass: float
    seconds: float


def weigh(recording: Recording, subject: Subject, motion: Motion, movement: Movement) -> Weighing | None:
    """Weigh a person who stands or moves on force plates.

    Over the frames in which no foot may stand anywhere else, the mean of the plates' vertical force is the
    mass times gravity and the mean acceleration of the centre of mass (momentum theorem). Frames in the air
    belong to it: a smoothed landing begins in the air. The centre of mass needs the shares of the segments
    only, not the mass itself.

    Parameters
    ----------
    recording : Recording
        Lab frame, with plates.
    subject : Subject
        Its body mass is not read.
    motion, movement : of the same trial.

    Returns
    -------
    Weighing or None
        None where the plates never carried the whole person for half a second.
    """
    if not recording.plates:
        return None
    time = np.asarray(motion.poses.time.values, np.float64)
    rate = 1.0 / float(np.median(np.diff(time)))
    force = _vertical_force(recording, time, rate)
    needed = _vertical_acceleration(subject, motion, rate) - GRAVITY[1]
    standing, elsewhere = _on_plates(movement.contacts, time)
    usable = ~elsewhere & np.isfinite(force) & np.isfinite(needed)
    seconds = float((usable & standing).sum() / rate)
    if seconds < _SHORTEST:
        return None
    mass = float(force[usable].sum() / needed[usable].sum())
    return Weighing(mass, seconds) if _LIGHTEST < mass < _HEAVIEST else None


def weighed(subject: Subject, weighings: Sequence[Weighing | None]) -> Subject:
    """Give a subject of unknown mass the mass the plates say; the longer one was seen, the more it counts.

    Parameters
    ----------
    subject : Subject
        Left as it is where its mass is known, or nobody was weighed.
    weighings : one of each trial.
    """
    known = [w for w in weighings if w is not None]
    if subject.person.mass is not None or not known:
        return subject
    seconds = np.array([w.seconds for w in known])
    mass = float(np.array([w.mass for w in known]) @ seconds / seconds.sum())
    chain = replace(subject.chain, parameters=with_body_mass(subject.chain.parameters, mass))
    note = f"no file says the body mass: the force plates weighed {mass:.1f} kg over {seconds.sum():.1f} s"
    return replace(
        subject,
        chain=chain,
        person=replace(subject.person, mass=mass),
        notes=(*subject.notes, note),
        mass_weighed=True,
    )


def _vertical_force(recording: Recording, time: FloatArray, rate: float) -> FloatArray:
    """(F,) vertical force of all plates, each value the mean over its frame [N]; NaN outside."""
    total = np.zeros(len(time))
    edges = np.append(time - 0.5 / rate, time[-1] + 0.5 / rate)
    for plate in recording.plates:
        own = np.asarray(plate.force.plate_time.values, np.float64)
        vertical = np.nan_to_num(plate.force.transpose(..., "axis").values[:, 1])
        count, _ = np.histogram(own, edges)
        summed, _ = np.histogram(own, edges, weights=vertical)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = summed / count
        total += np.where(count > 0, mean, np.interp(time, own, vertical, left=np.nan, right=np.nan))
    return total


def _vertical_acceleration(subject: Subject, motion: Motion, rate: float) -> FloatArray:
    """(F,) of the centre of mass [m/s^2]."""
    chain = subject.chain
    rotation, position = forward(chain.topology, chain.parameters, motion.poses.values)
    own = (rotation @ chain.parameters.centre_of_mass[..., None])[..., 0]
    share = chain.parameters.mass / chain.parameters.mass.sum()
    height = (position + own)[..., 1] @ share
    return differentiate(height[:, None], rate).acceleration[:, 0]


def _on_plates(contacts: Sequence[Contact], time: FloatArray) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(F,) frames in which a foot stands on a plate; frames in which one may stand elsewhere."""
    standing, elsewhere = np.zeros(len(time), np.bool_), np.zeros(len(time), np.bool_)
    for contact in contacts:
        inside = (time >= contact.start) & (time <= contact.end)
        (standing if contact.state in _ON_PLATES else elsewhere)[inside] = True
    return standing, elsewhere
