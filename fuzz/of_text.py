"""Mutations of TRC, MOT and STO files: their header lies, their cells, their rows, their end."""

import re
from random import Random

from fuzz.mutation import Change, Expect, Mutator
from fuzz.seeds import Seed

_ABSURD = (
    b"0", b"-1", b"1", b"2147483648", b"99999999999999999999", b"1e308", b"1e400", b"nan", b"inf", b"-inf",
    b"", b"x", b"0x10", b"1.5", "٣".encode(), "½".encode(),
)  # fmt: skip
_CELLS = (
    b"nan", b"inf", b"-inf", b"NaN", b"1e308", b"-1e308", b"1e400", b"1e-320", b"", b"x", b"1,5", b"1_000",
    b"--1", b"0x1F", "٣".encode(), b"#",
)  # fmt: skip


def truncate_text(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Cut the file off so that something is lost."""
    end = len(data.rstrip())
    near = random.random() < 0.4
    cut = random.randrange(max(1, end - 400), end) if near else random.randrange(1, end)
    return Change(data[:cut], f"cut off after {cut} of {len(data)} bytes", Expect.TOLD)


def cut_at_line(data: bytes, random: Random, seed: Seed) -> Change | None:
    """Cut the file off between two rows."""
    lines = data.splitlines(keepends=True)
    if len(lines) < 14 or not _counts_rows(lines, seed):
        return None
    keep = random.randrange(13, len(lines))
    lost = any(line.strip() for line in lines[keep:])
    return Change(b"".join(lines[:keep]), f"cut off after line {keep}", Expect.TOLD) if lost else None


def _counts_rows(lines: list[bytes], seed: Seed) -> bool:
    """Whether the file says how many rows it has: without, nobody can tell that some are missing."""
    if seed.path.suffix.lower() == ".trc":
        return True
    return any(re.match(rb"\s*(nrows|datarows)", line, re.IGNORECASE) for line in lines[:30])


def lie_in_header(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Replace a word of the header."""
    lines = data.split(b"\n")
    head = range(min(len(lines), 12))
    line = random.choice(head)
    words = re.split(rb"([\s=]+)", lines[line])
    places = [k for k in range(0, len(words), 2) if words[k]]
    if not places:
        return None
    place, lie = random.choice(places), random.choice(_ABSURD)
    said = f"line {line + 1}: {words[place][:30]!r} is {lie!r}"
    words[place] = lie
    lines[line] = b"".join(words)
    return Change(b"\n".join(lines), said)


def lie_about_counts(data: bytes, random: Random, seed: Seed) -> Change | None:
    """Give another number of rows, columns, frames or markers than there are."""
    if seed.path.suffix.lower() == ".trc":
        lines = data.split(b"\n")
        words = lines[2].split()
        names = [name.lower() for name in lines[1].split()]
        if len(names) != len(words) or b"numframes" not in names or b"nummarkers" not in names:
            return None
        place = random.choice((names.index(b"numframes"), names.index(b"nummarkers")))
        truth = words[place]
        words[place] = random.choice((b"0", b"1", b"2147483648", str(int(truth) + 1).encode(), b"7"))
        if words[place] == truth:
            return None
        lines[2] = b"\t".join(words)
        return Change(b"\n".join(lines), f"line 3: {truth!r} is {words[place]!r}", Expect.TOLD)
    pattern = re.compile(rb"(?im)^((?:nrows|ncolumns)\s*=\s*|(?:datarows|datacolumns)\s+)(\d+)")
    found = list(pattern.finditer(data[:4000]))
    if not found:
        return None
    match = random.choice(found)
    lie = random.choice((b"0", b"1", b"4294967297", str(int(match[2]) + 1).encode()))
    changed = data[: match.start(2)] + lie + data[match.end(2) :]
    return Change(changed, f"{match[0]!r} is {lie!r}", Expect.TOLD)


def spoil_cells(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Put something else in one cell, or in many."""
    lines = data.split(b"\n")
    if len(lines) < 15:
        return None
    said = ""
    for _ in range(random.choice((1, 1, 5, 200))):
        line = random.randrange(8, len(lines))
        cells = lines[line].split(b"\t")
        place, what = random.randrange(len(cells)), random.choice(_CELLS)
        cells[place] = what
        lines[line] = b"\t".join(cells)
        said = f"line {line + 1}, cell {place + 1} is {what!r}"
    return Change(b"\n".join(lines), said)


def spoil_column(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Fill a whole column: time stands still, or a marker is at infinity."""
    lines = data.split(b"\n")
    if len(lines) < 15:
        return None
    column, what = (
        random.choice((0, 1, 1, 2, random.randrange(2, 40))),
        random.choice((*_CELLS, b"0", b"1e9")),
    )
    for line in range(8, len(lines)):
        cells = lines[line].split(b"\t")
        if len(cells) > column:
            cells[column] = what
            lines[line] = b"\t".join(cells)
    return Change(b"\n".join(lines), f"column {column + 1} is {what!r}")


def exchange_rows(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Let time run backwards somewhere."""
    lines = data.split(b"\n")
    rows = [k for k in range(8, len(lines)) if lines[k].strip()]
    if len(rows) < 12:
        return None
    first, second = sorted(random.sample(rows[3:-1], 2))
    if lines[first].split() == lines[second].split():
        return None
    lines[first], lines[second] = lines[second], lines[first]
    return Change(b"\n".join(lines), f"lines {first + 1} and {second + 1} exchanged", Expect.REFUSED)


def rename_columns(data: bytes, random: Random, _seed: Seed) -> Change | None:
    """Give two columns one name, or a column none, or a very long one."""
    lines = data.split(b"\n")
    at = next((k for k, line in enumerate(lines[:40]) if line.lower().startswith((b"frame#", b"time"))), None)
    if at is None:
        return None
    cells = lines[at].split(b"\t")
    place = random.randrange(len(cells))
    cells[place] = random.choice(
        (cells[random.randrange(len(cells))], b"", b"A" * 100_000, "ÄÖ|'\"<b>".encode())
    )
    lines[at] = b"\t".join(cells)
    return Change(b"\n".join(lines), f"column name {place + 1} is {cells[place][:20]!r}")


TEXT: tuple[Mutator, ...] = (
    truncate_text,
    cut_at_line,
    lie_in_header,
    lie_about_counts,
    spoil_cells,
    spoil_column,
    exchange_rows,
    rename_columns,
)
