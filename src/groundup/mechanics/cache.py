"""Where compiled kernels are kept between runs.

The folder carries a hash of every source file of this room, of numba and of the processor; any edit means a
new folder, so that nothing in it is ever stale. A file appears in it whole or not at all, and one that is
damaged counts as absent.
"""

import contextlib
import hashlib
import logging
import os
import platform
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import platformdirs

logger = logging.getLogger(__name__)

_DIGEST = hashlib.sha256().digest_size


@cache
def fingerprint() -> str:
    """Hash of this room's sources, numba's version, Python's and the processor's name and features."""
    import llvmlite
    import llvmlite.binding as llvm

    digest = hashlib.sha256()
    room = Path(__file__).parent
    for source in sorted(room.rglob("*.py")):
        digest.update(source.relative_to(room).as_posix().encode() + b"\0" + source.read_bytes() + b"\0")
    words = _numba_version(), llvmlite.__version__, sys.version, platform.machine(), llvm.get_host_cpu_name()
    for word in (*words, llvm.get_host_cpu_features().flatten()):
        digest.update(word.encode() + b"\0")
    return digest.hexdigest()[:20]


def _numba_version() -> str:
    """Read numba's own note: importing it, or what tells of installed packages, takes far longer."""
    found = find_spec("numba")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("numba is not installed")
    return Path(found.origin).with_name("_version.py").read_text(encoding="utf-8")


def folder() -> Path:
    """Folder for this engine's compiled kernels; ``GROUNDUP_CACHE_DIR`` overrides the user's cache folder."""
    base = os.environ.get("GROUNDUP_CACHE_DIR") or platformdirs.user_cache_dir("groundup", appauthor=False)
    return Path(base) / "kernels" / fingerprint()


def is_cold() -> bool:
    """Whether the next pose solved has to wait for the compiler (so that a program can say so beforehand)."""
    return stored("solve_frames") is None


def stored(name: str) -> bytes | None:
    """Read what was kept under a name; None where nothing was or it is damaged."""
    try:
        held = (folder() / f"{name}.kernel").read_bytes()
    except OSError:
        return None
    return held[_DIGEST:] if hashlib.sha256(held[_DIGEST:]).digest() == held[:_DIGEST] else None


@cache
def writable() -> bool:
    """Whether compiled kernels can be kept; where not, it is said once."""
    import tempfile

    try:
        folder().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder()):
            return True
    except OSError as error:
        logger.warning(
            "no writable cache folder (%s): the engine is compiled anew in every run; "
            "set GROUNDUP_CACHE_DIR to a folder that can be written",
            error,
        )
        return False


def store(name: str, content: bytes) -> None:
    """Keep something under a name; whoever reads meanwhile finds the old or the new, never a part.

    Where it cannot be kept (a full disk), the next run compiles again.
    """
    import tempfile

    if not writable():
        return
    part = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=folder(), prefix=f"{name}-", suffix=".part", delete=False
        ) as file:
            part = Path(file.name)
            file.write(hashlib.sha256(content).digest() + content)
        part.replace(folder() / f"{name}.kernel")
    except OSError as error:
        logger.warning("the compiled engine could not be kept (%s): the next run compiles it anew", error)
        if part is not None:
            with contextlib.suppress(OSError):
                part.unlink()
