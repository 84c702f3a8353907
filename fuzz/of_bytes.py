"""Mutations of any file, whatever is in it."""

from random import Random

from fuzz.mutation import Change, Expect, Mutator
from fuzz.seeds import Seed

_HOLES = 2 << 30
_NOT_TEXT = (b"\xff\xfe", b"\x80", b"\xc3\x28", b"\xe9", b"\x00", b"\xf0\x9f\x92", b"\xed\xa0\x80")


def flip_bits(data: bytes, random: Random, _seed: Seed) -> Change:
    """Flip one to 64 bits anywhere."""
    count = random.choice((1, 1, 2, 4, 8, 64))
    return _flipped(data, random, count, len(data))


def flip_early_bits(data: bytes, random: Random, _seed: Seed) -> Change:
    """Flip bits where the structure is."""
    return _flipped(data, random, random.choice((1, 2, 4, 8)), min(len(data), 4096))


def _flipped(data: bytes, random: Random, count: int, reach: int) -> Change:
    changed = bytearray(data)
    places = sorted(random.randrange(reach) for _ in range(count))
    for place in places:
        changed[place] ^= 1 << random.randrange(8)
    return Change(bytes(changed), f"bits flipped in bytes {places[:8]}")


def overwrite(data: bytes, random: Random, _seed: Seed) -> Change:
    """Replace a stretch by zeros, ones or noise."""
    start = random.randrange(len(data))
    length = min(random.choice((1, 2, 4, 16, 512, 5000)), len(data) - start)
    kind = random.choice(("zeros", "ones", "noise"))
    filling = {"zeros": bytes(length), "ones": b"\xff" * length, "noise": random.randbytes(length)}[kind]
    return Change(data[:start] + filling + data[start + length :], f"{length} bytes at {start} are {kind}")


def swap_sections(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Exchange two blocks of 512 bytes, or two halves."""
    if len(data) < 1536:
        return None
    if random.random() < 0.2:
        half = len(data) // 2
        return Change(data[half:] + data[:half], "halves exchanged")
    blocks = len(data) // 512
    first, second = sorted(random.sample(range(blocks), 2))
    changed = bytearray(data)
    a, b = slice(first * 512, first * 512 + 512), slice(second * 512, second * 512 + 512)
    changed[a], changed[b] = data[b], data[a]
    return Change(bytes(changed), f"blocks {first} and {second} exchanged")


def repeat_section(data: bytes, random: Random, _seed: Seed) -> Change:
    """Write a stretch twice."""
    start = random.randrange(len(data))
    stop = min(len(data), start + random.choice((1, 7, 512, 4096)))
    return Change(data[:stop] + data[start:], f"bytes {start} to {stop} twice")


def remove_section(data: bytes, random: Random, _seed: Seed) -> Change:
    """Leave a stretch out."""
    start = random.randrange(len(data))
    stop = min(len(data), start + random.choice((1, 7, 512, 4096)))
    return Change(data[:start] + data[stop:], f"bytes {start} to {stop} left out")


def insert_not_text(data: bytes, random: Random, _seed: Seed) -> Change:
    """Insert bytes that are no UTF-8."""
    start = random.randrange(len(data))
    what = random.choice(_NOT_TEXT)
    return Change(data[:start] + what + data[start:], f"{what!r} inserted at {start}")


def special(data: bytes, random: Random, seed: Seed) -> Change:
    """Not a file of this kind at all."""
    kind = random.choice(
        (
            "empty",
            "a folder",
            "one byte",
            "white space",
            "a sparse file",
            "a hole after it",
            "a pipe",
            "noise",
        )
    )
    if kind == "empty":
        return Change(b"", kind, Expect.HONEST if seed.path.suffix == ".toml" else Expect.REFUSED)
    if kind in ("a folder", "a pipe"):
        return Change(b"", kind, Expect.REFUSED, special=kind)
    if kind == "one byte":
        return Change(data[:1], kind, Expect.REFUSED)
    if kind == "white space":
        # An intake without an entry is one of which nothing is known.
        expect = Expect.HONEST if seed.path.suffix == ".toml" else Expect.REFUSED
        return Change(b" \t\r\n" * random.randrange(1, 2000), kind, expect)
    if kind == "noise":
        return Change(random.randbytes(random.randrange(1, 20000)), kind, Expect.REFUSED)
    if kind == "a sparse file":
        return Change(b"", "2 GB of holes", Expect.REFUSED, holes=_HOLES)
    return Change(data, "2 GB of holes after it", Expect.REFUSED, holes=_HOLES)


ANY: tuple[Mutator, ...] = (
    flip_bits,
    flip_early_bits,
    overwrite,
    swap_sections,
    repeat_section,
    remove_section,
    insert_not_text,
    special,
)
