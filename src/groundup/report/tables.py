"""The tables behind the curves: spatiotemporal parameters, standing angles, sizes, provenance."""

from dataclasses import dataclass

import numpy as np

from groundup.assessment import Analysis, TrialResult
from groundup.exchange.sizes import size_unit
from groundup.motion.motion import Spatiotemporal
from groundup.motion.task import Task
from groundup.quantities import ANGLES, Operation, Side
from groundup.recording.recording import Person, Recording
from groundup.report.words import NONE, decimals_for, number, signed_degrees, spread, title_of, with_unit


@dataclass(frozen=True)
class ParameterRow:
    """One spatiotemporal parameter, mean ± sd (n) for left, right and both."""

    label: str
    unit: str
    values: tuple[str, str, str]
    definition: str


@dataclass(frozen=True)
class ParameterTable:
    """Spatiotemporal parameters of one trial."""

    trial: str
    rows: tuple[ParameterRow, ...]


@dataclass(frozen=True)
class StandingTable:
    """Mean angles while standing, as size and sign word."""

    trial: str
    rows: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class SourceRow:
    """A file that was read."""

    name: str
    format: str
    size: str
    sha256: str


def parameter_tables(trials: tuple[TrialResult, ...]) -> tuple[ParameterTable, ...]:
    """Spatiotemporal tables of the trials that have any."""
    return tuple(
        ParameterTable(t.recording.name, _parameter_rows(t.movement.spatiotemporal))
        for t in trials
        if t.movement.spatiotemporal
    )


def _parameter_rows(parameters: tuple[Spatiotemporal, ...]) -> tuple[ParameterRow, ...]:
    rows = []
    for name, unit in dict.fromkeys((p.name, p.unit) for p in parameters):
        same = {p.side: p for p in parameters if (p.name, p.unit) == (name, unit)}
        values = tuple(_value(same.get(side)) for side in (Side.LEFT, Side.RIGHT, None))
        definition = next(iter(same.values())).definition
        rows.append(ParameterRow(title_of(name), unit, (values[0], values[1], values[2]), definition))
    return tuple(rows)


def _value(parameter: Spatiotemporal | None) -> str:
    if parameter is None or not np.isfinite(parameter.value):
        return NONE
    return f"{spread(parameter.value, parameter.sd, decimals_for(parameter.unit))} ({parameter.n})"


def standing_tables(trials: tuple[TrialResult, ...]) -> tuple[StandingTable, ...]:
    """Mean angles of every standing trial."""
    tables = []
    for trial in trials:
        if trial.movement.task is Task.STANDING:
            rows = _standing_rows(trial)
            if rows:
                tables.append(StandingTable(trial.recording.name, rows))
    return tuple(tables)


def _standing_rows(trial: TrialResult) -> tuple[tuple[str, str, str, str], ...]:
    angles = trial.motion.angles
    columns = [str(name) for name in angles["angle"].values]
    degrees = np.degrees(angles.transpose("time", "angle").values)
    mean = {c: _mean(degrees[:, k]) for k, c in enumerate(columns)}
    rows = []
    for angle in ANGLES:
        if angle.sided:
            left, right = (signed_degrees(mean.get(angle.column(s), np.nan), angle, s) for s in Side)
        else:
            left, right = signed_degrees(mean.get(angle.name, np.nan), angle, Side.RIGHT), ""
        if left != NONE or right not in (NONE, ""):
            rows.append((angle.label, left, right, angle.zero))
    return tuple(rows)


def _mean(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    seen = values[np.isfinite(values)]
    return float(seen.mean()) if seen.size else np.nan


def size_rows(analysis: Analysis) -> tuple[tuple[str, str], ...]:
    """Fitted lengths in mm and axis angles in degrees."""
    return tuple((title_of(name), _size(name, value)) for name, value in analysis.subject.sizes.items())


def _size(name: str, value: float) -> str:
    if size_unit(name) == "rad":
        return f"{number(float(np.degrees(value)), 1)}°"
    return with_unit(1000.0 * value, 0, "mm")


def fit_rows(analysis: Analysis) -> tuple[tuple[str, str], ...]:
    """Where the body comes from and how the fit went: residual per trial, knee axes, what was not seen."""
    subject, given = analysis.subject, analysis.subject.model
    rows = [("Body", "fitted to the markers" if given is None else f"{given.source.name}, as it is")]
    rows += [
        (f"Marker to model in {name}, RMS", with_unit(1000.0 * v, 1, "mm"))
        for name, v in subject.residual_rms.items()
    ]
    for side, found in subject.knee_axis_functional.items():
        elsewhere = "from the knee markers and standing posture" if given is None else "the model's"
        words = "found from the knee's own motion" if found else elsewhere
        rows.append((f"{str(side).capitalize()} knee flexion axis", words))
    if given is None:
        rows.append(("Standing trial", subject.static_trial or "none used"))
    held = "held by its prior" if given is None else "held at its default"
    rows += [(f"{title_of(name)}: {held}", why) for name, why in subject.unobservable.items()]
    return tuple(rows)


def person_rows(person: Person) -> tuple[tuple[str, str], ...]:
    """List what the files or the user say of the person."""
    rows = [("Body mass", with_unit(person.mass, 1, "kg")), ("Height", with_unit(person.height, 2, "m"))]
    for label, sided in (
        ("Leg length", person.leg_length),
        ("Knee width", person.knee_width),
        ("Ankle width", person.ankle_width),
    ):
        if sided:
            both = " / ".join(number(1000.0 * sided[s], 0) if s in sided else NONE for s in Side)
            rows.append((f"{label}, left / right", f"{both} mm"))
    return tuple((label, "not stated" if value == NONE else value) for label, value in rows)


def source_rows(analysis: Analysis) -> tuple[SourceRow, ...]:
    """Every file read, once, with its checksum."""
    recordings: list[Recording] = [*analysis.recordings]
    if analysis.static is not None:
        recordings.append(analysis.static)
    sources = dict.fromkeys(s for r in recordings for s in r.sources)
    if analysis.subject.model is not None:
        sources[analysis.subject.model.source] = None
    return tuple(
        SourceRow(s.name, s.format, f"{number(s.size_bytes / 1024, 0)} kB", s.sha256) for s in sources
    )


def operation_rows(recording: Recording) -> tuple[tuple[str, str, str], ...]:
    """Operations in order: name, arguments, note."""
    return tuple((title_of(o.name), _arguments(o), o.note) for o in recording.operations)


def _arguments(operation: Operation) -> str:
    return ", ".join(
        f"{k.replace('_', ' ')} {v:g}" if isinstance(v, float) else f"{k.replace('_', ' ')} {v}"
        for k, v in operation.arguments.items()
    )
