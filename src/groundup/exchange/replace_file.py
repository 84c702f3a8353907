"""Put one file in place at once: what is there afterwards is all old or all new."""

import errno
import os
from pathlib import Path

from groundup.quantities import GroundupError


def replace_file(path: Path, text: str) -> None:
    """Write `text` beside `path`, bring it to disk, and move it into place.

    Raises
    ------
    GroundupError
        If the place cannot be written; the old file is then untouched.
    """
    fresh = path.with_name(f".{path.name}.new-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with fresh.open("w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as problem:
        raise GroundupError(_sentence(path, problem)) from problem


def _sentence(path: Path, problem: OSError) -> str:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full, so {path} was not written; free space and run again."
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"No permission to write {path}; change the permissions or the output named in the setup file."
    return (
        f"{path} could not be written ({problem.strerror or problem}); correct the output in the setup file."
    )
