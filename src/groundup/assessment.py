"""The one answer: everything groundup found in a person's recordings (types only)."""

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from groundup.body.subject import Subject
from groundup.findings.answer import Answer, answer
from groundup.findings.chain import LegTiming, leg_timings
from groundup.findings.finding import Finding
from groundup.findings.measure import Measure
from groundup.findings.norms.norms import Norms
from groundup.findings.share.share import Share
from groundup.loads.loads import Loads, NoLoads
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion, Movement
from groundup.plan.plan import Plan, plan
from groundup.recording.recording import Recording
from groundup.screening.summary import screening_summary
from groundup.uncertainty.ensemble import Ensemble
from groundup.uncertainty.ensemble_summary import ensemble_summary

if TYPE_CHECKING:
    from groundup.screening.intake import Intake


@dataclass(frozen=True)
class TrialResult:
    """One analysed trial: what came in (oriented, matched, repaired) and what was found."""

    recording: Recording
    motion: Motion
    movement: Movement
    loads: Loads | NoLoads

    @property
    def chain(self) -> tuple[LegTiming, ...]:
        """When each link of each leg turns furthest."""
        return leg_timings(self.movement, self.motion)


@dataclass(frozen=True)
class Analysis:
    """The result of ``groundup analyze``: one person, one or more trials.

    `synthetic` is true when any input says it was generated; then every page says so.
    `intake` is what was asked before, None where nothing was: then red flags are not screened.
    `answer` is the one sentence with its certainty, withheld until red flags are screened.
    `ensemble` is the same person many times over, which tells how far each number may be off; None where not
    asked for, and where a body was brought and not fitted.
    `norms` are the laboratory's own, None where published references alone count.
    `natural` are trials that the others are held against, `earlier` those of an earlier session, with markers
    placed anew; `shares` where in the chain the difference sits.
    `settings` are the options in force; `timings` seconds by stage.
    """

    subject: Subject
    trials: tuple[TrialResult, ...]
    static: Recording | None
    created: str
    version: str
    settings: dict[str, str] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)
    synthetic: bool = False
    notes: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    findings: tuple[Finding, ...] = ()
    answer: Answer = field(default_factory=partial(answer, (), None))
    ensemble: Ensemble | None = None
    intake: "Intake | None" = None
    norms: Norms | None = None
    natural: tuple[TrialResult, ...] = ()
    earlier: tuple[TrialResult, ...] = ()
    shares: tuple[Share, ...] = ()

    @property
    def sureness(self) -> dict[str, object]:
        """What intervals rest on, as plain values."""
        return ensemble_summary(self.ensemble, brought=self.subject.model is not None)

    @property
    def recordings(self) -> tuple[Recording, ...]:
        """What came in: the trials, then the natural ones, then those of an earlier session."""
        return tuple(trial.recording for trial in (*self.trials, *self.natural, *self.earlier))

    @property
    def spread(self) -> dict[str, tuple[FloatArray, FloatArray]]:
        """Trial -> instants (K,) [s], and how far possible versions of the person are off there (E, K, C)."""
        poses = {} if self.ensemble is None else self.ensemble.poses
        return {trial: (own.time, own.deviation) for trial, own in poses.items()}

    @property
    def plan(self) -> Plan:
        """What could be tried and followed; withheld with the answer."""
        return plan(self.answer, self.findings, self.measures, self.intake)

    @property
    def screening(self) -> dict[str, object]:
        """Red flags, advice and questionnaires, as plain values."""
        return screening_summary(self.intake)
