"""Movement over time, as numbers: poses, reported angles, and how well each was seen."""

from dataclasses import dataclass, field

import xarray as xr

from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.recording.recording import Event


@dataclass(frozen=True)
class Motion:
    """One tracked trial.

    Attributes
    ----------
    poses : DataArray (time, coordinate) [rad, m], the whole chain as solved: what the markers cannot see is
        held by its prior here, for what needs every coordinate (the loads); not for show.
    coordinates : DataArray (time, coordinate) [rad, m]; NaN where not observable.
    coordinate_sd : DataArray (time, coordinate), from the Gauss-Newton Hessian.
    angles : DataArray (time, angle) [rad], names as in ``quantities.ANGLES`` columns; NaN where not
        measurable.
    angle_sd : DataArray (time, angle) [rad], measurement noise only (no systematic error).
    segment_rotation : DataArray (time, segment, row, column): rotation_segment_in_lab.
    segment_origin : DataArray (time, segment, axis) [m] in lab.
    markers_model : DataArray (time, marker, axis): where the fitted model puts each marker [m].
    residual : DataArray (time, marker) distance between measured and model marker [m].
    not_measurable : mapping angle column -> reason, for angles blank in the whole trial.
    """

    poses: xr.DataArray
    coordinates: xr.DataArray
    coordinate_sd: xr.DataArray
    angles: xr.DataArray
    angle_sd: xr.DataArray
    segment_rotation: xr.DataArray
    segment_origin: xr.DataArray
    markers_model: xr.DataArray
    residual: xr.DataArray
    not_measurable: dict[str, str] = field(default_factory=dict)


VALID, SHARED, SPLIT = "valid", "two feet on one plate", "one foot on two plates"
PARTIAL, OTHER = "partial foot", "other"
STATES = (VALID, SHARED, SPLIT, PARTIAL, OTHER)
"""States of a contact. "other": the foot stands where no plate is, or nothing says where it is; the reason
tells."""
WHOLE = (VALID, SPLIT)
"""States in which a foot's whole force is on plates of its own."""


@dataclass(frozen=True)
class Contact:
    """One foot's contact with the ground, and the plate(s) that saw it.

    `state` is one of ``STATES``. `disagreement_ms` is marker event minus plate event at contact, NaN where
    one is missing. `overridden`: the contact was given by the user, not found.
    """

    side: Side
    start: float
    end: float
    plates: tuple[str, ...]
    state: str
    reason: str = ""
    disagreement_ms: float = float("nan")
    overridden: bool = False


@dataclass(frozen=True)
class Cycle:
    """One repetition: a stride (contact to next contact of the same foot), a squat, a landing.

    `side` is None for two-legged tasks. `marks` are named instants inside it [s], e.g.
    {"opposite_off": .., "opposite_contact": .., "off": ..} for gait, {"bottom": ..} for a squat.
    """

    side: Side | None
    number: int
    start: float
    end: float
    marks: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Spatiotemporal:
    """One spatiotemporal parameter: mean and spread over cycles, and its `values` in those that show it."""

    name: str
    side: Side | None
    value: float
    sd: float
    n: int
    unit: str
    definition: str
    values: tuple[float, ...] = ()


@dataclass(frozen=True)
class Movement:
    """What a tracked trial contains: its task, events, contacts, repetitions and their parameters.

    `cycle_curves` has dims (cycle, angle, percent) [rad] with coords side and number on cycle, told from the
    cycle's own side ("named side up"); `progression` is the walking direction per pass in lab X-Z.
    `disagreement_ms` are all marker-minus-plate event differences.
    """

    task: Task
    task_reason: str
    events: tuple[Event, ...]
    contacts: tuple[Contact, ...]
    cycles: tuple[Cycle, ...]
    cycle_curves: xr.DataArray
    spatiotemporal: tuple[Spatiotemporal, ...]
    disagreement_ms: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()
