"""How far a number may be off because of how it was measured."""

from dataclasses import dataclass, field
from math import erf, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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
    truths : (N,) or None
        What the truth would be if the errors were those of each member, NaN where it does not show the
        number; member n is the same version of the person in every number of one analysis. Not kept: None.
    """

    sd: float
    low: float
    high: float
    members: int
    main_source: str = ""
    truths: "NDArray[np.float64] | None" = field(default=None, compare=False, repr=False)

    def holds(self, limit: float) -> bool:
        """Whether a limit lies within the interval: on which side of it the truth is cannot be told."""
        return self.low < limit < self.high

    def chance_above(self, value: float, limit: float) -> float:
        """Probability that the truth lies above a limit; of a normal error where truths are not kept."""
        if self.truths is not None:
            return chance_of(self.truths[self.truths == self.truths] > limit)
        if self.sd <= 0.0:
            return float(value > limit)
        return 0.5 * (1.0 + erf((value - limit) / (self.sd * sqrt(2.0))))


def chance_of(seen: "NDArray[np.bool_]") -> float:
    """Probability of what so many of N equally likely versions show; never quite 0 or 1 (Jeffreys' prior)."""
    return (float(seen.sum()) + 0.5) / (len(seen) + 1.0)
