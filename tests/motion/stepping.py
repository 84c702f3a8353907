"""A stepping stick figure whose contacts are known, as a recording with markers and plates."""

from dataclasses import dataclass, replace

import numpy as np
import xarray as xr

from groundup.quantities import Side
from groundup.recording.recording import ForcePlate, ProtocolMatch, Recording

FOOT = 0.18  # m heel to metatarsal head
RATE, PLATE_RATE = 100.0, 1000.0
HEEL_HEIGHT = 0.03


@dataclass(frozen=True)
class Gait:
    """Speed [m/s]; stride, stance and trial duration [s]."""

    speed: float = 1.2
    stride: float = 1.1
    stance: float = 0.68
    duration: float = 5.0

    def contacts(self, side: Side) -> np.ndarray:
        first = 0.35 - 2.0 * self.stride + (0.5 * self.stride if side is Side.RIGHT else 0.0)
        return first + self.stride * np.arange(int(self.duration / self.stride) + 5)


RUN = Gait(speed=3.0, stride=0.72, stance=0.26, duration=3.0)


def recording(gait: Gait, *, treadmill: bool = False, plates: bool = True, heading: float = 0.0) -> Recording:
    """The figure's markers, and one plate per stance (overground) or one belt per foot (treadmill)."""
    time = np.arange(0.0, gait.duration, 1.0 / RATE)
    names, paths = ["sacrum"], [_pelvis(gait, time)]
    for side in Side:
        heel, forefoot = foot(gait, side, time)
        names += [f"{side}_heel", f"{side}_second_metatarsal_head"]
        paths += [heel, forefoot]
    markers = np.stack(paths, axis=1)
    if treadmill:
        markers[:, :, 0] -= gait.speed * time[:, None]
    built = Recording(
        name="figure",
        sources=(),
        rate=RATE,
        first_frame=1,
        markers=xr.DataArray(
            _turned(markers, heading),
            dims=("time", "marker", "axis"),
            coords={"time": time, "marker": names, "axis": ["x", "y", "z"]},
            attrs={"units": "m", "frame": "lab"},
        ),
        frame="lab",
        match=ProtocolMatch("figure", "Figure", {name: name for name in names}, {}),
    )
    if not plates:
        return built
    return replace(built, plates=tuple(_belts(gait, heading) if treadmill else _plates(gait, heading)))


def truth(gait: Gait, side: Side) -> tuple[np.ndarray, np.ndarray]:
    """Contacts and offs inside the trial, 0.15 s away from its ends."""
    contacts = gait.contacts(side)
    offs = contacts + gait.stance
    low, high = 0.15, gait.duration - 0.15
    return contacts[(contacts > low) & (contacts < high)], offs[(offs > low) & (offs < high)]


def mirrored(of: Recording) -> Recording:
    """Left for right, and the lab's side axis turned with it."""
    swap = [_other(str(name)) for name in of.markers.marker.values]
    data = of.markers.values * np.array([1.0, 1.0, -1.0])
    markers = of.markers.copy(data=data).assign_coords(marker=swap)
    plates = [
        replace(
            plate,
            corners=None if plate.corners is None else plate.corners * np.array([1.0, 1.0, -1.0]),
            force=plate.force * np.array([1.0, 1.0, -1.0]),
            centre_of_pressure=plate.centre_of_pressure * np.array([1.0, 1.0, -1.0]),
        )
        for plate in of.plates
    ]
    return replace(of, markers=markers, plates=tuple(plates))


def cropped(of: Recording, start: float, end: float) -> Recording:
    """Frames of the markers within [start, end]; plates likewise."""
    plates = [
        replace(
            plate,
            force=plate.force.sel(plate_time=slice(start, end)),
            centre_of_pressure=plate.centre_of_pressure.sel(plate_time=slice(start, end)),
            free_moment=plate.free_moment.sel(plate_time=slice(start, end)),
        )
        for plate in of.plates
    ]
    return replace(of, markers=of.markers.sel(time=slice(start, end)), plates=tuple(plates))


def foot(gait: Gait, side: Side, time: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Heel and metatarsal head (T, 3) [m]; the heel lands first, the metatarsal head leaves last."""
    heel = np.zeros((len(time), 3))
    fore = np.zeros((len(time), 3))
    lateral = 0.09 if side is Side.RIGHT else -0.09
    contacts = gait.contacts(side)
    current = np.searchsorted(contacts, time, side="right") - 1
    for number, contact in enumerate(contacts):
        here = current == number
        since = time[here] - contact
        stance = since < gait.stance
        h, f = np.zeros((here.sum(), 2)), np.zeros((here.sum(), 2))
        h[stance], f[stance] = _stance(gait, contact, since[stance])
        h[~stance], f[~stance] = _swing(gait, contact, since[~stance])
        for path, flat in ((heel, h), (fore, f)):
            path[here, 0], path[here, 1], path[here, 2] = flat[:, 0], flat[:, 1] + HEEL_HEIGHT, lateral
    return heel, fore


def _pelvis(gait: Gait, time: np.ndarray) -> np.ndarray:
    return np.stack([gait.speed * time, np.full(len(time), 0.95), np.zeros(len(time))], axis=1)


def _planted(gait: Gait, contact: float) -> float:
    """Where the heel is put down: the pelvis passes over the foot in the middle of stance."""
    return gait.speed * (contact + 0.45 * gait.stance) - 0.4 * FOOT


_UP, _DOWN, _SLAP = np.deg2rad(20.0), np.deg2rad(-60.0), 0.08


def _stance(gait: Gait, contact: float, since: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    heel_x = _planted(gait, contact)
    share = np.clip(since / _SLAP, 0.0, 1.0)
    pitch = _UP * (1.0 - _smooth(share))
    heel = np.stack([np.full(len(since), heel_x), np.zeros(len(since))], axis=1)
    fore = heel + FOOT * np.stack([np.cos(pitch), np.sin(pitch)], axis=1)
    rising = np.clip((since / gait.stance - 0.5) / 0.5, 0.0, 1.0)
    late = rising > 0.0
    tilt = _DOWN * rising[late] ** 2
    fore[late] = [heel_x + FOOT, 0.0]
    heel[late] = fore[late] - FOOT * np.stack([np.cos(tilt), np.sin(tilt)], axis=1)
    return heel, fore


def _swing(gait: Gait, contact: float, since: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    span = gait.stride - gait.stance
    share = (since - gait.stance) / span
    before, at = (_stance(gait, contact, np.array([gait.stance - gap]))[0][0] for gap in (1e-4, 0.0))
    velocity = (at - before) / 1e-4
    landing = np.array([_planted(gait, contact + gait.stride), 0.0])
    heel = np.stack(
        [
            _hermite(share, at[0], landing[0], velocity[0] * span, 0.0),
            _hermite(share, at[1], landing[1], velocity[1] * span, -0.3 * span),
        ],
        axis=1,
    )
    # The foot keeps tilting on for a moment after it left, as one does, before it swings up.
    pitch = _hermite(share, _DOWN, _UP, 4.0 * _DOWN * span / gait.stance, 0.0)
    return heel, heel + FOOT * np.stack([np.cos(pitch), np.sin(pitch)], axis=1)


def _hermite(s: np.ndarray, p0: float, p1: float, m0: float, m1: float) -> np.ndarray:
    return (
        (2 * s**3 - 3 * s**2 + 1) * p0
        + (s**3 - 2 * s**2 + s) * m0
        + (-2 * s**3 + 3 * s**2) * p1
        + (s**3 - s**2) * m1
    )


def _smooth(share: np.ndarray) -> np.ndarray:
    return share**2 * (3.0 - 2.0 * share)


def _load(gait: Gait, contact: float, time: np.ndarray) -> np.ndarray:
    since = time - contact
    ramp = np.minimum(since / 0.03, (gait.stance - since) / 0.05)
    return 700.0 * np.clip(ramp, 0.0, 1.0)


def _pressure(gait: Gait, contact: float, side: Side, time: np.ndarray) -> np.ndarray:
    share = np.clip((time - contact) / gait.stance, 0.0, 1.0)
    x = _planted(gait, contact) + FOOT * (0.05 + share)
    return np.stack(
        [x, np.zeros(len(time)), np.full(len(time), 0.09 if side is Side.RIGHT else -0.09)], axis=1
    )


def _plates(gait: Gait, heading: float) -> list[ForcePlate]:
    """One plate under each of the four steps in the middle of the walk."""
    time = np.arange(0.0, gait.duration, 1.0 / PLATE_RATE)
    steps = sorted((contact, side) for side in Side for contact in truth(gait, side)[0])[1:5]
    found = []
    for number, (contact, side) in enumerate(steps):
        centre = _planted(gait, contact) + 0.5 * FOOT
        z = 0.09 if side is Side.RIGHT else -0.09
        corners = np.array(
            [[centre + a * 0.2, 0.0, z + b * 0.085] for a, b in ((1, 1), (1, -1), (-1, -1), (-1, 1))]
        )
        found.append(
            plate(
                f"plate {number + 1}",
                time,
                _load(gait, contact, time),
                _pressure(gait, contact, side, time),
                corners,
                heading,
            )
        )
    return found


def _belts(gait: Gait, heading: float) -> list[ForcePlate]:
    time = np.arange(0.0, gait.duration, 1.0 / PLATE_RATE)
    found = []
    for side in Side:
        load, pressure = np.zeros(len(time)), np.zeros((len(time), 3))
        for contact in gait.contacts(side):
            own = _load(gait, contact, time)
            place = _pressure(gait, contact, side, time)
            place[:, 0] -= gait.speed * time
            pressure[own > 0.0] = place[own > 0.0]
            load += own
        found.append(plate(f"belt {side}", time, load, pressure, None, heading))
    return found


def plate(
    name: str,
    time: np.ndarray,
    load: np.ndarray,
    pressure: np.ndarray,
    corners: np.ndarray | None,
    heading: float = 0.0,
) -> ForcePlate:
    """A plate with a vertical load [N] at a centre of pressure [m]."""

    def series(values: np.ndarray) -> xr.DataArray:
        coords = {"plate_time": time, "axis": ["x", "y", "z"]}
        return xr.DataArray(values, dims=("plate_time", "axis"), coords=coords)

    force = np.zeros((len(time), 3))
    force[:, 1] = load
    point = np.where(load[:, None] > 20.0, _turned(pressure, heading), np.nan)
    return ForcePlate(
        name=name,
        kind=2,
        corners=None if corners is None else _turned(corners, heading),
        force=series(force),
        centre_of_pressure=series(point),
        free_moment=series(np.zeros_like(force)),
        threshold=20.0,
        baseline=np.zeros(3),
    )


def _turned(points: np.ndarray, heading: float) -> np.ndarray:
    """Turn about Y so that X points to (cos h, 0, -sin h)."""
    c, s = np.cos(heading), np.sin(heading)
    return points @ np.array([[c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, c]])


def _other(name: str) -> str:
    side, _, rest = name.partition("_")
    return f"{Side(side).other}_{rest}" if side in tuple(Side) else name
