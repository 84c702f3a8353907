"""What was recorded: markers, force plates, events, analog channels and what the file says of the person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from groundup.quantities import Operation, Side, SourceFile

FloatArray = NDArray[np.float64]


class EventKind(StrEnum):
    """The two ends of a foot's contact with the ground."""

    CONTACT = "contact"
    OFF = "off"


@dataclass(frozen=True)
class Event:
    """A foot meets or leaves the ground.

    `time` is absolute: (frame - 1) / rate with the recording's own frame numbers [s].
    `side` is None where a file gives an event without context and none could be derived.
    `source` is "file", "plate", "markers" or "plate+markers"; `confidence` is 0 to 1.
    """

    side: Side | None
    kind: EventKind
    time: float
    source: str
    confidence: float


@dataclass(frozen=True)
class Person:
    """What a file or the user says of the person; None where nothing is said. SI units."""

    mass: float | None = None
    height: float | None = None
    leg_length: Mapping[Side, float] = field(default_factory=dict)
    knee_width: Mapping[Side, float] = field(default_factory=dict)
    ankle_width: Mapping[Side, float] = field(default_factory=dict)


@dataclass(frozen=True)
class ForcePlate:
    """Ground force on the foot from one plate (or one force block of a .mot file).

    Attributes
    ----------
    name : str
    kind : int or None
        C3D plate type 1-4; None when the file already gives forces (.mot).
    corners : (4, 3) array or None
        In the recording's frame [m].
    force : DataArray (plate_time, axis)
        Force of the ground ON THE FOOT [N], in the recording's frame.
    centre_of_pressure : DataArray (plate_time, axis)
        [m]; NaN where the vertical force is below `threshold`, never zero.
    free_moment : DataArray (plate_time, axis)
        Moment of the ground on the foot about the centre of pressure [N m]; NaN with it.
    threshold : float
        Vertical force below which the centre of pressure is undefined [N].
    baseline : (3,) array
        Mean unloaded force that was subtracted [N]; zeros where none was.
    side : Side or None
        Set only where the file itself says which foot (``R_`` and ``L_`` columns).
    """

    name: str
    kind: int | None
    corners: FloatArray | None
    force: xr.DataArray
    centre_of_pressure: xr.DataArray
    free_moment: xr.DataArray
    threshold: float
    baseline: FloatArray
    side: Side | None = None


@dataclass(frozen=True)
class LabAxes:
    """How the file's axes map to the lab frame (ISB: X forward, Y up, Z right).

    `rotation_lab_from_file` (3, 3): v_lab = R @ v_file. `up`, `forward` are file axes as words ("+z").
    `evidence` says what spoke for it; `progression` is one of "walking direction",
    "belt direction" (a treadmill), "facing", "assumed".
    """

    rotation_lab_from_file: FloatArray
    up: str
    forward: str
    evidence: tuple[str, ...]
    progression: str


@dataclass(frozen=True)
class ProtocolMatch:
    """Which marker is which landmark.

    `landmarks` maps canonical landmark -> marker label; `technical` maps marker label -> segment for
    markers without anatomical meaning; `attached` is the part of `technical` found by rigidity; `guessed`
    are labels outside the protocol, read as all other protocols that know them do;
    `virtual` are computed points that must not be used as markers; `unused` are the rest.
    """

    protocol: str
    title: str
    landmarks: Mapping[str, str]
    technical: Mapping[str, str]
    attached: tuple[str, ...] = ()
    virtual: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()


@dataclass(frozen=True)
class MarkerGaps:
    """What happened to one marker's missing samples (frames)."""

    marker: str
    missing: int
    filled_rigid: int
    filled_spline: int
    longest: int


@dataclass(frozen=True)
class Recording:
    """One trial as recorded.

    `markers` has dims (time, marker, axis), unit m, NaN where not seen, coordinate `time` absolute [s],
    attrs units/frame. `frame` is "file" until :func:`groundup.recording.axes.orient` made it "lab".
    `vendor` holds computed points by kind ("angles", "moments", "forces", "powers", "scalars"), dims
    (time, point, axis) with the file's own unit in attrs, untouched and unrotated.
    """

    name: str
    sources: tuple[SourceFile, ...]
    rate: float
    first_frame: int
    markers: xr.DataArray
    frame: str = "file"
    plates: tuple[ForcePlate, ...] = ()
    analog: xr.DataArray | None = None
    vendor: Mapping[str, xr.DataArray] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    person: Person = field(default_factory=Person)
    declared_up: str | None = None
    declared_forward: str | None = None
    lab_axes: LabAxes | None = None
    match: ProtocolMatch | None = None
    gaps: tuple[MarkerGaps, ...] = ()
    notes: tuple[str, ...] = ()
    operations: tuple[Operation, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Marker labels in file order."""
        return tuple(str(label) for label in self.markers.marker.values)
