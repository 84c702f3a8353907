"""Compiled kernels as Python calls them: from the cache where they are, from the compiler where not."""

import ctypes
import threading
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from groundup.mechanics.cache import store, stored
from groundup.mechanics.compiler import (
    MachineCode,
    arguments,
    compiled,
    machine_code,
    target_machine,
    unpacked,
)

# The module each kernel is written in.
KERNELS = {"solve_frames": "frames", "balance_frames": "newton_euler", "probe": "probe"}

_C = {"void": None, "i8": ctypes.c_int64, "f8": ctypes.c_double, "b1": ctypes.c_bool}
_DTYPE = {"i8": np.dtype(np.int64), "f8": np.dtype(np.float64), "b1": np.dtype(np.bool_)}
_LOADING = threading.RLock()


class Kernel:
    """A compiled function; it runs without holding Python's lock.

    Parameters
    ----------
    signature : what it takes and gives, e.g. ``f8(i8[:,::1], f8)``.
    address : where its machine code begins.
    owner : what keeps the machine code alive.
    """

    def __init__(self, signature: str, address: int, owner: object) -> None:
        returned, taken = arguments(signature)
        types: list[Any] = []
        for kind, axes in taken:
            types += [ctypes.c_void_p, *[ctypes.c_ssize_t] * axes] if axes else [_C[kind]]
        self.signature = signature
        self._owner = owner
        self._taken = [(_DTYPE[kind], axes) for kind, axes in taken]
        self._call = ctypes.CFUNCTYPE(_C[returned], *types)(address)

    def __call__(self, *given: Any) -> Any:
        """Call it.

        Raises
        ------
        TypeError
            If an array is not of the type, dimensions and order that the signature says: machine code would
            read it as if it were.
        """
        flat: list[Any] = []
        for number, ((dtype, axes), value) in enumerate(zip(self._taken, given, strict=True)):
            if not axes:
                flat.append(value)
                continue
            if value.dtype != dtype or value.ndim != axes or not value.flags.c_contiguous:
                raise TypeError(f"argument {number} of {self.signature}: {value.dtype} {value.shape}")
            flat.append(value.__array_interface__["data"][0])
            flat += value.shape
        return self._call(*flat)


def kernel(name: str) -> Kernel:
    """Find a kernel by name: loaded from the cache, or compiled and kept there."""
    with _LOADING:
        return _kernel(name)


@cache
def _kernel(name: str) -> Kernel:
    held = stored(name)
    code = None if held is None else unpacked(held)
    return (None if code is None else _load(code)) or _compile(name)


def _compile(name: str) -> Kernel:
    module = import_module(f"groundup.mechanics.kernels.{KERNELS.get(name, name)}")
    written = getattr(module, name)
    function = compiled(written)
    code = machine_code(written, function)
    if code is not None:
        store(name, code.packed())
    # The very code that later runs will load, so that their results are this one's.
    loaded = None if code is None else _load(code)
    return loaded or Kernel(written.signature, function.address, function)


def _load(code: MachineCode) -> Kernel | None:
    """Link machine code into this process; None where something it calls is not there."""
    import llvmlite.binding as llvm

    # The engine first: it opens the process's own symbols to the search.
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target_machine())
    if any(llvm.address_of_symbol(name) is None for name in code.needs):
        return None
    engine.add_object_file(llvm.ObjectFileRef.from_data(code.content))
    engine.finalize_object()
    address = engine.get_function_address(code.symbol)
    return Kernel(code.signature, address, engine) if address else None
