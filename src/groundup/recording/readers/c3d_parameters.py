"""Looking things up in a C3D's parameter section, whose writers agree on little but the tree."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundup.quantities.printable import printable


@dataclass(frozen=True)
class Parameters:
    """Group -> parameter -> value, found by name without regard to case."""

    groups: Mapping[str, Mapping[str, Any]]

    def group(self, name: str) -> Mapping[str, Any]:
        """Parameters of a group (empty if there is none), keyed as the file spells them."""
        for key, entries in self.groups.items():
            if key.strip().upper() == name.upper():
                return entries
        return {}

    def value(self, group: str, name: str) -> Any | None:
        """Value as read, or None where the parameter is absent or empty."""
        for key, value in self.group(group).items():
            if key.strip().upper() == name.upper():
                return value if np.size(value) else None
        return None

    def numbers(self, group: str, name: str) -> NDArray[np.float64]:
        """Numeric parameter as an array (empty where absent or not numeric)."""
        value = self.value(group, name)
        if value is None or isinstance(value, list):
            return np.empty(0)
        return np.asarray(value, dtype=np.float64)

    def number(self, group: str, name: str) -> float | None:
        """First number of a parameter, or None."""
        numbers = self.numbers(group, name)
        return float(numbers.flat[0]) if numbers.size else None

    def whole(self, group: str, name: str, index: int = 0) -> int | None:
        """Return one number of a parameter as a count or code; None where absent, NaN or absurd."""
        numbers = self.numbers(group, name).ravel()
        if index >= numbers.size or not np.abs(numbers[index]) < 2**31:
            return None
        return int(numbers[index])

    def word(self, group: str, name: str) -> str:
        """First text of a parameter, stripped; empty where absent."""
        words = self.words(group, name)
        return words[0] if words else ""

    def words(self, group: str, name: str) -> list[str]:
        """Texts of a parameter and its continuations (LABELS, LABELS2, LABELS3 ...), stripped.

        A C3D array holds 255 entries at most; longer lists go on in numbered parameters.
        """
        found: list[str] = []
        for part in self.continuations(name):
            value = self.value(group, part)
            if not isinstance(value, list):
                break
            found.extend(printable(str(word).strip(" \x00")) for word in value)
        return found

    def number_lists(self, group: str, name: str) -> list[NDArray[np.float64]]:
        """Numeric arrays of a parameter and its continuations, in order."""
        found: list[NDArray[np.float64]] = []
        for part in self.continuations(name):
            numbers = self.numbers(group, part)
            if not numbers.size:
                break
            found.append(numbers)
        return found

    @staticmethod
    def continuations(name: str) -> list[str]:
        """`name`, then `name` 2, 3 ...: as many as 65,535 points could need."""
        return [name, *(f"{name}{number}" for number in range(2, 258))]
