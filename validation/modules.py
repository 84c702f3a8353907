"""Run validation modules: two at a time where nothing is timed, and the others alone."""

import importlib
import multiprocessing
import os
import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from validation.line import Line

ALONE = {
    "kernels",
    "inverse_dynamics",
    "moments",
    "finding_chances",
    "effects",
    "virtual_patients",
    "report_page",
    "scene_page",
    "speed",
}
"""Modules that time something or use every processor by themselves: nothing runs beside them."""


class Found(NamedTuple):
    """The lines of a module, and how long they took [s]."""

    lines: list[Line]
    seconds: float


def in_turn(names: Sequence[str]) -> Iterator[tuple[str, Found]]:
    """Every module with its lines: two at a time those that may run beside another, then the others."""
    beside = [name for name in names if name not in ALONE]
    if len(beside) > 1:
        # Two processes whose algebra wakes threads wait for each other's.
        before = os.environ.get("OPENBLAS_NUM_THREADS")
        os.environ["OPENBLAS_NUM_THREADS"] = "1"
        with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
            yield from zip(beside, pool.map(_lines, beside), strict=True)
        if before is None:
            del os.environ["OPENBLAS_NUM_THREADS"]
        else:
            os.environ["OPENBLAS_NUM_THREADS"] = before
    else:
        yield from ((name, _lines(name)) for name in beside)
    yield from ((name, _lines(name)) for name in names if name in ALONE)


def _lines(name: str) -> Found:
    """Run one module; an error in it is a line that falls short, and the others still run."""
    began = time.perf_counter()
    found: list[Line] = []
    try:
        for line in importlib.import_module(f"validation.{name}").lines():
            found.append(line)
    except Exception as problem:
        traceback.print_exc(limit=-4)
        found.append(Line(f"{name}: runs", f"{type(problem).__name__}: {problem}", "no error", passed=False))
    return Found(found, time.perf_counter() - began)
