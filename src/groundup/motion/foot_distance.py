"""How far a centre of pressure lies from a foot, and when it is steady enough to ask."""

import numpy as np
from numpy.typing import NDArray

from groundup.motion.feet import Foot
from groundup.motion.plate_contacts import Loading
from groundup.motion.signals import at_times
from groundup.recording.recording import FloatArray, ForcePlate

LOW = 0.04
"""A foot's end this little above where it rests may carry load [m]."""
DECISIVE = 50.0
"""Vertical force below which the centre of pressure wanders [N]."""


def decisive_rows(plate: ForcePlate, loading: Loading, rate: float) -> NDArray[np.intp]:
    """Rows of a loading, thinned to about the marker rate, where the centre of pressure is trustworthy."""
    rows = np.arange(loading.first, loading.last + 1)
    time = plate.force.plate_time.values
    stride = max(1, round(1.0 / (rate * float(np.median(np.diff(time))))))
    rows = rows[::stride]
    good = (plate.force.values[rows, 1] > DECISIVE) & np.isfinite(plate.centre_of_pressure.values[rows, 0])
    return np.asarray(rows[good], dtype=np.intp)


def distance_to_foot(pressure: FloatArray, foot: Foot, time: FloatArray, when: FloatArray) -> FloatArray:
    """Horizontal distance from the pressure to the line heel..toe, infinite for a foot off the floor."""
    heel, toe = at_times(time, foot.heel, when), at_times(time, foot.toe, when)
    forefoot = at_times(time, foot.forefoot, when)
    start, end, point = heel[:, [0, 2]], toe[:, [0, 2]], pressure[:, [0, 2]]
    axis = end - start
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.clip(((point - start) * axis).sum(axis=1) / (axis**2).sum(axis=1), 0.0, 1.0)
        away = np.linalg.norm(point - start - share[:, None] * axis, axis=1)
        lift = np.minimum(heel[:, 1] - foot.heel_height, forefoot[:, 1] - foot.forefoot_height)
        # A swinging foot passes close to the pressure but higher than any loaded one.
        away = np.where(lift > 2.0 * LOW, np.inf, away)
    return np.asarray(away)
