"""Shares in words: how far a knee is from its reference, and what of it lies where."""

from collections.abc import Sequence

import numpy as np

from groundup.findings.share.quantity import ABOVE, BELOW, GROUND, SHAPE, Kind
from groundup.findings.share.share import Part, Reference, Share
from groundup.report.words import number

GROUPS = {
    ABOVE: "Hip and pelvis",
    BELOW: "Foot and ankle",
    GROUND: "Ground's push",
    SHAPE: "Sizes of the bones",
}
"""What each group is called."""
_FROM = {
    ABOVE: "from above (hip and pelvis)",
    BELOW: "from below (foot and ankle)",
    GROUND: "through the ground's push",
    SHAPE: "from the sizes of the bones",
}
USUAL = {
    Reference.NATURAL: "the natural trial",
    Reference.EARLIER: "the earlier session",
    Reference.OTHER_LEG: "the other leg",
    Reference.CURVES: "the reference curves",
}
"""What a motion is held against, in a sentence."""
ZERO = "zero by definition"
_UNITS = {"deg": "°", "N m/kg": " N m/kg", "BW": " body weights"}
_CANCELS = 3.0


def decimals(share: Share) -> int:
    """Decimals worth printing."""
    return 1 if share.quantity.kind is Kind.ANGLE else 2


def amount(share: Share, value: float) -> str:
    """Size of a value with its unit and the word for its direction; nothing where it rounds to that."""
    if not shows(share, value):
        return "nothing"
    size = number(abs(value), decimals(share)) + _UNITS[share.quantity.unit]
    return f"{size} {share.quantity.word(value)}"


def shows(share: Share, value: float) -> bool:
    """Whether anything is left of a value when it is printed."""
    return abs(value) >= 0.5 * 10.0 ** -decimals(share)


def interval(share: Share, part: Part) -> str:
    """90 % interval of a part, in the direction of its value; empty where none is known."""
    if part.error is None:
        return ""
    turned = 1.0 if part.value >= 0.0 else -1.0
    low, high = sorted((turned * part.error.low, turned * part.error.high))
    return f"{number(low, decimals(share))} to {number(high, decimals(share))}"


def title(share: Share) -> str:
    """Quantity and phase."""
    label = share.quantity.label
    return f"{label[:1].upper()}{label[1:]}, {share.phase}"


def sentence(share: Share) -> str:
    """Tell what the knee does otherwise, what of it surely comes from where, and what may be none."""
    against = USUAL[share.reference]
    if not share.weighed:
        return f"Against {against}: {share.verdict}."
    if not share.explains:
        return f"No deviation from {against} to explain."
    places = decimals(share)
    whole = amount(share, share.deviation.value)
    change = f"from {number(share.usual, places)} to {number(share.observed, places)}"
    order = sorted(share.groups, key=lambda name: -abs(share.groups[name].value))
    told = [name for name in order if shows(share, share.groups[name].value)]
    sure = [name for name in told if share.groups[name].sure]
    parts = _listed([f"{amount(share, share.groups[name].value)} {_FROM[name]}" for name in sure])
    unsure = _listed([f"what comes {_FROM[name]}" for name in told if name not in sure])
    said = f"{whole} against {against} ({change}): {parts or 'no part of it is sure by itself'}."
    if parts and unsure:
        said += f" {unsure[:1].upper()}{unsure[1:]} may be none."
    if share.cancellation > _CANCELS:
        said += (
            f" They work against each other: their sizes together are {number(share.cancellation, 1)} times "
            "what is left."
        )
    return said


def _listed(parts: Sequence[str]) -> str:
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1] if parts else ""


def strength(share: Share) -> float:
    """How many standard deviations the deviation is from nothing."""
    return float(abs(share.deviation.value) / np.maximum(share.spread, 1e-9))
