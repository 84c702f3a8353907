"""The one clock that a table's rows can have."""

from collections.abc import Sequence

import numpy as np

from groundup.quantities import BadInputError
from groundup.recording.recording import FloatArray, ForcePlate


def common_clock(plates: Sequence[ForcePlate], name: str) -> FloatArray:
    """Return the times of the samples of all plates [s].

    Raises
    ------
    BadInputError
        If they differ; `name` is of the file with the plates.
    """
    time: FloatArray = plates[0].force.plate_time.values
    for plate in plates[1:]:
        if not np.array_equal(plate.force.plate_time.values, time):
            raise BadInputError(
                name, plate.name, f"the samples of {plates[0].name}", "a clock of its own", "choose .nc"
            )
    return time
