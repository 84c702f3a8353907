"""From a Python function to machine code that needs numba only once.

numba compiles; what it made is emitted as a plain object file. Loading that takes llvmlite alone and some
hundredths of a second, where importing numba and reading its own cache takes a whole one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# numba options shared by all kernels: IEEE arithmetic except that a multiply and an add may fuse. No "nnan"
# or "ninf": missing markers are NaN and unobservable variances are infinite.
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "fastmath": {"contract"}}
_ARGUMENT = re.compile(r"(void|i8|f8|b1)(?:\[([:,1]*)\])?")
# What machine code may call, by the operation it stands for; the C library of every process has them.
_LIBRARY = {"llvm.sin.f64": "sin", "llvm.cos.f64": "cos"}


@dataclass(frozen=True)
class Entry:
    """A kernel Python calls, not compiled yet."""

    function: Callable[..., Any]
    signature: str


@dataclass(frozen=True)
class MachineCode:
    """A compiled kernel.

    Attributes
    ----------
    signature : what it takes and gives.
    symbol : its name in the object file.
    needs : functions of the C library it calls.
    content : the object file.
    """

    signature: str
    symbol: str
    needs: tuple[str, ...]
    content: bytes

    def packed(self) -> bytes:
        """As bytes, for :func:`unpacked`."""
        head = "\n".join([self.signature, self.symbol, " ".join(self.needs)])
        return head.encode() + b"\n" + self.content


def unpacked(held: bytes) -> MachineCode | None:
    """Machine code from what :meth:`MachineCode.packed` gave; None from anything else."""
    parts = held.split(b"\n", 3)
    if len(parts) < 4:
        return None
    signature, symbol, needs, content = parts
    return MachineCode(signature.decode(), symbol.decode(), tuple(needs.decode().split()), content)


def inner() -> Callable[[Callable[..., Any]], Any]:
    """Decorate a function only kernels call: compiled as part of its callers, never on its own."""
    import numba

    return numba.njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, **_OPTIONS)  # type: ignore[no-any-return]


def entry(signature: str) -> Callable[[Callable[..., Any]], Entry]:
    """Decorate a kernel Python calls, for arguments of one signature; called as :class:`Kernel`."""
    return lambda function: Entry(function, signature)


def arguments(signature: str) -> tuple[str, list[tuple[str, int]]]:
    """Type returned, and type and dimensions of every argument, of e.g. ``f8(i8[:,::1], f8)``."""
    (returned, _), *taken = _ARGUMENT.findall(signature)
    return returned, [(kind, axes.count(",") + 1 if axes else 0) for kind, axes in taken]


def compiled(kernel: Entry) -> Any:
    """Compile a kernel as a C function of numba's: every array as its address followed by its shape."""
    import numba
    from numba import types

    kinds = {"void": types.void, "i8": types.int64, "f8": types.float64, "b1": types.boolean}
    returned, taken = arguments(kernel.signature)
    parameters, passed, expected = [], [], []
    for number, (kind, axes) in enumerate(taken):
        shape = [f"a{number}_{axis}" for axis in range(axes)]
        parameters += [f"a{number}", *shape]
        passed.append(f"carray(a{number}, ({', '.join(shape)},))" if axes else f"a{number}")
        expected += [types.CPointer(kinds[kind]), *[types.intp] * axes] if axes else [kinds[kind]]
    # numba compiles no function of a variable number of arguments: this one is written for the kernel.
    names: dict[str, Any] = {"carray": numba.carray, "kernel": inner()(kernel.function)}
    exec(f"def call({', '.join(parameters)}):\n    return kernel({', '.join(passed)})", names)
    return numba.cfunc(kinds[returned](*expected), **_OPTIONS)(names["call"])


def machine_code(kernel: Entry, function: Any) -> MachineCode | None:
    """Object file of a compiled kernel; None where it needs something that only numba can give it."""
    import llvmlite.binding as llvm

    module = llvm.parse_assembly(function.inspect_llvm())
    symbol = kernel.function.__name__
    module.get_function(function.native_name).name = symbol
    # Closed to the outside, what is never called vanishes: numba's ways of raising errors first of all.
    for part in module.functions:
        if not part.is_declaration and part.name != symbol:
            part.linkage = "internal"
    machine = target_machine()
    builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=3))
    builder.getModulePassManager().run(module, builder)
    outside = {part.name for part in module.functions if part.is_declaration}
    if any(not name.startswith("llvm.") for name in outside):
        return None
    needs = tuple(sorted(call for name, call in _LIBRARY.items() if name in outside))
    return MachineCode(kernel.signature, symbol, needs, machine.emit_object(module))


def target_machine() -> Any:
    """Describe the processor at hand to llvmlite."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        reloc="default",
        codemodel="jitdefault",
        jit=True,
    )
