"""Too little dorsiflexion under body weight."""

from groundup.evidence.table import row
from groundup.findings.finding import Argument, Finding, Weight, conclude
from groundup.findings.heel_down import HEEL_DOWN
from groundup.findings.leg import Leg

LUNGE = "weight-bearing lunge, shank angle, three repeats on each leg"


def limited_dorsiflexion(leg: Leg) -> Finding:
    """Judge a leg: the angle of the lunge decides, a difference between the legs supports.

    A shank that leans further in motion than a normal lunge, heel down, speaks against; one that leans less
    says nothing, since the task may not have asked for more.
    """
    limited, normal = row("B05.limited", may_drive=True), row("B05.normal", may_drive=True)
    angle, found = leg.lunge_deg, [*_shorter_lunge(leg), *_leans_enough(leg)]
    settled_by = LUNGE
    if angle is not None and angle < limited.value:
        text = f"lunge {angle:.0f}°, limited below {limited.value:.0f}°"
        found.append(Argument(text, angle, limited, True, Weight.DECISIVE))
    elif angle is not None and angle > normal.value:
        text = f"lunge {angle:.0f}°, normal above {normal.value:.0f}°"
        found.append(Argument(text, angle, normal, False, Weight.DECISIVE))
    elif angle is not None:
        settled_by = f"the lunge on another day: {angle:.0f}° lies between limited and normal"
    clearly = limited.value - row("B03.detectable", may_drive=True).value
    return conclude(
        "limited dorsiflexion",
        leg.side,
        found,
        missing=() if angle is not None else (LUNGE,),
        settled_by=settled_by,
        marked=angle is not None and angle < clearly,
    )


def _shorter_lunge(leg: Leg) -> tuple[Argument, ...]:
    if leg.lunge_cm is None or leg.other_lunge_cm is None:
        return ()
    usual, detectable = row("B02.asymmetry", may_drive=True), row("B04.detectable", may_drive=True)
    less = leg.other_lunge_cm - leg.lunge_cm
    if less <= max(usual.value, detectable.value):
        return ()
    text = f"lunge {less:.1f} cm shorter than on the other leg, usual up to {usual.value:.0f} cm"
    return (Argument(text, less, usual, True, Weight.SUPPORTING),)


def _leans_enough(leg: Leg) -> tuple[Argument, ...]:
    normal = row("B05.normal", may_drive=True)
    own = [m for m in leg.measures if m.side is leg.side and m.definition.name == HEEL_DOWN.name and m.n]
    furthest = max(own, key=lambda measure: measure.value, default=None)
    if furthest is None or furthest.value <= normal.value or furthest.within_error(normal.value):
        return ()
    text = (
        f"shank {furthest.value:.0f}° forward with the heel down in {furthest.task}, "
        f"normal lunge above {normal.value:.0f}°"
    )
    chance = furthest.chance_beyond(normal.value)
    return (Argument(text, furthest.value, normal, False, Weight.SUPPORTING, chance),)
