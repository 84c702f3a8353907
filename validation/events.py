"""Foot contacts and offs against those annotated in the C3D files, and markers against plates."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from groundup.analyze import prepare
from groundup.motion.events import Findings, find_events
from groundup.motion.feet import body_points
from groundup.motion.passes import progression_heading
from groundup.motion.recognise import recognise_task
from groundup.quantities import Side
from groundup.recording.read import read_recording
from groundup.recording.recording import Event, EventKind, Recording
from validation.line import SHARED, Line
from validation.sabotage import wrapped

ANNOTATED = (
    "mcgill_pig_ofm_gait/HC030A/Straight/HC030A05.c3d",
    "mcgill_pig_ofm_gait/HC032A/Straight/HC032A03.c3d",
    "mcgill_pig_ofm_gait/HC038A/Straight/HC038A11.c3d",
    "gaitalytics_pig_cgm2_gait/test_small.c3d",
    "gaitalytics_pig_cgm2_gait/treadmill_events.c3d",
    "msk_modelling_walking/trial1/c3dfile.c3d",
)
_OPENCAP = "opencap_lab_subject4_squat_dropjump_gait"
FORCED = {
    "opencap walking1": (_OPENCAP, "MarkerData/walking1.trc", "GRF/walking1_grf.mot"),
    "opencap walking2": (_OPENCAP, "MarkerData/walking2.trc", "GRF/walking2_grf.mot"),
    "opencap drop jump": (_OPENCAP, "MarkerData/DJ1.trc", "GRF/DJ1_grf.mot"),
    "rajagopal walking": ("opensim_rajagopal_3dwalking", "markers_walk.trc", "grf_walk.mot"),
    "gait2392 walking": (
        "opensim_gait2392_subject01/tutorial5_scale_walk", "subject01_walk1.trc", "subject01_walk1_grf.mot",
    ),
    "hamner run 2 m/s": ("hamner_running/multiple_trials", "run200.trc", "run200_grf.mot"),
    "hamner run 3 m/s": ("hamner_running/multiple_trials", "run300.trc", "run300_grf.mot"),
    "hamner 04 run 3 m/s": ("hamner_running/subject04/run300", "markers.trc", "grf.mot"),
    "hamner 04 run 5 m/s": ("hamner_running/subject04/run500", "markers.trc", "grf.mot"),
    "bmclab run": ("bmclab_running_opensim", "motion_capture_run.trc", "grf_run.mot"),
}  # fmt: skip
INSIDE_S = 0.1  # an event counts where the foot is seen this long before and after it
SAME_S = 0.15
LIMIT_MS = {
    ("plates", EventKind.CONTACT): 10.0,
    ("plates", EventKind.OFF): 20.0,
    ("markers alone", EventKind.CONTACT): 20.0,
    ("markers alone", EventKind.OFF): 20.0,
}
LIMIT_95_MS = 50.0
_WORD = {EventKind.CONTACT: "contacts", EventKind.OFF: "offs"}


@dataclass(frozen=True)
class Trial:
    """One annotated trial, found with everything and with the markers alone."""

    name: str
    annotated: tuple[Event, ...]
    full: Findings
    alone: Findings


def _late(seconds: float) -> AbstractContextManager[None]:
    def late(findings: Findings) -> Findings:
        return replace(findings, events=tuple(replace(e, time=e.time + seconds) for e in findings.events))

    return wrapped("groundup.motion.events", "find_events", late)


def _sides_swapped() -> AbstractContextManager[None]:
    def swap(findings: Findings) -> Findings:
        return replace(
            findings,
            events=tuple(replace(e, side=e.side.other) for e in findings.events if e.side is not None),
        )

    return wrapped("groundup.motion.events", "find_events", swap)


SABOTAGES = {
    "plates: contacts": lambda: _late(0.03),
    "plates: offs": lambda: _late(0.03),
    "markers alone: contacts": lambda: _late(0.06),
    "markers alone: offs": lambda: _late(0.06),
    "missed or invented": _sides_swapped,
}


def lines() -> Iterator[Line]:
    """Plates, markers alone, counts, and the GRF trials."""
    trials = [_trial(path) for path in ANNOTATED]
    for way in ("plates", "markers alone"):
        for kind in EventKind:
            yield from _agreement(trials, way, kind)
    yield from _counts(trials)
    yield _treadmill_offs(trials)
    for name, (folder, markers, forces) in FORCED.items():
        yield from _markers_against_plates(name, f"{folder}/{markers}", f"{folder}/{forces}")


def _agreement(trials: Sequence[Trial], way: str, kind: EventKind) -> Iterator[Line]:
    gaps: list[float] = []
    for trial in trials:
        events = trial.alone.events if way == "markers alone" else _from_plates(trial.full.events)
        own = _gaps(trial.annotated, events, kind)
        gaps += own
        if own:
            yield Line(
                f"{way}, {trial.name}: {_WORD[kind]}, ours minus annotated", _said(own), "reported", None
            )
    if not gaps:
        yield Line(f"{way}: {_WORD[kind]} against annotated", "none matches", "some", False)
        return
    size = np.abs(gaps)
    median, share = float(np.median(size)), float(np.percentile(size, 95.0))
    limit = LIMIT_MS[way, kind]
    yield Line(
        f"{way}: {_WORD[kind]} against annotated, size of the difference",
        f"median {median:.0f} ms (signed {_said(gaps)})",
        f"<= {limit:g} ms",
        median <= limit,
    )
    if way == "markers alone":
        yield Line(
            f"{way}: {_WORD[kind]} against annotated, 95 %", f"{share:.0f} ms",
            f"<= {LIMIT_95_MS:g} ms", share <= LIMIT_95_MS,
        )  # fmt: skip


def _counts(trials: Sequence[Trial]) -> Iterator[Line]:
    for way in ("plates and markers", "markers alone"):
        missed = invented = total = 0
        for trial in trials:
            events = trial.alone.events if way == "markers alone" else trial.full.events
            total += len(trial.annotated)
            missed += sum(_twin(event, events) is None for event in trial.annotated)
            # People do not annotate every step: only between the first and the last they did.
            times = [event.time for event in trial.annotated]
            inside = [e for e in events if min(times) - 0.01 <= e.time <= max(times) + 0.01]
            invented += sum(_twin(event, trial.annotated) is None for event in inside)
        yield Line(
            f"missed or invented, {way}, {total} annotated events",
            f"{missed} missed, {invented} invented",
            "none",
            missed == 0 and invented == 0,
        )


def _treadmill_offs(trials: Sequence[Trial]) -> Line:
    """The treadmill's offs are annotated while the belt is still loaded: markers against the force itself."""
    trial = next(t for t in trials if "treadmill" in t.name)
    plates = _from_plates(trial.full.events)
    gaps = _gaps(plates, trial.alone.events, EventKind.OFF)
    theirs = _gaps(plates, trial.annotated, EventKind.OFF)
    return Line(
        f"{trial.name}: offs against the force: markers; annotated",
        f"{_said(gaps)}; {_said(theirs)}",
        "reported",
        None,
    )


def _markers_against_plates(name: str, markers: str, forces: str) -> Iterator[Line]:
    recording = prepare(read_recording(SHARED / markers, SHARED / forces))
    plates = _from_plates(_found(recording).events)
    alone = _found(replace(recording, plates=(), events=())).events
    for kind in EventKind:
        known = [e for e in _inside(recording, plates) if e.kind is kind]
        gaps = _gaps(known, alone, kind)
        missed = len(known) - len(gaps)
        if known:
            yield Line(
                f"{name}: {_WORD[kind]}, markers minus plates",
                f"{_said(gaps)}, {missed} of {len(known)} not seen by markers",
                "reported",
                None,
            )


@cache
def _trial(path: str) -> Trial:
    recording = prepare(read_recording(SHARED / path))
    return Trial(
        path.rpartition("/")[2].removesuffix(".c3d").replace("c3dfile", "msk trial1"),
        _inside(recording, recording.events),
        _found(recording),
        _found(replace(recording, plates=(), events=())),
    )


def _found(recording: Recording) -> Findings:
    """What an analysis finds: it reads events from the paths as recorded."""
    task, _ = recognise_task(recording)
    return find_events(recording, body_points(recording), task, progression_heading(recording))


def _inside(recording: Recording, events: Sequence[Event]) -> tuple[Event, ...]:
    """Events at which the foot is seen for the stated time before and after."""
    points = body_points(recording)
    span = {}
    for side in Side:
        foot = points.feet[side]
        seen = points.time[np.isfinite(foot.heel + foot.forefoot + points.pelvis).all(axis=1)]
        span[side] = (seen.min() + INSIDE_S, seen.max() - INSIDE_S)
    return tuple(e for e in events if e.side is not None and span[e.side][0] <= e.time <= span[e.side][1])


def _from_plates(events: Sequence[Event]) -> tuple[Event, ...]:
    return tuple(e for e in events if e.source.startswith("plate"))


def _gaps(reference: Sequence[Event], events: Sequence[Event], kind: EventKind) -> list[float]:
    """Signed differences events minus reference [ms], matched pairs only."""
    pairs = [(event, _twin(event, events)) for event in reference if event.kind is kind]
    return [1e3 * (twin.time - event.time) for event, twin in pairs if twin is not None]


def _twin(event: Event, others: Sequence[Event]) -> Event | None:
    near = [
        other
        for other in others
        if other.side is event.side and other.kind is event.kind and abs(other.time - event.time) < SAME_S
    ]
    return min(near, key=lambda other: abs(other.time - event.time), default=None)


def _said(gaps: Sequence[float]) -> str:
    if not gaps:
        return "none"
    extremes = f"{min(gaps):+.0f} to {max(gaps):+.0f} ms, n = {len(gaps)}"
    return f"median {np.median(gaps):+.0f}, SD {np.std(gaps):.0f}, {extremes}"
