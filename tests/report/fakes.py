"""Analyses made of smooth random curves: shapes for the writers and the page, nothing that was measured."""

from dataclasses import replace

import numpy as np
import xarray as xr

from groundup.assessment import Analysis, TrialResult
from groundup.body.chain import Chain, Coordinate
from groundup.body.subject import Subject
from groundup.loads.loads import NoLoads
from groundup.mechanics.tree import Parameters, Topology, no_functions
from groundup.motion.motion import Contact, Cycle, Motion, Movement, Spatiotemporal
from groundup.motion.task import Task
from groundup.quantities import ANGLES, Operation, Side, SourceFile
from groundup.recording.recording import (
    Event,
    EventKind,
    ForcePlate,
    LabAxes,
    MarkerGaps,
    Person,
    ProtocolMatch,
    Recording,
)

MARKERS = (
    "LASI",
    "RASI",
    "LPSI",
    "RPSI",
    "LTHI",
    "LKNE",
    "LTIB",
    "LANK",
    "LHEE",
    "LTOE",
    "RTHI",
    "RKNE",
    "RTIB",
    "RANK",
    "RHEE",
    "RTOE",
)
RATE = 100.0
STRIDE = 1.1
COLUMNS = tuple(a.column(s) for a in ANGLES for s in (tuple(Side) if a.sided else (None,)))


def analysis(*trials: TrialResult, **changes: object) -> Analysis:
    """One person's analysis of the given trials (walking where none is given)."""
    trials = trials or (walking(),)
    base = Analysis(
        subject=subject(tuple(str(m) for m in trials[0].recording.labels)),
        trials=trials,
        static=None,
        created="2026-11-22T17:00:00+00:00",
        version="0.1.0",
        settings={"task": "recognised", "filter": "Butterworth, 6 Hz"},
        timings={"subject fit": 1.2, "tracking": 0.3},
    )
    return replace(base, **changes)


def subject(markers: tuple[str, ...] = MARKERS) -> Subject:
    bodies, n = ("pelvis", "left_shank"), len(markers)
    eye = np.broadcast_to(np.eye(3), (2, 3, 3)).copy()
    topology = Topology(
        np.array([-1, 0]),
        np.full((2, 6), -1),
        np.full((2, 6), -1),
        np.array([0]),
        np.array([-1]),
        np.zeros(n, np.int64),
        no_functions(),
    )
    parameters = Parameters(
        eye,
        eye,
        np.ones((2, 6)),
        np.zeros((2, 6)),
        eye,
        np.zeros((2, 3)),
        eye,
        np.zeros((2, 3)),
        np.array([10.0, 3.0]),
        np.zeros((2, 3)),
        eye,
        np.zeros((n, 3)),
    )
    chain = Chain(bodies, (Coordinate("knee_flexion_left"),), markers, topology, parameters)
    return Subject(
        chain=chain,
        person=Person(mass=71.5, height=1.76, leg_length={Side.LEFT: 0.91, Side.RIGHT: 0.912}),
        marker_sd=dict.fromkeys(markers, 0.01),
        residual_rms={"walk 01": 0.0063},
        unobservable={"midtarsal_left": "no marker behind the midfoot"},
        knee_axis_functional={"left": True, "right": False},
        static_trial="static",
        sizes={
            "left_thigh": 0.42,
            "right_thigh": 0.421,
            "pelvis_width": 0.24,
            "subtalar inclination left": 0.7330383,
        },
        notes=("Hip centres come from the pelvis width.",),
    )


def walking(
    name: str = "walk 01",
    strides: int = 3,
    sides: tuple[Side, ...] = tuple(Side),
    seed: int = 1,
    markers: tuple[str, ...] = MARKERS,
    plates: bool = True,
    blank: bool = False,
) -> TrialResult:
    rng = np.random.default_rng(seed)
    cycles, events, contacts = [], [], []
    for side in sides:
        shift = 0.2 if side is Side.LEFT else 0.2 + STRIDE / 2
        for k in range(strides):
            start = shift + k * STRIDE
            cycles.append(
                Cycle(
                    side,
                    k + 1,
                    start,
                    start + STRIDE,
                    {
                        "opposite_off": start + 0.12 * STRIDE,
                        "opposite_contact": start + 0.5 * STRIDE,
                        "off": start + (0.61 if side is Side.LEFT else 0.63) * STRIDE,
                    },
                )
            )
            events += [
                Event(side, EventKind.CONTACT, start, "plate+markers", 0.95),
                Event(side, EventKind.OFF, start + 0.62 * STRIDE, "markers", 0.8),
            ]
            contacts.append(
                Contact(
                    side,
                    start,
                    start + 0.62 * STRIDE,
                    ("Plate 1",) if k == 0 and plates else (),
                    "valid" if k == 0 and plates else "other",
                    "",
                    6.0 if k == 0 else float("nan"),
                )
            )
    seconds = 0.4 + STRIDE * (strides + 0.5)
    return _trial(
        name,
        Task.WALKING,
        cycles,
        tuple(events),
        tuple(contacts),
        seconds,
        rng,
        markers,
        plates,
        blank,
        spatiotemporal=_spatiotemporal(sides, strides),
    )


def squat(name: str = "squat", repetitions: int = 4, seed: int = 2) -> TrialResult:
    cycles = [
        Cycle(None, k + 1, 0.5 + 2.5 * k, 2.6 + 2.5 * k, {"bottom": 1.6 + 2.5 * k})
        for k in range(repetitions)
    ]
    return _trial(
        name,
        Task.SQUAT,
        cycles,
        (),
        (),
        0.8 + 2.5 * repetitions,
        np.random.default_rng(seed),
        MARKERS,
        True,
        False,
        spatiotemporal=(),
    )


def standing(name: str = "static", seed: int = 3) -> TrialResult:
    return _trial(
        name, Task.STANDING, [], (), (), 1.5, np.random.default_rng(seed), MARKERS, False, False, ()
    )


def _trial(
    name: str,
    task: Task,
    cycles: list[Cycle],
    events: tuple[Event, ...],
    contacts: tuple[Contact, ...],
    seconds: float,
    rng: np.random.Generator,
    markers: tuple[str, ...],
    plates: bool,
    blank: bool,
    spatiotemporal: tuple[Spatiotemporal, ...],
) -> TrialResult:
    frames = int(seconds * RATE)
    time = 0.12 + np.arange(frames) / RATE
    recording = _recording(name, time, rng, markers, plates)
    curves = _curves(cycles, rng, task, blank)
    movement = Movement(
        task,
        "the pelvis travels 4.1 m and the feet meet the floor in turn",
        events,
        contacts,
        tuple(cycles),
        curves,
        spatiotemporal,
        (6.0, -4.0, 11.0) if events else (),
        (),
    )
    return TrialResult(recording, _motion(time, rng, markers, blank), movement, NoLoads("no force plates"))


def _recording(
    name: str, time: np.ndarray, rng: np.random.Generator, markers: tuple[str, ...], plates: bool
) -> Recording:
    positions = _smooth(rng, (time.size, len(markers), 3), 0.4)
    positions[5:12, 0] = np.nan
    data = xr.DataArray(
        positions,
        dims=("time", "marker", "axis"),
        coords={"time": time, "marker": list(markers), "axis": list("xyz")},
        attrs={"units": "m"},
    )
    return Recording(
        name=name,
        sources=(SourceFile(f"{name}.c3d", "C3D", "ab" * 32, 123456),),
        rate=RATE,
        first_frame=13,
        markers=data,
        frame="lab",
        plates=(_plate(time, rng),) if plates else (),
        lab_axes=LabAxes(
            np.eye(3),
            "+z",
            "-x",
            ("plate normals point along +z", "the pelvis travels along -x"),
            "walking direction",
        ),
        match=ProtocolMatch(
            "plug_in_gait",
            "Plug-in Gait",
            {"left_asis": "LASI", "right_asis": "RASI"},
            {"LTHI": "left_thigh", "LTIB": "left_shank"},
            ("LTHI",),
            ("LKJC",),
            ("Wand",),
        ),
        gaps=tuple(
            MarkerGaps(m, 7 if m == "LASI" else 0, 4 if m == "LASI" else 0, 0, 7 if m == "LASI" else 0)
            for m in markers
        ),
        person=Person(mass=71.5, height=1.76),
        notes=("The file names no subject.",),
        operations=(
            Operation("read", {"format": "C3D"}),
            Operation("smooth", {"cutoff_hz": 6.0, "order": 4}),
        ),
    )


def _plate(time: np.ndarray, rng: np.random.Generator) -> ForcePlate:
    dims = ("plate_time", "axis")
    coords = {"plate_time": time, "axis": list("xyz")}
    force = np.zeros((time.size, 3))
    force[20:80, 1] = 720.0 * np.sin(np.linspace(0, np.pi, 60))[: max(0, min(60, time.size - 20))]
    cop = np.where(force[:, 1:2] > 20.0, 0.1, np.nan) * np.ones(3)
    return ForcePlate(
        "Plate 1",
        2,
        None,
        xr.DataArray(force, dims=dims, coords=coords),
        xr.DataArray(cop, dims=dims, coords=coords),
        xr.DataArray(cop * 10, dims=dims, coords=coords),
        20.0,
        np.array([0.4, 2.1, -0.3]),
    )


def _motion(time: np.ndarray, rng: np.random.Generator, markers: tuple[str, ...], blank: bool) -> Motion:
    angles = _smooth(rng, (time.size, len(COLUMNS)), 0.4)
    missing = [c for c in COLUMNS if blank or c.startswith("midtarsal")]
    for column in missing:
        angles[:, COLUMNS.index(column)] = np.nan
    at = {"time": time}

    def array(values, *dims, **coords):
        return xr.DataArray(values, dims=("time", *dims), coords={**at, **coords})

    return Motion(
        poses=array(angles[:, :1], "coordinate", coordinate=["knee_flexion_left"]),
        coordinates=array(angles[:, :1], "coordinate", coordinate=["knee_flexion_left"]),
        coordinate_sd=array(np.full((time.size, 1), 0.01), "coordinate", coordinate=["knee_flexion_left"]),
        angles=array(angles, "angle", angle=list(COLUMNS)),
        angle_sd=array(np.full(angles.shape, 0.01), "angle", angle=list(COLUMNS)),
        segment_rotation=array(
            np.broadcast_to(np.eye(3), (time.size, 1, 3, 3)), "segment", "row", "column", segment=["pelvis"]
        ),
        segment_origin=array(
            np.zeros((time.size, 1, 3)), "segment", "axis", segment=["pelvis"], axis=list("xyz")
        ),
        markers_model=array(
            _smooth(rng, (time.size, len(markers), 3), 0.4),
            "marker",
            "axis",
            marker=list(markers),
            axis=list("xyz"),
        ),
        residual=array(
            np.abs(0.006 + 0.003 * rng.standard_normal((time.size, len(markers)))),
            "marker",
            marker=list(markers),
        ),
        not_measurable=dict.fromkeys(missing, "one marker in front of the ankle cannot show the midfoot"),
    )


def _curves(cycles: list[Cycle], rng: np.random.Generator, task: Task, blank: bool) -> xr.DataArray:
    p = np.linspace(0.0, 1.0, 101)
    values = np.full((len(cycles), len(COLUMNS), 101), np.nan)
    for i, cycle in enumerate(cycles):
        for j, column in enumerate(COLUMNS):
            own = cycle.side is None or not column.endswith(str(cycle.side.other))
            if own and not blank and not column.startswith("midtarsal"):
                values[i, j] = np.radians(
                    _shape(column, p, task)
                    + rng.normal(0, 1.0)
                    + 1.2 * np.sin(2 * np.pi * (p + rng.random()))
                )
                if column in ("knee_adduction_right", "knee_rotation_right"):
                    values[i, j, 62:85] = np.nan
    return xr.DataArray(
        values,
        dims=("cycle", "angle", "percent"),
        coords={
            "angle": list(COLUMNS),
            "percent": np.arange(101.0),
            "side": ("cycle", [str(c.side or "") for c in cycles]),
            "number": ("cycle", [c.number for c in cycles]),
        },
    )


def _shape(column: str, p: np.ndarray, task: Task) -> np.ndarray:
    def bump(at, width):
        return np.exp(-0.5 * ((p - at) / width) ** 2)

    if task is not Task.WALKING:
        return 8.0 + (80.0 if "flexion" in column else 10.0) * np.sin(np.pi * p) ** 2
    stem = column.removesuffix("_left").removesuffix("_right")
    return {
        "knee_flexion": 5 + 14 * bump(0.13, 0.07) + 55 * bump(0.73, 0.10),
        "hip_flexion": 14 + 20 * np.cos(2 * np.pi * (p - 0.9)),
        "ankle_dorsiflexion": 12 * bump(0.42, 0.14) - 20 * bump(0.64, 0.06) - 4,
        "pelvis_tilt": 11 + 1.5 * np.cos(4 * np.pi * p),
        "shank_to_floor": -15 + 60 * p - 50 * p**3 - 20 * bump(0.8, 0.1),
    }.get(stem, 5 * np.sin(2 * np.pi * (p + 0.1)))


def _spatiotemporal(sides: tuple[Side, ...], n: int) -> tuple[Spatiotemporal, ...]:
    sided = [
        Spatiotemporal(name, side, value, sd, n, unit, words)
        for name, value, sd, unit, words in (
            ("stride_time", 1.1, 0.02, "s", "contact to next contact of the same foot"),
            ("step_length", 0.68, 0.02, "m", "heel to heel along progression, at contact"),
            ("stance", 61.5, 0.8, "%", "contact to off over the cycle"),
        )
        for side in sides
    ]
    return (
        *sided,
        Spatiotemporal("speed", None, 1.24, 0.03, n, "m/s", "pelvis travel over time"),
        Spatiotemporal("cadence", None, 109.0, float("nan"), 1, "steps/min", "steps per minute"),
    )


def _smooth(rng: np.random.Generator, shape: tuple[int, ...], size: float) -> np.ndarray:
    t = np.linspace(0, 6, shape[0]).reshape(-1, *(1,) * (len(shape) - 1))
    return size * np.sin(t * (0.5 + rng.random(shape[1:])) + 6 * rng.random(shape[1:]))
