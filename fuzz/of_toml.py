"""Mutations of intake files: entries that lie, double or go, and values of another kind."""

import re
from random import Random

from fuzz.mutation import Change, Mutator
from fuzz.seeds import Seed

_VALUES = (
    b"nan", b"inf", b"-inf", b"1e400", b"-1", b"0", b"99999999999999999999999999", b"true", b"[]", b"{}",
    b"[[[[]]]]", b"1979-05-27", b"\"\"", b"", b"x", b"1e308", b"[" * 5000 + b"]" * 5000,
    b"\"" + b"A" * 100_000 + b"\"", b"\"x\"",
    "\"ÄÖ|'<b>\u202e\"".encode(), b"0x10", b"[nan, inf]", b"\"\\u0000\"", b"9" * 6000,
)  # fmt: skip
_ENTRY = re.compile(rb"(?m)^(\w+) = (.*)$")


def lie_in_entry(data: bytes, random: Random, _seed: Seed) -> Change:
    """Another value."""
    match, lie = random.choice(list(_ENTRY.finditer(data))), random.choice(_VALUES)
    return Change(data[: match.start(2)] + lie + data[match.end(2) :], f"{match[1]!r} is {lie[:30]!r}")


def exchange_values(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Exchange two values."""
    first, second = sorted(random.sample(list(_ENTRY.finditer(data)), 2), key=lambda match: match.start())
    changed = data[: first.start(2)] + second[2] + data[first.end(2) : second.start(2)]
    return Change(changed + first[2] + data[second.end(2) :], f"{first[1]!r} and {second[1]!r} exchanged")


def rename_entry(data: bytes, random: Random, _seed: Seed) -> Change:
    """Give an entry the name of another, or one that nobody knows."""
    found = list(_ENTRY.finditer(data))
    match, new = random.choice(found), random.choice((random.choice(found)[1], b"unknown", b'""', b"a.b.c"))
    return Change(data[: match.start(1)] + new + data[match.end(1) :], f"{match[1]!r} is called {new!r}")


def drop_line(data: bytes, random: Random, _seed: Seed) -> Change:
    """Leave a line out, or write it twice."""
    lines = data.splitlines(keepends=True)
    place, times = random.randrange(len(lines)), random.choice((0, 2))
    return Change(b"".join([*lines[:place], *lines[place : place + 1] * times, *lines[place + 1 :]]),
                  f"line {place + 1} {times} times")  # fmt: skip


TOML: tuple[Mutator, ...] = (lie_in_entry, lie_in_entry, exchange_values, rename_entry, drop_line)
