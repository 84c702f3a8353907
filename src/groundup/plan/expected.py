"""What a bedside test is expected to change: which measure, how much in groups, what speaks against."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import inf, isfinite
from typing import TYPE_CHECKING, Any

from groundup.evidence.table import Row, row
from groundup.findings.bedside import Clearance, propose
from groundup.findings.finding import Finding
from groundup.findings.precaution import Precaution
from groundup.findings.registry import definitions
from groundup.quantities import Side

if TYPE_CHECKING:
    from groundup.screening.intake import Intake

GROUP = "mean of a group in trials, not of this person"
DIRECTION = "direction only: no size is published"


@dataclass(frozen=True)
class Expected:
    """What one change is expected to do.

    Attributes
    ----------
    test, title : of the bedside test.
    sides : legs it is for.
    why : finding it is to tell about.
    change : what is changed, in which task.
    measure, label, unit : what is looked at.
    direction : word for where it goes.
    value, low, high : float
        In the measure's sign; NaN and open ends where no size is published.
    whose : whose effect it is.
    against : what would count against.
    detectable : float or None
        Smallest change of one person beyond error; None where none is published.
    clearance, because : whether it may be done today.
    price : what the change itself does to the knee; empty where nothing is published.
    tasks : in which the change is tried.
    foot : change under both feet, amounts with their unit in the name, that an effect tells of; else empty.
    evidence : rows it rests on.
    """

    test: str
    title: str
    sides: tuple[Side, ...]
    why: str
    change: str
    measure: str
    label: str
    unit: str
    direction: str
    value: float
    low: float
    high: float
    whose: str
    against: str
    detectable: float | None
    clearance: Clearance
    because: tuple[Precaution, ...]
    price: str
    tasks: tuple[str, ...]
    foot: Mapping[str, float]
    evidence: tuple[Row, ...]

    @property
    def can_be_seen(self) -> bool:
        """Whether one recording with and one without could show the expected size."""
        return self.detectable is None or not isfinite(self.value) or abs(self.value) > self.detectable

    @property
    def options(self) -> str:
        """Options of ``groundup whatif`` that tell the effect in this person; empty where it cannot."""
        return " ".join(_option(name, amount) for name, amount in self.foot.items())

    def prediction(self, side: Side) -> str:
        """Give the words that ``groundup test --prediction`` takes."""
        low, high = (f"{end:g}" if isfinite(end) else "" for end in (self.low, self.high))
        return f"{self.measure} {side} {low}..{high} {self.unit}"


def expectations(findings: Sequence[Finding], intake: "Intake | None") -> tuple[Expected, ...]:
    """Tell what today's tests would change, where one is proposed that changes something.

    The first is the one of the ankle that most findings lean on; each is held against the measure in which a
    change that comes from below would show first.

    Parameters
    ----------
    findings : of the legs in question.
    intake : Intake, optional
        Precautions that were not asked are named, never taken for absent.
    """
    return tuple(_expected(findings, intake))


def _expected(findings: Sequence[Finding], intake: "Intake | None") -> Iterator[Expected]:
    for proposal in propose(findings, intake):
        entry = _table().get(proposal.test.name)
        if entry is None:
            continue
        definition = definitions()[entry["measure"]]
        sign, sizes = (
            entry["direction"],
            [_row(entry[key]) for key in ("value", "low", "high") if key in entry],
        )
        value, low, high = _ends(sizes, sign)
        detectable = _row(definition.detectable) if definition.detectable else None
        yield Expected(
            test=proposal.test.name,
            title=proposal.test.title,
            sides=proposal.sides,
            why=proposal.why,
            change=entry["change"],
            measure=definition.name,
            label=definition.label,
            unit=definition.unit,
            direction=definition.positive if sign > 0 else definition.negative,
            value=value,
            low=low,
            high=high,
            whose=GROUP if sizes else DIRECTION,
            against=entry["against"],
            detectable=None if detectable is None else detectable.value,
            clearance=proposal.clearance,
            because=proposal.because,
            price=proposal.test.price,
            tasks=tuple(entry["tasks"]),
            foot=entry.get("foot", {}),
            evidence=(
                *sizes,
                *(_row(name) for name in entry["evidence"]),
                *proposal.test.price_evidence,
                *(() if detectable is None else (detectable,)),
            ),
        )


def _ends(sizes: Sequence[Row], sign: int) -> tuple[float, float, float]:
    """Value, low and high in the measure's sign; open where no size is published."""
    if not sizes:
        return (float("nan"), 0.0, inf) if sign > 0 else (float("nan"), -inf, 0.0)
    value, *ends = (sign * one.value for one in sizes)
    return value, min(ends), max(ends)


def _option(name: str, amount: float) -> str:
    stem, _, unit = name.rpartition("_")
    return f"--{stem.replace('_', '-')}={amount:g}{unit}"


@cache
def _table() -> dict[str, dict[str, Any]]:
    text = (resources.files("groundup.plan") / "tables" / "expected.toml").read_text("utf-8")
    return {entry["test"]: entry for entry in tomllib.loads(text)["expected"]}


def _row(identifier: str) -> Row:
    return row(identifier, may_drive=True)
