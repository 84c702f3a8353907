"""Which foot loads a plate: the centre of pressure against each foot's own markers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundup.motion.feet import BodyPoints, Foot
from groundup.motion.foot_distance import LOW, decisive_rows, distance_to_foot
from groundup.motion.motion import OTHER, PARTIAL, SHARED, VALID
from groundup.motion.plate_contacts import Loading, loadings
from groundup.motion.plate_edges import beyond_edge
from groundup.motion.signals import at_times, derivative
from groundup.quantities import Side
from groundup.recording.recording import FloatArray, ForcePlate

# The sole reaches a few centimetres to each side of the line from heel to toe; markers lie outside the shoe.
UNDER_FOOT = 0.10
"""The pressure is under a foot whose sole line, heel to toe, is this near [m]."""
_REACH = 0.25  # m: farther from both feet, the pressure belongs to neither
_SHARE = 0.15  # of a loading: less than this is a slip of the measurement, not a second foot
_STANDING = 0.5  # m/s: a swinging foot passes the standing one several times as fast
_TERMINAL = 3  # samples at the marker rate that say whose the start and the end of a loading are
_OVERHANG = 0.03  # m: an end of the foot this far beyond the plate's edge is beside the plate
_TOE_SURE = 0.02  # m: no nearer is the tip of the toes told from the forefoot's marker


@dataclass(frozen=True)
class PlateStep:
    """One loading of one plate and the foot it belongs to.

    Attributes
    ----------
    plate : str
    loading : Loading
    side : Side or None
        The foot that carries it; None where neither foot's markers are under the pressure.
    first, last : Side or None
        The foot that begins and the one that ends it; they differ where two feet share the plate.
    state : str
        "valid", "two feet on one plate", "partial foot" or "other".
    heel_off, toe_off : bool
        That end of the foot was beside the plate while it was low: the plate missed the start (heel) or
        the end (toe) of the contact.
    reason : str
    """

    plate: str
    loading: Loading
    side: Side | None
    first: Side | None
    last: Side | None
    state: str
    heel_off: bool = False
    toe_off: bool = False
    reason: str = ""

    @property
    def feet(self) -> tuple[Side, ...]:
        """Feet it may carry: both where they share the plate."""
        if self.state == SHARED:
            return tuple(Side)
        return () if self.side is None else (self.side,)


def plate_steps(plate: ForcePlate, points: BodyPoints) -> tuple[PlateStep, ...]:
    """Find the loadings of a plate, each given to the foot under which its centre of pressure lies.

    Parameters
    ----------
    plate : ForcePlate
        Lab frame.
    points : BodyPoints

    Returns
    -------
    tuple of PlateStep
        In order of time. The side a file states for the plate decides only where the markers say nothing.
    """
    return tuple(_step(plate, loading, points) for loading in loadings(plate))


def _step(plate: ForcePlate, loading: Loading, points: BodyPoints) -> PlateStep:
    rows = decisive_rows(plate, loading, points.rate)
    time = plate.force.plate_time.values[rows]
    pressure = plate.centre_of_pressure.values[rows]
    away = {side: distance_to_foot(pressure, foot, points.time, time) for side, foot in points.feet.items()}
    owner = _owner(away)
    known = [side for side in owner if side is not None]
    if not known:
        # The file may still say whose it is; where its pressure acts on that foot nobody knows.
        reason = "no foot's markers are under its pressure" + (
            ", the file names the foot" if plate.side else ""
        )
        return PlateStep(plate.name, loading, plate.side, plate.side, plate.side, OTHER, reason=reason)
    counts = {side: known.count(side) for side in away}
    side = max(counts, key=lambda s: counts[s])
    other = side.other
    shared = counts.get(other, 0) > _SHARE * len(known) or _stands_between(away)
    if not shared and plate.corners is not None and other in points.feet:
        shared = bool(
            _joins(points.feet[other], points.feet[side], plate.corners, points, time).mean() > _SHARE
        )
    first, last = _prevailing(known[:_TERMINAL]), _prevailing(known[-_TERMINAL:])
    if shared or first is not side or last is not side:
        reason = "the pressure lies under or between both feet"
        return PlateStep(plate.name, loading, side, first, last, SHARED, reason=reason)
    beside = away[side][np.isfinite(away[side])]
    if np.median(beside) > UNDER_FOOT:
        reason = f"the pressure lies {100 * np.median(beside):.0f} cm beside the foot"
        return PlateStep(plate.name, loading, side, side, side, OTHER, reason=reason)
    heel_off, toe_off = _beside(points.feet[side], plate, points.time, time)
    if heel_off or toe_off:
        ends = " and ".join(word for word, off in (("heel", heel_off), ("toes", toe_off)) if off)
        return PlateStep(
            plate.name,
            loading,
            side,
            side,
            side,
            PARTIAL,
            heel_off,
            toe_off,
            f"{ends} beside the plate or on its edge",
        )
    reason = "" if plate.side in (None, side) else f"the file says {plate.side}, the markers say {side}"
    return PlateStep(plate.name, loading, side, side, side, VALID, reason=reason)


def _prevailing(sides: Sequence[Side]) -> Side:
    """Side that owns most of a few samples."""
    return max(set(sides), key=sides.count)


def _owner(away: Mapping[Side, FloatArray]) -> list[Side | None]:
    """Nearest foot at each instant, None where neither is within reach."""
    if not away:
        return []
    sides = list(away)
    stacked = np.stack([away[side] for side in sides])
    stacked = np.where(np.isfinite(stacked), stacked, np.inf)
    nearest = stacked.argmin(axis=0)
    return [sides[k] if stacked[k, i] < _REACH else None for i, k in enumerate(nearest)]


def _stands_between(away: Mapping[Side, FloatArray]) -> bool:
    """Whether the pressure spends time under neither foot but in reach of both, both being down."""
    if len(away) < 2:
        return False
    stacked = np.stack(list(away.values()))
    with np.errstate(invalid="ignore"):
        between = (stacked > UNDER_FOOT).all(axis=0) & (stacked < 2.0 * _REACH).all(axis=0)
    return bool(between.mean() > _SHARE)


def _joins(
    foot: Foot, owner: Foot, corners: FloatArray, points: BodyPoints, when: FloatArray
) -> NDArray[np.bool_]:
    """Whether an end of the other foot is down within the plate's edges, not merely swinging by."""
    joins = np.zeros(len(when), dtype=bool)
    ends = ((foot.heel, foot.heel_height), (foot.forefoot, foot.forefoot_height))
    for path, rest in ends:
        here = at_times(points.time, path, when)
        with np.errstate(invalid="ignore"):
            low = here[:, 1] - rest < 0.5 * LOW
            still = np.zeros(len(when), dtype=bool)
            # Against the foot that stands, since a belt may carry both.
            for standing in (owner.heel, owner.forefoot):
                slide = derivative(path - standing, points.rate)[:, [0, 2]]
                speed = np.linalg.norm(slide, axis=1)[:, None]
                still |= at_times(points.time, speed, when)[:, 0] < _STANDING
        joins |= low & still & (beyond_edge(here, corners) < -_OVERHANG)
    return joins


def _beside(foot: Foot, plate: ForcePlate, time: FloatArray, when: FloatArray) -> tuple[bool, bool]:
    """Whether heel or toes are low yet off the plate for a part of the loading."""
    corners = plate.corners
    if corners is None or not len(when):
        return False, False

    def off(path: FloatArray, carried: FloatArray, rest: float, beyond: float) -> bool:
        with np.errstate(invalid="ignore"):
            low = at_times(time, carried, when)[:, 1] - rest < 0.5 * LOW
            outside = beyond_edge(at_times(time, path, when), corners) > beyond
        return bool((low & outside).sum() > _SHARE * len(when))

    return (
        off(foot.heel, foot.heel, foot.heel_height, _OVERHANG),
        off(foot.forefoot, foot.forefoot, foot.forefoot_height, _OVERHANG)
        or off(foot.toe, foot.forefoot, foot.forefoot_height, -_TOE_SURE),
    )
