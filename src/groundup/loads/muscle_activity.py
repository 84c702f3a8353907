"""Electromyograms in a recording: what each channel is, its envelope, and co-contraction."""

from dataclasses import dataclass, replace

import numpy as np
import xarray as xr

from groundup.loads.knee.span import Span, spans
from groundup.loads.muscle_names import NamedMuscle, is_force, muscle_of
from groundup.loads.muscle_pairs import Pair, falconer_winter_index, pairs, rudolph_index
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Movement
from groundup.motion.task import Task
from groundup.recording.recording import Recording

BAND = (20.0, 450.0)
ENVELOPE_HZ = 6.0
METHOD = (
    "mean removed, band-pass 20 to 450 Hz, rectified, low-pass 6 Hz (Butterworth, fourth order, zero lag), "
    "divided by the channel's own peak in this trial"
)
_LOWEST_RATE = 200.0
# Engineering choices, told in the report with the channel they turn away.
_LEAST_BURST = 3.0
_MOST_CLIPPED = 0.01
_VOLTS = ("v", "mv", "uv", "µv", "volt", "volts", "")


@dataclass(frozen=True)
class EmgChannel:
    """One analog channel that is not a force plate's.

    Attributes
    ----------
    label : str
        As in the file.
    muscle : NamedMuscle or None
    reason : str
        Why it was not used; empty where it was.
    """

    label: str
    muscle: NamedMuscle | None
    reason: str = ""


@dataclass(frozen=True)
class Cocontraction:
    """How much two opposing muscles of one leg worked at once in one stance or repetition."""

    pair: Pair
    span: Span
    rudolph: float
    falconer_winter: float


@dataclass(frozen=True)
class MuscleActivity:
    """What the recording tells of muscles.

    Attributes
    ----------
    envelopes : DataArray (time, muscle)
        Share of the channel's own peak in the trial [1]; labels like ``soleus left``.
    channels : tuple of EmgChannel
        Every channel that is not a force plate's, used or not.
    cocontraction : tuple of Cocontraction
    """

    envelopes: xr.DataArray
    channels: tuple[EmgChannel, ...]
    cocontraction: tuple[Cocontraction, ...]


def measure_muscles(recording: Recording, movement: Movement) -> MuscleActivity | None:
    """Find the electromyograms of a trial; None where no channel names a muscle, or the person stands.

    Parameters
    ----------
    recording : Recording
    movement : Movement
        Its stances or repetitions are what co-contraction is told for.
    """
    analog = recording.analog
    if analog is None or movement.task is Task.STANDING or analog.sizes["channel"] == 0:
        return None
    time = np.asarray(recording.markers.time.values, np.float64)
    own = np.asarray(analog.analog_time.values, np.float64)
    units = (
        [str(u) for u in analog.unit.values] if "unit" in analog.coords else [""] * analog.sizes["channel"]
    )
    values = np.asarray(analog.transpose("analog_time", "channel").values, np.float64)
    channels: list[EmgChannel] = []
    curves: dict[str, FloatArray] = {}
    for k, (label, unit) in enumerate(zip(analog.channel.values, units, strict=True)):
        if is_force(str(label), unit):
            continue
        channel, curve = _channel(str(label), unit, own, values[:, k])
        if curve is not None and channel.muscle is not None:
            name = channel.muscle.label
            if name in curves:
                channel = replace(channel, reason="a second channel of this muscle")
            else:
                curves[name] = np.interp(time, own, curve, left=np.nan, right=np.nan)
        channels.append(channel)
    if not any(channel.muscle for channel in channels):
        return None
    envelopes = xr.DataArray(
        np.column_stack(list(curves.values())) if curves else np.empty((len(time), 0)),
        coords={"time": time, "muscle": list(curves)},
        dims=("time", "muscle"),
        attrs={"units": "1", "source": METHOD},
    )
    return MuscleActivity(envelopes, tuple(channels), tuple(_indices(envelopes, movement)))


def envelope(signal: FloatArray, rate: float) -> FloatArray:
    """Envelope of one electromyogram, in its own unit.

    Parameters
    ----------
    signal : (n,)
    rate : float
        [Hz], at least 200. The band ends at 90 % of half the rate where that is less than 450 Hz.
    """
    from scipy.signal import butter, filtfilt

    top = min(BAND[1], 0.45 * rate)
    band = butter(2, (BAND[0], top), "bandpass", fs=rate)
    low = butter(2, ENVELOPE_HZ, fs=rate)
    passed = filtfilt(*band, signal - np.mean(signal))
    return np.asarray(np.maximum(filtfilt(*low, np.abs(passed)), 0.0))


def _channel(
    label: str, unit: str, time: FloatArray, signal: FloatArray
) -> tuple[EmgChannel, FloatArray | None]:
    """Tell what a channel is, and its normalised envelope if it can be used."""
    named = muscle_of(label)
    if isinstance(named, str):
        return EmgChannel(label, None, named), None
    rate = 1.0 / float(np.median(np.diff(time))) if len(time) > 1 else 0.0
    reason = _unusable(unit, signal, rate)
    if reason:
        return EmgChannel(label, named, reason), None
    curve = envelope(signal, rate)
    quiet, loud = np.percentile(curve, [10.0, 95.0])
    if loud < _LEAST_BURST * quiet:
        words = f"no burst stands out: its 95th percentile is under {_LEAST_BURST:g} times its 10th"
        return EmgChannel(label, named, words), None
    return EmgChannel(label, named), curve / curve.max()


def _unusable(unit: str, signal: FloatArray, rate: float) -> str:
    if unit.lower() not in _VOLTS:
        return f"its unit is {unit}, not a voltage"
    if rate < _LOWEST_RATE:
        return f"sampled at {rate:.0f} Hz, too slow for an electromyogram"
    if not np.isfinite(signal).all():
        return "samples are missing"
    span = float(np.ptp(signal))
    if span == 0.0:
        return "no signal"
    if signal.min() >= 0.0:
        return "never below zero: already rectified, by whom and how is not known"
    at_rail = (signal >= signal.max() - 1e-3 * span) | (signal <= signal.min() + 1e-3 * span)
    if at_rail.mean() > _MOST_CLIPPED:
        return f"clipped: {100.0 * at_rail.mean():.0f} % of its samples stand at the end of its range"
    return ""


def _indices(envelopes: xr.DataArray, movement: Movement) -> list[Cocontraction]:
    time = envelopes.time.values
    found = []
    for span in spans(movement):
        ending = f" {span.side}"
        present = {str(m).removesuffix(ending) for m in envelopes.muscle.values if str(m).endswith(ending)}
        inside = (time >= span.start) & (time <= span.end)
        for pair in pairs(present):
            first, second = (
                envelopes.sel(muscle=f"{name}{ending}").values[inside] for name in (pair.first, pair.second)
            )
            found.append(
                Cocontraction(
                    pair,
                    span,
                    rudolph_index(first, second),
                    falconer_winter_index(time[inside], first, second),
                )
            )
    return found
