"""The plan: options that belong to what was found, targets that can be measured; a professional chooses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundup.findings.answer import Answer
from groundup.findings.bedside import Clearance, cleared
from groundup.findings.finding import Finding
from groundup.findings.leg_answer import lean
from groundup.findings.measure import Measure
from groundup.findings.precaution import Precaution
from groundup.plan.expected import Expected, expectations
from groundup.plan.option import Option, options
from groundup.plan.target import Target, targets
from groundup.quantities import Side

if TYPE_CHECKING:
    from groundup.screening.intake import Intake

PRINCIPLE = (
    "A list to choose from, no prescription: a professional chooses with the person and decides how much. "
    "Sizes are of groups in trials; nothing here tells for whom an option works."
)
"""What stands before every plan."""


@dataclass(frozen=True)
class Offer:
    """An option for this person.

    Attributes
    ----------
    option : Option
    sides : legs it is listed for; both where it is listed for everybody.
    why : str
    clearance : Clearance
    because : what speaks against it, or was not asked.
    raised_already : sides whose finding the option makes larger is there already.
    """

    option: Option
    sides: tuple[Side, ...]
    why: str
    clearance: Clearance
    because: tuple[Precaution, ...]
    raised_already: tuple[Side, ...]


@dataclass(frozen=True)
class Plan:
    """Tests, options and targets; all empty where red flags stand before them.

    `withheld` says why there is none; empty where there is one.
    """

    tests: tuple[Expected, ...] = ()
    offers: tuple[Offer, ...] = ()
    targets: tuple[Target, ...] = ()
    withheld: str = ""


def plan(
    answer: Answer, findings: Sequence[Finding], measures: Sequence[Measure], intake: "Intake | None"
) -> Plan:
    """Lay out what could be tried.

    Parameters
    ----------
    answer : Answer
        Where it is withheld, so is the plan.
    findings, measures : of both legs.
    intake : Intake, optional
        Precautions that were not asked are named, never taken for absent.
    """
    if answer.withheld:
        return Plan(withheld=answer.sentence)
    own = [finding for finding in findings if finding.side in answer.sides]
    return Plan(
        expectations(own, intake),
        tuple(_offers(own, answer.sides, intake)),
        targets(own, measures, intake),
    )


def _offers(findings: Sequence[Finding], sides: Sequence[Side], intake: "Intake | None") -> Iterator[Offer]:
    """Give what is listed for everybody first, then what belongs to a finding; what may not be done, last."""
    found = {side: {f.name: lean(f) for f in findings if f.side is side} for side in Side}
    offers = [
        offer for option in options() if (offer := _offer(option, found, tuple(sides), intake)) is not None
    ]
    yield from sorted(offers, key=lambda one: one.clearance is Clearance.NOT_TODAY and not one.option.always)


def _offer(
    option: Option,
    found: dict[Side, dict[str, int]],
    asked: tuple[Side, ...],
    intake: "Intake | None",
) -> Offer | None:
    by_side = {
        side: [name for name in option.faults if names.get(name, 0) > 0] for side, names in found.items()
    }
    sides = asked if option.always else tuple(side for side, names in by_side.items() if names)
    if not sides:
        return None
    names = dict.fromkeys(name for side in sides for name in by_side[side])
    clearance, because = cleared(option.beware, intake)
    already = tuple(side for side in sides if option.raises and found[side].get(option.raises, 0) > 0)
    why = "listed for everybody" if option.always else ", ".join(names)
    return Offer(option, sides, why, clearance, because, already)
