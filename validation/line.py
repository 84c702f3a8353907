"""One line of the validation table."""

from dataclasses import dataclass
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@dataclass(frozen=True)
class Line:
    """A figure, what it must reach, and whether it did (None: reported, not judged).

    `known` says why a line is known to fall short: it is shown as falling short, with that reason, and does
    not fail the run. A line that reaches what it must has no business carrying one.
    """

    what: str
    reached: str
    required: str
    passed: bool | None
    known: str = ""
