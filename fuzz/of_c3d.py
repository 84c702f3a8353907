"""Mutations of C3D files: counts, rates, pointers, labels, numbers that are none."""

import struct
from collections.abc import Iterator
from random import Random

from fuzz.mutation import Change, Expect, Mutator
from fuzz.seeds import Seed

_BLOCK = 512
# Word of the header (from 0) -> what it says; the first two bytes are pointer and key.
_WORDS = {1: "points", 2: "analog per frame", 3: "first frame", 4: "last frame", 5: "gap", 8: "data block",
          9: "analog per sample"}  # fmt: skip
_NUMBERS = (0, 1, 2, 3, 127, 128, 255, 256, 32767, 32768, 65534, 65535)
_FLOATS = (0.0, -1.0, 1.0, 1e-30, 1e30, -1e30, float("nan"), float("inf"), float("-inf"), 0.5, 99.5)
_COUNTED = (b"USED", b"FRAMES", b"RATE", b"SCALE", b"TYPE", b"CHANNEL", b"CORNERS", b"ORIGIN", b"ZERO",
            b"GEN_SCALE", b"OFFSET", b"ACTUAL_START_FIELD", b"ACTUAL_END_FIELD", b"TIMES", b"DATA_START",
            b"CAL_MATRIX")  # fmt: skip
_WORDED = (b"LABELS", b"UNITS", b"CONTEXTS", b"X_SCREEN", b"Y_SCREEN", b"NAMES", b"FORMAT", b"DESCRIPTIONS")


def truncate_c3d(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Cut the file off before its last frame ends."""
    points, analog, first, last = struct.unpack_from("<4H", data, 2)
    item = 4 if struct.unpack_from("<f", data, 12)[0] < 0 else 2
    start = (struct.unpack_from("<H", data, 16)[0] - 1) * _BLOCK
    end = min(start + (last - first + 1) * (4 * points + analog) * item, len(data))
    cut = random.randrange(max(1, end - 3000), end) if random.random() < 0.4 else random.randrange(1, end)
    return Change(data[:cut], f"cut off after {cut} of {len(data)} bytes", Expect.REFUSED)


def lie_in_words(data: bytes, random: Random, _seed: Seed) -> Change:
    """Another number in the header."""
    word = random.choice(list(_WORDS))
    value = random.choice((*_NUMBERS, random.randrange(65536)))
    truth = struct.unpack_from("<H", data, 2 * word)[0]
    changed = bytearray(data)
    struct.pack_into("<H", changed, 2 * word, value)
    # More or fewer points, samples or frames than there are; the gap length says nothing of the data.
    lies = word in (1, 2, 3, 4) and value != truth
    return Change(
        bytes(changed), f"header: {_WORDS[word]} {truth} is {value}", Expect.TOLD if lies else Expect.HONEST
    )


def lie_in_pointers(data: bytes, random: Random, _seed: Seed) -> Change:
    """Another parameter block, key, block count or processor."""
    start = (data[0] - 1) * _BLOCK
    place = random.choice((0, 1, start, start + 1, start + 2, start + 3))
    changed = bytearray(data)
    changed[place] = random.choice((0, 1, 2, 80, 83, 84, 85, 86, 255, random.randrange(256)))
    return Change(bytes(changed), f"byte {place} is {changed[place]}")


def lie_in_rates(data: bytes, random: Random, _seed: Seed) -> Change:
    """Another frame rate or scale in the header."""
    place, value = random.choice((12, 20)), random.choice(_FLOATS)
    changed = bytearray(data)
    struct.pack_into("<f", changed, place, value)
    return Change(bytes(changed), f"header: float at {place} is {value}")


def lie_in_parameter(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Another number in a parameter that others are counted by."""
    found = [p for p in _parameters(data) if p[0] in _COUNTED]
    if not found:
        return None
    name, item, at, count = random.choice(found)
    if abs(item) not in (2, 4) or not count:
        return None
    changed = bytearray(data)
    place = at + abs(item) * random.randrange(count)
    value: float
    if item == 2:
        value = random.choice((*_NUMBERS, random.randrange(65536)))
        struct.pack_into("<H", changed, place, int(value))
    else:
        value = random.choice(_FLOATS)
        struct.pack_into("<f", changed, place, value)
    return Change(bytes(changed), f"parameter {name.decode()}: {value} at byte {place}")


def lie_in_words_of_parameter(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Another text in a label, unit or axis."""
    found = [p for p in _parameters(data) if p[0] in _WORDED and p[1] == -1 and p[3]]
    if not found:
        return None
    name, _, at, count = random.choice(found)
    text = random.choice((b"", b"\xff\xfe\x80", b"\x00", b"km", b"m", b"+Q", b"LASI", b"*12", "ø".encode()))
    filling = text.ljust(min(count, 32), random.choice((b" ", b"\x00")))[: min(count, 32)]
    start = at + random.choice((0, 32 * random.randrange(max(1, count // 32))))
    start = min(start, at + count - len(filling))
    changed = data[:start] + filling + data[start + len(filling) :]
    return Change(changed, f"parameter {name.decode()}: {filling!r} at byte {start}")


def lie_in_dimensions(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Another item size, number of dimensions or extent of a parameter, or another link to the next."""
    found = list(_parameters(data))
    if not found:
        return None
    name, _, at, _ = random.choice(found)
    place = at - random.randrange(1, 6)
    changed = bytearray(data)
    changed[place] = random.choice((0, 1, 2, 3, 4, 7, 8, 100, 127, 128, 255))
    return Change(bytes(changed), f"parameter {name.decode()}: byte {place} is {changed[place]}")


def spoil_numbers(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """NaN, infinity and the largest float in the data, once or everywhere."""
    start = (struct.unpack_from("<H", data, 16)[0] - 1) * _BLOCK
    numbers = (len(data) - start) // 4
    if start <= 0 or numbers < 1:
        return None
    changed = bytearray(data)
    value = random.choice((float("nan"), float("inf"), float("-inf"), 3.4e38, -3.4e38, 1e-40, 0.0))
    if random.random() < 0.15:
        changed[start:] = struct.pack("<f", value) * numbers + data[start + 4 * numbers :]
        return Change(bytes(changed), f"every number is {value}")
    count = random.choice((1, 10, 1000))
    for _ in range(count):
        struct.pack_into("<f", changed, start + 4 * random.randrange(numbers), value)
    return Change(bytes(changed), f"{count} numbers are {value}")


def _parameters(data: bytes) -> Iterator[tuple[bytes, int, int, int]]:
    """(name, item size, byte of the values, number of values) of every parameter that can be followed."""
    at = (data[0] - 1) * _BLOCK + 4
    while 0 < at < len(data) - 4:
        length, group = struct.unpack_from("bb", data, at)
        if length == 0 or group == 0:
            return
        end = at + 2 + abs(length)
        if end + 4 > len(data):
            return
        offset = struct.unpack_from("<h", data, end)[0]
        if group > 0:
            item, dimensions = struct.unpack_from("bB", data, end + 2)
            count = 1
            for extent in data[end + 4 : end + 4 + dimensions]:
                count *= extent
            yield data[at + 2 : end].upper(), item, end + 4 + dimensions, count
        if offset <= 0:
            return
        at = end + offset


C3D: tuple[Mutator, ...] = (
    truncate_c3d,
    lie_in_words,
    lie_in_words,
    lie_in_pointers,
    lie_in_rates,
    lie_in_parameter,
    lie_in_parameter,
    lie_in_words_of_parameter,
    lie_in_dimensions,
    spoil_numbers,
)
