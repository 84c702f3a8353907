"""Tables of OpenSim (.mot, .sto): ground forces by plate, or a table as it was."""

from collections.abc import Iterator, Sequence

import numpy as np

from groundup.exchange.writers.clock import common_clock
from groundup.recording.readers.storage import StorageTable
from groundup.recording.recording import FloatArray, ForcePlate


def forces_text(plates: Sequence[ForcePlate], title: str) -> str:
    """Force [N], point [m] and free moment [N m] of each plate, in the columns OpenSim reads.

    Parameters
    ----------
    plates : sequence of ForcePlate
        One or more, on one clock; a plate's side stands in its columns' names.
    title : str
        First line.

    Returns
    -------
    str
        Point and moment are zero where nothing is on the plate, as such files have it; a sample that was
        lost is ``nan``.

    Raises
    ------
    BadInputError
        If the plates have different clocks, which one table cannot hold.
    """
    time = common_clock(plates, title)
    columns: list[str] = []
    blocks: list[FloatArray] = []
    for number, plate in enumerate(plates, 1):
        block = f"{number}_{plate.side[0]}" if plate.side else str(number)
        known = np.isfinite(plate.force.values).all(axis=1)[:, None]
        for kind, letter, array in (
            ("force", "v", plate.force),
            ("force", "p", plate.centre_of_pressure),
            ("moment", "m", plate.free_moment),
        ):
            columns += [f"ground_{kind}_{block}_{letter}{axis}" for axis in "xyz"]
            blocks.append(np.where(known & np.isnan(array.values), 0.0, array.values))
    rows = (f"{at:.9f}\t" + _row(row, "%.9g") for at, row in zip(time, np.hstack(blocks), strict=True))
    return _text(title, "yes", columns, len(time), rows)


def table_text(table: StorageTable) -> str:
    """Write a table anew: its title, its numbers and what its header says of degrees stay."""
    rows = (
        _row((at, *row), "%r") for at, row in zip(table.time.tolist(), table.values.tolist(), strict=True)
    )
    degrees = table.header.get("indegrees")
    return _text(table.title or table.path.stem, degrees, table.columns, len(table.time), rows)


def _row(numbers: Sequence[float] | FloatArray, form: str) -> str:
    return "\t".join(form % number for number in numbers)


def _text(title: str, degrees: str | None, columns: Sequence[str], count: int, rows: Iterator[str]) -> str:
    head = [
        " ".join(title.split()),
        "version=1",
        f"nRows={count}",
        f"nColumns={len(columns) + 1}",
        *([] if degrees is None else [f"inDegrees={degrees}"]),
        "endheader",
        "\t".join(("time", *columns)),
    ]
    return "\n".join((*head, *rows)) + "\n"
