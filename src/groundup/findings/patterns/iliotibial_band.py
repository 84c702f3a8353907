"""A way of moving that lengthens the iliotibial band more, or faster."""

from groundup.findings.finding import Finding, Kind, Weight, conclude
from groundup.findings.leg import Leg
from groundup.findings.patterns.arguments import (
    beside_other_leg,
    beside_published,
    beyond_published,
    pain_beside,
    unjudged,
)

HIP, TURN = "hip_adduction_stance_peak", "tibial_rotation_excursion"


def iliotibial_band_load(leg: Leg) -> Finding:
    """Judge a leg: hip adduction and inward knee rotation support (C31, C32); nothing decides.

    The strain rate separates cases more than the strain does (C30), but no values are published that a
    person's could be held against. Of rotation the turn from contact is told: where its peak lies depends on
    how the markers were placed on each leg (A67).
    """
    found = [
        *beside_published(leg, HIP, Weight.SUPPORTING),
        *beside_published(leg, TURN, Weight.SUPPORTING),
        *beside_other_leg(leg, HIP),
        *beside_other_leg(leg, TURN),
    ]
    return conclude(
        "iliotibial band load",
        leg.side,
        found,
        missing=(
            *unjudged(leg, HIP, "hip adduction"),
            *unjudged(leg, TURN, "inward turn of the tibia"),
            "strain rate of the band: no published values to hold it against",
        ),
        settled_by="running at 2.5 m/s with markers on pelvis and legs, and an examination of the outer knee",
        beyond=(*beyond_published(leg, HIP), *beyond_published(leg, TURN)),
        kind=Kind.PATTERN,
        pain=pain_beside(leg, "outer knee"),
        limits=(
            "The strain is of a modelled path, not of the tissue, and no tension",
            "Women with the complaint now did not differ in hip adduction, knee rotation or eversion (C35)",
        ),
    )
