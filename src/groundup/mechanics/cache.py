"""Where compiled kernels are kept between runs, and how they are compiled.

numba does not notice an edited callee in another file: the caller's cached code stays. So the cache folder
carries a hash of every source file of this room, of numba and of the processor; any edit means a new folder.
"""

import hashlib
import logging
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import platformdirs

logger = logging.getLogger(__name__)

# numba options shared by all kernels: IEEE arithmetic except that a multiply and an add may fuse. No "nnan"
# or "ninf": missing markers are NaN and unobservable variances are infinite.
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "fastmath": {"contract"}}


@cache
def fingerprint() -> str:
    """Hash of this room's sources, numba's version, Python's and the processor's name."""
    import llvmlite.binding as llvm

    digest = hashlib.sha256()
    room = Path(__file__).parent
    for source in sorted(room.rglob("*.py")):
        digest.update(source.relative_to(room).as_posix().encode() + b"\0" + source.read_bytes() + b"\0")
    for word in (version("numba"), version("llvmlite"), sys.version, platform.machine()):
        digest.update(word.encode() + b"\0")
    digest.update(llvm.get_host_cpu_name().encode())
    return digest.hexdigest()[:20]


@cache
def folder() -> Path | None:
    """Folder for this engine's compiled kernels, or None (said once) where none can be written.

    ``GROUNDUP_CACHE_DIR`` overrides the user's cache folder.
    """
    base = os.environ.get("GROUNDUP_CACHE_DIR") or platformdirs.user_cache_dir("groundup", appauthor=False)
    path = Path(base) / "kernels" / fingerprint()
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        logger.warning(
            "no writable cache folder (%s): the engine is compiled anew in every run; "
            "set GROUNDUP_CACHE_DIR to a folder that can be written",
            error,
        )
        return None
    return path


def is_cold() -> bool:
    """Whether the next kernel call has to compile (so that a program can say so beforehand)."""
    path = folder()
    return path is None or not any(path.rglob("*solve_frames*.nbc"))


def inner() -> Callable[[Callable[..., Any]], Any]:
    """Decorate a function only kernels call: compiled as part of its callers, never on its own."""
    import numba

    return numba.njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **_OPTIONS)  # type: ignore[no-any-return]


def entry(signature: str) -> Callable[[Callable[..., Any]], Any]:
    """Decorate a kernel Python calls: compiled for one signature, or loaded from the cache."""
    import numba

    path = folder()
    if path is None:
        return numba.njit(signature, no_cfunc_wrapper=True, **_OPTIONS)  # type: ignore[no-any-return]

    def compile_here(function: Callable[..., Any]) -> Any:
        before = numba.config.CACHE_DIR
        numba.config.CACHE_DIR = str(path)
        try:
            return numba.njit(signature, cache=True, no_cfunc_wrapper=True, **_OPTIONS)(function)
        finally:
            numba.config.CACHE_DIR = before

    return compile_here
