"""More load on the inner half of the knee than usual."""

from groundup.evidence.table import row
from groundup.findings.finding import Argument, Finding, Kind, Weight, conclude
from groundup.findings.leg import Leg
from groundup.findings.patterns.arguments import (
    beside_other_leg,
    beside_published,
    beyond_published,
    pain_beside,
    unjudged,
)
from groundup.findings.reference import FEWEST_CYCLES

FIRST, SECOND = "knee_adduction_moment_first_peak", "knee_adduction_moment_second_peak"


def medial_load(leg: Leg) -> Finding:
    """Judge a leg: a peak of the adduction moment outside the usual decides for, both inside it against."""
    peaks = [*beside_published(leg, FIRST, Weight.DECISIVE), *beside_published(leg, SECOND, Weight.DECISIVE)]
    raised = [a for a in peaks if a.supports]
    told = raised or (peaks if len(peaks) == len((FIRST, SECOND)) else [])
    missing = (
        *unjudged(leg, FIRST, "first peak of the adduction moment"),
        *unjudged(leg, SECOND, "second peak of the adduction moment"),
    )
    return conclude(
        "medial load",
        leg.side,
        [*told, *beside_other_leg(leg, "knee_adduction_stance"), *_everts_more(leg)],
        missing=missing,
        settled_by="three or more steps of each leg on force plates at a usual speed, and the person's age",
        beyond=(*beyond_published(leg, FIRST), *beyond_published(leg, SECOND)),
        kind=Kind.PATTERN,
        pain=pain_beside(leg, "inner knee"),
        limits=(
            "The adduction moment stands for the load of the inner half of the knee, and is not it: muscles "
            "are left out",
            "Frontal knee angles and moments did not tell who was injured later (B32)",
            "A lower adduction moment did not bring less pain in trials of wedges (D08, D10)",
        ),
    )


def _everts_more(leg: Leg) -> tuple[Argument, ...]:
    """More eversion than on the other leg goes with a lower adduction moment (C24).

    Told from contact: the zero of eversion moves its peak by more than legs differ (A39).
    """
    name = "rearfoot_eversion_excursion"
    own = leg.judged(name)
    other = None if own is None else leg.of_other_leg(own)
    if own is None or other is None or min(own.n, other.n) < FEWEST_CYCLES:
        return ()
    more = own.differs_by(other)
    if not more > 0.0:
        return ()
    text = f"rearfoot everts {more:.1f}° more than on the other leg, which goes with less of this load"
    return (Argument(text, more, row("C24.eversion", may_drive=True), False, Weight.SUPPORTING),)
