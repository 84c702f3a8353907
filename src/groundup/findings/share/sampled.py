"""Links of a leg at chosen instants of a repetition."""

import numpy as np

from groundup.findings.share.leg_links import LegLinks
from groundup.mechanics.tree import FloatArray
from groundup.motion.at_instants import at_instants


def sampled(leg: LegLinks, time: FloatArray, instants: FloatArray) -> LegLinks:
    """Read links between frames.

    Parameters
    ----------
    leg : LegLinks
        (F, ...) over frames.
    time : (F,) [s].
    instants : (N,) [s]; beyond the frames there is NaN.

    Returns
    -------
    LegLinks
        (N, ...). Rotations are the ones nearest to the straight line between the frames', so that a
        composition of what was read is a rotation again.
    """
    fields = dict(zip(LegLinks._fields, (_read(field, time, instants) for field in leg), strict=True))
    for name in ("subtalar", "talocrural", "pelvis", "hip"):
        fields[name] = _nearest_rotation(fields[name])
    return LegLinks(**fields)


def _read(values: FloatArray, time: FloatArray, instants: FloatArray) -> FloatArray:
    over_time_last = np.moveaxis(values, 0, -1)
    return np.moveaxis(at_instants(instants, time, over_time_last, beyond=np.nan), -1, 0)


def _nearest_rotation(matrix: FloatArray) -> FloatArray:
    known = np.asarray(np.isfinite(matrix).all(axis=(-2, -1)))
    u, _, vt = np.linalg.svd(np.where(known[..., None, None], matrix, np.eye(3)))
    return np.where(known[..., None, None], u @ vt, np.nan)
