"""The laboratory's axes: a recording in file axes becomes one in the ISB frame, X forward, Y up, Z right."""

import dataclasses

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from groundup.quantities import Operation
from groundup.recording.heading import find_heading
from groundup.recording.points import matched
from groundup.recording.recording import ForcePlate, LabAxes, Recording
from groundup.recording.sides import check_sides
from groundup.recording.vertical import axis_vector, find_up

FloatArray = NDArray[np.float64]

# A direction closer than this to a file axis is called by the axis alone.
_ON_AXIS_DEG = 0.5


def orient(recording: Recording) -> Recording:
    """Turn a recording into the lab frame: ISB axes, X forward, Y up, Z to the person's right.

    Up is a file axis found from evidence (pelvis over feet, ground force, plates) and checked against what
    the file declares. Forward is the direction of progression, exact and not snapped to a file axis. The
    origin stays where the file has it.

    Parameters
    ----------
    recording : Recording
        Identified; in its file's axes (a recording already in the lab frame is returned as it is).

    Returns
    -------
    Recording
        With `frame` "lab", markers and plates rotated and `lab_axes` set. Vendor points stay untouched.

    Raises
    ------
    BadInputError
        Where evidence is contradictory or missing, or left and right are swapped.
    """
    if recording.frame == "lab":
        return recording
    matched(recording)
    up_word, up_evidence = find_up(recording)
    up = axis_vector(up_word)
    heading = find_heading(recording, up)
    side_notes = check_sides(recording, up)
    rotation = np.stack([heading.vector, up, np.cross(heading.vector, up)])
    forward_word = direction_word(heading.vector)
    axes = LabAxes(
        rotation_lab_from_file=rotation,
        up=up_word,
        forward=forward_word,
        evidence=(*up_evidence, *heading.evidence),
        progression=heading.progression,
    )
    operation = Operation(
        "orient",
        {"up": up_word, "forward": forward_word, "progression": heading.progression},
        "; ".join(axes.evidence),
    )
    return dataclasses.replace(
        recording,
        markers=_rotated(recording.markers, rotation),
        plates=tuple(_rotated_plate(plate, rotation) for plate in recording.plates),
        frame="lab",
        lab_axes=axes,
        notes=(*recording.notes, *heading.notes, *side_notes),
        operations=(*recording.operations, operation),
    )


def _rotated(vectors: xr.DataArray, rotation: FloatArray) -> xr.DataArray:
    """Vectors along the last dim "axis", in the new frame; NaN stays with the whole vector."""
    turned = vectors.transpose(..., "axis")
    values = turned.values @ rotation.T
    return turned.copy(data=values).assign_attrs(frame="lab").transpose(*vectors.dims)


def _rotated_plate(plate: ForcePlate, rotation: FloatArray) -> ForcePlate:
    return dataclasses.replace(
        plate,
        corners=None if plate.corners is None else plate.corners @ rotation.T,
        force=_rotated(plate.force, rotation),
        centre_of_pressure=_rotated(plate.centre_of_pressure, rotation),
        free_moment=_rotated(plate.free_moment, rotation),
        baseline=rotation @ plate.baseline,
    )


def direction_word(vector: FloatArray) -> str:
    """Say a direction in file axes: ``"+x"``, or ``"+x, 12 deg towards -y"`` where it is between axes."""
    order = np.argsort(-np.abs(vector), kind="stable")
    words = [("+" if vector[k] >= 0 else "-") + "xyz"[k] for k in order]
    angle = float(np.degrees(np.arctan2(abs(vector[order[1]]), abs(vector[order[0]]))))
    return words[0] if angle < _ON_AXIS_DEG else f"{words[0]}, {angle:.0f} deg towards {words[1]}"
