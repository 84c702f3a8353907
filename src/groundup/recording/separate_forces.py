"""Forces from a file of their own, laid beside the markers on one clock."""

from dataclasses import replace

import numpy as np

from groundup.quantities import BadInputError, Operation
from groundup.recording.readers.storage_forces import Forces
from groundup.recording.recording import ForcePlate, Recording

_NEAR_M = 0.6


def add_forces(recording: Recording, forces: Forces) -> Recording:
    """Give a recording the plates of a force file; both clocks are absolute, so nothing is shifted.

    Plates are cut to the time of the markers. A recording that has plates of its own loses them to
    the file that was named on purpose, and a note says so.

    Raises
    ------
    BadInputError
        If the two share no time.
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
                forces.source.name, "time column", f"forces between {time[0]:.3f} and {time[-1]:.3f} s, as the markers",
                f"forces from {clock[0]:.3f} to {clock[-1]:.3f} s", "give the force file of this trial",
            )  # fmt: skip
        if clock[0] > time[0] + frame or clock[-1] < time[-1] - frame:
            said = f"the forces cover {clock[0]:.3f} to {clock[-1]:.3f} s, the markers {time[0]:.3f} to {time[-1]:.3f} s"
            notes.extend([] if said in notes else [said])
        plates.append(_cut(plate, within))
    if recording.plates:
        notes.append(f"the forces of {forces.source.name} replace those of {recording.sources[0].name}")
    plates, turned = _towards_body(recording, plates)
    if turned:
        notes.append(
            f"{forces.source.name} stores the force on the ground; its sign was turned to the force on the foot"
        )
    if _apart(recording, plates):
        notes.append(
            "most points of application are more than 0.6 m from every marker: markers and forces may differ in axes or clock"
        )
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
    """Forces as they act on the foot: under load they point from the ground to the markers."""
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


def _apart(recording: Recording, plates: list[ForcePlate]) -> bool:
    """Whether most centres of pressure are far from every marker seen at that moment."""
    time = recording.markers.time.values
    far = near = 0
    for plate in plates:
        at = np.clip(np.searchsorted(plate.force.plate_time.values, time), 0, plate.force.plate_time.size - 1)
        point = plate.centre_of_pressure.values[at]
        for frame in np.flatnonzero(np.isfinite(point).all(axis=1)):
            distance = np.linalg.norm(recording.markers.values[frame] - point[frame], axis=1)
            if np.isfinite(distance).any():
                close = bool(np.nanmin(distance) < _NEAR_M)
                near, far = near + close, far + (not close)
    return far > near
