"""Steps and bumps with four continuous derivatives: motion that starts and stops without a jolt."""

import numpy as np

from groundup.mechanics.tree import FloatArray


def step(u: FloatArray) -> FloatArray:
    """From 0 at u <= 0 to 1 at u >= 1; the first four derivatives vanish at both ends."""
    u = np.clip(u, 0.0, 1.0)
    return np.asarray(u**5 * (126.0 + u * (-420.0 + u * (540.0 + u * (-315.0 + 70.0 * u)))))


def glide(u: FloatArray, start: float = 0.3, stop: float = 0.3) -> FloatArray:
    """From 0 to 1 at constant speed between a soft start and a soft stop, lasting those parts of the way.

    The speed rises and falls by :func:`step`, so five derivatives are continuous.
    """
    u = np.clip(u, 0.0, 1.0)

    def run_up(x: FloatArray) -> FloatArray:
        x = np.clip(x, 0.0, 1.0)
        return np.asarray(x**6 * (21.0 + x * (-60.0 + x * (67.5 + x * (-35.0 + 7.0 * x)))))

    whole = 1.0 - 0.5 * (start + stop)
    begun = np.where(u < start, start * run_up(u / start), u - 0.5 * start)
    ending = whole - stop * run_up((1.0 - u) / stop)
    return np.asarray(np.where(u > 1.0 - stop, ending, begun) / whole)


def bump(u: FloatArray, peak: float = 0.5) -> FloatArray:
    """0 at u = 0 and u = 1, 1 at u = `peak`; the first four derivatives vanish at both ends."""
    u = np.clip(u, 0.0, 1.0)
    rising, falling = 5.0, 5.0 * (1.0 - peak) / peak
    if falling < 5.0:
        rising, falling = 5.0 * peak / (1.0 - peak), 5.0
    return np.asarray((u / peak) ** rising * ((1.0 - u) / (1.0 - peak)) ** falling)
