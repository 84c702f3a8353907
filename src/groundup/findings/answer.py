"""The answer in one sentence: whether this person's knee load comes from the ankle and foot, and how sure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundup.findings.finding import Finding
from groundup.findings.leg_answer import Certainty, LegAnswer, answer_leg
from groundup.findings.reasons import Reason, strongest
from groundup.findings.sentence import sentence
from groundup.quantities import Side
from groundup.screening.triage import Triage, screen

if TYPE_CHECKING:
    from groundup.screening.intake import Intake

MOST = 3
"""Reasons told on the first page, for and against."""


@dataclass(frozen=True)
class Answer:
    """The answer, or why it is withheld.

    Attributes
    ----------
    sentence : str
        One sentence; where it is withheld, why.
    certainty : Certainty
        Of the less certain leg, where two are told.
    sides : legs the sentence is about: where pain is told, else both.
    legs : each leg's own answer; empty where it is withheld.
    reasons_for, reasons_against : the strongest, at most three.
    missing : what was not tested or measured and could change it.
    """

    sentence: str
    certainty: Certainty
    sides: tuple[Side, ...]
    legs: tuple[LegAnswer, ...]
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    missing: tuple[str, ...]

    @property
    def sure(self) -> str:
        """How sure, in a word; leg by leg where two are told and differ."""
        told = {leg.side: leg.certainty for leg in self.legs if leg.side in self.sides}
        if len(set(told.values())) < len(Side):
            return str(self.certainty)
        return ", ".join(f"{side} {certainty}" for side, certainty in told.items())

    @property
    def withheld(self) -> bool:
        """Whether red flags stand before it."""
        return self.certainty is Certainty.WITHHELD


def answer(findings: Sequence[Finding], intake: "Intake | None") -> Answer:
    """Answer from faults, load patterns and screening.

    Parameters
    ----------
    findings : sequence of Finding
        Of both legs, as :func:`groundup.findings.findings.find` gives them.
    intake : Intake, optional
        Without one red flags are not screened, and the answer is withheld.
    """
    triage = screen({}) if intake is None else intake.triage()
    if triage.verdict_withheld:
        return _withheld(triage)
    told = None if intake is None else intake.complaint.side
    sides = tuple(side for side in Side if told in (None, "both", str(side)))
    legs = tuple(answer_leg(own) for side in Side if (own := [f for f in findings if f.side is side]))
    asked = [one for one in legs if one.side in sides]
    order = list(Certainty)
    return Answer(
        sentence(asked),
        max((one.certainty for one in asked), key=order.index, default=Certainty.CANNOT_TELL),
        sides,
        legs,
        strongest((reason for one in asked for reason in one.reasons_for), MOST),
        strongest((reason for one in asked for reason in one.reasons_against), MOST),
        tuple(dict.fromkeys(what for one in asked for what in one.missing)),
    )


def _withheld(triage: Triage) -> Answer:
    return Answer(f"{WITHHELD} {_why(triage)}", Certainty.WITHHELD, (), (), (), (), ())


WITHHELD = "The answer is withheld:"
"""How the sentence begins where red flags stand before it."""


def _why(triage: Triage) -> str:
    if triage.raised:
        return f"a red flag comes first ({triage.raised[0].title})."
    if not triage.clear:
        return "red flags are not screened; ask for them first."
    waiting = f"{len(triage.open)} red-flag rules wait" if len(triage.open) > 1 else "a red-flag rule waits"
    return f"{waiting} for an answer; ask the questions first."
