"""The plain advice that is no flag: who should have pain evaluated, without hurry."""

from groundup.screening.condition import No, Yes, any_of
from groundup.screening.rule import Rule, Urgency

ADVICE = (
    Rule(
        "professional_evaluation",
        "pain without a clear injury, or that stays despite local treatment",
        any_of(No("recent_injury"), Yes("pain_persists_despite_treatment")),
        Urgency.ROUTINE,
        "its cause may lie elsewhere than where it hurts",
        "Have it evaluated by a professional; it is no emergency.",
        "E17",
        "the mission of this project (founding document); NHS advice on knee pain not better in a few weeks",
    ),
)
"""Raised or not, it withholds nothing: what is measured stands beside it."""
