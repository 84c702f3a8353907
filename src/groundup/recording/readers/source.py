"""What every reader needs of a file: its checksum, and text that is text."""

import hashlib
from pathlib import Path

from groundup.quantities import BadInputError, SourceFile


def source_file(path: Path, file_format: str) -> SourceFile:
    """Name, format, SHA-256 and size of a file as it was read."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return SourceFile(path.name, file_format, digest, path.stat().st_size)


_CHUNK = 1 << 20
LARGEST_TEXT_BYTES = 1 << 30
"""A hundred markers for two hours at 100 Hz; a longer text is no trial of one person."""


def text_lines(path: Path, what: str) -> list[str]:
    """Lines of a text file without their ends.

    Raises
    ------
    BadInputError
        If the file is not text (UTF-8 or plain ASCII, a byte-order mark allowed), or too long for one.
    """
    _refuse_binary(path, what)
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInputError(
            path,
            f"line {line}",
            "text in UTF-8",
            f"byte 0x{data[error.start]:02x}",
            f"save the {what} as UTF-8 text, or export it again",
        ) from None
    return text.splitlines()


def refuse_cut_number(path: Path, lines: list[str], rows: list[int]) -> None:
    """Refuse a table whose last number lost digits: no line end, and fewer decimals than any row before.

    Parameters
    ----------
    path : Path
    lines : list of str
        The file's lines.
    rows : list of int
        Line numbers (from 1) of the rows of numbers.

    Raises
    ------
    BadInputError
        If so. Complete rows may end without a line end; their last numbers have their decimals.
    """
    # A tab after it ends a number as a line end does: it is complete, or blank.
    if len(rows) < 2 or ends_with_newline(path) or lines[rows[-1] - 1].endswith("\t"):
        return
    last = _decimals(lines[rows[-1] - 1])
    usual = min(_decimals(lines[row - 1]) for row in rows[-50:-1])
    if last < usual:
        raise BadInputError(
            path,
            f"line {rows[-1]}, the last",
            f"a last number with {usual} decimals or more, as above",
            f"one with {last}, and no line end: the file was cut off",
            "copy or export the file again",
        )


def ends_with_newline(path: Path) -> bool:
    """Whether the last byte of a file that is not empty ends a line."""
    with path.open("rb") as stream:
        stream.seek(-1, 2)
        return stream.read(1) in b"\r\n"


def _decimals(line: str) -> int:
    cells = line.split()
    return len(cells[-1].partition(".")[2]) if cells else 0


def _refuse_binary(path: Path, what: str) -> None:
    """Find a zero byte, or too many bytes, before a whole file is taken into memory."""
    lines = size = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            at = chunk.find(b"\x00")
            if at >= 0:
                line = lines + chunk.count(b"\n", 0, at) + 1
                raise BadInputError(
                    path, f"line {line}", f"a {what} in text", "binary data", f"give the {what} itself"
                )
            lines += chunk.count(b"\n")
            size += len(chunk)
            if size > LARGEST_TEXT_BYTES:
                raise BadInputError(
                    path,
                    "contents",
                    f"a {what} of at most {LARGEST_TEXT_BYTES >> 20} MB",
                    "a longer one",
                    "give one trial at a time",
                )
