"""The base: pressure under the feet, steadiness, sway, stabilisation, how alike steps are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from groundup.assessment import Analysis, TrialResult
from groundup.evidence import row
from groundup.loads import pressure, sway
from groundup.loads.figure import Figure, FigureDefinition
from groundup.loads.loads import Loads
from groundup.motion.motion import Movement
from groundup.motion.task import Task
from groundup.quantities import Side
from groundup.report.base_pictures import butterfly_picture, pressure_picture
from groundup.report.words import NONE, number

_UNITS = {"deg": "°", "deg/s": "°/s", "cm2": "cm²"}
# Reference values were measured over 60 s; a much shorter stretch sways over less.
_LONG_ENOUGH = 55.0


@dataclass(frozen=True)
class BaseRow:
    """One figure: left, right and both feet together, with reasons where one is missing."""

    label: str
    unit: str
    values: tuple[str, str, str]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class BaseSection:
    """What the page says of one trial; `sided` and `both` say which columns its table needs."""

    trial: str
    reason: str
    needs: str
    pressure: Markup | None
    butterfly: Markup | None
    rows: tuple[BaseRow, ...]
    missing: tuple[str, ...]
    sided: bool
    both: bool
    definitions: tuple[str, ...]
    references: tuple[str, ...]


def base_sections(analysis: Analysis) -> tuple[BaseSection, ...]:
    """One section for each trial that tells anything of the base, or should."""
    found = (_section(t) for t in analysis.trials if t.loads.base is not None)
    return tuple(s for s in found if s.rows or s.missing or (s.reason and s.needs))


def _section(trial: TrialResult) -> BaseSection:
    loads, base = trial.loads, trial.loads.base
    figures = () if base is None else base.figures
    measured = isinstance(loads, Loads)
    every = tuple(_row(d, figures) for d in dict.fromkeys(f.definition for f in figures))
    rows = tuple(r for r in every if any(v != NONE for v in r.values))
    return BaseSection(
        trial=trial.recording.name,
        reason="" if measured else getattr(loads, "reason", ""),
        needs=_needs(trial.movement),
        pressure=None if base is None or base.pressure is None else pressure_picture(base.pressure),
        butterfly=None if base is None or base.butterfly is None else butterfly_picture(base.butterfly),
        rows=rows,
        missing=_missing([r for r in every if r not in rows]),
        sided=any(f.side is not None for f in figures),
        both=any(r.values[2] != NONE for r in rows) or any(f.side is None for f in figures),
        definitions=_definitions(figures),
        references=_references(figures),
    )


def _needs(movement: Movement) -> str:
    told = {
        Task.STANDING: "sway while standing",
        Task.LANDING: "the time to stabilisation",
        Task.WALKING: "the way of the pressure under each foot, and the butterfly",
        Task.RUNNING: "the way of the pressure under each foot",
    }
    return told.get(movement.task, "")


def _row(definition: FigureDefinition, figures: Sequence[Figure]) -> BaseRow:
    own = [f for f in figures if f.definition is definition]
    values, notes = [], []
    for side in (*Side, None):
        mine = [f for f in own if f.side is side]
        known = np.array([f.value for f in mine if np.isfinite(f.value)])
        text = _value(definition, float(np.median(known))) if known.size else NONE
        values.append(f"{text} ({known.size})" if known.size > 1 else text)
        reasons = [f.reason for f in mine if f.reason]
        if not mine and side is not None and any(f.side is side.other for f in own):
            reasons = ["no whole stance in the recording"]
        if not known.size and reasons:
            notes.append(("" if side is None else f"{str(side).capitalize()}: ", reasons[0]))
    if len(notes) == len(Side) and len({reason for _, reason in notes}) == 1:
        notes = [("", notes[0][1])]
    unit = _UNITS.get(definition.unit, definition.unit)
    words = tuple(f"{who}{why}" for who, why in notes)
    return BaseRow(definition.label, unit, (values[0], values[1], values[2]), words)


def _value(definition: FigureDefinition, value: float) -> str:
    """Give a value with a word in place of its sign, where the sign means a direction."""
    if definition is not pressure.SIDEWAYS:
        return number(value, definition.decimals)
    text = number(abs(value), definition.decimals)
    return text if float(text) == 0.0 else f"{text} {'lateral' if value > 0.0 else 'medial'}"


def _missing(rows: Sequence[BaseRow]) -> tuple[str, ...]:
    """Say why figures have no value on either side; those with one reason together."""
    by_reason: dict[str, list[str]] = {}
    for one in rows:
        by_reason.setdefault("; ".join(one.notes), []).append(one.label)
    return tuple(f"{', '.join(labels)}: {reason}" for reason, labels in by_reason.items() if reason)


def _definitions(figures: Sequence[Figure]) -> tuple[str, ...]:
    """Say what the figures with values mean; those with the same words together."""
    by_words: dict[str, list[str]] = {}
    for definition in dict.fromkeys(f.definition for f in figures if np.isfinite(f.value)):
        by_words.setdefault(definition.definition, []).append(definition.label)
    return tuple(f"{', '.join(labels)}: {words}" for words, labels in by_words.items())


def _references(figures: Sequence[Figure]) -> tuple[str, ...]:
    """Tell published sway, only beside a stretch as long as theirs."""
    lengths = [f.value for f in figures if f.definition is sway.SECONDS and f.side is None]
    if not lengths or max(lengths) < _LONG_ENOUGH:
        return ()
    found = []
    for label, identifier in (("Sway area", "N232.area"), ("Sway velocity", "N240.velocity")):
        entry = row(identifier)
        value = f"{number(entry.value, 2)} ± {number(entry.spread, 2)} {_UNITS.get(entry.unit, entry.unit)}"
        found.append(
            f"{label}, {entry.population}, 60 s: {value} ({entry.citation}; {identifier.partition('.')[0]})"
        )
    return tuple(found)
