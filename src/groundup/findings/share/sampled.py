"""Links of a leg at chosen instants of a repetition."""

import numpy as np

from groundup.findings.share.leg_links import LegLinks
from groundup.mechanics.tree import FloatArray, IntArray

_ANGLES = ("heading", "roll", "pitch")
_ROTATIONS = ("subtalar", "talocrural", "pelvis", "hip")
# Each step squares how far the matrix is from a rotation; between frames that is some thousandths.
_STEPS = 4


def sampled(leg: LegLinks, time: FloatArray, instants: FloatArray) -> LegLinks:
    """Read links between frames.

    Parameters
    ----------
    leg : LegLinks
        (F, ...) over frames; (E, F, ...) of members.
    time : (F,) [s].
    instants : (P,) [s]; beyond the frames there is NaN. (E, P) for members, each at its own.

    Returns
    -------
    LegLinks
        (P, ...), or (E, P, ...). Rotations are the ones nearest to the straight line between the frames', so
        that a composition of what was read is a rotation again.
    """
    before = np.clip(np.searchsorted(time, instants, side="right") - 1, 0, max(len(time) - 2, 0))
    after = np.minimum(before + 1, len(time) - 1)
    apart = np.where(after > before, time[after] - time[before], 1.0)
    share = np.where(
        (instants >= time[0]) & (instants <= time[-1]), (instants - time[before]) / apart, np.nan
    )
    return LegLinks(
        *(_read(name, field, before, after, share) for name, field in zip(LegLinks._fields, leg, strict=True))
    )


def _read(name: str, field: FloatArray, before: IntArray, after: IntArray, share: FloatArray) -> FloatArray:
    axes = 0 if name in _ANGLES else 2 if name in _ROTATIONS else 1
    first, second = _at(field, before), _at(field, after)
    along = share.reshape(share.shape + (1,) * axes)
    # On a frame its neighbour has no say, be it missing.
    found = np.where(along == 0.0, first, np.where(along == 1.0, second, first + along * (second - first)))
    return _nearest_rotation(found) if name in _ROTATIONS else found


def _at(field: FloatArray, frames: IntArray) -> FloatArray:
    if frames.ndim == 1:
        return np.asarray(field[frames])
    return np.asarray(field[np.arange(len(frames))[:, None], frames])


def _nearest_rotation(matrix: FloatArray) -> FloatArray:
    """Newton's iteration to the nearest orthogonal matrix (Higham 1986), for matrices that nearly are."""
    found = matrix
    for _ in range(_STEPS):
        found = 1.5 * found - 0.5 * found @ (np.swapaxes(found, -1, -2) @ found)
    return found
