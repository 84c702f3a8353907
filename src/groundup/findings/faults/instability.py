"""An ankle that gives way."""

from groundup.evidence.table import row
from groundup.findings.finding import Argument, Finding, Weight, conclude
from groundup.findings.leg import Leg


def instability(leg: Leg) -> Finding:
    """Judge a leg: the questionnaire decides on an ankle that was sprained and keeps giving way.

    By itself it is a screen: of stable ankles 13 % score low (B20), and most people had an ankle injury once.
    Between the two published cut-offs it says nothing.
    """
    screen, clear = row("B20.screen", may_drive=True), row("B19.screen", may_drive=True)
    again = _gives_way(leg)
    found = [*again]
    history = bool(leg.sprains) and any(argument.supports for argument in again)
    if leg.stability is not None and leg.stability <= screen.value:
        text = f"instability questionnaire {leg.stability:.0f} of 30, positive up to {screen.value:.0f}"
        weight = Weight.DECISIVE if history else Weight.SUPPORTING
        found.insert(0, Argument(text, leg.stability, screen, True, weight))
    elif leg.stability is not None and leg.stability > clear.value:
        text = f"instability questionnaire {leg.stability:.0f} of 30, positive up to {clear.value:.0f}"
        found.insert(0, Argument(text, leg.stability, clear, False, Weight.DECISIVE))
    return conclude(
        "ankle instability",
        leg.side,
        found,
        missing=_missing(leg),
        settled_by="the instability questionnaire and the history of this ankle: sprains, giving way",
    )


def _gives_way(leg: Leg) -> tuple[Argument, ...]:
    if leg.gives_way is None:
        return ()
    often = row("B22.gives_way", may_drive=True)
    supports = leg.gives_way >= often.value
    text = f"gave way {leg.gives_way} times in six months, unstable ankles {often.value:.0f} times or more"
    return (Argument(text, float(leg.gives_way), often, supports, Weight.SUPPORTING),)


def _missing(leg: Leg) -> list[str]:
    asked = (
        (leg.stability, "Cumberland ankle instability tool of this ankle"),
        (leg.sprains, "history of sprains of this ankle"),
        (leg.gives_way, "how often this ankle gave way in the last six months"),
    )
    return [what for answer, what in asked if answer is None]
