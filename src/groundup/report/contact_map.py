"""One contact seen from above: plates, both feet, and the way of the centre of pressure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup, escape

from groundup.loads.ground_force import GroundForce
from groundup.mechanics.tree import FloatArray
from groundup.motion.feet import BodyPoints, Foot
from groundup.motion.foot_distance import DECISIVE, LOW
from groundup.motion.motion import WHOLE, Contact
from groundup.motion.signals import at_times
from groundup.quantities import Side
from groundup.recording.recording import ForcePlate
from groundup.report.footprint import footprint

WIDTH, HEIGHT = 200.0, 130.0
HATCH = "contact-not-used"
"""Name of the pattern on soles that are not used for forces; the page defines it once."""
_MARGIN = 8.0
_AROUND = 0.12  # m shown around the feet
_SCALE_BAR = 0.2  # m
_LARGE = 1.2  # m: longer plates are belts or walkways


@dataclass(frozen=True)
class ContactMap:
    """One drawing with its words."""

    side: str
    title: str
    state: str
    usable: bool
    picture: Markup


@dataclass(frozen=True)
class _View:
    """Lab X to the right and Z down the page: as seen from above by one who walks to the right."""

    origin: FloatArray
    scale: float

    def points(self, places: FloatArray) -> str:
        moved = (places - self.origin) * self.scale
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in moved)


def contact_maps(
    contacts: Iterable[Contact],
    plates: Sequence[ForcePlate],
    points: BodyPoints,
    ground: GroundForce | None,
) -> tuple[ContactMap, ...]:
    """Draw every contact that a plate saw, in order of time.

    Parameters
    ----------
    contacts : iterable of Contact
    plates : sequence of ForcePlate
    points : BodyPoints
        Of the same recording.
    ground : GroundForce or None
        As measured; without it the plates' own centres of pressure are drawn.
    """
    on_plates = sorted((c for c in contacts if c.plates), key=lambda c: (c.start, c.side))
    return tuple(_map(c, plates, points, ground) for c in on_plates)


def _map(
    contact: Contact,
    plates: Sequence[ForcePlate],
    points: BodyPoints,
    ground: GroundForce | None,
) -> ContactMap:
    middle = 0.5 * (contact.start + contact.end)
    drift = _drift(points.feet.get(contact.side), points, contact)
    own = _sole(points.feet.get(contact.side), points, middle)
    other = _sole(points.feet.get(contact.side.other), points, middle, down_only=True)
    ways = _ways(contact, plates, ground, drift, middle)
    corners = {p.name: p.corners[:, [0, 2]] for p in plates if p.corners is not None}
    used = [corners[name] for name in contact.plates if name in corners]
    # A belt is drawn where the foot is; all of it would make the foot a dot.
    used = [outline for outline in used if np.ptp(outline, axis=0).max() < _LARGE]
    view = _view([*used, *([own] if own is not None else []), *ways])
    usable = contact.state in WHOLE
    parts: list[str] = []
    for name, outline in corners.items():
        kind = "plate used" if name in contact.plates else "plate"
        parts.append(f'<polygon class="{kind}" points="{view.points(outline)}"/>')
    if other is not None:
        parts.append(f'<polygon class="sole other" points="{view.points(other)}"/>')
    if own is not None:
        places = view.points(own)
        fill = "" if usable else f'<polygon fill="url(#{HATCH})" points="{places}"/>'
        parts.append(f'<polygon class="sole {contact.side}" points="{places}"/>{fill}')
    for way in ways:
        start = view.points(way[:1]).split(",")
        parts.append(f'<polyline class="way" points="{view.points(way)}"/>')
        parts.append(f'<circle class="begin" cx="{start[0]}" cy="{start[1]}" r="2.4"/>')
    bar = _SCALE_BAR * view.scale
    parts.append(
        f'<path class="axis" d="M{_MARGIN:g} {HEIGHT - 5:g}h{bar:.1f}"/>'
        f'<text class="tick" x="{_MARGIN + bar + 4:.1f}" y="{HEIGHT - 2.5:g}">{100 * _SCALE_BAR:g} cm</text>'
    )
    title = f"{str(contact.side).capitalize()}, {contact.start:.2f} to {contact.end:.2f} s"
    alt = f"{title}, {', '.join(contact.plates)}: {contact.state}. {contact.reason}"
    picture = Markup(
        f'<svg class="contact" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{escape(alt)}">'
        f"{''.join(parts)}</svg>"
    )
    return ContactMap(str(contact.side), title, contact.state, usable, picture)


def _drift(foot: Foot | None, points: BodyPoints, contact: Contact) -> FloatArray:
    """(2,) velocity of the ground under a foot, a belt's on a treadmill [m/s]."""
    if foot is None:
        return np.zeros(2)
    quarter = 0.25 * (contact.end - contact.start)
    ends = np.array([contact.start + quarter, contact.end - quarter])
    places = at_times(points.time, foot.forefoot, ends)[:, [0, 2]]
    velocity = (places[1] - places[0]) / max(ends[1] - ends[0], 1e-3)
    # A foot that stands on the floor still creeps by a few millimetres.
    return velocity if np.isfinite(velocity).all() and np.linalg.norm(velocity) > 0.2 else np.zeros(2)


def _sole(
    foot: Foot | None, points: BodyPoints, when: float, *, down_only: bool = False
) -> FloatArray | None:
    if foot is None:
        return None
    heel, toe, fore = (
        at_times(points.time, path, np.array([when]))[0] for path in (foot.heel, foot.toe, foot.forefoot)
    )
    if not np.isfinite([*heel, *toe, *fore]).all():
        return None
    if down_only and min(heel[1] - foot.heel_height, fore[1] - foot.forefoot_height) > LOW:
        return None
    return footprint(heel[[0, 2]], toe[[0, 2]], Side(foot.side))


def _ways(
    contact: Contact,
    plates: Sequence[ForcePlate],
    ground: GroundForce | None,
    drift: FloatArray,
    middle: float,
) -> list[FloatArray]:
    """Ways of the pressure (n, 2): one of the whole force where it is known, else one of each plate."""
    found = []
    if ground is not None and contact.state in WHOLE:
        side = str(contact.side)
        series = [
            (ground.force.time.values, ground.force.sel(side=side), ground.centre_of_pressure.sel(side=side))
        ]
    else:
        series = [
            (p.force.plate_time.values, p.force, p.centre_of_pressure)
            for p in plates
            if p.name in contact.plates
        ]
    for time, force, pressure in series:
        at = pressure.transpose(..., "axis").values
        inside = (time >= contact.start) & (time <= contact.end) & np.isfinite(at).all(axis=1)
        inside &= force.transpose(..., "axis").values[:, 1] > DECISIVE
        rows = np.flatnonzero(inside)
        rows = rows[:: max(1, len(rows) // 60)]
        if len(rows) > 1:
            found.append(at[rows][:, [0, 2]] - np.outer(time[rows] - middle, drift))
    return found


def _view(shown: Sequence[FloatArray]) -> _View:
    """Fit what is shown into the drawing, one scale for both axes."""
    together = np.concatenate(shown) if shown else np.array([[0.0, 0.0], [0.6, 0.4]])
    low, high = together.min(axis=0) - _AROUND, together.max(axis=0) + _AROUND
    room = np.array([WIDTH, HEIGHT]) - 2.0 * _MARGIN
    scale = float((room / (high - low)).min())
    spare = room / scale - (high - low)
    return _View(low - spare / 2.0 - _MARGIN / scale, scale)
