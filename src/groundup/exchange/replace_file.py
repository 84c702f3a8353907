"""Put files in place at once: what is there afterwards is all old or all new."""

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from groundup.quantities import GroundupError
from groundup.quantities.printable import printable, shortened

_LONGEST = 240


def replace_file(path: Path, text: str) -> None:
    """Write `text` beside `path`, bring it to disk, and move it into place.

    Raises
    ------
    GroundupError
        If the place cannot be written; the old file is then untouched.
    """
    replace_files({path: text})


def replace_files(texts: Mapping[Path, str]) -> None:
    """Write every text beside its place, bring all to disk, and only then move them into place.

    Raises
    ------
    GroundupError
        If one of them cannot be written; the old files are then untouched.
    """
    fresh = {path: path.with_name(f".{path.name}.new-{os.getpid()}") for path in texts}
    made = [folder for path in texts for folder in path.parents if not folder.exists()]
    path = next(iter(texts))
    try:
        try:
            for path, text in texts.items():
                _write(path, fresh[path], text)
            for path in texts:
                fresh[path].replace(path)
        finally:
            for left in fresh.values():
                with suppress(OSError):  # what cannot be there need not go
                    left.unlink()
            for folder in made:
                with suppress(OSError):  # it holds results
                    folder.rmdir()
    except OSError as problem:
        raise GroundupError(why_not_written(path, problem)) from problem


def _write(path: Path, fresh: Path, text: str) -> None:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if path.exists() and not path.is_file():  # to move a file over a device would remove the device
        raise FileExistsError(errno.EEXIST, "a pipe or device is in its place")
    path.parent.mkdir(parents=True, exist_ok=True)
    with fresh.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def why_not_written(path: Path, problem: OSError) -> str:
    """Say why a file could not be written, and what to do."""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full, so {path} was not written; free space and run again."
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"No permission to write {path}; change the permissions or choose another place."
    name = shortened(printable(f"{path}"), _LONGEST)
    return f"{name} could not be written ({problem.strerror or problem}); choose another place."
