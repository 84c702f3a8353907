"""A measured value of a person: one measure, one leg, one task."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np

from groundup.evidence.table import row
from groundup.findings.definition import Definition
from groundup.findings.reference import Comparison
from groundup.mechanics.tree import FloatArray
from groundup.motion.task import Task
from groundup.quantities import MeasurementError, Side


@dataclass(frozen=True)
class Measure:
    """A value, or why there is none.

    Attributes
    ----------
    definition : Definition
    side : Side
    task : Task
    values : (N,) of each repetition in which it was seen, in the definition's unit.
    source : str
        Trials it comes from.
    reason : str
        Why it is not measurable from this recording; empty where it is.
    comparison : Comparison or None
        With the published values that fit best; None where there are none.
    margin : float
        What the known error of its model makes of it, either way, in the unit: for the adduction moment a
        knee centre 10 mm off, for kneecap forces the spread of the lever arm between people (95 %). NaN
        where no error is carried. `error` takes its place: these are among the ensemble's errors.
    error : MeasurementError or None
        How far the value may be off because of how it was measured; None where no ensemble says.
    no_interval : str
        Why no ensemble says; empty where one does, and where there is no value.
    other_leg : float
        The same of the other leg in this task: a reference that always wears the same shoes; NaN where it
        was not measured.
    """

    definition: Definition
    side: Side
    task: Task
    values: FloatArray
    source: str
    reason: str = ""
    comparison: Comparison | None = None
    margin: float = float("nan")
    error: MeasurementError | None = None
    no_interval: str = ""
    other_leg: float = float("nan")

    @property
    def n(self) -> int:
        """Repetitions it was seen in."""
        return len(self.values)

    @property
    def value(self) -> float:
        """Mean over the repetitions; NaN where there is none."""
        return float(self.values.mean()) if self.n else float("nan")

    @property
    def sd(self) -> float:
        """Standard deviation between the repetitions; NaN below two."""
        return float(self.values.std(ddof=1)) if self.n > 1 else float("nan")

    @property
    def detectable_change(self) -> float:
        """Smallest change between sessions that exceeds error, in the unit; NaN where none is known."""
        name = self.definition.detectable
        return row(name, may_drive=True).value if name else float("nan")

    def within_error(self, limit: float) -> bool:
        """Whether a limit is so near that the value's error leaves open on which side of it the truth is."""
        if self.error is not None:
            return self.error.holds(limit)
        return abs(self.value - limit) < self.margin

    def chance_beyond(self, limit: float, direction: int = 1) -> float:
        """Probability that the truth lies beyond a limit, above it for direction 1, below for -1; or NaN."""
        if self.error is None:
            return float("nan")
        above = self.error.chance_above(self.value, limit)
        return above if direction > 0 else 1.0 - above

    def differs_by(self, other: "Measure") -> float:
        """How far it lies above another leg's, where that exceeds detectable change and error; else 0.

        Error: the 90 % interval of the difference over the same versions of the person, since what makes one
        leg's angle larger often makes the other's smaller; where they are not at hand, as if independent.
        """
        more = self.value - other.value
        if not abs(more) > self.detectable_change:
            return 0.0
        if self.error is None or other.error is None:
            return more
        if self.error.truths is not None and other.error.truths is not None:
            low, high = np.nanpercentile(self.error.truths - other.error.truths, [5.0, 95.0])
            return more if low > 0.0 or high < 0.0 else 0.0
        widths = self.error.high - self.error.low, other.error.high - other.error.low
        return more if abs(more) > 0.5 * hypot(*widths) else 0.0

    def row(self) -> dict[str, str | float]:
        """As one row of ``measures.csv``."""
        definition, told, error = self.definition, self.comparison, self.error
        return {
            "measure": definition.name,
            "label": definition.label,
            "side": str(self.side),
            "task": str(self.task),
            "phase": str(definition.phase),
            "value": self.value,
            "sd": self.sd,
            "error_sd": float("nan") if error is None else error.sd,
            "low_90": float("nan") if error is None else error.low,
            "high_90": float("nan") if error is None else error.high,
            "main_error": "" if error is None else error.main_source,
            "why_no_interval": self.no_interval,
            "margin": self.margin,
            "unit": definition.unit,
            "sign_word": self.word,
            "n": self.n,
            "trials": self.source,
            "detectable_change": self.detectable_change,
            "detectable_source": definition.detectable,
            "reference": "" if told is None else told.reference.evidence.id,
            "reference_mean": float("nan") if told is None else told.reference.mean,
            "reference_sd": float("nan") if told is None else told.reference.sd,
            "z": float("nan") if told is None else told.z,
            "reference_fits": "" if told is None else "; ".join(told.misfits) or "yes",
            "other_leg": self.other_leg,
            "difference_from_other_leg": self.value - self.other_leg,
            "needs": definition.needs,
            "why_not_measurable": self.reason,
        }

    @property
    def word(self) -> str:
        """Word for the sign of the value."""
        return self.definition.word(self.value) if self.n else ""


def gather(
    definition: Definition,
    side: Side,
    task: Task,
    readings: Sequence[tuple[str, FloatArray]],
    why_not: Callable[[], str],
) -> Measure:
    """Join what each trial shows of a measure.

    Parameters
    ----------
    readings : (trial name, (N,) values with NaN where not seen) per trial.
    why_not : callable
        Gives the reason where no trial shows it.
    """
    seen = [(name, values[np.isfinite(values)]) for name, values in readings]
    shown = [(name, values) for name, values in seen if len(values)]
    joined = np.concatenate([values for _, values in shown]) if shown else np.zeros(0)
    source = ", ".join(dict.fromkeys(name for name, _ in shown))
    return Measure(definition, side, task, joined, source, "" if shown else why_not())
