"""A red-flag rule: when it is raised, how urgent it is, why, and on whose word."""

from dataclasses import dataclass
from enum import IntEnum

from groundup.screening.condition import Condition


class Urgency(IntEnum):
    """How soon a professional must see the person; higher is sooner."""

    ROUTINE = 1
    URGENT = 2
    SAME_DAY = 3
    EMERGENCY = 4

    @property
    def words(self) -> str:
        """What a person reads."""
        return {
            Urgency.ROUTINE: "see a professional",
            Urgency.URGENT: "urgent: see a doctor within days",
            Urgency.SAME_DAY: "same day: see a doctor today",
            Urgency.EMERGENCY: "emergency: go to an emergency department now",
        }[self]


@dataclass(frozen=True)
class Rule:
    """One red flag.

    Attributes
    ----------
    name : str
        Stable, e.g. ``ottawa_knee``.
    title : str
        What it looks for.
    when : Condition
    urgency : Urgency
    reason : str
        Why it matters, in one clause.
    action : str
        What to do.
    evidence : str
        Number of the evidence entry, empty where there is none yet.
    source : str
        Citation.
    source_pending : bool
        The source has not been read; the flag is active all the same, since leaving it out is the greater
        harm.
    """

    name: str
    title: str
    when: Condition
    urgency: Urgency
    reason: str
    action: str
    evidence: str
    source: str
    source_pending: bool = False
