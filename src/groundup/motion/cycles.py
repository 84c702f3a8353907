"""Repetitions (strides, squats, landings) with their named instants, and their time-normalised curves."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import xarray as xr

from groundup.motion.at_instants import at_instants
from groundup.motion.feet import BodyPoints
from groundup.motion.motion import Cycle
from groundup.motion.signals import bridge, low_pass, runs
from groundup.motion.task import Task
from groundup.quantities import ANGLES, Side
from groundup.recording.recording import Event, EventKind, FloatArray

PERCENT = np.arange(101.0)
# A stride outside these is a missed event, not a stride [s]: from sprinting to very slow walking.
_STRIDE_S = (0.4, 2.5)
_SQUAT_S = (0.6, 12.0)
_SQUAT_DEPTH = 0.5  # of the trial's own deepest squat; shallower ones are shifts of weight
_SMOOTH_HZ = 4.0
_STILL_MPS = 0.03  # a pelvis slower than this neither sinks nor rises
_LANDING_BEFORE_S, _STABLE_MPS, _TAKE_OFF_MPS, _LANDING_LONGEST_S = 0.1, 0.08, 1.5, 2.0


@dataclass(frozen=True)
class Repetitions:
    """Cycles found, and how many candidates were left out with the reason."""

    cycles: tuple[Cycle, ...]
    notes: tuple[str, ...] = ()


def find_cycles(task: Task, events: Sequence[Event], points: BodyPoints) -> Repetitions:
    """Cut a trial into repetitions of its task; none for standing and other tasks."""
    if task in (Task.WALKING, Task.RUNNING):
        return strides(events)
    if task in (Task.SQUAT, Task.SINGLE_LEG_SQUAT):
        return squats(points)
    return landings(events, points) if task is Task.LANDING else Repetitions(())


def strides(events: Sequence[Event]) -> Repetitions:
    """Strides: from a foot's contact to its next contact.

    Marks: ``off`` (this foot leaves), ``opposite_off`` and ``opposite_contact``. Strides without an off
    between the contacts or of an impossible length are left out and counted.
    """
    cycles: list[Cycle] = []
    left_out = 0
    for side in Side:
        contacts = sorted(e.time for e in events if e.side is side and e.kind is EventKind.CONTACT)
        number = 0
        for start, end in pairwise(contacts):
            off = _within(events, side, EventKind.OFF, start, end)
            if off is None or not _STRIDE_S[0] <= end - start <= _STRIDE_S[1]:
                left_out += 1
                continue
            number += 1
            marks = {"off": off}
            for name, kind in (("opposite_off", EventKind.OFF), ("opposite_contact", EventKind.CONTACT)):
                found = _within(events, side.other, kind, start, end)
                if found is not None:
                    marks[name] = found
            cycles.append(Cycle(side, number, start, end, marks))
    notes = (f"{left_out} strides left out: no take-off seen in them, or no stride takes that long",)
    return Repetitions(tuple(cycles), notes if left_out else ())


def _within(events: Sequence[Event], side: Side, kind: EventKind, start: float, end: float) -> float | None:
    times = [e.time for e in events if e.side is side and e.kind is kind and start < e.time < end]
    return min(times) if times else None


def squats(points: BodyPoints) -> Repetitions:
    """Find squats: from where the pelvis begins to sink, through its lowest point, to where it stops rising.

    Mark: ``bottom``.
    """
    height = low_pass(bridge(points.pelvis[:, 1], round(0.2 * points.rate)), points.rate, _SMOOTH_HZ)
    if not np.isfinite(height).any():
        return Repetitions((), ("the pelvis is not seen",))
    top, low = float(np.nanpercentile(height, 95)), float(np.nanmin(height))
    speed = np.gradient(height) * points.rate
    with np.errstate(invalid="ignore"):
        deep = height < top - _SQUAT_DEPTH * (top - low)
        not_sinking, not_rising = speed > -_STILL_MPS, speed < _STILL_MPS
    cycles: list[Cycle] = []
    for first, stop in runs(deep):
        before, after = np.flatnonzero(not_sinking[:first]), np.flatnonzero(not_rising[stop:])
        if not len(before) or not len(after):
            continue
        start, end = points.time[before[-1]], points.time[stop + after[0]]
        if _SQUAT_S[0] <= end - start <= _SQUAT_S[1]:
            bottom = first + int(np.nanargmin(height[first:stop]))
            marks = {"bottom": float(points.time[bottom])}
            cycles.append(Cycle(None, len(cycles) + 1, float(start), float(end), marks))
    cut = len(runs(deep)) - len(cycles)
    notes = (f"{cut} squats cut off by the start or end of the trial are left out",)
    return Repetitions(tuple(cycles), notes if cut else ())


def landings(events: Sequence[Event], points: BodyPoints) -> Repetitions:
    """Landings: from just before first contact after a fall until the pelvis is still.

    Marks: ``contact`` (the first foot), ``bottom`` (lowest pelvis), ``stable`` where it comes to rest in the
    trial.
    """
    height = low_pass(bridge(points.pelvis[:, 1], round(0.1 * points.rate)), points.rate, 12.0)
    speed = np.gradient(height) * points.rate
    cycles: list[Cycle] = []
    for contact in sorted(e.time for e in events if e.kind is EventKind.CONTACT):
        if cycles and contact < cycles[-1].end:
            continue
        frame = int(np.searchsorted(points.time, contact))
        before = speed[max(frame - round(0.06 * points.rate), 0) : frame + 1]
        if frame >= len(height) or not np.isfinite(before).any() or float(np.nanmin(before)) > -0.5:
            continue
        cycles.append(_landing(contact, frame, height, speed, points, len(cycles) + 1))
    return Repetitions(tuple(cycles))


def _landing(
    contact: float, frame: int, height: FloatArray, speed: FloatArray, points: BodyPoints, number: int
) -> Cycle:
    stop = min(frame + round(_LANDING_LONGEST_S * points.rate), len(height) - 1)
    rising = np.flatnonzero(speed[frame + 1 : stop] > 0.0)
    bottom = (
        frame + 1 + int(rising[0]) if len(rising) else frame + int(np.nanargmin(height[frame : stop + 1]))
    )
    marks = {"contact": contact, "bottom": float(points.time[bottom])}
    # A new take-off ends the landing before it is stable.
    leaving = np.flatnonzero(speed[bottom:stop] > _TAKE_OFF_MPS)
    last = bottom + int(leaving[0]) if len(leaving) else stop
    still = [a for a, b in runs(np.abs(speed[bottom:last]) < _STABLE_MPS) if b - a >= 0.25 * points.rate]
    if still:
        last = bottom + still[0]
        marks["stable"] = float(points.time[last])
    start = max(contact - _LANDING_BEFORE_S, float(points.time[0]))
    return Cycle(None, number, start, float(points.time[last]), marks)


def cycle_curves(cycles: Sequence[Cycle], angles: xr.DataArray) -> xr.DataArray:
    """Every angle over every repetition at 0-100 %.

    Parameters
    ----------
    cycles : sequence of Cycle
    angles : DataArray (time, angle) [rad]; a member axis comes before them.

    Returns
    -------
    DataArray (cycle, angle, percent) [rad], a member axis in front where the angles have one; coordinates
    `side` ("" where a repetition has none) and `number` along cycle. Unsided angles are told from the cycle's
    own side ("named side up"). A sample next to a missing frame is missing.
    """
    time = angles.time.values
    values = angles.transpose(..., "angle", "time").values
    lead = values.shape[:-2]
    curves = np.full((*lead, len(cycles), values.shape[-2], len(PERCENT)), np.nan)
    for c, cycle in enumerate(cycles):
        at = cycle.start + PERCENT / 100.0 * (cycle.end - cycle.start)
        curves[..., c, :, :] = at_instants(at, time, values, beyond=np.nan)
        if cycle.side is Side.LEFT:
            curves[..., c, :, :] *= _told_from_left(angles)[:, None]
    return xr.DataArray(
        curves,
        dims=("member",) * len(lead) + ("cycle", "angle", "percent"),
        coords={
            "angle": angles.angle.values,
            "percent": PERCENT,
            "side": ("cycle", [str(c.side) if c.side else "" for c in cycles]),
            "number": ("cycle", np.array([c.number for c in cycles], dtype=np.int64)),
        },
        attrs={"units": "rad", "source": "time-normalised angles"},
    )


def _told_from_left(angles: xr.DataArray) -> FloatArray:
    mirrored = {a.name for a in ANGLES if a.mirrored}
    return np.array([-1.0 if str(name) in mirrored else 1.0 for name in angles.angle.values])
