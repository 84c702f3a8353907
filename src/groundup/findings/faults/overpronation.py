"""A foot that pronates in standing and in motion."""

from groundup.evidence.table import Row, row
from groundup.findings.beyond import Beyond
from groundup.findings.finding import Argument, Finding, Weight, conclude
from groundup.findings.leg import Leg


def overpronation(leg: Leg) -> Finding:
    """Judge a leg: standing posture and motion that agree decide, either alone supports."""
    moving = _in_motion(leg)
    highly = row("B10.highly", may_drive=True)
    posture = leg.foot_posture
    missing = [] if posture is not None else ["foot posture index (six items)"]
    if leg.measured("rearfoot_eversion_peak") is None:
        missing.append("rearfoot motion: markers on the heel bone")
    return conclude(
        "overpronation",
        leg.side,
        [*_standing(leg, moving), *moving],
        missing=missing,
        settled_by=_settled_by(leg, bool(moving)),
        marked=posture is not None and posture >= highly.value,
        beyond=_pronating(leg),
    )


def _pronating(leg: Leg) -> tuple[Beyond, ...]:
    """Hold what is measured of its motion against the pronators of the sample."""
    high, wide = row("B13.eversion", may_drive=True).value, row("B13.range", may_drive=True).value
    peak, extent = leg.measured("rearfoot_eversion_peak"), leg.measured("rearfoot_frontal_range")
    return (
        Beyond(f"peak rearfoot eversion from {high:g}°", peak, -high, -1),
        Beyond(f"rearfoot frontal range from {wide:g}°", extent, wide),
    )


def _settled_by(leg: Leg, moving: bool) -> str:
    if leg.foot_posture is not None and moving:
        return "both again: posture in standing and motion in gait do not agree by more than their errors"
    if leg.measured("rearfoot_eversion_peak") is None:
        return "foot posture index, and gait with markers on the heel bone"
    return "foot posture index" if leg.foot_posture is None else "gait again: the rearfoot moves as most do"


def _standing(leg: Leg, moving: list[Argument]) -> list[Argument]:
    if leg.foot_posture is None:
        return []
    pronated, normal = row("B10.pronated", may_drive=True), row("B10.normal", may_drive=True)
    supports = leg.foot_posture >= pronated.value
    agrees = bool(moving) and all(argument.supports == supports for argument in moving)
    decides = agrees and (not supports or _beyond_error(leg.foot_posture, moving))
    threshold, words = (pronated, "pronated from") if supports else (normal, "normal up to")
    text = f"foot posture index {leg.foot_posture:+d}, {words} {threshold.value:+.0f}"
    weight = Weight.DECISIVE if decides else Weight.SUPPORTING
    return [Argument(text, float(leg.foot_posture), threshold, supports, weight)]


def _beyond_error(posture: int, moving: list[Argument]) -> bool:
    """Whether posture or motion passes its threshold by more than its own error.

    A rater's point lies between the first pronated score and that of the study which measured both (B13); an
    angle differs by its detectable change (A61). Two values that just touch their thresholds are chance.
    """
    detectable = row("A61.detectable", may_drive=True).value
    far = any(argument.value >= argument.threshold.value + detectable for argument in moving)
    return far or posture >= row("B13.posture", may_drive=True).value


def _in_motion(leg: Leg) -> list[Argument]:
    """Arguments of rearfoot motion; they support only, since their thresholds are the tails of one sample."""
    high, low = row("B13.eversion", may_drive=True), row("B13.not_pronated", may_drive=True)
    wide = row("B13.range", may_drive=True)
    peak, extent = leg.measured("rearfoot_eversion_peak"), leg.measured("rearfoot_frontal_range")
    found = []
    what = "peak rearfoot eversion"
    if peak is not None and -peak.value >= high.value and not peak.within_error(-high.value):
        chance = peak.chance_beyond(-high.value, -1)
        found.append(_moved(what, -peak.value, "pronators from", high, True, chance))
    elif peak is not None and -peak.value <= low.value and not peak.within_error(-low.value):
        chance = peak.chance_beyond(-low.value)
        found.append(_moved(what, -peak.value, "supinators up to", low, False, chance))
    if extent is not None and extent.value >= wide.value and not extent.within_error(wide.value):
        chance = extent.chance_beyond(wide.value)
        found.append(_moved("rearfoot frontal range", extent.value, "pronators from", wide, True, chance))
    return found


def _moved(what: str, value: float, words: str, threshold: Row, supports: bool, chance: float) -> Argument:
    amount = f"{what} {value:.1f}°" if value >= 0.0 else f"rearfoot inverted by {-value:.1f}° or more"
    text = f"{amount}, {words} {threshold.value:g}°"
    return Argument(text, value, threshold, supports, Weight.SUPPORTING, chance)
