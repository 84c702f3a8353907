"""An ankle that gives way."""

from groundup.evidence.table import row
from groundup.findings.finding import Argument, Finding, Weight, conclude
from groundup.findings.leg import Leg


def instability(leg: Leg) -> Finding:
    """Judge a leg: the questionnaire decides where the ankle was sprained before; else it supports.

    Between the two published cut-offs the questionnaire says nothing.
    """
    screen, clear = row("B20.screen", may_drive=True), row("B19.screen", may_drive=True)
    missing, found = [], []
    if leg.stability is None:
        missing.append("Cumberland ankle instability tool of this ankle")
    elif leg.stability <= screen.value:
        text = f"instability questionnaire {leg.stability:.0f} of 30, positive up to {screen.value:.0f}"
        weight = Weight.DECISIVE if leg.sprains else Weight.SUPPORTING
        found.append(Argument(text, leg.stability, screen, True, weight))
    elif leg.stability > clear.value:
        text = f"instability questionnaire {leg.stability:.0f} of 30, positive up to {clear.value:.0f}"
        found.append(Argument(text, leg.stability, clear, False, Weight.DECISIVE))
    if leg.sprains is None:
        missing.append("history of sprains of this ankle")
    return conclude(
        "ankle instability",
        leg.side,
        found,
        missing=missing,
        settled_by="the instability questionnaire and the history of this ankle",
    )
