"""An earlier session of the same person: recorded with markers placed anew, and with a body fitted to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from groundup.body.subject import Subject
from groundup.findings.measures import Trial
from groundup.recording.recording import Recording

AnyTrial = TypeVar("AnyTrial", bound=Trial, covariant=True)


@dataclass(frozen=True)
class EarlierSession(Generic[AnyTrial]):
    """What today's motion is held against besides trials of today.

    Attributes
    ----------
    subject : Subject
        The person as found from that session alone: its markers sat elsewhere.
    trials : as analysed; their recordings are named otherwise than any of today.
    standing : its standing trial, where there was one.
    """

    subject: Subject
    trials: Sequence[AnyTrial]
    standing: Recording | None = None
