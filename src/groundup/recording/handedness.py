"""Left-handed files: a mirror image until one axis is turned round."""

import dataclasses

import numpy as np
import xarray as xr

from groundup.quantities import Operation
from groundup.recording.recording import FloatArray, ForcePlate, Recording


def mirror(recording: Recording) -> Recording:
    """Turn a recording exported in left-handed axes into a right-handed one.

    Only who made the file can know: one whose left and right labels are exchanged looks the same.

    Parameters
    ----------
    recording : Recording
        In its file's axes.

    Returns
    -------
    Recording
        Markers and forces with one level axis turned round; moments, pseudo-vectors, with the other two.
        Which level axis does not matter: the lab axes are found afterwards.
    """
    axis = "y" if (recording.declared_up or "").endswith("z") else "z"
    turned = np.where(np.array(["x", "y", "z"]) == axis, -1.0, 1.0)
    operation = Operation("mirror", {"axis": axis}, "the file's axes were said to be left-handed")
    return dataclasses.replace(
        recording,
        markers=_scaled(recording.markers, turned),
        plates=tuple(_mirrored(plate, turned) for plate in recording.plates),
        notes=(*recording.notes, "mirrored: the file's axes were said to be left-handed"),
        operations=(*recording.operations, operation),
    )


def _mirrored(plate: ForcePlate, turned: FloatArray) -> ForcePlate:
    return dataclasses.replace(
        plate,
        corners=None if plate.corners is None else plate.corners * turned,
        force=_scaled(plate.force, turned),
        centre_of_pressure=_scaled(plate.centre_of_pressure, turned),
        free_moment=_scaled(plate.free_moment, -turned),
        baseline=plate.baseline * turned,
    )


def _scaled(vectors: xr.DataArray, factors: FloatArray) -> xr.DataArray:
    along = vectors.transpose(..., "axis")
    return along.copy(data=along.values * factors).transpose(*vectors.dims)
