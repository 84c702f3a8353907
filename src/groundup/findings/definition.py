"""What a measure is: name, phase, unit, words for its sign, source."""

from dataclasses import dataclass
from enum import StrEnum

from groundup.motion.task import Task

MARKERS, PLATES = "markers", "markers and force plates"
"""What a measure needs of a recording."""


class Phase(StrEnum):
    """Part of a repetition."""

    CONTACT = "foot contact"
    LOADING = "loading response"
    SINGLE_SUPPORT = "single support"
    PUSH_OFF = "push-off"
    FIRST_HALF = "first half of stance"
    SECOND_HALF = "second half of stance"
    WEIGHT_BEARING = "stance until the other foot lands"
    STANCE = "stance"
    SWING = "swing"
    WHOLE = "whole repetition"
    DOWN = "way down"
    BOTTOM = "lowest point"
    HEEL_DOWN = "while the heel is down"


class Pick(StrEnum):
    """What is read off a curve within a phase."""

    START = "value at its start"
    HIGHEST = "highest value"
    LOWEST = "lowest value"
    MEAN = "mean"
    RANGE = "range"
    TIME_OF_LOWEST = "time of the lowest value"


@dataclass(frozen=True)
class Definition:
    """One measure.

    Attributes
    ----------
    name : str
        Stable, e.g. ``knee_flexion_loading_peak``.
    label : str
        What a person reads.
    phase : Phase
    unit : str
        As reported: deg, %, N m/kg, ...
    positive, negative : str
        Words for its sign; empty for amounts without one.
    tasks : tasks it is defined for.
    detectable : str
        Evidence row of the smallest change beyond error between sessions; empty where none is known.
    needs : str
        What a recording must have for it.
    """

    name: str
    label: str
    phase: Phase
    unit: str
    positive: str
    negative: str
    tasks: tuple[Task, ...]
    detectable: str = ""
    needs: str = MARKERS

    def word(self, value: float) -> str:
        """Word for the sign of a value; empty where it has none."""
        return self.positive if value >= 0.0 else self.negative
