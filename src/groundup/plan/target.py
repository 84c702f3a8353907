"""What is followed, in numbers: now, where to, what a change must exceed, and when to look again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundup.evidence.table import Row, row
from groundup.findings.finding import Finding
from groundup.findings.leg import Leg, leg
from groundup.findings.leg_answer import lean
from groundup.findings.measure import Measure
from groundup.findings.patterns.arguments import OUTSIDE
from groundup.quantities import Side

if TYPE_CHECKING:
    from groundup.screening.intake import Intake

QUESTIONNAIRE = "questionnaire"
LOADS = {
    "patellofemoral load": "patellofemoral_force_peak",
    "medial load": "knee_adduction_moment_first_peak",
}
"""Measure by which a load pattern is followed."""
_WEEKS = {
    "limited dorsiflexion": "D27.stretching",
    "overpronation": "D27.orthoses",
    "ankle instability": "D27.balance",
}
_LARGEST = {"akps": 100.0, "koos_pf": 100.0, "lefs": 80.0}
"""Best total of a questionnaire on which more is better; the instability tool is followed by its finding."""


@dataclass(frozen=True)
class Target:
    """One number to follow.

    Attributes
    ----------
    name, label : str
        Of the measure, test or questionnaire.
    side : Side or None
        None for a questionnaire of the whole person.
    about : str
        Finding it belongs to, or "questionnaire".
    now, target : float
    at_least : bool
        Whether the target is a floor; else a ceiling.
    unit : str
    detectable : float or None
        Smallest change beyond error; None where none is published.
    weeks : Row
        After how long a second look is worth it.
    evidence : rows that target and detectable change rest on.
    task : str
        Of a measure; empty for tests and questionnaires.
    """

    name: str
    label: str
    side: Side | None
    about: str
    now: float
    target: float
    at_least: bool
    unit: str
    detectable: float | None
    weeks: Row
    evidence: tuple[Row, ...]
    task: str = ""

    @property
    def can_be_seen(self) -> bool:
        """Whether reaching it would be a change beyond error, as far as that is known."""
        return self.detectable is None or abs(self.target - self.now) > self.detectable


def targets(
    findings: Sequence[Finding], measures: Sequence[Measure], intake: "Intake | None"
) -> tuple[Target, ...]:
    """Set targets for every finding that is there or leans there, then for the questionnaires.

    Parameters
    ----------
    findings : of the legs in question.
    measures, intake : of the person.
    """
    legs = {side: leg(side, measures, intake) for side in Side}
    found = [one for f in findings if lean(f) > 0 for one in _of_finding(f.name, legs[f.side])]
    return (*found, *_of_questionnaires(intake, [one.weeks for one in found]))


def _of_finding(name: str, own: Leg) -> Iterator[Target]:
    weeks = _row(_WEEKS.get(name, "D27.strength"))
    if name == "limited dorsiflexion" and own.lunge_deg is not None:
        normal, error = _row("B05.normal"), _row("B03.within_deg")
        yield Target(
            "lunge_deg",
            "Weight-bearing lunge, shank angle",
            own.side,
            name,
            own.lunge_deg,
            normal.value,
            True,
            "deg",
            error.value,
            weeks,
            (normal, error),
        )
    if name == "ankle instability" and own.stability is not None:
        # Scores up to the first published cut-off are called unstable.
        clear, error = _row("B19.screen"), _row("B21.detectable")
        yield Target(
            "cait",
            "Cumberland ankle instability tool",
            own.side,
            name,
            own.stability,
            clear.value + 1.0,
            True,
            "points",
            error.value,
            weeks,
            (clear, error),
        )
    if name == "overpronation":
        yield from _eversion(own, weeks)
    if name in LOADS:
        yield from _load(own, name, weeks)


def _eversion(own: Leg, weeks: Row) -> Iterator[Target]:
    """Follow the heel in motion: standing posture tells little of it (B12) and has no published error."""
    measure, limit = own.measured("rearfoot_eversion_peak"), _row("B13.eversion")
    if measure is None or measure.value > -limit.value:
        return
    error = _row(measure.definition.detectable) if measure.definition.detectable else None
    yield _measured(measure, "overpronation", -limit.value, True, weeks, (limit,), error)


def _load(own: Leg, name: str, weeks: Row) -> Iterator[Target]:
    measure = own.judged(LOADS[name])
    if measure is None or measure.comparison is None or not measure.comparison.may_judge or not measure.n:
        return
    reference = measure.comparison.reference
    limit = reference.mean + OUTSIDE * reference.sd
    if measure.value > limit:
        error = _row(measure.definition.detectable) if measure.definition.detectable else None
        yield _measured(measure, name, limit, False, weeks, (reference.evidence,), error)


def _measured(
    measure: Measure,
    about: str,
    target: float,
    at_least: bool,
    weeks: Row,
    evidence: tuple[Row, ...],
    error: Row | None,
) -> Target:
    definition = measure.definition
    return Target(
        definition.name,
        definition.label,
        measure.side,
        about,
        measure.value,
        target,
        at_least,
        definition.unit,
        None if error is None else error.value,
        weeks,
        (*evidence, *(() if error is None else (error,))),
        str(measure.task),
    )


def _of_questionnaires(intake: "Intake | None", weeks: Sequence[Row]) -> Iterator[Target]:
    """Ask of each for the change that matters or is beyond error, whichever is more; pain for less."""
    later = max(weeks, key=lambda one: one.value, default=_row("D27.strength"))
    for name, score in ({} if intake is None else intake.scores()).items():
        form, more = score.questionnaire, name in _LARGEST
        if score.total is None or not (more or name.startswith("pain_")):
            continue
        change = max(form.detectable or 0.0, form.important or 0.0)
        target = score.total + change if more else score.total - change
        if 0.0 <= target <= _LARGEST.get(name, 10.0):
            label = form.title if more else f"{form.title}, {name.removeprefix('pain_')}"
            yield Target(
                name,
                label,
                None,
                QUESTIONNAIRE,
                score.total,
                target,
                more,
                "points",
                form.detectable,
                later,
                (),
            )


def _row(identifier: str) -> Row:
    return row(identifier, may_drive=True)
