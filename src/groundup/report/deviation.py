"""How far each link of each leg lies from what it is compared with, for the drawing of the leg."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from groundup.findings.finding import Finding, Verdict
from groundup.findings.measure import Measure
from groundup.findings.patterns.arguments import OUTSIDE
from groundup.findings.reference import FEWEST_CYCLES
from groundup.quantities import Side
from groundup.report.words import number

FAR = 2.0 * OUTSIDE
"""A step of the drawing's scale, no norm: twice as far as where the usual ends."""

LINKS = ("pelvis", "hip", "knee", "shank", "ankle", "foot")
"""From the top down, as drawn; the hip's measures colour the thigh."""

_STARTS = {
    "pelvis": ("pelvis_",),
    "hip": ("hip_",),
    "knee": ("knee_", "patellofemoral_"),
    "shank": ("shank_", "tibial_", "heel_down_shank"),
    "ankle": ("ankle_", "rearfoot_"),
    "foot": ("foot_", "midfoot_"),
}
_FAULTS = {"limited dorsiflexion": "ankle", "ankle instability": "ankle", "overpronation": "foot"}
_SHARES = ("_share_absorbed",)
_MINOR_PLANES = (
    "rotation",
    "adduction",
    "abduction",
    "valgus",
    "version",
    "obliquity",
    "progression",
    "turn",
)
"""Where markers were placed tells these planes apart more than the legs do (EVIDENCE A66)."""


class Level(StrEnum):
    """How a link is drawn."""

    USUAL = "usual"
    OUTSIDE = "outside"
    FAR = "far"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Link:
    """One link of one leg.

    Attributes
    ----------
    side : Side
    name : str
    level : Level
    short : str
        For the drawing, e.g. ``2.6 SD``.
    words : str
        What it rests on.
    """

    side: Side
    name: str
    level: Level
    short: str
    words: str


def deviations(measures: Sequence[Measure], findings: Sequence[Finding]) -> list[Link]:
    """Find every link's level, both legs from the top down.

    The furthest of its measures from published values that fit the person, or a fault there that is settled,
    tells; without either, whether a measure differs from the other leg's by more than can be told from error.
    """
    return [_link(side, name, measures, findings) for side in Side for name in LINKS]


def _link(side: Side, name: str, measures: Sequence[Measure], findings: Sequence[Finding]) -> Link:
    own = [m for m in measures if m.n and m.definition.name.startswith(_STARTS[name]) and _judged(m)]
    found = [*_compared(side, name, own), *_settled(side, name, findings)]
    order = [Level.USUAL, Level.OUTSIDE, Level.FAR]
    told = max(found, key=lambda link: order.index(link.level), default=None)
    if told is not None:
        return told
    return next(_against_other_leg(side, name, own), Link(side, name, Level.UNKNOWN, "not judged", ""))


def _judged(measure: Measure) -> bool:
    return not measure.definition.name.endswith(_SHARES)


def _compared(side: Side, name: str, measures: Sequence[Measure]) -> Iterator[Link]:
    fitting = [m for m in measures if m.side is side and m.comparison is not None and m.comparison.may_judge]
    furthest = max(fitting, key=lambda m: abs(m.comparison.z) if m.comparison else 0.0, default=None)
    if furthest is None or furthest.comparison is None:
        return
    z = furthest.comparison.z
    level = Level.FAR if abs(z) > FAR else Level.OUTSIDE if abs(z) > OUTSIDE else Level.USUAL
    away = f"{number(abs(z))} SD {'above' if z > 0 else 'below'}"
    short = "as usual" if level is Level.USUAL else away
    words = (
        f"{furthest.definition.label} in {furthest.task}: {away} the mean of "
        f"{furthest.comparison.reference.evidence.population}"
    )
    yield Link(side, name, level, short, words)


def _settled(side: Side, name: str, findings: Sequence[Finding]) -> Iterator[Link]:
    for finding in findings:
        if finding.side is not side or _FAULTS.get(finding.name) != name:
            continue
        if finding.verdict is Verdict.PRESENT:
            level = Level.FAR if finding.marked else Level.OUTSIDE
            yield Link(side, name, level, _SHORT[finding.name], f"{finding.name}: {_reasons(finding, True)}")
        elif finding.verdict is Verdict.ABSENT:
            words = f"no {finding.name}: {_reasons(finding, False)}"
            yield Link(side, name, Level.USUAL, "as usual", words)


_SHORT = {
    "limited dorsiflexion": "bends too little",
    "ankle instability": "unstable",
    "overpronation": "rolls in",
}


def _reasons(finding: Finding, supports: bool) -> str:
    return "; ".join(a.text for a in finding.arguments if a.supports is supports)


def _against_other_leg(side: Side, name: str, measures: Sequence[Measure]) -> Iterator[Link]:
    """Give the sagittal measure that differs most from the other leg's, in detectable changes."""
    sagittal = [m for m in measures if not any(word in m.definition.name for word in _MINOR_PLANES)]
    both = {(m.definition.name, m.task, m.side): m for m in sagittal if m.n >= FEWEST_CYCLES}
    pairs = [
        (abs(more) / own.detectable_change, own, other)
        for (label, task, leg), own in both.items()
        if leg is side and (other := both.get((label, task, side.other))) is not None
        if (more := own.differs_by(other))
    ]
    if not pairs:
        return
    _, own, other = max(pairs, key=lambda pair: pair[0])
    unit = "°" if own.definition.unit == "deg" else f" {own.definition.unit}"
    words = (
        f"{own.definition.label} in {own.task}: {number(own.value)}{unit}, other leg {number(other.value)}"
        f"{unit}; detectable from {number(own.detectable_change)}{unit}"
    )
    yield Link(side, name, Level.DIFFERS, "legs differ", words)


_PLAIN = {
    Level.USUAL: "as usual",
    Level.OUTSIDE: "not as usual",
    Level.FAR: "far from usual",
    Level.DIFFERS: "legs differ",
    Level.UNKNOWN: "not known",
}


def plain(links: Sequence[Link]) -> list[Link]:
    """Say the same in everyday words, without figures."""
    return [replace(link, short=_PLAIN[link.level], words="") for link in links]
