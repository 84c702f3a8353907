"""What each contact carried: peak and impulse of the vertical force, path and place of the pressure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundup.loads.ground_force import GroundForce
from groundup.mechanics.inverse_dynamics import GRAVITY
from groundup.motion.feet import BodyPoints
from groundup.motion.foot_distance import DECISIVE, distance_to_foot
from groundup.motion.motion import WHOLE, Contact
from groundup.recording.recording import FloatArray


@dataclass(frozen=True)
class ContactFigures:
    """Figures of one contact; NaN where its force is not known.

    Attributes
    ----------
    contact : Contact
    cut : bool
        The recording, or its forces, begin or end within it.
    peak_n, peak_bw : float
        Largest vertical force [N], [body weight].
    impulse_ns : float
        Vertical force over time [N s].
    pressure_path_m : float
        Length of the way of the centre of pressure, low-passed, above 50 N [m].
    pressure_distance_m : float
        Mean horizontal distance of the centre of pressure from the line heel to toe, above 50 N [m].
    """

    contact: Contact
    cut: bool
    peak_n: float = float("nan")
    peak_bw: float = float("nan")
    impulse_ns: float = float("nan")
    pressure_path_m: float = float("nan")
    pressure_distance_m: float = float("nan")


def contact_figures(
    contacts: Sequence[Contact],
    ground: GroundForce,
    framed: GroundForce,
    points: BodyPoints,
    mass: float | None,
) -> tuple[ContactFigures, ...]:
    """Figures of every contact, in the order given.

    Parameters
    ----------
    contacts : sequence of Contact
    ground : GroundForce
        As measured.
    framed : GroundForce
        At the motion's instants, low-passed.
    points : BodyPoints
        Of the same trial.
    mass : float or None
        Body mass [kg].
    """
    return tuple(_figures(contact, ground, framed, points, mass) for contact in contacts)


def _figures(
    contact: Contact, ground: GroundForce, framed: GroundForce, points: BodyPoints, mass: float | None
) -> ContactFigures:
    time = np.asarray(ground.force.time.values, np.float64)
    first, last = max(time[0], points.time[0]), min(time[-1], points.time[-1])
    # A quarter of a frame: a contact that starts where the record does did not start there.
    edge = 0.25 / points.rate
    cut = bool(contact.start <= first + edge or contact.end >= last - edge)
    inside = (time >= contact.start) & (time <= contact.end)
    side = str(contact.side)
    vertical = ground.force.sel(side=side).values[inside, 1]
    if contact.state not in WHOLE or not np.isfinite(vertical).any():
        return ContactFigures(contact, cut)
    peak = float(np.nanmax(vertical))
    known = np.isfinite(vertical)
    return ContactFigures(
        contact,
        cut,
        peak,
        float("nan") if mass is None else peak / (mass * -GRAVITY[1]),
        float(np.trapezoid(vertical[known], time[inside][known])),
        _path(contact, framed),
        _distance(contact, framed, points),
    )


def _loaded(contact: Contact, framed: GroundForce) -> tuple[FloatArray, FloatArray]:
    """Instants (n,) of a contact with a decisive load, and the centre of pressure (n, 3) there [m]."""
    time = np.asarray(framed.force.time.values, np.float64)
    side = str(contact.side)
    point = framed.centre_of_pressure.sel(side=side).values
    chosen = (time >= contact.start) & (time <= contact.end) & np.isfinite(point).all(axis=1)
    with np.errstate(invalid="ignore"):
        chosen &= framed.force.sel(side=side).values[:, 1] > DECISIVE
    return time[chosen], point[chosen]


def _path(contact: Contact, framed: GroundForce) -> float:
    _, point = _loaded(contact, framed)
    if len(point) < 2:
        return float("nan")
    return float(np.linalg.norm(np.diff(point[:, [0, 2]], axis=0), axis=1).sum())


def _distance(contact: Contact, framed: GroundForce, points: BodyPoints) -> float:
    when, point = _loaded(contact, framed)
    foot = points.feet.get(contact.side)
    if foot is None or not len(when):
        return float("nan")
    away = distance_to_foot(point, foot, points.time, when)
    away = away[np.isfinite(away)]
    return float(away.mean()) if len(away) else float("nan")
