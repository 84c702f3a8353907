"""Where a foot is not in the air though no event and no plate tells of it: its force is not known there."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from groundup.motion.contacts import NO_PLATE
from groundup.motion.feet import BodyPoints, Foot
from groundup.motion.motion import OTHER, Contact
from groundup.motion.signals import at_times, derivative, low_pass, runs
from groundup.quantities import Side
from groundup.recording.recording import FloatArray, ForcePlate

BoolArray = NDArray[np.bool_]

_LOW = 0.04  # m above where it rests: the floor may carry this end of the foot
_SLOW = 0.5  # m/s over the ground: a swinging foot passes the floor several times as fast
_STILL = 0.2  # m/s: slower than any swing but for the turning point of a jump
_LEAST_LOW, _LEAST_HIGH = 0.15, 0.35  # s: shorter stretches are passing moments of a swing or a jump
_LONGEST_SWING = 1.0  # s: a foot that is not seen between two contacts this near was swinging
_LONGEST_UNSEEN = 0.1  # s
_PLATES_CARRY_ALL = 0.05  # of body weight: what is missing in the plates' sum, at most
_PATH_HZ = 12.0  # speeds come from paths as recorded
_GRAVITY = 9.80665


def unseen_contacts(
    known: Sequence[Contact], points: BodyPoints, plates: Sequence[ForcePlate], mass: float | None
) -> tuple[Contact, ...]:
    """Contacts of state "other" that fill up what is known, so that a foot without a contact is in the air.

    A foot is taken for standing where an end of it is low and does not slide over the ground, or where it is
    high but keeps still (on a box, a step), unless the plates carry the whole body weight meanwhile (a leg
    held up). Where it is not seen it may be anywhere, but for the middle of a swing.

    Parameters
    ----------
    known : sequence of Contact
    points : BodyPoints
    plates : sequence of ForcePlate
        Lab frame; without any, nothing is to be known and nothing is added.
    mass : float or None
        Body mass [kg].
    """
    if not plates or len(points.time) < 2:
        return ()
    ground = _ground_velocity(known, points)
    carried = _carry_all(plates, points.time, mass)
    found: list[Contact] = []
    for side in Side:
        own = sorted((c for c in known if c.side is side), key=lambda c: c.start)
        free = _free(points.time, own)
        foot = points.feet.get(side)
        if foot is None:
            for start, stop in runs(free):
                found.append(_contact(side, points.time, start, stop, "the foot carries no markers"))
            continue
        seen = np.isfinite(foot.heel).all(axis=1) & np.isfinite(foot.forefoot).all(axis=1)
        standing = _standing(foot, points, ground) & free
        lost = _long(~seen & free & ~_swinging(points.time, own), _LONGEST_UNSEEN, points.rate)
        for start, stop in runs(_long(standing, _LEAST_LOW, points.rate)):
            if not carried[start:stop].all():
                found.append(_contact(side, points.time, start, stop, NO_PLATE))
        for start, stop in runs(lost & ~standing):
            found.append(_contact(side, points.time, start, stop, "its markers are not seen"))
    return tuple(found)


def _free(time: FloatArray, own: Sequence[Contact]) -> BoolArray:
    """(F,) where a foot has no contact yet."""
    taken = np.zeros(len(time), dtype=bool)
    for contact in own:
        taken |= (time >= contact.start) & (time <= contact.end)
    return ~taken


def _swinging(time: FloatArray, own: Sequence[Contact]) -> BoolArray:
    """(F,) between two contacts that follow each other as in a swing."""
    between = np.zeros(len(time), dtype=bool)
    for before, after in pairwise(own):
        if after.start - before.end <= _LONGEST_SWING:
            between |= (time > before.end) & (time < after.start)
    return between


def _standing(foot: Foot, points: BodyPoints, ground: FloatArray) -> BoolArray:
    """(F,) whether the foot rests on something, long enough to mean it."""
    rate = points.rate
    low, still = (np.zeros(len(points.time), dtype=bool) for _ in range(2))
    for path, rest in ((foot.heel, foot.heel_height), (foot.forefoot, foot.forefoot_height)):
        velocity = derivative(low_pass(path, rate, _PATH_HZ), rate)
        with np.errstate(invalid="ignore"):
            sliding = np.linalg.norm(velocity - ground, axis=1)
            here = path[:, 1] - rest < _LOW
            low |= here & (sliding < _SLOW)
            still |= np.linalg.norm(velocity, axis=1) < _STILL
    return _long(low, _LEAST_LOW, rate) | _long(still, _LEAST_HIGH, rate)


def _ground_velocity(known: Sequence[Contact], points: BodyPoints) -> FloatArray:
    """(3,) velocity of what people stand on, from feet in contact: a belt's on a treadmill."""
    found = [np.zeros((0, 3))]
    for side, foot in points.feet.items():
        standing = ~_free(points.time, [c for c in known if c.side is side])
        for path in (foot.heel, foot.forefoot):
            velocity = derivative(low_pass(path, points.rate, _PATH_HZ), points.rate)
            found.append(velocity[standing & np.isfinite(velocity).all(axis=1)])
    together = np.concatenate(found)
    velocity = np.median(together, axis=0) if len(together) else np.zeros(3)
    velocity[1] = 0.0
    return np.asarray(velocity if np.linalg.norm(velocity) > _STILL else np.zeros(3))


def _carry_all(plates: Sequence[ForcePlate], time: FloatArray, mass: float | None) -> BoolArray:
    """(F,) whether the plates together carry the body, on average over half a second."""
    if mass is None:
        return np.zeros(len(time), dtype=bool)
    total = np.zeros(len(time))
    for plate in plates:
        vertical = plate.force.transpose(..., "axis").values[:, 1:2]
        total += at_times(plate.force.plate_time.values, vertical, time)[:, 0]
    width = max(1, round(0.5 / float(np.median(np.diff(time)))))
    padded = np.pad(total, (width // 2, width - 1 - width // 2), mode="edge")
    mean = np.convolve(padded, np.full(width, 1.0 / width), mode="valid")
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(mean / (mass * _GRAVITY) - 1.0) < _PLATES_CARRY_ALL)


def _long(mask: BoolArray, least: float, rate: float) -> BoolArray:
    """Keep runs of at least so many seconds."""
    kept = np.zeros(len(mask), dtype=bool)
    for start, stop in runs(mask):
        if stop - start >= least * rate:
            kept[start:stop] = True
    return kept


def _contact(side: Side, time: FloatArray, start: int, stop: int, reason: str) -> Contact:
    return Contact(side, float(time[start]), float(time[stop - 1]), (), OTHER, reason)
