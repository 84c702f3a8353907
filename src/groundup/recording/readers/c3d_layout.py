"""A C3D's own account of its size, read in plain Python and held against the file before anything native is.

The native library reads truncated files without complaint and allocates what a mutated count asks
for; so the header, the parameter section's skeleton and the file's length must agree first.
Layout: the C3D user guide (512-byte blocks; header; parameter section; data).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from groundup.quantities import BadInputError

BLOCK = 512
_KEY = 0x50
_INTEL, _DEC, _MIPS = 84, 85, 86
_REEXPORT = "copy or export the file again"
_MAX_RATE_HZ = 1e6
_MOST_SURPLUS = 64 << 20
"""Bytes after the last frame; some programs append a block or two, none a second file."""
_ITEM_BYTES = {-1: 1, 1: 1, 2: 2, 4: 4}


@dataclass(frozen=True)
class Layout:
    """Counts of a C3D: points per frame, analog values per frame, frames, bytes per number."""

    points: int
    analog_per_frame: int
    frames: int
    item_bytes: int
    data_start_byte: int

    @property
    def bytes_needed(self) -> int:
        """Length the file must have at least."""
        per_frame = (4 * self.points + self.analog_per_frame) * self.item_bytes
        return self.data_start_byte + self.frames * per_frame


def check_layout(path: Path) -> Layout:
    """Refuse a file whose length, header and parameters contradict one another.

    Raises
    ------
    BadInputError
        With what the file promises and what it holds.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(BLOCK)
        if len(head) < BLOCK or head[1] != _KEY:
            found = f"{len(head)} bytes" if len(head) < BLOCK else f"0x{head[1]:02x} as its second byte"
            raise BadInputError(
                path, "header", "a C3D header of 512 bytes with the key 0x50", found, "give a C3D file"
            )
        start = max(head[0] - 1, 0) * BLOCK
        stream.seek(start)
        section = stream.read(4)
        if head[0] < 2 or len(section) < 4:
            raise BadInputError(
                path, "parameter section", f"one at block {head[0]}", f"a file of {size} bytes", _REEXPORT
            )
        stream.seek(start)
        data_block = struct.unpack_from("<H", head, 16)[0]
        parameters = stream.read(max(section[2], data_block - head[0], 1) * BLOCK)  # the count may be unset
    if len(parameters) < section[2] * BLOCK:
        raise BadInputError(
            path, "parameter section", f"{section[2]} blocks", f"a file of {size} bytes", _REEXPORT
        )
    processor = section[3]
    if processor not in (_INTEL, _DEC):
        found = "MIPS numbers (86)" if processor == _MIPS else f"{processor}"
        raise BadInputError(
            path,
            "parameter section, processor type",
            "Intel or DEC numbers (84, 85)",
            found,
            "save the file again with Intel numbers",
        )
    layout = _layout(path, head, parameters, processor)
    if layout.bytes_needed > size:
        missing = layout.bytes_needed - size
        raise BadInputError(
            path,
            "data section",
            f"{layout.frames} frames ({layout.bytes_needed} bytes)",
            f"{size} bytes, {missing} too few",
            _REEXPORT,
        )
    surplus = size - layout.bytes_needed
    if surplus > max(_MOST_SURPLUS, layout.bytes_needed):
        raise BadInputError(
            path,
            "data section",
            f"a file that ends with its {layout.frames} frames ({layout.bytes_needed} bytes)",
            f"{surplus} bytes more",
            _REEXPORT,
        )
    return layout


def _layout(path: Path, head: bytes, section: bytes, processor: int) -> Layout:
    """Take the counts from the header, corrected by the parameters where sixteen bits were too few."""
    points, analog, first, last = struct.unpack_from("<4H", head, 2)
    data_start = struct.unpack_from("<H", head, 16)[0]
    scale = _float(head, 12, processor)
    rate = _float(head, 20, processor)
    numbers = {(group, name): value for group, name, value in _numbers(path, section, processor)}
    used = numbers.get(("POINT", "USED"))
    if used is not None and int(used) % 65536 != points:
        raise BadInputError(
            path,
            "header and parameter POINT:USED",
            "one number of points",
            f"{points} and {int(used)}",
            "export the trial again",
        )
    stored = numbers.get(("POINT", "SCALE"))
    if stored is not None and (stored < 0) != (scale < 0):
        raise BadInputError(
            path,
            "header and parameter POINT:SCALE",
            "both for integers or both for real numbers",
            f"{scale:g} and {stored:g}",
            "export the trial again",
        )
    if not 0 < rate < _MAX_RATE_HZ:
        raise BadInputError(
            path, "header, frame rate", "a positive number", f"{rate:g}", "export the trial again"
        )
    frames = last - first + 1
    stated = numbers.get(("POINT", "FRAMES"))
    if (
        stated is not None
        and frames != stated
        and ((last == 65535 and stated > frames) or stated > 65535 or frames % 65536 == stated)
    ):
        frames = int(stated)  # the header's last frame cannot exceed two bytes
    actual = _actual_frames(numbers)
    if actual is not None and actual > 65535:
        frames = actual
    if frames < 1:
        raise BadInputError(
            path, "header", "at least one frame", f"frames {first} to {last}", "export the trial again"
        )
    if data_start < 2:
        raise BadInputError(
            path, "header", "a data section", f"data starting at block {data_start}", "export the trial again"
        )
    return Layout(points, analog, frames, 4 if scale < 0 else 2, (data_start - 1) * BLOCK)


def _actual_frames(numbers: dict[tuple[str, str], float]) -> int | None:
    """TRIAL:ACTUAL_END_FIELD - START_FIELD + 1, where both were found as 32-bit values."""
    start, end = numbers.get(("TRIAL", "ACTUAL_START_FIELD")), numbers.get(("TRIAL", "ACTUAL_END_FIELD"))
    return None if start is None or end is None else int(end - start) + 1


def _float(data: bytes, at: int, processor: int) -> float:
    if processor == _DEC:  # a VAX float: words swapped, exponent biased by two more
        raw = data[at + 2 : at + 4] + data[at : at + 2]
        return float(struct.unpack("<f", raw)[0]) / 4.0
    return float(struct.unpack_from("<f", data, at)[0])


def _numbers(path: Path, section: bytes, processor: int) -> Iterator[tuple[str, str, float]]:
    """(group, parameter, number) of the few parameters that say how large the data are.

    Walks the linked records of the section, so a broken link is found here and not in native code.
    """
    groups: dict[int, str] = {}
    waiting: list[tuple[int, str, float]] = []
    at = 4
    while at + 2 <= len(section):
        length, number = struct.unpack_from("bb", section, at)
        if length == 0 or number == 0:
            break
        name_end = at + 2 + abs(length)
        if name_end + 2 > len(section):
            raise _broken(path, at)
        name = section[at + 2 : name_end].decode("latin-1").strip().upper()
        offset = struct.unpack_from("<h", section, name_end)[0]
        if number < 0:
            groups[-number] = name
        else:
            value = _value(path, section, name_end + 2, name, processor)
            if value is not None:
                waiting.append((number, name, value))
        if offset == 0:
            break
        if offset < 3 or name_end + offset > len(section):
            raise _broken(path, at)
        at = name_end + offset
    for number, name, value in waiting:
        yield groups.get(number, ""), name, value


def _value(path: Path, section: bytes, at: int, name: str, processor: int) -> float | None:
    """Check that a parameter's data fit its record's section; its number where it is one that counts."""
    if at + 2 > len(section):
        raise _broken(path, at)
    item, dimensions = struct.unpack_from("bB", section, at)
    if item not in _ITEM_BYTES or dimensions > 7 or at + 2 + dimensions > len(section):
        raise _broken(path, at)
    count = 1
    for size in section[at + 2 : at + 2 + dimensions]:
        count *= size
    data = at + 2 + dimensions
    if data + count * _ITEM_BYTES[item] > len(section):
        raise _broken(path, at)
    if item == 2 and name.startswith("ACTUAL_") and count == 2:
        low, high = struct.unpack_from("<HH", section, data)
        return float(low + 65536 * high)
    if name not in ("USED", "FRAMES", "SCALE") or count != 1:
        return None
    if item == 2:
        return float(struct.unpack_from("<H", section, data)[0])
    number = _float(section, data, processor) if item == 4 else np.nan
    return number if np.isfinite(number) else None


def _broken(path: Path, at: int) -> BadInputError:
    return BadInputError(
        path,
        f"parameter section, byte {at}",
        "a record within the section",
        "one that reaches beyond it",
        _REEXPORT,
    )
