"""Looking things up in one group of a NetCDF file, each checked to be what it must be."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from groundup.quantities import BadInputError
from groundup.recording.readers.hdf5_isolated import HDF5Contents

_T = TypeVar("_T", dict, list)  # type: ignore[type-arg]


@dataclass(frozen=True)
class Part:
    """One group of a file; false where the file has no such group."""

    file: Path
    contents: HDF5Contents
    group: str

    def __bool__(self) -> bool:
        return self.group in self.contents.attributes

    def bad(self, place: str, expected: str, found: str) -> BadInputError:
        """Error about something in this group."""
        where = f"{place} in group {self.group}" if self.group else place
        return BadInputError(
            self.file, where, expected, found, "convert the recording again from the file it came from"
        )

    def array(self, name: str, shape: tuple[int, ...] | None) -> NDArray[np.float64]:
        """Return numbers of a variable.

        Raises
        ------
        BadInputError
            If there are none, or not of that shape.
        """
        values = self.contents.arrays.get(self._place(name))
        if values is None or (shape is not None and values.shape != shape):
            expected = "numbers" if shape is None else f"{' x '.join(map(str, shape))} numbers"
            found = "none" if values is None else " x ".join(map(str, values.shape))
            raise self.bad(f"variable {name}", expected, found)
        return values

    def times(self, name: str) -> NDArray[np.float64]:
        """Return times that rise [s]."""
        time = self.array(name, None)
        if time.ndim != 1 or not time.size or not np.isfinite(time).all() or (np.diff(time) <= 0).any():
            raise self.bad(f"variable {name}", "times that rise", "other numbers")
        return time

    def words(self, name: str, count: int | None = None) -> tuple[str, ...]:
        """Texts of a variable, `count` of them."""
        found = self.contents.texts.get(self._place(name))
        if found is None or (count is not None and len(found) != count):
            many = "texts" if count is None else f"{count} texts"
            raise self.bad(f"variable {name}", many, "none" if found is None else str(len(found)))
        return found

    def labels(self, name: str) -> tuple[str, ...]:
        """Texts that differ, one or more."""
        found = self.words(name)
        if not found or len(set(found)) < len(found):
            raise self.bad(f"variable {name}", "labels that differ", "one twice" if found else "none")
        return found

    def text(self, name: str) -> str:
        """Attribute as text; empty where absent."""
        return str(self.contents.attributes[self.group].get(name, ""))

    def number(self, name: str) -> float:
        """Attribute as a number."""
        value = self.contents.attributes[self.group].get(name)
        if not isinstance(value, int | float) or not np.isfinite(value):
            raise self.bad(f"attribute {name}", "a number", "none" if value is None else f"'{value}'")
        return float(value)

    def json(self, name: str, default: _T) -> _T:
        """Attribute that holds a JSON object or list, as `default` is; `default` where absent."""
        text = self.text(name)
        try:
            value = json.loads(text) if text else default
        except json.JSONDecodeError:
            value = None
        if not isinstance(value, type(default)):
            raise self.bad(f"attribute {name}", f"a JSON {type(default).__name__}", f"'{text[:40]}'")
        return value

    def _place(self, name: str) -> str:
        return f"{self.group}/{name}" if self.group else name
