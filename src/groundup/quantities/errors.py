"""Errors a person can act on: which file, where in it, what was expected, what was found, what to do next."""

from pathlib import Path

from groundup.quantities.printable import printable, shortened

_LONGEST = 240


class GroundupError(Exception):
    """Base of every error groundup raises on purpose; its text is one sentence for a person."""


class BadInputError(GroundupError):
    """An input that cannot be used as it is.

    Parameters
    ----------
    file : Path or str
        The file (or argument) at fault.
    place : str
        Where in it: "header, parameter POINT:RATE", "line 6, column 4", ...
    expected, found : str
        What should have been there and what was.
    next_step : str
        What the person can do about it, as an imperative ("export the trial again").
    """

    def __init__(self, file: Path | str, place: str, expected: str, found: str, next_step: str) -> None:
        self.file = Path(file)
        self.place = place
        self.expected = expected
        self.found = found
        self.next_step = next_step
        said = (shortened(printable(words), _LONGEST) for words in (self.file.name, place, expected, found))
        super().__init__("{}: {}: expected {}, found {}; ".format(*said) + f"{next_step}.")

    def __reduce__(self) -> tuple[type["BadInputError"], tuple[Path, str, str, str, str]]:
        """Let the error cross a process boundary: readers of native formats run isolated."""
        return type(self), (self.file, self.place, self.expected, self.found, self.next_step)
