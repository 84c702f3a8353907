"""Who absorbs it: the energy each joint takes up where the body is caught, impact, and the legs compared."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from groundup.assessment import Analysis, TrialResult
from groundup.evidence import row
from groundup.loads import impact
from groundup.loads.asymmetry import Asymmetry
from groundup.loads.figure import FigureDefinition, typical
from groundup.loads.loads import Loads
from groundup.loads.phases import ABSORBING
from groundup.loads.work import JointWork
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.report.absorption_picture import absorption_picture
from groundup.report.cycle_curves import GAIT
from groundup.report.words import NONE, number, plural

_JOINTS = ("hip", "knee", "ankle")
_NUMBERS_APART = 3


@dataclass(frozen=True)
class Picture:
    """One picture with its title and what it says in a sentence for each leg."""

    title: str
    drawing: Markup
    sentences: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ImpactRow:
    """One figure of both legs; `notes` say why a leg has none."""

    label: str
    unit: str
    values: tuple[str, str]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class AbsorptionSection:
    """What the page says of one trial."""

    trial: str
    reason: str
    pictures: tuple[Picture, ...]
    axes: str
    references: tuple[str, ...]
    impact: tuple[ImpactRow, ...]
    definitions: tuple[str, ...]
    asymmetry: tuple[tuple[str, str, str, str, str], ...]


def absorption_sections(analysis: Analysis) -> tuple[AbsorptionSection, ...]:
    """One section for each trial in which a body is caught."""
    return tuple(_section(t) for t in analysis.trials if t.movement.task in ABSORBING)


def _section(trial: TrialResult) -> AbsorptionSection:
    loads, task = trial.loads, trial.movement.task
    if not isinstance(loads, Loads):
        return AbsorptionSection(trial.recording.name, loads.reason, (), "", (), (), (), ())
    works = [w for w in loads.work if w.phase.name == ABSORBING[task]]
    rows = tuple(_impact_row(d, loads) for d in impact.DEFINITIONS) if loads.impact else ()
    return AbsorptionSection(
        trial=trial.recording.name,
        reason="",
        pictures=_pictures(works, task),
        axes=_axes(works),
        references=_references() if task is Task.LANDING else (),
        impact=rows,
        definitions=tuple(dict.fromkeys(f"{d.label}: {d.definition}" for d in impact.DEFINITIONS[:4]))
        if rows
        else (),
        asymmetry=tuple(_compared(a) for a in loads.asymmetry),
    )


def _pictures(works: Sequence[JointWork], task: Task) -> tuple[Picture, ...]:
    phase = ABSORBING[task]
    numbers = sorted({w.phase.number for w in works})
    apart = task is Task.LANDING and 1 < len(numbers) <= _NUMBERS_APART
    groups = [[n] for n in numbers] if apart else [numbers]
    found = []
    for group in groups:
        own = [w for w in works if w.phase.number in group]
        count = max(
            len({w.phase.number for w in own if w.phase.side is s and np.isfinite(w.share)}) for s in Side
        )
        title = f"{phase.capitalize()} {group[0]}" if apart else phase.capitalize()
        if count > 1:
            noun = "step" if task in GAIT else "repetition"
            title += f", median of up to {plural(count, noun)} a leg"
        energy = {side: e for side in Side if (e := _median(own, side, "negative"))}
        share = {side: s for side in Side if (s := _median(own, side, "share"))}
        found.append(
            Picture(
                title, absorption_picture(energy, share), tuple(_sentence(s, phase, own, share) for s in Side)
            )
        )
    return tuple(found)


def _median(works: Sequence[JointWork], side: Side, field: str) -> dict[str, float]:
    """Median over the phases of one leg in which hip, knee and ankle are all known."""
    values = {
        joint: [
            abs(getattr(w, field))
            for w in works
            if w.phase.side is side and w.joint == joint and np.isfinite(w.share)
        ]
        for joint in _JOINTS
    }
    return {joint: float(np.median(v)) for joint, v in values.items() if v}


def _sentence(
    side: Side, phase: str, works: Sequence[JointWork], share: dict[Side, dict[str, float]]
) -> tuple[str, str]:
    if side not in share:
        reasons = [w.reason for w in works if w.phase.side is side and w.joint in _JOINTS and w.reason]
        why = reasons[0] if reasons else f"no whole {phase} on plates"
        known = [w for w in works if w.phase.side is side and w.joint in _JOINTS and np.isfinite(w.negative)]
        if not reasons and known:
            why = "the leg absorbs next to nothing here"
        return str(side), f"not measurable: {why}."
    most = sorted(share[side].items(), key=lambda item: -item[1])
    rest = ", ".join(f"the {joint} {number(v, 0)} %" for joint, v in most[1:])
    return str(side), f"the {most[0][0]} takes up most ({number(most[0][1], 0)} %), {rest}."


def _axes(works: Sequence[JointWork]) -> str:
    told = dict.fromkeys((w.joint, w.axes) for w in works if w.joint in _JOINTS)
    return "; ".join(f"{joint}: {axes}" for joint, axes in told)


def _references() -> tuple[str, ...]:
    found = []
    for entry in ("N199", "N202"):
        figures = {joint: row(f"{entry}.{joint}") for joint in _JOINTS}
        total = sum(f.value for f in figures.values())
        shares = ", ".join(f"{j} {number(100.0 * f.value / total, 0)} %" for j, f in figures.items())
        one = figures["ankle"]
        found.append(
            f"{one.population}, {one.quantity.partition(', ')[2]}: {shares} ({one.citation}; {entry})"
        )
    return tuple(found)


def _impact_row(definition: FigureDefinition, loads: Loads) -> ImpactRow:
    values, notes = [], []
    for side in Side:
        value, count, reason = typical(loads.impact, definition.name, side)
        text = number(value, definition.decimals)
        values.append(f"{text} ({count})" if text != NONE else NONE)
        if reason:
            notes.append((str(side), reason))
    same = len({reason for _, reason in notes}) == 1 and len(notes) == len(Side)
    words = (notes[0][1],) if same else tuple(f"{side.capitalize()}: {reason}" for side, reason in notes)
    return ImpactRow(definition.label, definition.unit, (values[0], values[1]), words)


def _compared(a: Asymmetry) -> tuple[str, str, str, str, str]:
    """Label, left, right, unit, and how far apart in words."""
    words = NONE
    if np.isfinite(a.index):
        larger = "left" if a.index > 0 else "right"
        words = f"{larger} larger by {number(abs(a.index), 0)}\u00a0%" if abs(a.index) >= 0.5 else "alike"
    return a.label, number(a.left, a.decimals), number(a.right, a.decimals), a.unit, words
