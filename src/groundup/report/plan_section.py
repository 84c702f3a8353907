"""The plan on the page: tests with what is expected, options with their price, targets with a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

from groundup.assessment import Analysis
from groundup.evidence.table import Row
from groundup.exchange.outputs import EFFECTS
from groundup.findings.bedside import Clearance
from groundup.findings.precaution import Precaution
from groundup.plan.expected import Expected
from groundup.plan.plan import PRINCIPLE, Offer
from groundup.plan.target import Target
from groundup.quantities import Side
from groundup.report.own_effect import own_effect
from groundup.report.words import number
from groundup.whatif.effect_file import SavedEffects

_LEVELS = {Clearance.FREE: "free", Clearance.ASK: "ask", Clearance.NOT_TODAY: "stop"}


@dataclass(frozen=True)
class TestCard:
    """A test with its expected result.

    `own` is the effect in this person, empty where none is told. `commands` hold it against two recordings;
    `first_tells` says that the first gives that effect.
    """

    __test__ = False

    title: str
    why: str
    change: str
    expected: str
    error: str
    against: str
    price: str
    clearance: str
    level: str
    own: str
    commands: tuple[str, ...]
    first_tells: bool
    source: str


@dataclass(frozen=True)
class OptionCard:
    """An option as shown."""

    title: str
    kind: str
    why: str
    expected: str
    course: str
    strength: str
    trade_off: str
    clearance: str
    level: str
    decides: str
    source: str


@dataclass(frozen=True)
class TargetRow:
    """A target as shown."""

    label: str
    where: str
    now: str
    target: str
    detectable: str
    again: str
    source: str


@dataclass(frozen=True)
class PlanSection:
    """The section: principle, tests, options by place, targets; `withheld` stands instead of all."""

    principle: str
    withheld: str
    tests: tuple[TestCard, ...]
    places: tuple[tuple[str, tuple[OptionCard, ...]], ...]
    targets: tuple[TargetRow, ...]


def plan_section(analysis: Analysis, effects: Sequence[SavedEffects] = ()) -> PlanSection:
    """Gather the section, with effects in this person; behind a red flag it holds the reason alone."""
    plan = analysis.plan
    if plan.withheld:
        return PlanSection("", plan.withheld, (), (), ())
    places = dict.fromkeys(offer.option.place for offer in plan.offers)
    return PlanSection(
        PRINCIPLE,
        "",
        tuple(_test(one, effects) for one in plan.tests),
        tuple(
            (
                f"At the {place}",
                tuple(_option(offer) for offer in plan.offers if offer.option.place == place),
            )
            for place in sorted(places)
        ),
        tuple(_target(target, _day(analysis)) for target in plan.targets),
    )


def _test(one: Expected, effects: Sequence[SavedEffects]) -> TestCard:
    side = one.sides[0]
    own = own_effect(one, effects)
    prediction = one.prediction(side)
    if own is not None and own.determined:
        prediction = f"before/{EFFECTS}/{own.file}"
    asked = own is None and bool(one.foot)
    commands = (
        *((f"groundup whatif before/ {one.options} --report",) if asked else ()),
        f"groundup test before/ changed/ --prediction '{prediction}' --record tests.json",
    )
    return TestCard(
        title=one.title,
        why=f"{one.why} ({_legs(one.sides)})",
        change=one.change,
        expected=_size(one),
        error=_seen(one),
        against=one.against,
        price=one.price,
        clearance=_cleared(one.clearance, one.because),
        level=_LEVELS[one.clearance],
        own="" if own is None else own.words,
        commands=commands,
        first_tells=asked,
        source=_ids(one.evidence),
    )


def _size(one: Expected) -> str:
    what = f"{one.label}: towards {one.direction}"
    if not isfinite(one.value):
        return f"{what}; {one.whose}"
    low, high = sorted((abs(one.low), abs(one.high)))
    size = f"by {_amount(abs(one.value), one.unit)} ({number(low, 1)} to {number(high, 1)})"
    return f"{what} {size}; {one.whose}"


def _seen(one: Expected) -> str:
    if one.detectable is None:
        return "No change of one person beyond error is published."
    beyond = f"One person's change counts beyond {_amount(one.detectable, one.unit)}."
    return beyond if one.can_be_seen else f"{beyond} The expected size is less: watch, and repeat it."


def _amount(value: float, unit: str) -> str:
    text = f"{round(value, 1):g}"
    return f"{text}°" if unit == "deg" else f"{text} {unit}"


def _option(offer: Offer) -> OptionCard:
    option = offer.option
    raised = option.raises.capitalize()
    already = f" {raised} is found already ({_legs(offer.raised_already)})." if offer.raised_already else ""
    why = offer.why if option.always else f"{offer.why} ({_legs(offer.sides)})"
    return OptionCard(
        option.title,
        option.kind,
        why,
        option.expected,
        option.course,
        option.strength,
        f"{option.trade_off}{already}",
        _cleared(offer.clearance, offer.because),
        _LEVELS[offer.clearance],
        option.decides,
        _ids(option.rows),
    )


def _target(target: Target, day: datetime) -> TargetRow:
    decimals = 0 if all(float(v).is_integer() for v in (target.now, target.target)) else 1
    unit = "°" if target.unit == "deg" else f" {target.unit}"
    again = day + timedelta(weeks=target.weeks.value)
    where = ", ".join(part for part in (str(target.side or ""), target.task) if part)
    beyond = "not published" if target.detectable is None else f"{target.detectable:g}{unit}"
    return TargetRow(
        target.label,
        where,
        f"{number(target.now, decimals)}{unit}",
        f"{'at least' if target.at_least else 'at most'} {number(target.target, decimals)}{unit}",
        beyond if target.can_be_seen else f"{beyond}: more than is to go",
        f"{again.day} {again:%B %Y}",
        _ids((*target.evidence, target.weeks)),
    )


def _day(analysis: Analysis) -> datetime:
    """Day of the recording where the intake says it, else of the analysis."""
    given = None if analysis.intake is None else analysis.intake.about.date
    return datetime.fromisoformat(given or analysis.created)


def _cleared(clearance: Clearance, because: Sequence[Precaution]) -> str:
    text = str(clearance)
    return f"{text[0].upper()}{text[1:]}{': ' + ', '.join(because) if because else ''}."


def _legs(sides: Sequence[Side]) -> str:
    return " and ".join(map(str, sides))


def _ids(rows: Sequence[Row]) -> str:
    return ", ".join(dict.fromkeys(row.id.partition(".")[0] for row in rows))
