"""What changed between two results of one person, measure by measure, against the detectable change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from groundup.findings.detectable import cannot_tell, interval_of_change, number, spread_of, widened
from groundup.findings.registry import definitions

Key = tuple[str, str, str, str]
BETWEEN = "left less right"
"""What stands for the leg where the difference between the legs is told."""


class Outcome(StrEnum):
    """What can be said of a change."""

    CHANGED = "changed"
    UNCHANGED = "unchanged within error"
    CANNOT_TELL = "can't tell"


@dataclass(frozen=True)
class Change:
    """One measure before and after.

    Attributes
    ----------
    measure, label, side, task, phase, unit : str
        As in ``measures.csv``.
    before, after : float
        NaN where it was not measured.
    n_before, n_after : int
        Repetitions.
    detectable : float
        Smallest change beyond error, with so many repetitions (:func:`groundup.findings.detectable.widened`);
        NaN where none is known.
    error : float
        Half the width of the 90 % interval of the change, from what may be wrong with either measurement; NaN
        where no ensemble told that of both.
    outcome : Outcome
    reason : str
        Why it cannot be told.
    """

    measure: str
    label: str
    side: str
    task: str
    phase: str
    unit: str
    before: float
    after: float
    n_before: int
    n_after: int
    detectable: float
    outcome: Outcome
    reason: str = ""
    error: float = float("nan")

    @property
    def change(self) -> float:
        """After less before; NaN where either is missing."""
        return self.after - self.before

    @property
    def size(self) -> float:
        """Amount of the change for sorting: in detectable changes, else by the larger value; 0 for none."""
        scale = self.detectable if np.isfinite(self.detectable) else max(abs(self.before), abs(self.after))
        found = abs(self.change) / scale if scale else 0.0
        return found if np.isfinite(found) else 0.0

    @property
    def direction(self) -> str:
        """Word for where it went; empty for amounts, and where it went nowhere."""
        definition = definitions().get(self.measure)
        if definition is None or not np.isfinite(self.change) or self.change == 0.0:
            return ""
        if self.side == BETWEEN:
            return f"the legs differ {'more' if abs(self.after) > abs(self.before) else 'less'}"
        word = definition.positive if self.change > 0.0 else definition.negative
        return f"towards {word}" if word and not (word.endswith("ward") or word.startswith("to ")) else word

    def row(self) -> dict[str, str | float]:
        """As one row of ``comparison.csv``."""
        return {
            "measure": self.measure,
            "label": self.label,
            "side": self.side,
            "task": self.task,
            "phase": self.phase,
            "before": self.before,
            "after": self.after,
            "change": self.change,
            "unit": self.unit,
            "direction": self.direction,
            "n_before": self.n_before,
            "n_after": self.n_after,
            "detectable_change": self.detectable,
            "outcome": str(self.outcome),
            "reason": self.reason,
            "error_90": self.error,
        }


def changes(before: Sequence[Mapping[str, str]], after: Sequence[Mapping[str, str]]) -> tuple[Change, ...]:
    """Compare two results: changed ones first, then unchanged ones, each the biggest first.

    Parameters
    ----------
    before, after : rows of ``measures.csv`` (:func:`groundup.exchange.measures_csv.read_measures`).
    """
    return in_order(_changes(before, after))


def in_order(found: Iterable[Change]) -> tuple[Change, ...]:
    """Sort changes: changed ones first, then unchanged ones, each the biggest first."""
    order = list(Outcome)
    return tuple(sorted(found, key=lambda c: (order.index(c.outcome), -c.size)))


def _changes(before: Sequence[Mapping[str, str]], after: Sequence[Mapping[str, str]]) -> Iterator[Change]:
    first, second = ({_key(row): row for row in rows} for rows in (before, after))
    for key in dict.fromkeys([*first, *second]):
        yield _change(first.get(key), second.get(key))


def _key(row: Mapping[str, str]) -> Key:
    return row["measure"], row["side"], row["task"], row["phase"]


def _change(before: Mapping[str, str] | None, after: Mapping[str, str] | None) -> Change:
    known = before if before is not None else after
    if known is None:
        raise ValueError("a measure is in one of the two results at least")
    (one, n_one), (two, n_two) = reading_of(before), reading_of(after)
    known_changes = [number(row["detectable_change"]) for row in (before, after) if row is not None]
    detectable = widened(float(np.fmax.reduce(known_changes)), n_one, n_two)
    error = interval_of_change(before, after)
    reason = _why_not(before, after) or cannot_tell(
        two - one, detectable, error, (n_one, n_two), spread_of(before, after)
    )
    changed = abs(two - one) > detectable
    outcome = Outcome.CANNOT_TELL if reason else Outcome.CHANGED if changed else Outcome.UNCHANGED
    return Change(
        measure=known["measure"],
        label=known["label"],
        side=known["side"],
        task=known["task"],
        phase=known["phase"],
        unit=known["unit"],
        before=one,
        after=two,
        n_before=n_one,
        n_after=n_two,
        detectable=detectable,
        outcome=outcome,
        reason=reason,
        error=error,
    )


def reading_of(row: Mapping[str, str] | None) -> tuple[float, int]:
    """Value and repetitions of a row; NaN and none where there is no row."""
    if row is None:
        return float("nan"), 0
    return number(row["value"]), int(number(row["n"] or "0"))


def _why_not(before: Mapping[str, str] | None, after: Mapping[str, str] | None) -> str:
    for row, when in ((before, "before"), (after, "after")):
        if row is None:
            return f"not among the measures {when}"
        if not row["value"]:
            return f"not measured {when}: {row['why_not_measurable']}"
    if before is not None and after is not None and before["unit"] != after["unit"]:
        return f"told in {before['unit']} before and {after['unit']} after"
    return ""
