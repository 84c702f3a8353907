"""A virtual recording session: what the cameras and plates saw, beside the truth behind it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from groundup.body.chain import Chain
from groundup.mechanics.kinematics import forward
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Operation, Side
from groundup.recording.recording import Event, EventKind, ForcePlate, Person, Recording
from groundup.synthetic.dynamics import GRAVITY
from groundup.synthetic.ground_force import ground_forces
from groundup.synthetic.marker_set import marker_set
from groundup.synthetic.markers import MarkerErrors, observe, place, wearing
from groundup.synthetic.person import VirtualPerson
from groundup.synthetic.plate import PlateData, plate_corners, record, under_step
from groundup.synthetic.standing import standing_coordinates
from groundup.synthetic.walk import Walk

SYNTHETIC = "SYNTHETIC: groundup virtual walker, not a person"
# v_file = R v_lab: the file's lab has X forward, Y left, Z up, as most gait labs do.
ROTATION_FILE_FROM_LAB = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
_PLATE_THRESHOLD = 20.0


@dataclass(frozen=True)
class Trial:
    """One virtual trial, lab frame (X forward, Y up, Z right), SI units.

    Attributes
    ----------
    name, rate [Hz], analog_rate [Hz], first_frame.
    person : VirtualPerson
    worn : Chain with the markers where they really are: the true subject.
    coordinates : (T, C) true coordinates [rad, m].
    markers : (T, M, 3) as seen [m], NaN where lost.
    plates : tuple of PlateData at the analog rate.
    events : true contacts and offs inside the trial.
    """

    name: str
    rate: float
    analog_rate: float
    first_frame: int
    person: VirtualPerson
    worn: Chain
    coordinates: FloatArray
    markers: FloatArray
    plates: tuple[PlateData, ...]
    events: tuple[Event, ...]

    @property
    def time(self) -> FloatArray:
        """(T,) absolute times [s]."""
        return np.asarray((self.first_frame - 1 + np.arange(len(self.markers))) / self.rate)

    @property
    def plate_time(self) -> FloatArray:
        """(S,) absolute times of the plates' samples [s]."""
        ratio = round(self.analog_rate / self.rate)
        return np.asarray(self.time[0] + np.arange(len(self.markers) * ratio) / self.analog_rate)


def walking_trial(
    walk: Walk,
    errors: MarkerErrors,
    *,
    name: str = "virtual_walk",
    first_frame: int = 31,
    frames: int = 400,
    rate: float = 100.0,
    analog_rate: float = 1000.0,
) -> Trial:
    """Record some seconds of a walk, with a plate under one right and the next left step in the middle.

    The walk's own clock is the trial's: right contacts fall on multiples of the stride time.
    """
    person = walk.person
    time = (first_frame - 1 + np.arange(frames)) / rate
    plate_time = time[0] + np.arange(round(frames * analog_rate / rate)) / analog_rate
    forces = ground_forces(walk, plate_time)
    middle = 0.5 * (time[0] + time[-1])
    stride = round(middle / person.stride_time - 0.5)
    plates = tuple(
        record(under_step(person, side, stride), forces[side], person, side, stride)
        for side in (Side.RIGHT, Side.LEFT)
    )
    worn = wearing(walk.chain, place(marker_set(person.body), errors))
    coordinates = walk.coordinates(time)
    rotation, position = walk.segments(time)
    seen = observe(worn, rotation, position, coordinates, walk.phase(time), errors)
    return Trial(
        name, rate, analog_rate, first_frame, person, worn, coordinates, seen, plates, _events(walk, time)
    )


def standing_trial(
    walk: Walk,
    errors: MarkerErrors,
    *,
    name: str = "virtual_standing",
    frames: int = 100,
    rate: float = 100.0,
) -> Trial:
    """Quiet standing with both feet on the first of two plates, same markers as the walk."""
    chain = walk.chain
    worn = wearing(chain, place(marker_set(walk.person.body), errors))
    coordinates = np.tile(standing_coordinates(walk.person, chain), (frames, 1))
    rotation, position = forward(chain.topology, chain.parameters, coordinates)
    alone = MarkerErrors(0.0, 0.0, errors.noise, 0, errors.seed + 1)
    seen = observe(worn, rotation, position, coordinates, np.zeros(frames), alone)
    p = chain.parameters
    centres = position[0] + (rotation[0] @ p.centre_of_mass[..., None])[..., 0]
    mass = float(p.mass.sum())
    under = (p.mass @ centres / mass) * np.array([1.0, 0.0, 1.0])
    samples = frames * 10
    full = PlateData(
        plate_corners(float(under[0])),
        np.tile([0.0, mass * GRAVITY, 0.0], (samples, 1)),
        np.tile(under, (samples, 1)),
        np.zeros(samples),
    )
    spare = PlateData.empty(plate_corners(float(under[0]) + 0.7), samples)
    return Trial(name, rate, 10 * rate, 1, walk.person, worn, coordinates, seen, (full, spare), ())


def _events(walk: Walk, time: FloatArray) -> tuple[Event, ...]:
    found = []
    for side in Side:
        for _, on, off in walk.contacts(side, time[0], time[-1]):
            for kind, at in ((EventKind.CONTACT, on), (EventKind.OFF, off)):
                if time[0] <= at <= time[-1]:
                    found.append(Event(side, kind, float(at), "file", 1.0))
    return tuple(sorted(found, key=lambda e: e.time))


def to_recording(trial: Trial) -> Recording:
    """Hand the trial over as if read from a file: a Recording in its file's axes (Z up)."""
    turn = ROTATION_FILE_FROM_LAB.T
    markers = xr.DataArray(
        trial.markers @ turn,
        dims=("time", "marker", "axis"),
        coords={"time": trial.time, "marker": list(trial.worn.markers), "axis": ["x", "y", "z"]},
        attrs={"units": "m", "frame": "file"},
    )
    body = trial.person
    return Recording(
        name=trial.name,
        sources=(),
        rate=trial.rate,
        first_frame=trial.first_frame,
        markers=markers,
        plates=tuple(_plate(f"plate {k + 1}", p, trial.plate_time) for k, p in enumerate(trial.plates)),
        events=trial.events,
        person=Person(
            mass=body.mass,
            height=body.height,
            knee_width=dict.fromkeys(Side, body.body.knee_width),
            ankle_width=dict.fromkeys(Side, body.body.ankle_width),
        ),
        declared_up="+z",
        notes=(SYNTHETIC,),
        operations=(Operation("synthesise", {"speed": body.speed, "cadence": body.cadence}, SYNTHETIC),),
    )


def _plate(name: str, plate: PlateData, time: FloatArray) -> ForcePlate:
    turn = ROTATION_FILE_FROM_LAB.T
    loaded = (plate.force[:, 1] >= _PLATE_THRESHOLD)[:, None]
    twist = np.outer(plate.free_moment, [0.0, 1.0, 0.0])
    parts: Mapping[str, tuple[FloatArray, str]] = {
        "force": (plate.force @ turn, "N"),
        "centre_of_pressure": (np.where(loaded, plate.centre, np.nan) @ turn, "m"),
        "free_moment": (np.where(loaded, twist, np.nan) @ turn, "N m"),
    }
    series = {
        key: xr.DataArray(
            values,
            dims=("plate_time", "axis"),
            coords={"plate_time": time, "axis": ["x", "y", "z"]},
            attrs={"units": units, "frame": "file"},
        )
        for key, (values, units) in parts.items()
    }
    return ForcePlate(
        name=name,
        kind=2,
        corners=plate.corners @ turn,
        force=series["force"],
        centre_of_pressure=series["centre_of_pressure"],
        free_moment=series["free_moment"],
        threshold=_PLATE_THRESHOLD,
        baseline=np.zeros(3),
    )
