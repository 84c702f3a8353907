"""Forces from a file of their own, laid beside the markers on one clock."""

from dataclasses import replace

import numpy as np

from groundup.quantities import BadInputError, Operation
from groundup.recording.readers.storage_forces import Forces
from groundup.recording.recording import FloatArray, ForcePlate, Recording

_NEAR_M = 0.35
"""No point under a foot is farther than this from all of that foot's markers; on seven laboratories'
recordings the distance is below 0.2 m."""


def add_forces(recording: Recording, forces: Forces) -> Recording:
    """Give a recording the plates of a force file; both clocks are absolute, so nothing is shifted.

    Plates are cut to the time of the markers. A recording that has plates of its own loses them to
    the file that was named on purpose, and a note says so.

    Raises
    ------
    BadInputError
        If the two share no time, or the forces act away from every marker.
    """
    time = recording.markers.time.values
    frame = 1.0 / recording.rate
    notes = [*recording.notes, *forces.notes]
    plates = []
    for plate in forces.plates:
        clock = plate.force.plate_time.values
        within = (clock >= time[0] - frame) & (clock <= time[-1] + frame)
        if not within.any():
            raise BadInputError(
                forces.source.name,
                "time column",
                f"times within the markers' {time[0]:.3f} to {time[-1]:.3f} s",
                f"forces from {clock[0]:.3f} to {clock[-1]:.3f} s",
                "give the force file of this trial",
            )
        if clock[0] > time[0] + frame or clock[-1] < time[-1] - frame:
            covered = f"the forces cover {clock[0]:.3f} to {clock[-1]:.3f} s"
            said = f"{covered}, the markers {time[0]:.3f} to {time[-1]:.3f} s"
            notes.extend([] if said in notes else [said])
        plates.append(_cut(plate, within))
    if recording.plates:
        notes.append(f"the forces of {forces.source.name} replace those of {recording.sources[0].name}")
    plates, turned = _towards_body(recording, plates)
    if turned:
        notes.append(
            f"{forces.source.name} stores the force on the ground; it was turned to the force on the foot"
        )
    _refuse_apart(recording, plates, forces)
    return replace(
        recording,
        sources=(*recording.sources, forces.source),
        plates=tuple(plates),
        notes=tuple(notes),
        operations=(*recording.operations, Operation("add forces", {"file": forces.source.name})),
    )


def _cut(plate: ForcePlate, within: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> ForcePlate:
    chosen = {"plate_time": within}
    return replace(
        plate,
        force=plate.force.isel(chosen),
        centre_of_pressure=plate.centre_of_pressure.isel(chosen),
        free_moment=plate.free_moment.isel(chosen),
    )


def _towards_body(recording: Recording, plates: list[ForcePlate]) -> tuple[list[ForcePlate], bool]:
    """Turn forces, if need be, to act on the foot: under load they point from ground to markers."""
    body = np.nanmedian(recording.markers.values.reshape(-1, 3), axis=0)
    towards = []
    for plate in plates:
        loaded = np.isfinite(plate.centre_of_pressure.values).all(axis=1)
        if loaded.any():
            arm = body - np.median(plate.centre_of_pressure.values[loaded], axis=0)
            force = plate.force.values[loaded].sum(axis=0)
            axis = int(np.argmax(np.abs(force)))
            towards.append(np.sign(arm[axis] * force[axis]))
    if not towards or sum(towards) >= 0:
        return plates, False
    return [replace(plate, force=-plate.force, free_moment=-plate.free_moment) for plate in plates], True


def _refuse_apart(recording: Recording, plates: list[ForcePlate], forces: Forces) -> None:
    """Refuse forces that mostly act where no marker is: another clock, other axes or another trial."""
    distances = np.concatenate([_nearest(recording, plate) for plate in plates])
    if distances.size and float(np.median(distances)) > _NEAR_M:
        raise BadInputError(
            forces.source.name,
            "points of application",
            "points under the feet",
            f"points {np.median(distances):.2f} m from the nearest marker",
            "give markers and forces of one trial on the same axes and clock",
        )


def _nearest(recording: Recording, plate: ForcePlate) -> FloatArray:
    """Distance from the centre of pressure to the nearest marker, for the frames that have both [m]."""
    at = np.searchsorted(plate.force.plate_time.values, recording.markers.time.values)
    point = plate.centre_of_pressure.values[np.clip(at, 0, plate.force.plate_time.size - 1)]
    distance: FloatArray = np.linalg.norm(recording.markers.values - point[:, None], axis=2)
    known = np.isfinite(distance)
    nearest: FloatArray = np.min(distance, axis=1, initial=np.inf, where=known)[known.any(axis=1)]
    return nearest
