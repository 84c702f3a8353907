"""The share of each link in a knee quantity's deviation from a reference motion of the same chain."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from groundup.findings.definition import Phase
from groundup.findings.share.quantity import Groups, Quantity
from groundup.motion.task import Task
from groundup.quantities import MeasurementError, Side

DEVIATION = "deviation"
"""What the whole is called among its parts."""
LIMIT = 2.0
"""A deviation within so many standard deviations is none to explain."""


class Reference(StrEnum):
    """What a motion is held against."""

    NATURAL = "own natural trial"
    EARLIER = "own earlier session"
    OTHER_LEG = "other leg"
    CURVES = "reference curves on this body"

    @property
    def markers(self) -> str:
        """How the reference's markers sit against the observation's: whether errors of placement cancel."""
        return _MARKERS[self]

    @property
    def other_bones(self) -> bool:
        """Whether its bones are of another leg or found anew, so that sizes differ as well."""
        return self in (Reference.EARLIER, Reference.OTHER_LEG)


_MARKERS = {
    Reference.NATURAL: "the same",
    Reference.EARLIER: "placed anew",
    Reference.OTHER_LEG: "of the other leg",
    Reference.CURVES: "none",
}


@dataclass(frozen=True)
class Part:
    """What a link or a group adds to a deviation, or the deviation itself.

    Attributes
    ----------
    value : float
        Mean over pairs of repetitions and shifts in time.
    sd : float
        Between pairs of repetitions; NaN where there is one pair only.
    timing : float
        Standard deviation that phases out of step by 2 % make.
    lowest, highest : float
        Over the orders in which groups are told (for a single link its own value).
    error : MeasurementError or None
        What the ensemble says, timing among its errors; None where none was made.
    """

    value: float
    sd: float = float("nan")
    timing: float = 0.0
    lowest: float = float("nan")
    highest: float = float("nan")
    error: MeasurementError | None = None

    def numbers(self) -> dict[str, float]:
        """Values by name; NaN where there is none."""
        error = self.error
        nothing = float("nan")
        return {
            "value": self.value,
            "sd": self.sd,
            "timing_sd": self.timing,
            "error_sd": nothing if error is None else error.sd,
            "low_90": nothing if error is None else error.low,
            "high_90": nothing if error is None else error.high,
            "lowest_order": self.lowest,
            "highest_order": self.highest,
        }

    @property
    def sure(self) -> bool:
        """Whether its direction is sure: its 90 % interval leaves zero out; taken so where none is known."""
        return self.error is None or self.error.low > 0.0 or self.error.high < 0.0

    @property
    def spread(self) -> float:
        """Standard deviation of all that is known to make it another number."""
        known = self.timing if self.error is None else self.error.sd
        return float(np.hypot(known, 0.0 if np.isnan(self.sd) else self.sd))


@dataclass(frozen=True)
class Share:
    """A deviation and where it sits: an accounting of how two motions differ, which tells no cause.

    Attributes
    ----------
    quantity : Quantity
    reference : Reference
    task : Task
    side : Side
        Of the observation.
    phase : Phase
        Whose mean over time is told.
    observed, usual : mean in the observation and in the reference, in the quantity's unit.
    repetitions, usual_repetitions : how many of each.
    deviation : Part
        Observed minus usual.
    groups, links : what each adds; the groups sum to the deviation, links to their group.
    structure : group -> its links.
    trials : names of the recordings the reference is taken from, or the source of its curves.
    usual_sd : float
        How far apart people are in the reference, where it is of others.
    closure : float
        How far the joints of the other leg, or of the earlier session, on this leg's bones bring the hip from
        where it was [mm]; NaN for other references.
    """

    quantity: Quantity
    reference: Reference
    task: Task
    side: Side
    phase: Phase
    observed: float
    usual: float
    repetitions: int
    usual_repetitions: int
    deviation: Part
    groups: Mapping[str, Part]
    links: Mapping[str, Part]
    structure: Groups
    trials: tuple[str, ...] = ()
    usual_sd: float = 0.0
    closure: float = float("nan")

    @property
    def cancellation(self) -> float:
        """Sum of the groups' sizes over the deviation's: 1 where none works against another."""
        size = sum(abs(part.value) for part in self.groups.values())
        return size / abs(self.deviation.value) if self.deviation.value else float("nan")

    @property
    def spread(self) -> float:
        """Standard deviation the deviation is judged by: of measurement, repetitions, and between people."""
        return float(np.hypot(self.deviation.spread, self.usual_sd))

    @property
    def explains(self) -> bool:
        """Whether there is a deviation to explain: beyond two standard deviations.

        Where markers were placed anew, errors of placement are most of them: without these none is claimed.
        """
        if not self.weighed:
            return False
        return bool(abs(self.deviation.value) > LIMIT * self.spread)

    @property
    def verdict(self) -> str:
        """Say so."""
        if not self.weighed:
            return "not determined: errors of marker placement are not known"
        return "deviates" if self.explains else "no deviation to explain"

    @property
    def weighed(self) -> bool:
        """Whether what may be wrong is known well enough to call anything a deviation."""
        return self.reference is not Reference.EARLIER or self.deviation.error is not None

    def parts(self) -> dict[str, Part]:
        """Name the deviation, then its groups, then their links."""
        return {DEVIATION: self.deviation, **self.groups, **self.links}

    def level(self, name: str) -> str:
        """Whether a part is the deviation, a group or a link."""
        return DEVIATION if name == DEVIATION else "group" if name in self.groups else "link"

    def rows(self) -> list[dict[str, str | float]]:
        """Values by column, one row for each part; NaN where there is no number."""
        of = {link: group for group, links in self.structure.items() for link in links}
        return [
            {
                **self._head(),
                "level": self.level(name),
                "part": name,
                "of": of.get(name, ""),
                "sign_word": self.quantity.word(part.value),
                **part.numbers(),
            }
            for name, part in self.parts().items()
        ]

    def record(self) -> dict[str, object]:
        """Values by name, the parts nested."""
        groups = {
            name: {
                **part.numbers(),
                "links": {link: self.links[link].numbers() for link in self.structure[name]},
            }
            for name, part in self.groups.items()
        }
        return {
            **self._head(),
            "sign_word": self.quantity.word(self.deviation.value),
            "deviation": self.deviation.numbers(),
            "groups": groups,
        }

    def _head(self) -> dict[str, str | float]:
        return {
            "reference": str(self.reference),
            "task": str(self.task),
            "side": str(self.side),
            "phase": str(self.phase),
            "quantity": self.quantity.name,
            "label": self.quantity.label,
            "unit": self.quantity.unit,
            "observed": self.observed,
            "usual": self.usual,
            "n": float(self.repetitions),
            "n_usual": float(self.usual_repetitions),
            "usual_trials": " ".join(self.trials),
            "markers": self.reference.markers,
            "usual_sd": self.usual_sd or float("nan"),
            "spread": self.spread,
            "verdict": self.verdict,
            "cancellation": self.cancellation if self.explains else float("nan"),
            "closure_mm": self.closure,
        }

    def with_errors(self, errors: Mapping[str, MeasurementError]) -> "Share":
        """Take what the ensemble says of the deviation (named `DEVIATION`), groups and links."""

        def told(name: str, part: Part) -> Part:
            return replace(part, error=errors.get(name))

        return replace(
            self,
            deviation=told(DEVIATION, self.deviation),
            groups={name: told(name, part) for name, part in self.groups.items()},
            links={name: told(name, part) for name, part in self.links.items()},
        )
