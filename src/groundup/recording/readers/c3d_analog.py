"""Analog channels of a C3D with their own units, and unsigned integers read as what they are."""

from dataclasses import replace

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from groundup.recording.readers.c3d_isolated import RawC3D
from groundup.recording.readers.c3d_layout import Layout
from groundup.recording.readers.c3d_parameters import Parameters

_SIXTEEN_BITS = 65536


def correct_unsigned(raw: RawC3D, layout: Layout) -> RawC3D:
    """Undo the library's reading of unsigned 16-bit samples as signed ones.

    Where ANALOG:FORMAT says UNSIGNED and the data are integers, ezc3d 1.7 takes samples above 32,767
    for negative numbers, which shifts them by 65,536 counts.
    """
    parameters = Parameters(raw.parameters)
    if layout.item_bytes != 2 or parameters.word("ANALOG", "FORMAT").upper() != "UNSIGNED":
        return raw
    count = raw.analog.shape[0]
    scale = _per_channel(parameters, "SCALE", count, 1.0) * (parameters.number("ANALOG", "GEN_SCALE") or 1.0)
    offset = _per_channel(parameters, "OFFSET", count, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        samples = np.mod(np.rint(raw.analog / scale + offset), _SIXTEEN_BITS)
    return replace(raw, analog=(samples - np.mod(offset, _SIXTEEN_BITS)) * scale)


def clean_analog(raw: RawC3D) -> tuple[RawC3D, tuple[str, ...]]:
    """Take samples that are no numbers as missing, and say how many there were."""
    lost = ~np.isfinite(raw.analog)
    if not lost.any():
        return raw, ()
    note = f"{int(lost.sum())} analog samples are no numbers; taken as missing"
    return replace(raw, analog=np.where(lost, np.nan, raw.analog)), (note,)


def _per_channel(parameters: Parameters, name: str, count: int, default: float) -> NDArray[np.float64]:
    """Column (count, 1) of a numeric ANALOG parameter, filled up with `default`."""
    values = [block.ravel() for block in parameters.number_lists("ANALOG", name)]
    given = np.concatenate(values)[:count] if values else np.empty(0)
    return np.concatenate((given, np.full(count - given.size, default)))[:, None]


def read_analog(raw: RawC3D, start: float, rate: float) -> xr.DataArray | None:
    """Channels as (analog_time, channel), coordinate `unit` per channel; None where there are none.

    Parameters
    ----------
    raw : RawC3D
    start : float
        Absolute time of the first frame [s].
    rate : float
        Frame rate [Hz]; samples are spread evenly over the frames.
    """
    channels, samples = raw.analog.shape
    frames = raw.points.shape[2]
    if channels == 0 or samples == 0 or frames == 0:
        return None
    parameters = Parameters(raw.parameters)
    labels, units = parameters.words("ANALOG", "LABELS"), parameters.words("ANALOG", "UNITS")
    names = [labels[i] if i < len(labels) and labels[i] else f"analog_{i + 1}" for i in range(channels)]
    time: NDArray[np.float64] = start + np.arange(samples) / (rate * samples / frames)
    return xr.DataArray(
        raw.analog.T.copy(),
        dims=("analog_time", "channel"),
        coords={
            "analog_time": time,
            "channel": names,
            "unit": ("channel", [units[i] if i < len(units) else "" for i in range(channels)]),
        },
    )
