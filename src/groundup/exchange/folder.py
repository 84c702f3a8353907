"""Put a whole folder in place at once: what is there afterwards is all old or all new."""

import errno
import glob
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from groundup.quantities import GroundupError


def replace_folder(folder: Path, fill: Callable[[Path], None], is_ours: Callable[[Path], bool]) -> None:
    """Fill a new folder beside `folder`, bring it to disk, and swap it in by rename.

    A directory cannot be renamed over a full one, so the old folder is first renamed to
    ``.NAME.previous`` and comes back if the second rename fails. A run killed exactly between the
    two leaves ``.NAME.previous``, which the next call puts back before it starts.

    Parameters
    ----------
    folder : Path
        Where the result belongs; missing parents are made.
    fill : callable
        Writes every file into the (empty) folder it is given.
    is_ours : callable
        Says whether an existing, non-empty folder is an earlier result that may be replaced.

    Raises
    ------
    GroundupError
        If the place is not a folder, holds other people's files, or cannot be written (no
        permission, disk full). The old folder is then untouched and nothing is left beside it.
    """
    folder = folder.resolve()
    fresh = folder.parent / f".{folder.name}.new-{os.getpid()}"
    previous = folder.parent / f".{folder.name}.previous"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone_in(folder.parent):
            _restore(folder, previous)
            _refuse_foreign(folder, is_ours)
            _sweep(folder)
            fresh.mkdir()
            try:
                fill(fresh)
                _to_disk(fresh)
                _swap(fresh, folder, previous)
            finally:
                shutil.rmtree(fresh, ignore_errors=True)
    except OSError as problem:
        raise GroundupError(_sentence(folder, problem)) from problem


@contextmanager
def _alone_in(parent: Path) -> Iterator[None]:
    """Let one process at a time write results into a folder: two swaps at once could undo each other.

    The lock is on the folder itself, so that it leaves no file, and ends with the process, however that ends.
    """
    if sys.platform == "win32":  # a directory cannot be locked there
        yield
        return
    import fcntl

    handle = os.open(parent, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network drives know no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _restore(folder: Path, previous: Path) -> None:
    """Undo a swap that was killed half way."""
    if not previous.exists():
        return
    if folder.exists():
        shutil.rmtree(previous)
    else:
        previous.rename(folder)


def _sweep(folder: Path) -> None:
    """Clear away what killed runs left; another run that is still alive keeps its own."""
    for left in folder.parent.glob(f".{glob.escape(folder.name)}.new-*"):
        process = left.name.rpartition("-")[2]
        if not process.isdigit() or int(process) == os.getpid() or not _alive(int(process)):
            shutil.rmtree(left, ignore_errors=True)


def _alive(process: int) -> bool:
    if os.name == "nt":  # there, signal 0 would interrupt the process instead of asking for it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _refuse_foreign(folder: Path, is_ours: Callable[[Path], bool]) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise GroundupError(f"{folder} is a file, expected a folder for the results; choose another --out.")
    if any(folder.iterdir()) and not is_ours(folder):
        raise GroundupError(
            f"{folder} already holds files that groundup did not write, and writing the results would "
            "replace them; choose a new or empty folder with --out."
        )


def _to_disk(folder: Path) -> None:
    for root, _, names in os.walk(folder):
        for name in names:
            _sync(Path(root) / name)
        _sync(Path(root))


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":  # Windows has no handle for a directory
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(fresh: Path, folder: Path, previous: Path) -> None:
    if folder.exists():
        folder.rename(previous)
    try:
        fresh.rename(folder)
    except OSError:
        if previous.exists():
            previous.rename(folder)
        raise
    shutil.rmtree(previous, ignore_errors=True)
    _sync(folder.parent)


def _sentence(folder: Path, problem: OSError) -> str:
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"The disk is full, so no results were written to {folder}; free space or choose another --out."
        )
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"No permission to write results to {folder}; choose another folder with --out."
    reason = problem.strerror or str(problem)
    return f"Results could not be written to {folder} ({reason}); choose another folder with --out."
