"""Which leg: every sided quantity carries one of these, never a letter or a number."""

from enum import StrEnum


class Side(StrEnum):
    """A side of the body, as the person owns it (not as the viewer sees it)."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT
