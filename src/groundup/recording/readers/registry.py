"""Which reader reads which file: the built-in ones, and those that other packages register."""

from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol, runtime_checkable

from groundup.quantities import BadInputError
from groundup.recording.readers.c3d import C3DReader
from groundup.recording.readers.c3d_isolated import C3DProcess
from groundup.recording.readers.csv_markers import CSVReader
from groundup.recording.readers.netcdf import NetCDFReader
from groundup.recording.readers.refusals import describe_unreadable
from groundup.recording.readers.storage_refusal import StorageRefusal
from groundup.recording.readers.trc import TRCReader
from groundup.recording.recording import Recording

ENTRY_POINTS = "groundup.readers"


@runtime_checkable
class Reader(Protocol):
    """One file format.

    `sniff` says whether a file is of this format from its name and first bytes; `read` returns a
    Recording in the file's own axes, SI units and absolute time, or raises BadInputError.
    """

    @property
    def name(self) -> str:
        """Short name of the format."""

    def sniff(self, path: Path, head: bytes) -> bool:
        """Whether this reader is the one for the file."""

    def read(self, path: Path) -> Recording:
        """Read the file."""


@dataclass(frozen=True)
class Registry:
    """Readers in the order they are asked."""

    readers: tuple[Reader, ...]

    def register(self, reader: Reader) -> "Registry":
        """Return a registry that asks `reader` before the ones it has."""
        return replace(self, readers=(reader, *self.readers))

    def warmed(self, process: C3DProcess) -> "Registry":
        """Return the same registry with C3D files going through `process`."""
        return Registry(tuple(C3DReader(process) if isinstance(r, C3DReader) else r for r in self.readers))

    def reader_for(self, path: Path, head: bytes) -> Reader:
        """Return the first reader that knows the file.

        Raises
        ------
        BadInputError
            If none does; the sentence says what the file is, where that can be told.
        """
        for reader in self.readers:
            if reader.sniff(path, head):
                return reader
        known = ", ".join(dict.fromkeys(reader.name for reader in self.readers))
        found, next_step = describe_unreadable(path, head)
        raise BadInputError(path, "contents", f"a recording ({known})", found, next_step)


@cache
def default_registry() -> Registry:
    """Built-in readers, preceded by those of installed packages (entry points ``groundup.readers``)."""
    registry = Registry((C3DReader(), TRCReader(), CSVReader(), NetCDFReader(), StorageRefusal()))
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        registry = registry.register(entry.load()())
    return registry
