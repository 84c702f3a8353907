"""Compile every kernel ahead of its first use."""

import importlib
import pkgutil
import time


def compile_kernels() -> float:
    """Compile all kernels, or load them where that was done before.

    Returns
    -------
    float
        How long it took [s].
    """
    began = time.perf_counter()
    # A kernel is compiled for its one signature when its module is imported.
    package = importlib.import_module("groundup.mechanics.kernels")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return time.perf_counter() - began
