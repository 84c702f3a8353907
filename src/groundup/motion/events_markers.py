"""Contact and off from markers alone: candidates by foot position, refined by foot acceleration.

Candidates are the extremes of the heel's and the forefoot's fore-aft position relative to the pelvis in
the local direction of progression (Zeni 2008, EVIDENCE F60). They name which step happens and roughly when:

* The heel is furthest forward some 30-50 ms before it meets the floor. The instant is therefore refined to
  the vertical acceleration peak with which the floor stops the foot (walking: Hreljac & Marshall 2000,
  J Biomech 33:783; all foot strikes in running: heel or metatarsal, whichever comes first, Handsaker 2016,
  J Biomech 49:4128).
* In walking the forefoot is furthest back when it leaves the floor. In running it goes on backwards in the
  air, and off is the vertical acceleration peak of the forefoot before that (Handsaker 2016; De Witt 2010,
  J Biomech 43:3067).

The vertical velocity of the foot's middle (O'Connor 2007, F62) gives a second opinion: it sets the
confidence, and stands alone where no pelvis was seen.
"""

from dataclasses import dataclass

import numpy as np
from scipy.signal import find_peaks

from groundup.motion.feet import BodyPoints, Foot
from groundup.motion.signals import bridge, derivative, low_pass, peak_time, runs
from groundup.quantities import Side
from groundup.recording.recording import EventKind, FloatArray

CUTOFF = 15.0
"""Low-pass for event signals [Hz]: keeps the foot's stop (F50 has 6 Hz for walking angles, too slow here)."""
_LONGEST_BRIDGE = 0.15  # marker gaps bridged for event finding only [s]
_BEFORE, _AFTER = 0.02, 0.10  # where the floor stops the foot, relative to the heel's furthest forward [s]
_OFF_BEFORE, _OFF_AFTER = 0.16, 0.02  # where a runner's forefoot leaves, relative to its furthest back [s]
_LOW = 0.25  # a point this share of foot length above its resting height is not meeting the floor
_LEAST_SWING = 0.5  # a step moves the foot at least this share of its length
_AGREE = 0.06  # two methods within this agree [s]


@dataclass(frozen=True)
class MarkerEvent:
    """One event from markers: `time` absolute [s], `confidence` 0 to 1, `method` in words."""

    side: Side
    kind: EventKind
    time: float
    confidence: float
    method: str


@dataclass(frozen=True)
class FootSignals:
    """Smoothed signals of one foot: positions relative to the pelvis along the heading, and heights.

    All (T,) arrays, SI; `heel_forward`, `forefoot_forward` [m] are NaN where the pelvis is not seen.
    """

    foot: Foot
    time: FloatArray
    rate: float
    heel_forward: FloatArray
    forefoot_forward: FloatArray
    ground_forward: FloatArray
    heel_height: FloatArray
    forefoot_height: FloatArray
    heel_lift: FloatArray
    forefoot_lift: FloatArray
    middle_rise: FloatArray


def foot_signals(points: BodyPoints, heading: FloatArray, side: Side) -> FootSignals:
    """Signals of one foot that events are read from.

    `heading` (T,) is the local direction of progression, angle about Y from lab X [rad].
    """
    along = np.stack([np.cos(heading), -np.sin(heading)], axis=1)
    foot, rate = points.feet[side], points.rate
    gap = round(_LONGEST_BRIDGE * rate)

    def smooth(values: FloatArray) -> FloatArray:
        return low_pass(bridge(values, gap), rate, CUTOFF)

    heel, forefoot, pelvis = smooth(foot.heel), smooth(foot.forefoot), smooth(points.pelvis)

    def forward(vector: FloatArray) -> FloatArray:
        result: FloatArray = np.einsum("ti,ti->t", vector[:, [0, 2]], along)
        return result

    velocity = derivative(np.stack([heel[:, 1], forefoot[:, 1]], axis=1), rate)
    lift = derivative(velocity, rate)
    return FootSignals(
        foot, points.time, rate, forward(heel - pelvis), forward(forefoot - pelvis), forward(heel),
        heel[:, 1], forefoot[:, 1], lift[:, 0], lift[:, 1], velocity.mean(axis=1),
    )


def gait_events(points: BodyPoints, heading: FloatArray, running: bool) -> tuple[MarkerEvent, ...]:
    """Contacts and offs of a stepping person, in order of time.

    Parameters
    ----------
    points : BodyPoints
    heading : (T,) array
        Local direction of progression, angle about Y from lab X [rad].
    running : bool
        Whether there is a flight between the feet: take-off is then read from the push-off.

    Returns
    -------
    tuple of MarkerEvent
        Empty for a person who does not step.
    """
    events: list[MarkerEvent] = []
    for side in points.feet:
        signal = foot_signals(points, heading, side)
        contacts, offs = _step_candidates(signal)
        events += [_contact(signal, index) for index in contacts]
        events += [_off(signal, index, running) for index in offs]
    return tuple(sorted(events, key=lambda event: event.time))


def _step_candidates(signal: FootSignals) -> tuple[list[int], list[int]]:
    """Frames with the heel furthest forward and the forefoot furthest back, of real steps only."""
    contacts = _extremes(signal, signal.heel_forward)
    offs = _extremes(signal, -signal.forefoot_forward)
    return contacts, offs


def _extremes(signal: FootSignals, values: FloatArray) -> list[int]:
    """Peaks of a fore-aft signal that stand out by half a foot length and belong to a moving foot."""
    least = _LEAST_SWING * signal.foot.length
    peaks: list[int] = []
    for start, stop in runs(np.isfinite(values)):
        part = values[start:stop]
        if len(part) < 5:
            continue
        span = float(np.ptp(part))
        found, _ = find_peaks(
            part, prominence=max(least, 0.25 * span), distance=max(1, round(0.25 * signal.rate))
        )
        peaks += [start + int(index) for index in found]
    return [index for index in peaks if _swings_beside(signal, index, least)]


def _swings_beside(signal: FootSignals, index: int, least: float) -> bool:
    """Whether the foot itself travels around this frame (in a squat only the pelvis does)."""
    reach = round(0.4 * signal.rate)
    near = signal.ground_forward[max(0, index - reach) : index + reach + 1]
    heights = signal.heel_height[max(0, index - reach) : index + reach + 1]
    return bool(np.nanmax(near) - np.nanmin(near) > least and np.nanmax(heights) - np.nanmin(heights) > 0.02)


def _contact(signal: FootSignals, index: int) -> MarkerEvent:
    """Refine the heel's furthest forward to the instant the floor stops the foot."""
    furthest = peak_time(signal.time, signal.heel_forward, index)
    stop = _floor_stops_foot(signal, furthest)
    if not np.isfinite(stop):
        return MarkerEvent(signal.foot.side, EventKind.CONTACT, furthest, 0.4, "heel furthest forward")
    second = _nearest_peak(signal.time, -signal.middle_rise, furthest, 0.15)
    agreed = bool(np.isfinite(second) and abs(second - stop) < _AGREE)
    return MarkerEvent(
        signal.foot.side, EventKind.CONTACT, stop, 0.8 if agreed else 0.7, "vertical foot acceleration"
    )


def _floor_stops_foot(signal: FootSignals, around: float) -> float:
    """First vertical acceleration peak of heel or forefoot near the floor around an instant [s]."""
    first = float("nan")
    low = _LOW * signal.foot.length
    for lift, height, rest in (
        (signal.heel_lift, signal.heel_height, signal.foot.heel_height),
        (signal.forefoot_lift, signal.forefoot_height, signal.foot.forefoot_height),
    ):
        window = _window(signal.time, around - _BEFORE, around + _AFTER)
        part = lift[window]
        if len(part) < 3 or not np.isfinite(part).all():
            continue
        peaks, _ = find_peaks(part, prominence=0.25 * float(np.ptp(part)))
        for peak in peaks:
            index = window.start + int(peak)
            if lift[index] > 0.0 and height[index] < rest + low:
                instant = peak_time(signal.time, lift, index)
                first = instant if not np.isfinite(first) else min(first, instant)
                break
    return first


def _push_off(signal: FootSignals, index: int) -> float:
    """Last vertical acceleration peak of the still low forefoot before it is furthest back [s]."""
    around = float(signal.time[index])
    window = _window(signal.time, around - _OFF_BEFORE, around + _OFF_AFTER)
    part = signal.forefoot_lift[window]
    if len(part) < 3 or not np.isfinite(part).all():
        return float("nan")
    peaks, _ = find_peaks(part)
    low = signal.foot.forefoot_height + _LOW * signal.foot.length
    kept = [window.start + int(k) for k in peaks if signal.forefoot_height[window.start + int(k)] < low]
    if not kept:
        return float("nan")
    best = max(kept, key=lambda k: float(signal.forefoot_lift[k]))
    return peak_time(signal.time, signal.forefoot_lift, best)


def _off(signal: FootSignals, index: int, running: bool) -> MarkerEvent:
    furthest_back = peak_time(signal.time, -signal.forefoot_forward, index)
    push_off = _push_off(signal, index) if running else float("nan")
    if np.isfinite(push_off):
        return MarkerEvent(signal.foot.side, EventKind.OFF, push_off, 0.7, "vertical forefoot acceleration")
    second = _nearest_peak(signal.time, signal.middle_rise, furthest_back, 0.15)
    agreed = bool(np.isfinite(second) and abs(second - furthest_back) < _AGREE) and not running
    return MarkerEvent(
        signal.foot.side, EventKind.OFF, furthest_back, 0.8 if agreed else 0.6, "forefoot furthest back"
    )


def _nearest_peak(time: FloatArray, values: FloatArray, around: float, reach: float) -> float:
    window = _window(time, around - reach, around + reach)
    part = values[window]
    if len(part) < 3 or not np.isfinite(part).any():
        return float("nan")
    peaks, _ = find_peaks(np.nan_to_num(part, nan=-np.inf))
    if len(peaks) == 0:
        return float("nan")
    best = max(peaks, key=lambda k: float(part[k]))
    return peak_time(time, values, window.start + int(best))


def _window(time: FloatArray, start: float, end: float) -> slice:
    return slice(int(np.searchsorted(time, start)), int(np.searchsorted(time, end, side="right")))
