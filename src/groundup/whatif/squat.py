"""The lowest part of recorded squats, slow enough to count as standing still."""

from pathlib import Path

import numpy as np

from groundup.exchange.recorded_squats import RecordedSquats
from groundup.quantities import BadInputError
from groundup.whatif.effect import Stance
from groundup.whatif.points import carrier_of, points_at
from groundup.whatif.sole import soles_of, spread_load

_LEAST_FORCE = 50.0  # N on each foot


def stance_of(squats: RecordedSquats) -> Stance:
    """Take the frame of every lowest point.

    Raises
    ------
    BadInputError
        If no lowest point was seen with both feet loaded.
    """
    at = np.array([np.argmin(np.abs(squats.time - bottom)) for bottom in squats.bottoms], np.int64)
    loaded = (squats.force[at] > _LEAST_FORCE).all(axis=1) & np.isfinite(squats.pressure[at]).all(axis=(1, 2))
    at = at[loaded]
    if not len(at):
        raise BadInputError(
            Path(squats.trial),
            "lowest points",
            "both feet on plates of their own",
            "no squat with both feet's force known",
            "stand with each foot on its own plate",
        )
    coordinates = squats.coordinates[at]
    carrier = carrier_of(squats.chain, soles_of(squats.chain))
    sole = points_at(carrier, coordinates).sole[..., [0, 2]]
    load = [
        spread_load(squats.force[at, foot], squats.pressure[at, foot], sole[:, 4 * foot : 4 * foot + 4])
        for foot in range(2)
    ]
    return Stance(
        coordinates,
        np.concatenate(load, axis=1),
        np.full(len(at), 1.0 / len(at)),
        squats.coordinates.max(axis=0),
    )
