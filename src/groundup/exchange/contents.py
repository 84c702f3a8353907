"""What a result folder is written from, as shapes: :mod:`groundup.assessment` comes later in the house."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from groundup.body.subject import Subject
from groundup.exchange.chain_csv import TimedLeg
from groundup.exchange.measures_csv import MeasureRow
from groundup.exchange.shares_csv import SharedDeviation
from groundup.loads.loads import Loads, NoLoads
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion, Movement
from groundup.recording.recording import Recording


class TrialContents(Protocol):
    """One analysed trial (`groundup.assessment.TrialResult` has this shape)."""

    @property
    def recording(self) -> Recording:
        """What came in, oriented and repaired."""
        ...

    @property
    def motion(self) -> Motion:
        """Poses and angles."""
        ...

    @property
    def movement(self) -> Movement:
        """Events, contacts and cycles."""
        ...

    @property
    def loads(self) -> Loads | NoLoads:
        """Forces and moments, or why there are none."""
        ...

    @property
    def chain(self) -> Sequence[TimedLeg]:
        """When each link of each leg turns furthest."""
        ...


class Contents(Protocol):
    """One person's analysed trials (`groundup.assessment.Analysis` has this shape)."""

    @property
    def subject(self) -> Subject:
        """The fitted person."""
        ...

    @property
    def trials(self) -> Sequence[TrialContents]:
        """At least one trial."""
        ...

    @property
    def static(self) -> Recording | None:
        """The standing trial used for the fit, if any."""
        ...

    @property
    def created(self) -> str:
        """When the analysis was made, ISO 8601."""
        ...

    @property
    def version(self) -> str:
        """Version of groundup that made it."""
        ...

    @property
    def settings(self) -> Mapping[str, str]:
        """Options in force."""
        ...

    @property
    def timings(self) -> Mapping[str, float]:
        """Seconds by stage."""
        ...

    @property
    def screening(self) -> Mapping[str, object]:
        """Red flags, advice and questionnaires."""
        ...

    @property
    def sureness(self) -> Mapping[str, object]:
        """How many versions of the person tell the intervals, and what sizes of errors were changed."""
        ...

    @property
    def spread(self) -> Mapping[str, tuple[FloatArray, FloatArray]]:
        """Trial -> instants (K,) [s], and how far possible versions of the person are off there (E, K, C)."""
        ...

    @property
    def synthetic(self) -> bool:
        """Whether any input was generated."""
        ...

    @property
    def measures(self) -> Sequence[MeasureRow]:
        """What was measured, by name."""
        ...

    @property
    def shares(self) -> Sequence[SharedDeviation]:
        """Where in the chain the knees' deviations sit."""
        ...

    @property
    def findings(self) -> Sequence[object]:
        """What follows from the measures, as records."""
        ...

    @property
    def answer(self) -> object:
        """The answer in one sentence, as a record."""
        ...

    @property
    def plan(self) -> object:
        """What could be tried and followed, as a record."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """What a reader should know."""
        ...
