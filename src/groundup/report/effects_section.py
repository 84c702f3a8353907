"""What would change it: the effects that ``groundup whatif`` was asked for, put into a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from groundup.exchange.replace_file import replace_file
from groundup.quantities import BadInputError, Side
from groundup.report.environment import environment
from groundup.report.words import number
from groundup.whatif.effect import Effect
from groundup.whatif.effect_file import SavedEffects, read_all_effects
from groundup.whatif.told import LIMITS, branch_lines
from groundup.whatif.words import change_in_words

_PLACES = {"effects-link": "effects_link.html.j2", "effects": "effects.html.j2"}


@dataclass(frozen=True)
class EffectRow:
    """One quantity: label with its unit, and what it would do in the left and the right leg, or in the body.

    Each of `legs` is a figure with its range, a word, and whether the sign is certain.
    """

    label: str
    legs: tuple[tuple[str, str, bool], ...]

    @property
    def certain(self) -> bool:
        """Whether a sign is certain in one of the legs."""
        return any(sure for *_, sure in self.legs)


@dataclass(frozen=True)
class EffectTable:
    """One change."""

    title: str
    told: str
    rows: tuple[EffectRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class EffectsSection:
    """Every change that was asked for, and what effects do not tell."""

    tables: tuple[EffectTable, ...]
    limits: tuple[str, ...] = LIMITS


def effects_section(effects: Sequence[SavedEffects]) -> EffectsSection | None:
    """Gather the section; None where no effect is there."""
    return EffectsSection(tuple(map(effect_table, effects))) if effects else None


def effect_table(saved: SavedEffects) -> EffectTable:
    """Lay the effects of a change out for the report."""
    found = saved.effects
    rows = []
    for outcome in dict.fromkeys(effect.outcome for effect in found.effects):
        own = {e.side: e for e in found.effects if e.outcome is outcome}
        legs = tuple(_leg(own[side]) if side in own else ("", "", False) for side in Side)
        rows.append(
            EffectRow(f"{outcome.label.capitalize()} [{outcome.unit}]", legs[:1] if outcome.of_body else legs)
        )
    words = change_in_words(found.change)
    return EffectTable(
        words[0].upper() + words[1:],
        f"{saved.trial}, {found.task}, {found.moment}",
        tuple(rows),
        tuple(branch_lines(found)),
    )


def show_effects(result: Path) -> Path:
    """Write every effect of a result's ``whatif`` folder into its report, in place of those shown before.

    Raises
    ------
    BadInputError
        If there is no report, or one of a version that has no place for them.
    """
    report = result / "report.html"
    try:
        page = report.read_text(encoding="utf-8")
    except OSError as problem:
        raise _no_place(report, "no report.html") from problem
    section = effects_section(read_all_effects(result))
    for place, template in _PLACES.items():
        text = environment().get_template(template).render(effects=section)
        before, mark, rest = page.partition(f"<!--{place}-->")
        _, end, after = rest.partition(f"<!--/{place}-->")
        if not end:
            raise _no_place(report, "a page of another version")
        page = f"{before}{mark}{text}{end}{after}"
    replace_file(report, page)
    return report


def _leg(effect: Effect) -> tuple[str, str, bool]:
    digits = effect.outcome.decimals
    value, low, high = (_signed(v, digits) for v in (effect.value, effect.low, effect.high))
    return f"{value} ({low} to {high})", effect.word, effect.determined


def _signed(value: float, digits: int) -> str:
    text = number(value, digits)
    return f"+{text}" if value > 0.0 and text.strip("0.") else text


def _no_place(report: Path, found: str) -> BadInputError:
    return BadInputError(
        report, "file", "a report of this version", found, "run groundup analyze again, then groundup whatif"
    )
