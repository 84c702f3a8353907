"""Compile the engine ahead of its first use."""

import contextlib
import multiprocessing
import threading
import time

from groundup.mechanics.cache import is_cold, stored, writable
from groundup.mechanics.kernel import KERNELS, kernel

# What the first compilation takes on an ordinary laptop core [s]: said to the person who waits for it.
EXPECTED_SECONDS = 15


def compile_kernels() -> float:
    """Compile the kernels side by side, or load those compiled before; returns how long that took [s]."""
    began = time.perf_counter()
    missing = [name for name in KERNELS if stored(name) is None]
    beside = []
    if len(missing) > 1 and writable():
        # One process compiles one kernel at a time; a child that fails costs its kernel's time here, no more.
        context = multiprocessing.get_context("spawn")
        beside = [context.Process(target=kernel, args=(name,)) for name in missing[1:]]
    for process in beside:
        process.start()
    for name in missing[:1]:
        kernel(name)
    for process in beside:
        process.join()
    for name in KERNELS:
        kernel(name)
    return time.perf_counter() - began


def load_beside() -> None:
    """Load the compiled pose solver in a thread of its own: time that reading files leaves idle.

    Does nothing where it would have to compile; a failure to load shows where the solver is first called.
    """
    if not is_cold():
        threading.Thread(target=_load_pose_solver, name="load engine").start()


def _load_pose_solver() -> None:
    with contextlib.suppress(ImportError):
        kernel("solve_frames")
