"""The facts that ``groundup check`` tells of a recording."""

from dataclasses import dataclass

from groundup.recording.measurable import Measurable


@dataclass(frozen=True)
class MarkerRow:
    """One label of the file: what it is taken for, how that was decided, and how much of it is seen.

    `how` is "matched", "guessed" (the meaning other marker sets agree on), "cluster" (moves with its
    segment), "attached" (by rigidity), "virtual", "unused" or "never seen"; `coverage` is 0 to 1.
    """

    label: str
    meaning: str
    how: str
    coverage: float


@dataclass(frozen=True)
class CheckReport:
    """What is in a file, and what can be done with it.

    Attributes
    ----------
    name : str
        Name of the recording.
    contents : tuple of str
        Frames, rate, markers, plates, events, vendor outputs and person, a sentence each.
    protocol : str or None
        Title of the marker set; None where the markers could not be identified.
    axes : str or None
        How the file's axes become the lab's; None where they could not be found.
    markers : tuple of MarkerRow
    measurable : tuple of Measurable
    problems : tuple of str
        What makes the recording unusable as it is.
    notes : tuple of str
        What a reader should know, without being a reason to refuse.
    """

    name: str
    contents: tuple[str, ...]
    protocol: str | None
    axes: str | None
    markers: tuple[MarkerRow, ...]
    measurable: tuple[Measurable, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Whether the recording can be analysed."""
        return not self.problems

    def __str__(self) -> str:
        """Render the report for a terminal."""
        from groundup.recording.check_text import render

        return render(self)
