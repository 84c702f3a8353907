"""Marker trajectories as a TRC file, the form OpenSim and most marker programs read."""

import numpy as np
import xarray as xr

DECIMALS = 3


def trc_text(markers: xr.DataArray, rate: float, first_frame: int, name: str) -> str:
    """Write marker positions as TRC text.

    Parameters
    ----------
    markers : DataArray (time, marker, axis)
        Positions in the lab frame [m]; X forward, Y up, Z right, as OpenSim has it.
    rate : float
        Frames per second [Hz].
    first_frame : int
        The recording's own number of the first frame.
    name : str
        File name to put in the header.

    Returns
    -------
    str
        Positions in mm with 3 decimals; empty cells where a marker has no position.
    """
    positions = markers.transpose("time", "marker", "axis")
    millimetres = np.asarray(positions.values, dtype=np.float64) * 1000.0
    labels = [_label(str(label)) for label in positions["marker"].values]
    frames = millimetres.shape[0]
    header = [
        "\t".join(("PathFileType", "4", "(X/Y/Z)", _label(name))),
        "\t".join(
            (
                "DataRate",
                "CameraRate",
                "NumFrames",
                "NumMarkers",
                "Units",
                "OrigDataRate",
                "OrigDataStartFrame",
                "OrigNumFrames",
            )
        ),
        "\t".join(
            (
                f"{rate:.6f}",
                f"{rate:.6f}",
                str(frames),
                str(len(labels)),
                "mm",
                f"{rate:.6f}",
                str(first_frame),
                str(frames),
            )
        ),
        "\t".join(("Frame#", "Time", *(cell for label in labels for cell in (label, "", "")))),
        "\t".join(("", "", *(f"{axis}{k}" for k in range(1, len(labels) + 1) for axis in "XYZ"))),
        "",
    ]
    times = positions["time"].values
    rows = (
        _row((str(first_frame + i), f"{times[i]:.6f}", *(_cell(v) for v in millimetres[i].ravel())))
        for i in range(frames)
    )
    return "\n".join((*header, *rows)) + "\n"


def _row(cells: tuple[str, ...]) -> str:
    """One line; a tab more after an empty last cell, which OpenSim would not count otherwise."""
    return "\t".join(cells) + ("" if cells[-1] else "\t")


def _cell(value: float) -> str:
    if not np.isfinite(value):
        return ""
    text = f"{value:.{DECIMALS}f}"
    return text[1:] if float(text) == 0.0 and text.startswith("-") else text


def _label(text: str) -> str:
    """Tabs and line ends would shift every column after them."""
    return " ".join(text.split())
