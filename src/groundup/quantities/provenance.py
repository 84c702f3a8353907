"""Where a result came from: source files with checksums, and the operations done, in order."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SourceFile:
    """A file as it was read."""

    name: str
    format: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class Operation:
    """One step that changed or derived data, with the arguments that matter for repeating it."""

    name: str
    arguments: Mapping[str, str | float | int | bool] = field(default_factory=dict)
    note: str = ""
