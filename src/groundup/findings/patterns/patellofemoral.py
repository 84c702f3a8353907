"""More load between kneecap and thigh bone than usual."""

from groundup.findings.finding import Finding, Kind, Weight, conclude
from groundup.findings.leg import Leg
from groundup.findings.patterns.arguments import (
    beside_other_leg,
    beside_published,
    beyond_published,
    pain_beside,
    unjudged,
)

FORCE, FLEXION = "patellofemoral_force_peak", "knee_flexion_stance_peak"


def patellofemoral_load(leg: Leg) -> Finding:
    """Judge a leg: the joint force decides; a knee bent further while loaded supports."""
    found = [
        *beside_published(leg, FORCE, Weight.DECISIVE),
        *beside_published(leg, FLEXION, Weight.SUPPORTING),
        *beside_other_leg(leg, FLEXION),
        *beside_other_leg(leg, "knee_flexion_loading_peak"),
    ]
    return conclude(
        "patellofemoral load",
        leg.side,
        found,
        missing=unjudged(leg, FORCE, "force behind the kneecap"),
        settled_by="three or more steps of each leg on force plates at a usual speed, and the person's age",
        beyond=beyond_published(leg, FORCE),
        kind=Kind.PATTERN,
        pain=pain_beside(leg, "around the kneecap"),
        limits=(
            "The force is no higher in people with patellofemoral pain than in others (C37): it does not "
            "tell a painful knee from a painless one",
            "Stress is not compared with published values: the contact area of this knee is not known",
        ),
    )
