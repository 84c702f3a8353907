"""Muscle imbalance from strength tests: one side against the other, and muscles against their opponents.

No ratio carries a verdict. That 90 % between the sides be acceptable rests on opinion (EVIDENCE B33), and
evertors over invertors go from 0.45 to 1.73 among healthy people (X01).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from groundup.evidence.table import Row, row
from groundup.quantities import Side
from groundup.screening.words import MUSCLES

if TYPE_CHECKING:
    from groundup.screening.intake import Intake

OPPONENTS = (("hip_abductors", "hip_adductors", ""), ("ankle_evertors", "ankle_invertors", "X01.evertors"))
"""Muscle, its opponent, and the evidence row of the ratio among healthy people; empty where there is none."""
_SIDES = "B33.symmetry"


@dataclass(frozen=True)
class StrengthRatio:
    """A ratio of two strengths.

    Attributes
    ----------
    name, label : str
    side : Side or None
        None where one side is told against the other.
    value : float
        Muscle over opponent, or weaker side over stronger.
    weaker : Side or None
        Of a ratio between the sides; None where they are equal.
    n : int
        Repeats behind the number, of the side or muscle with fewer.
    context : Row or None
        What is published, which is no threshold.
    """

    name: str
    label: str
    side: Side | None
    value: float
    weaker: Side | None
    n: int
    context: Row | None

    @property
    def words(self) -> str:
        """Tell it in a sentence without a verdict."""
        if self.side is None:
            share = (
                f"{100.0 * self.value:.0f} % of the {self.weaker.other}"
                if self.weaker
                else "equal on both sides"
            )
            return f"{self.label}: {f'the {self.weaker} side has {share}' if self.weaker else share}"
        return f"{self.label}, {self.side}: {self.value:.2f}"

    @property
    def comparison(self) -> str:
        """Tell what is published and why no verdict rests on it."""
        if self.context is None:
            return "no published value that fits: shown without a verdict"
        context = self.context
        if context.spread is None:
            return f"{context.value:g} % is called acceptable by consensus, not by evidence: no verdict"
        mean_sd = f"{context.value:.2f} (SD {context.spread:.2f})"
        return f"{mean_sd} in {context.population}: {context.note}; no verdict"


def strength_ratios(intake: "Intake | None") -> tuple[StrengthRatio, ...]:
    """Every ratio that the strength tests of an intake allow; none without tests."""
    if intake is None:
        return ()
    tests = {Side.LEFT: intake.tests_left, Side.RIGHT: intake.tests_right}
    told = {side: _usable(one.strength_newton) for side, one in tests.items()}
    return (*_between_sides(told), *_between_opponents(told))


def _usable(strength: Mapping[str, Sequence[float]] | None) -> dict[str, list[float]]:
    """Muscles with a force; nought on all repeats gives no ratio."""
    return {name: list(repeats) for name, repeats in (strength or {}).items() if any(repeats)}


def _between_sides(told: Mapping[Side, Mapping[str, list[float]]]) -> Iterator[StrengthRatio]:
    left, right = told[Side.LEFT], told[Side.RIGHT]
    for name, words in MUSCLES.items():
        if name in left and name in right:
            means = {Side.LEFT: np.mean(left[name]), Side.RIGHT: np.mean(right[name])}
            weaker = min(means, key=lambda side: means[side])
            value = float(means[weaker] / means[weaker.other])
            yield StrengthRatio(
                f"{name}_weaker_over_stronger",
                f"{words[0].upper()}{words[1:]}, side to side",
                None,
                value,
                weaker if value < 1.0 else None,
                min(len(left[name]), len(right[name])),
                row(_SIDES, may_drive=True),
            )


def _between_opponents(told: Mapping[Side, Mapping[str, list[float]]]) -> Iterator[StrengthRatio]:
    for muscle, opponent, evidence in OPPONENTS:
        for side in Side:
            own = told[side]
            if muscle in own and opponent in own:
                yield StrengthRatio(
                    f"{muscle}_over_{opponent}",
                    f"{MUSCLES[muscle][0].upper()}{MUSCLES[muscle][1:]} over {MUSCLES[opponent]}",
                    side,
                    float(np.mean(own[muscle]) / np.mean(own[opponent])),
                    None,
                    min(len(own[muscle]), len(own[opponent])),
                    row(evidence, may_drive=True) if evidence else None,
                )
