"""One line of the validation table."""

from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@dataclass(frozen=True)
class Line:
    """A figure, what it must reach, and whether it did (None: reported, not judged)."""

    what: str
    reached: str
    required: str
    passed: bool | None
