"""Mutations of NetCDF files: cut off, and with lies in the words and numbers that can be found in them."""

import struct
from random import Random

from fuzz.mutation import Change, Expect, Mutator
from fuzz.seeds import Seed

_NUMBERS = (0, 1, 255, 65535, 1 << 31, (1 << 32) - 1, 1 << 40, (1 << 63) - 1, (1 << 64) - 1)
_FLOATS = (0.0, -1.0, 1e-300, 1e300, -1e300, float("nan"), float("inf"), 1e9)


def truncate_hdf5(data: bytes, random: Random, _seed: Seed) -> Change:
    """Cut the file off."""
    cut = random.randrange(max(1, len(data) - 600), len(data)) if random.random() < 0.4 else 0
    cut = cut or random.randrange(1, len(data))
    return Change(data[:cut], f"cut off after {cut} of {len(data)} bytes", Expect.REFUSED)


def lie_in_numbers(data: bytes, random: Random, _seed: Seed) -> Change:
    """Another whole number where structure is: sizes, addresses, counts."""
    place = 8 * random.randrange(min(len(data), 12_000) // 8 - 1) + random.choice((0, 0, 4))
    value = random.choice(_NUMBERS)
    return Change(data[:place] + struct.pack("<Q", value) + data[place + 8 :], f"{value} at byte {place}")


def lie_in_values(data: bytes, random: Random, _seed: Seed) -> Change:
    """Absurd floats anywhere, once or often."""
    changed, value = bytearray(data), random.choice(_FLOATS)
    for _ in range(count := random.choice((1, 20, 500))):
        struct.pack_into("<d", changed, 8 * random.randrange(len(data) // 8), value)
    return Change(bytes(changed), f"{count} numbers are {value}")


def rename_word(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Give a variable, dimension or attribute another name of the same length."""
    word = random.choice((b"markers", b"time", b"axis", b"marker", b"units", b"rate", b"name"))
    if word not in data:
        return None
    return Change(data.replace(word, word[::-1]), f"every {word!r} is {word[::-1]!r}")


HDF5: tuple[Mutator, ...] = (truncate_hdf5, lie_in_numbers, lie_in_numbers, lie_in_values, rename_word)
