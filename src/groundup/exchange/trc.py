"""Marker trajectories as a TRC file, the form OpenSim and most marker programs read."""

import numpy as np
import xarray as xr

DECIMALS = 3
_NEGATIVE_ZERO = f"\t{-0.0:.{DECIMALS}f}"


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
    cells = "\t".join([f"%.{DECIMALS}f"] * (3 * len(labels)))
    rows = (
        _row(f"{first_frame + i}\t{times[i]:.6f}\t" + cells % tuple(millimetres[i].ravel().tolist()))
        for i in range(frames)
    )
    return "\n".join((*header, *rows)) + "\n"


def _row(line: str) -> str:
    """One line: empty where there is no number, no negative zero, and a tab after an empty last cell.

    OpenSim would not count that cell otherwise.
    """
    line = line.replace("\tnan", "\t").replace(_NEGATIVE_ZERO, _NEGATIVE_ZERO.replace("-", ""))
    return line + "\t" if line.endswith("\t") else line


def _label(text: str) -> str:
    """Tabs and line ends would shift every column after them."""
    return " ".join(text.split())
