"""How far a number may be off because of how it was measured."""

from dataclasses import dataclass
from math import erf, sqrt


@dataclass(frozen=True)
class MeasurementError:
    """What the ensemble says of a number; the spread between repetitions is not in it.

    Attributes
    ----------
    sd : float
        Standard deviation over the members, in the number's unit.
    low, high : float
        Ends of the interval that holds the truth in 90 of 100 such measurements.
    members : int
        Members that show the number.
    main_source : str
        The error that matters most, for people, with its share of the variance; empty where none is known.
    """

    sd: float
    low: float
    high: float
    members: int
    main_source: str = ""

    def holds(self, limit: float) -> bool:
        """Whether a limit lies within the interval: on which side of it the truth is cannot be told."""
        return self.low < limit < self.high

    def chance_above(self, value: float, limit: float) -> float:
        """Probability that the truth lies above a limit, for a normal error about the measured value."""
        if self.sd <= 0.0:
            return float(value > limit)
        return 0.5 * (1.0 + erf((value - limit) / (self.sd * sqrt(2.0))))
