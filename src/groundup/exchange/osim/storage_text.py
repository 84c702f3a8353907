"""Tables as OpenSim 4 writes them (.mot, .sto)."""

from collections.abc import Sequence

import numpy as np

from groundup.mechanics.tree import FloatArray

_UNITS = (
    "",
    "Units are S.I. units (second, meters, Newtons, ...)",
    "If the header above contains a line with 'inDegrees', this indicates whether rotational values are in "
    "degrees (yes) or radians (no).",
    "",
)


def storage_text(
    title: str, columns: Sequence[str], time: FloatArray, values: FloatArray, *, in_degrees: bool = False
) -> str:
    """Write a table as text.

    Parameters
    ----------
    title : first line.
    columns : (N,) names, without "time".
    time : (T,) [s].
    values : (T, N).
    in_degrees : what the header says of the rotations.
    """
    head = [
        title,
        "version=1",
        f"nRows={len(time)}",
        f"nColumns={len(columns) + 1}",
        f"inDegrees={'yes' if in_degrees else 'no'}",
        *(_UNITS if in_degrees else ()),
        "endheader",
        "\t".join(("time", *columns)),
    ]
    table = np.column_stack([time, values])
    pattern = "\t".join(["%16.8f"] * table.shape[1])
    return "\n".join((*head, *(pattern % tuple(row) for row in table))) + "\n"
