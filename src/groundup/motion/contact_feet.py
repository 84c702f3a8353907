"""Which foot loaded a plate: centre of pressure against the feet's own markers, contact by contact."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundup.motion.feet import BodyPoints, Foot
from groundup.motion.plate_contacts import Loading, loadings, vertical_force
from groundup.quantities import Side
from groundup.recording.recording import FloatArray, ForcePlate

# Half the width of a foot (de Leva 1996 gives no width; shoe lasts: about 0.4 of foot length) plus the
# centre of pressure's own error at low force; beyond it the force is not on this foot.
_REACH = 0.40  # of heel-to-forefoot length
_HEEL_BEHIND = 0.15  # the sole reaches this share behind the heel marker
_EDGE = 0.02  # a marker this far beyond the plate's edge still stands on it [m]
_LOW = 0.35  # of foot length: a point this far above its resting height carries nothing
_FIRM = 0.3  # share of a contact's peak force above which the centre of pressure is steady
_SHARED = 0.15  # share of the firm contact the second foot must own before the plate counts as shared
_OVERLAP = 0.10  # two plates loaded by one foot at the same time for longer than this [s]


@dataclass(frozen=True)
class PlateContact:
    """One loading of one plate and the foot (or feet) on it.

    `start_side`, `end_side` are None where no foot fits. `state` as in :class:`Contact`. `start_whole` and
    `end_whole` are False where heel or toes lie beyond the plate's edge, so that the plate does not see
    this end of the contact.
    """

    plate: str
    loading: Loading
    start_side: Side | None
    end_side: Side | None
    state: str
    reason: str
    start_whole: bool = True
    end_whole: bool = True


def assign_contacts(plates: Sequence[ForcePlate], points: BodyPoints) -> tuple[PlateContact, ...]:
    """Foot of every plate contact, in order of time.

    Parameters
    ----------
    plates : sequence of ForcePlate
        In the lab frame.
    points : BodyPoints
        Of the same recording.

    Returns
    -------
    tuple of PlateContact
        Contacts shared by both feet, cut by the plate's edge or spread over two plates carry that state.
    """
    found = [_assign(plate, loading, points) for plate in plates for loading in loadings(plate)]
    return tuple(sorted(found, key=lambda contact: contact.loading.start))


def _assign(plate: ForcePlate, loading: Loading, points: BodyPoints) -> PlateContact:
    frames, pressure, firm = _pressure_at_frames(plate, loading, points.time)
    owner = _owner(points, frames, pressure)
    firm_owner = [owner[k] for k in np.flatnonzero(firm)]
    known = [side for side in firm_owner if side is not None]
    if not known:
        if plate.side is not None:
            return PlateContact(
                plate.name, loading, plate.side, plate.side, "valid",
                "foot as the file names it; its markers are not seen here",
            )
        return PlateContact(plate.name, loading, None, None, "no plate", "no foot lies under the force")
    shares = {side: known.count(side) / len(known) for side in points.feet}
    third = max(1, len(known) // 3)
    start, end = _most(known[:third]), _most(known[-third:])
    visitors = [side for side in points.feet if _stands_on(plate, points.feet[side], frames)]
    if min(shares.get(side, 0.0) for side in Side) >= _SHARED or (start is not end):
        return PlateContact(
            plate.name, loading, start, end, "two feet on one plate",
            "the centre of pressure passes from one foot to the other",
        )
    if len(visitors) == 2:
        return PlateContact(
            plate.name, loading, start, end, "two feet on one plate",
            "both feet stand on this plate at the same time",
        )
    side = max(shares, key=lambda s: shares[s])
    start_whole, end_whole = _within_edges(plate, points.feet[side], frames)
    if start_whole and end_whole:
        return PlateContact(plate.name, loading, side, side, "valid", "")
    beyond = " and ".join(
        name for name, whole in (("heel", start_whole), ("toes", end_whole)) if not whole
    )
    return PlateContact(
        plate.name, loading, side, side, "partial foot", f"the {beyond} lie beyond the plate's edge",
        start_whole, end_whole,
    )


def _pressure_at_frames(
    plate: ForcePlate, loading: Loading, time: FloatArray
) -> tuple[NDArray[np.intp], FloatArray, NDArray[np.bool_]]:
    """Marker frames of a contact, centre of pressure there (n, 2) X-Z, and where it is steady."""
    frames = np.flatnonzero((time >= loading.start) & (time <= loading.end))
    plate_time = np.asarray(plate.force.plate_time.values, dtype=np.float64)
    force, _, _ = vertical_force(plate)
    cop = np.asarray(plate.centre_of_pressure.values, dtype=np.float64)[:, [0, 2]]
    seen = np.isfinite(cop).all(axis=1)
    seen[: loading.first] = False
    seen[loading.last + 1 :] = False
    if not seen.any() or not len(frames):
        return frames, np.full((len(frames), 2), np.nan), np.zeros(len(frames), dtype=np.bool_)
    at = time[frames]
    pressure = np.stack(
        [np.interp(at, plate_time[seen], cop[seen, k], left=np.nan, right=np.nan) for k in (0, 1)], axis=1
    )
    load = np.interp(at, plate_time, force)
    return frames, pressure, np.asarray(load >= _FIRM * loading.peak)


def _owner(points: BodyPoints, frames: NDArray[np.intp], pressure: FloatArray) -> list[Side | None]:
    """Foot under the centre of pressure in each frame; None where none is near or both are."""
    distance = {side: _sole_distance(foot, frames, pressure) for side, foot in points.feet.items()}
    owners: list[Side | None] = []
    for k in range(len(frames)):
        near: Mapping[Side, float] = {
            side: float(values[k]) for side, values in distance.items() if np.isfinite(values[k])
        }
        best = min(near, key=lambda side: near[side], default=None)
        reach = _REACH * points.feet[best].length + 0.03 if best is not None else 0.0
        owners.append(best if best is not None and near[best] < reach else None)
    return owners


def _sole_distance(foot: Foot, frames: NDArray[np.intp], pressure: FloatArray) -> FloatArray:
    """Horizontal distance of points (n, 2) from the foot's long axis, heel edge to toe tip [m]."""
    heel, toe = foot.heel[frames][:, [0, 2]], foot.toe[frames][:, [0, 2]]
    axis = toe - heel
    back = heel - _HEEL_BEHIND * axis
    axis = toe - back
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.einsum("ij,ij->i", pressure - back, axis) / np.einsum("ij,ij->i", axis, axis)
        nearest = back + np.clip(share, 0.0, 1.0)[:, None] * axis
        distance: FloatArray = np.linalg.norm(pressure - nearest, axis=1)
        lowest = np.minimum(foot.heel[frames, 1] - foot.heel_height, foot.forefoot[frames, 1] - foot.forefoot_height)
        return np.where(lowest < _LOW * foot.length, distance, np.nan)


def _stands_on(plate: ForcePlate, foot: Foot, frames: NDArray[np.intp]) -> bool:
    """Whether a foot rests flat inside the plate for a good part of these frames (corners known)."""
    if plate.corners is None or not len(frames):
        return False
    margin = 0.15 * foot.length
    with np.errstate(invalid="ignore"):
        low = (foot.heel[frames, 1] < foot.heel_height + margin) & (
            foot.forefoot[frames, 1] < foot.forefoot_height + margin
        )
    heel_in = outside_by(plate.corners, foot.heel[frames]) < 0.0
    fore_in = outside_by(plate.corners, foot.forefoot[frames]) < 0.0
    return bool((low & heel_in & fore_in).mean() > _SHARED)


def _within_edges(plate: ForcePlate, foot: Foot, frames: NDArray[np.intp]) -> tuple[bool, bool]:
    """Whether heel and toes rest inside the plate; True where the corners are unknown."""
    if plate.corners is None or len(frames) < 3:
        return True, True
    margin = 0.15 * foot.length
    whole = []
    for path, rest, where in (
        (foot.heel, foot.heel_height, frames[: max(2, len(frames) // 3)]),
        (foot.forefoot, foot.forefoot_height, frames[len(frames) // 3 :]),
    ):
        with np.errstate(invalid="ignore"):
            down = where[path[where, 1] < rest + margin]
        beyond = outside_by(plate.corners, path[down]) if len(down) else np.zeros(1)
        whole.append(not bool(np.nanmedian(beyond) > _EDGE) if np.isfinite(beyond).any() else True)
    return whole[0], whole[1]


def outside_by(corners: FloatArray, points: FloatArray) -> FloatArray:
    """Distance of points (n, 3) beyond the nearest edge of a plate in X-Z [m]; negative inside."""
    polygon = corners[:, [0, 2]]
    centre = polygon.mean(axis=0)
    flat = points[:, [0, 2]]
    beyond = np.full(len(flat), -np.inf)
    for a, b in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        edge = b - a
        normal = np.array([edge[1], -edge[0]]) / max(float(np.linalg.norm(edge)), 1e-9)
        if normal @ (centre - a) > 0.0:
            normal = -normal
        beyond = np.maximum(beyond, (flat - a) @ normal)
    return beyond


def _most(sides: Sequence[Side]) -> Side:
    return max(dict.fromkeys(sides), key=list(sides).count)
