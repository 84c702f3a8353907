"""What follows from the measures: a finding with its evidence for and against, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from groundup.evidence.table import Row
from groundup.findings.beyond import Beyond, chance_of_any
from groundup.quantities import Side


class Verdict(StrEnum):
    """How firmly a finding can be stated; its negative is as firm a statement as the finding itself."""

    PRESENT = "present"
    ABSENT = "not present"
    CONSISTENT = "consistent with"
    CANNOT_TELL = "can't tell"


class Kind(StrEnum):
    """What a finding is about."""

    FAULT = "fault of ankle or foot"
    PATTERN = "load pattern of the knee"


class Weight(StrEnum):
    """What an argument can carry."""

    DECISIVE = "decides"
    SUPPORTING = "supports"


@dataclass(frozen=True)
class Argument:
    """One observation, for or against a finding.

    Attributes
    ----------
    text : str
        What was seen, against which threshold.
    value : float
    threshold : Row
        The published figure it is held against.
    supports : bool
        For the finding, or against it.
    weight : Weight
    chance : float
        Probability that the true value lies on this side of the threshold, for what may be wrong with the
        measurement; NaN where that is not known.
    """

    text: str
    value: float
    threshold: Row
    supports: bool
    weight: Weight
    chance: float = float("nan")


@dataclass(frozen=True)
class Finding:
    """A fault or a load pattern of one leg.

    Attributes
    ----------
    name : str
        E.g. ``limited dorsiflexion``.
    side : Side
    verdict : Verdict
    arguments : those for and those against.
    missing : what would have to be known and is not.
    settled_by : the test that would settle it; empty where it is settled.
    marked : far beyond its threshold.
    kind : Kind
    pain : str
        Where pain is told, beside where this acts; no verdict rests on it. Empty for faults.
    limits : what must not be read into it.
    chance : float
        Probability that what was measured lies truly beyond a limit of this finding, for what may be wrong
        with the measurement; clinical tests are not in it. NaN where nothing tells.
    chance_of : str
        Of what, in words; empty where nothing tells.
    """

    name: str
    side: Side
    verdict: Verdict
    arguments: tuple[Argument, ...]
    missing: tuple[str, ...]
    settled_by: str
    marked: bool = False
    kind: Kind = Kind.FAULT
    pain: str = ""
    limits: tuple[str, ...] = ()
    chance: float = float("nan")
    chance_of: str = ""

    @property
    def strength(self) -> str:
        """What the verdict rests on, in words."""
        if any(a.weight is Weight.DECISIVE for a in self.arguments):
            return "rests on an observation that decides"
        if self.arguments:
            return "rests on observations that support only"
        return "nothing that could be judged"

    @property
    def reasons_for(self) -> tuple[Argument, ...]:
        """Arguments for it."""
        return tuple(a for a in self.arguments if a.supports)

    @property
    def reasons_against(self) -> tuple[Argument, ...]:
        """Arguments against it."""
        return tuple(a for a in self.arguments if not a.supports)


def judge(arguments: Sequence[Argument]) -> Verdict:
    """Weigh arguments.

    One that decides, with no other deciding otherwise, settles it; two that decide differently leave it open.
    Supporting arguments alone make it at most "consistent with".
    """
    decisive = {a.supports for a in arguments if a.weight is Weight.DECISIVE}
    if decisive == {True}:
        return Verdict.PRESENT
    if decisive == {False}:
        return Verdict.ABSENT
    supporting = {a.supports for a in arguments if a.weight is Weight.SUPPORTING}
    return Verdict.CONSISTENT if not decisive and supporting == {True} else Verdict.CANNOT_TELL


def conclude(
    name: str,
    side: Side,
    arguments: Sequence[Argument],
    *,
    missing: Sequence[str],
    settled_by: str,
    marked: bool = False,
    kind: Kind = Kind.FAULT,
    pain: str = "",
    limits: Sequence[str] = (),
    beyond: Sequence[Beyond] = (),
) -> Finding:
    """Weigh the arguments of a rule; what would settle it is kept only where it is open."""
    chance, chance_of = chance_of_any(beyond)
    verdict = judge(arguments)
    is_open = verdict in (Verdict.CONSISTENT, Verdict.CANNOT_TELL)
    return Finding(
        name=name,
        side=side,
        verdict=verdict,
        arguments=tuple(arguments),
        missing=tuple(missing),
        settled_by=settled_by if is_open else "",
        marked=marked and verdict is Verdict.PRESENT,
        kind=kind,
        pain=pain,
        limits=tuple(limits),
        chance=chance,
        chance_of=chance_of,
    )
