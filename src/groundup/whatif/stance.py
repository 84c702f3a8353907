"""The stretch of a recorded trial that an effect is told of."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundup.exchange.recorded_trial import RecordedTrial
from groundup.mechanics.tree import FloatArray, IntArray
from groundup.motion.task import Task
from groundup.quantities import BadInputError, Side
from groundup.whatif.carried import carried
from groundup.whatif.points import carrier_of
from groundup.whatif.sole import soles_of

LEAST_FORCE = 50.0
"""A foot that carries less counts as off the ground [N]."""
_INSTANTS = 12  # of each contact, or of the standing
_ENDS = 0.06  # share of a contact at either end that is left out: the foot lands and leaves
_CONTACTS = 2  # of each leg: more tell of other steps, and take longer
_STILL = {Task.STANDING, Task.SQUAT, Task.SINGLE_LEG_SQUAT}
_MOMENT = {
    Task.STANDING: "mean while standing",
    Task.SQUAT: "at the lowest point",
    Task.SINGLE_LEG_SQUAT: "at the lowest point",
}


@dataclass(frozen=True)
class Stance:
    """Instants of a trial, in groups: each group is a repetition, a contact of a foot or the standing.

    Attributes
    ----------
    task : Task
    moment : str
        What of it is told, in words.
    coordinates : (F, C) [rad, m].
    force, pressure : (F, 2, 3) on the left and right foot [N], zero for one in the air, and where [m].
    group : (F,) number of the group; `sides` of each group: legs it tells of.
    largest, smallest : (C,) of each coordinate in the whole recording [rad, m].
    deviation : (E, F, C) of possible versions of the person from this one [rad, m], or None.
    measured : bool
        Whether plates told the forces; else they were solved from standing still.
    """

    task: Task
    moment: str
    coordinates: FloatArray
    force: FloatArray
    pressure: FloatArray
    group: IntArray
    sides: tuple[tuple[Side, ...], ...]
    largest: FloatArray
    smallest: FloatArray
    deviation: FloatArray | None = None
    measured: bool = True

    @property
    def still(self) -> bool:
        """Whether the body counts as standing still."""
        return self.task in _STILL

    @property
    def loaded(self) -> FloatArray:
        """(F, 2) one where a foot stands on the ground."""
        return np.asarray((self.force[..., 1] > LEAST_FORCE).astype(np.float64))


def stance_of(trial: RecordedTrial) -> Stance:
    """Choose the instants: lowest points of squats, standing, contacts with plates in gait and landing.

    Raises
    ------
    BadInputError
        If there are none, or a task in motion was recorded without plates.
    """
    frames, group, sides = _standing(trial) if trial.task in _STILL else _contacts(trial)
    if not len(frames):
        raise _nothing(trial)
    coordinates, time = trial.coordinates[frames], trial.time[frames]
    known = np.asarray(np.isfinite(coordinates).all(axis=1))
    if trial.force is not None and trial.pressure is not None:
        force, pressure = np.array(trial.force[frames]), np.array(trial.pressure[frames])
        loaded = force[..., 1] > LEAST_FORCE
        known &= np.asarray(loaded.any(axis=1) & (np.isfinite(pressure).all(axis=2) | ~loaded).all(axis=1))
        force[~loaded], pressure[~loaded] = 0.0, 0.0
    else:
        carrier = carrier_of(trial.chain, soles_of(trial.chain))
        force, pressure = carried(carrier, coordinates, float(trial.chain.parameters.mass.sum()))
    if not known.any():
        raise _nothing(trial)
    if trial.task in _STILL:
        sides = _loaded_sides(force, known, group)
    return Stance(
        trial.task,
        _MOMENT.get(trial.task, "peak in stance"),
        coordinates[known],
        force[known],
        pressure[known],
        group[known],
        sides,
        np.nanmax(trial.coordinates, axis=0),
        np.nanmin(trial.coordinates, axis=0),
        None if trial.members is None else trial.members.at(time[known]),
        trial.force is not None,
    )


def _standing(trial: RecordedTrial) -> tuple[IntArray, IntArray, tuple[tuple[Side, ...], ...]]:
    """One group for each squat, or one for all of the standing."""
    both = tuple(Side)
    if trial.task is Task.STANDING:
        frames = np.round(np.linspace(0.2, 0.8, _INSTANTS // 2) * (len(trial.time) - 1)).astype(np.int64)
        return np.unique(frames), np.zeros(len(np.unique(frames)), np.int64), (both,)
    frames = np.array([np.argmin(np.abs(trial.time - bottom)) for bottom in trial.bottoms], np.int64)
    return frames, np.arange(len(frames)), (both,) * len(frames)


def _loaded_sides(
    force: FloatArray, known: NDArray[np.bool_], group: IntArray
) -> tuple[tuple[Side, ...], ...]:
    """Legs that stand on the ground, of each group."""
    stands = known[:, None] & (force[..., 1] > LEAST_FORCE)
    return tuple(
        tuple(side for k, side in enumerate(Side) if stands[group == g, k].any())
        for g in range(int(group.max()) + 1)
    )


def _contacts(trial: RecordedTrial) -> tuple[IntArray, IntArray, tuple[tuple[Side, ...], ...]]:
    """One group for each contact with a plate, the first of each leg."""
    if trial.force is None:
        raise _nothing(trial)
    frames: list[int] = []
    group: list[int] = []
    sides: list[tuple[Side, ...]] = []
    for side in Side:
        for stood in [c for c in trial.contacts if c.side is side][:_CONTACTS]:
            margin = _ENDS * (stood.end - stood.start)
            inside = (trial.time >= stood.start + margin) & (trial.time <= stood.end - margin)
            own = np.flatnonzero(inside & (trial.force[:, int(side is Side.RIGHT), 1] > LEAST_FORCE))
            if len(own) > 1:
                own = own[np.unique(np.round(np.linspace(0, len(own) - 1, _INSTANTS)).astype(np.int64))]
                frames += own.tolist()
                group += [len(sides)] * len(own)
                sides.append((side,))
    return np.array(frames, np.int64), np.array(group, np.int64), tuple(sides)


def _nothing(trial: RecordedTrial) -> BadInputError:
    if trial.task in _STILL:
        return BadInputError(
            Path(trial.name),
            "lowest points" if trial.task is not Task.STANDING else "standing",
            "a foot on the ground",
            "no instant with the feet's load known",
            "stand with each foot on its own plate, or leave the plates out",
        )
    return BadInputError(
        Path(trial.name),
        "contacts",
        "a foot on a plate of its own",
        "none",
        "record the task with a force plate under the foot",
    )
