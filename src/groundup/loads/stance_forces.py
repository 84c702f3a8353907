"""Ground force over stance: every whole contact on one scale, in body weights."""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from groundup.loads.contact_figures import ContactFigures
from groundup.loads.ground_force import GroundForce
from groundup.mechanics.inverse_dynamics import GRAVITY
from groundup.motion.motion import WHOLE
from groundup.quantities import Side
from groundup.recording.recording import FloatArray

POINTS = 101
DIRECTIONS = ("vertical", "forwards", "medial")


def stance_forces(
    figures: Sequence[ContactFigures],
    ground: GroundForce,
    frames: FloatArray,
    heading: FloatArray,
    mass: float,
) -> xr.DataArray:
    """Force of the ground on the foot over each whole contact that is seen from its start to its end.

    Parameters
    ----------
    figures : sequence of ContactFigures
    ground : GroundForce
        As measured.
    frames : (F,) of `heading` [s].
    heading : (F,) direction of progression, angle about Y from lab X, to the left positive [rad].
    mass : [kg].

    Returns
    -------
    DataArray (contact, direction, percent)
        [body weight]; upwards, forwards along the progression, and towards the body's middle are positive.
        Coordinates ``side`` and ``start`` [s] on contact.
    """
    chosen = [f.contact for f in figures if f.contact.state in WHOLE and not f.cut and np.isfinite(f.peak_n)]
    time = np.asarray(ground.force.time.values, np.float64)
    percent = np.linspace(0.0, 100.0, POINTS)
    values = np.full((len(chosen), len(DIRECTIONS), POINTS), np.nan)
    for k, contact in enumerate(chosen):
        when = contact.start + (contact.end - contact.start) * percent / 100.0
        force = ground.force.sel(side=str(contact.side)).values
        x, y, z = (np.interp(when, time, column) for column in force.T)
        turn = float(np.interp(0.5 * (contact.start + contact.end), frames, heading))
        to_right = x * np.sin(turn) + z * np.cos(turn)
        values[k, 0], values[k, 1] = y, x * np.cos(turn) - z * np.sin(turn)
        values[k, 2] = to_right if contact.side is Side.LEFT else -to_right
    return xr.DataArray(
        values / (mass * -GRAVITY[1]),
        dims=("contact", "direction", "percent"),
        coords={
            "direction": list(DIRECTIONS),
            "percent": percent,
            "side": ("contact", [str(c.side) for c in chosen]),
            "start": ("contact", [c.start for c in chosen]),
        },
        attrs={"units": "body weight", "positive": "upwards, forwards, medial"},
    )
