"""What the change of a bedside test would do to this person, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundup.plan.expected import Expected
from groundup.plan.prediction import MEASURES
from groundup.report.words import number
from groundup.whatif.change import change_of
from groundup.whatif.effect import Effect
from groundup.whatif.effect_file import SavedEffects, effect_file_name, foot_change_of


@dataclass(frozen=True)
class OwnEffect:
    """Effects on what a test looks at.

    Attributes
    ----------
    file : name of the file they are kept in.
    label : what is looked at.
    legs : effect on each leg that has one.
    """

    file: str
    label: str
    legs: tuple[Effect, ...]

    @property
    def determined(self) -> bool:
        """Whether the direction is certain in one of the legs."""
        return any(effect.determined for effect in self.legs)

    @property
    def words(self) -> str:
        """Each leg's change with its 90 % range and direction."""
        return "; ".join(map(_leg, self.legs))


def own_effect(test: Expected, effects: Sequence[SavedEffects]) -> OwnEffect | None:
    """Pick the effect of a test's change out of those that were found; None where it was not."""
    for saved in effects if test.foot else ():
        found = saved.effects
        legs = tuple(e for e in found.effects if MEASURES.get(e.outcome.name) == test.measure)
        if legs and found.change == change_of(foot_change_of(test.foot), "both"):
            return OwnEffect(effect_file_name(saved.trial, found.change), legs[0].outcome.label, legs)
    return None


def _leg(effect: Effect) -> str:
    digits, unit = effect.outcome.decimals, "°" if effect.outcome.unit == "deg" else f" {effect.outcome.unit}"
    value, low, high = (number(v, digits) for v in (effect.value, effect.low, effect.high))
    return f"{effect.side} {value}{unit} ({low} to {high}), {effect.word}"
