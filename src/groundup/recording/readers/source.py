"""What every reader needs of a file: its checksum, and text that is text."""

import hashlib
from pathlib import Path

from groundup.quantities import BadInputError, SourceFile


def source_file(path: Path, file_format: str) -> SourceFile:
    """Name, format, SHA-256 and size of a file as it was read."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return SourceFile(path.name, file_format, digest, path.stat().st_size)


def text_lines(path: Path, what: str) -> list[str]:
    """Lines of a text file without their ends.

    Raises
    ------
    BadInputError
        If the file is not text (UTF-8 or plain ASCII, a byte-order mark allowed).
    """
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
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise BadInputError(
            path, f"line {line}", f"a {what} in text", "binary data", f"give the {what} itself"
        )
    return text.splitlines()
