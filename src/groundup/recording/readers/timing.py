"""An evenly spaced clock from the time column of a text file."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from groundup.quantities import BadInputError

_SAME_RATE = 2e-3
"""Header and column agree on the rate within this fraction (59.94 against 60 is 1e-3)."""
_WHOLE_RATE = 1e-4
_SNAP_FRAMES = 0.05
"""A start within this of a whole frame is that frame: columns are printed with few decimals."""
_MAX_OFF_FRAMES = 0.3
_RATES_HZ = (1.0, 20_000.0)
"""Slower than the one nothing moves between frames, and no camera or plate is faster than the other."""
_LATEST_S = 1e8
_MOST_LEFT_OUT = 10
"""Times as many frames left out as there are rows: then the column is no clock."""
_NEXT = "export the trial again, or resample it to a constant rate"


@dataclass(frozen=True)
class Clock:
    """Times of the rows on an even grid.

    `row` (rows,) is each row's place on the grid; where rows were left out of the file the grid goes on.
    """

    rate: float
    start: float
    row: NDArray[np.int64]
    notes: tuple[str, ...]

    @property
    def time(self) -> NDArray[np.float64]:
        """Absolute time of every grid point [s]."""
        return self.start + np.arange(int(self.row[-1]) + 1) / self.rate


def even_clock(
    seconds: NDArray[np.float64], lines: list[int], header_rate: float | None, file: Path
) -> Clock:
    """Fit an even clock to a time column.

    Parameters
    ----------
    seconds : (rows,) array
        Time column [s].
    lines : list of int
        Line number of each row, for messages.
    header_rate : float or None
        What the header says [Hz]. The column wins over a header that contradicts it, as programs that
        solve such files go by the column too; a note tells both.

    Raises
    ------
    BadInputError
        If time does not advance, or not evenly.
    """
    refuse_no_time(seconds, lines, file)
    if seconds.size == 1:
        if not header_rate or header_rate <= 0:
            raise BadInputError(file, "header", "a frame rate, as there is one row only", "none", _NEXT)
        refuse_absurd_rate(header_rate, file, "header")
        return Clock(header_rate, float(seconds[0]), np.zeros(1, dtype=np.int64), ())
    row = _rows(seconds, lines, header_rate, file)
    notes: list[str] = []
    rate = 1.0 / _step(seconds, row)
    if header_rate and header_rate > 0:
        if abs(rate - header_rate) <= _SAME_RATE * header_rate:
            rate = header_rate
        else:
            rate = _whole(rate)
            notes.append(
                f"the header says {header_rate:g} Hz, the time column {rate:.4g} Hz; the latter was used"
            )
    else:
        rate = _whole(rate)
    refuse_absurd_rate(rate, file, "time column")
    start = _median(seconds - row / rate)
    frames = start * rate
    if abs(frames - round(frames)) < _SNAP_FRAMES:
        start = round(frames) / rate
    if row[-1] > (1 + _MOST_LEFT_OUT) * row.size:
        worst = int(np.argmax(np.diff(row))) + 1
        raise BadInputError(
            file,
            f"line {lines[worst]}, time column",
            f"a time soon after {seconds[worst - 1]:g} s",
            f"{seconds[worst]:g} s",
            _NEXT,
        )
    off = np.abs(seconds - (start + row / rate)) * rate
    if off.max() > max(_MAX_OFF_FRAMES, 2 * _SAME_RATE * row[-1]):
        worst = int(off.argmax())
        raise BadInputError(
            file,
            f"line {lines[worst]}, time column",
            f"{start + row[worst] / rate:.4f} s on an even clock",
            f"{seconds[worst]:.4f} s",
            _NEXT,
        )
    left_out = int(row[-1]) + 1 - row.size
    if left_out:
        notes.append(f"the time column skips {left_out} frames; they are missing in every channel")
    return Clock(rate, start, row, tuple(notes))


def refuse_absurd_rate(rate: float, file: Path, place: str) -> None:
    """Refuse a rate [Hz] that no camera and no force plate has."""
    slowest, fastest = _RATES_HZ
    if not slowest <= rate <= fastest:
        raise BadInputError(
            file,
            place,
            f"a rate from {slowest:g} to {fastest:g} Hz",
            f"{rate:.4g} Hz",
            "export the trial again from the capture software",
        )


def refuse_no_time(seconds: NDArray[np.float64], lines: list[int], file: Path) -> None:
    """Refuse a time column [s] with something else in it than times."""
    wrong = ~(np.abs(seconds) <= _LATEST_S)
    if wrong.any():
        first = int(np.argmax(wrong))
        raise BadInputError(
            file, f"line {lines[first]}, time column", "a time in seconds", f"{seconds[first]:g}", _NEXT
        )


def _step(seconds: NDArray[np.float64], row: NDArray[np.int64]) -> float:
    """Return the time per row from steps half a file long: immune to single bad rows and few decimals."""
    half = max(seconds.size // 2, 1)
    return _median((seconds[half:] - seconds[:-half]) / (row[half:] - row[:-half]))


def _median(values: NDArray[np.float64]) -> float:
    """Take the middle; numpy's median first imports masked arrays, a hundredth of a second of a short run."""
    ordered = np.sort(values)
    return float(np.mean(ordered[(ordered.size - 1) // 2 : ordered.size // 2 + 1]))


def _whole(rate: float) -> float:
    """Return the whole number of hertz that a fitted rate stands for, if it is that close to one."""
    return float(round(rate)) if abs(rate - round(rate)) < _WHOLE_RATE * rate else rate


def _rows(
    seconds: NDArray[np.float64], lines: list[int], header_rate: float | None, file: Path
) -> NDArray[np.int64]:
    """Place of each row: the header's grid row by row, else the usual step, else the header's with holes."""
    steps = np.diff(seconds)
    on_header: NDArray[np.int64] | None = None
    # No camera's rate makes no grid; the note on it comes later.
    if header_rate and 0 < header_rate <= _RATES_HZ[1]:
        on_header = np.round((seconds - seconds[0]) * header_rate).astype(np.int64)
        if (np.diff(on_header) == 1).all():
            return on_header
    usual = _median(steps)
    if on_header is not None and header_rate and abs(usual * header_rate - 1.0) < 0.35:
        usual = 1.0 / header_rate  # the median of a column printed with few decimals is coarser
    places = np.round(steps / usual).astype(np.int64) if usual > 0 else np.zeros(steps.size, dtype=np.int64)
    if (places >= 1).all():
        return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(places)))
    if on_header is not None and (np.diff(on_header) >= 1).all():
        return on_header
    first = int(np.argmax(places < 1))
    raise BadInputError(
        file,
        f"line {lines[first + 1]}, time column",
        f"a time well after {seconds[first]:g} s",
        f"{seconds[first + 1]:g} s",
        _NEXT,
    )
