"""The quality page: what can be trusted in one trial, before any curve is looked at."""

from dataclasses import dataclass

import numpy as np

from groundup.assessment import TrialResult
from groundup.exchange.summary import residual_summary
from groundup.quantities import ANGLES, Side
from groundup.recording.landmarks import segment_of
from groundup.recording.recording import MarkerGaps, Recording
from groundup.report.words import NONE, number, title_of, with_unit


@dataclass(frozen=True)
class MarkerRow:
    """One marker: what it is, how well the model meets it, how much of it was seen."""

    name: str
    meaning: str
    segment: str
    rms: str
    p95: str
    bar: float
    coverage: str
    missing: str
    filled: str
    longest: str


@dataclass(frozen=True)
class PlateRow:
    """One force plate."""

    name: str
    kind: str
    peak: str
    threshold: str
    baseline: str
    contacts: str


@dataclass(frozen=True)
class ContactRow:
    """One foot contact."""

    side: str
    span: str
    plates: str
    state: str
    usable: bool
    reason: str
    disagreement: str


@dataclass(frozen=True)
class Blank:
    """A reason, and the angles it blanks."""

    angles: str
    reason: str


@dataclass(frozen=True)
class TrialQuality:
    """Everything the quality page says of one trial."""

    name: str
    facts: tuple[tuple[str, str], ...]
    markers: tuple[MarkerRow, ...]
    protocol: tuple[tuple[str, str], ...]
    axes: tuple[tuple[str, str], ...]
    evidence: tuple[str, ...]
    plates: tuple[PlateRow, ...]
    contacts: tuple[ContactRow, ...]
    off_plates: int
    disagreement: str
    blanks: tuple[Blank, ...]
    notes: tuple[str, ...]


def trial_quality(trial: TrialResult) -> TrialQuality:
    """Collect the quality page of one trial."""
    return TrialQuality(
        name=trial.recording.name,
        facts=_facts(trial),
        markers=_markers(trial),
        protocol=_protocol(trial.recording),
        axes=_axes(trial.recording),
        evidence=trial.recording.lab_axes.evidence if trial.recording.lab_axes else (),
        plates=_plates(trial),
        contacts=_contacts(trial),
        off_plates=sum(not c.plates for c in trial.movement.contacts),
        disagreement=_disagreement(trial.movement.disagreement_ms),
        blanks=blanks(trial.motion.not_measurable),
        notes=(*trial.recording.notes, *trial.movement.notes),
    )


def _facts(trial: TrialResult) -> tuple[tuple[str, str], ...]:
    recording, movement = trial.recording, trial.movement
    frames = recording.markers.sizes["time"]
    residual = residual_summary(trial.motion.residual.values)
    return (
        ("Task", f"{movement.task} ({movement.task_reason})" if movement.task_reason else str(movement.task)),
        (
            "Length",
            f"{number(frames / recording.rate, 2)} s, {frames} frames at {recording.rate:g} Hz, "
            f"first frame {recording.first_frame}",
        ),
        ("Marker to model, RMS", with_unit(1000 * residual["rms_m"], 1, "mm")),
        ("Marker to model, 95 % below", with_unit(1000 * residual["p95_m"], 1, "mm")),
        ("Marker coverage after filling", with_unit(coverage(recording), 1, "%")),
        ("Gaps", gap_words(recording.gaps)),
    )


def coverage(recording: Recording) -> float:
    """Share of marker samples that have a position [%]."""
    values = recording.markers.values
    return 100.0 * float(np.isfinite(values).all(axis=-1).mean()) if values.size else np.nan


def gap_words(gaps: tuple[MarkerGaps, ...]) -> str:
    """One sentence on missing and filled samples."""
    missing = sum(g.missing for g in gaps)
    if not missing:
        return "none"
    rigid, spline = sum(g.filled_rigid for g in gaps), sum(g.filled_spline for g in gaps)
    holed = sum(g.missing > 0 for g in gaps)
    left = missing - rigid - spline
    return (
        f"{missing} marker samples missing in {holed} of {len(gaps)} markers; {rigid} filled from the other "
        f"markers of the segment, {spline} by spline, {left} left blank"
    )


def _markers(trial: TrialResult) -> tuple[MarkerRow, ...]:
    recording, residual = trial.recording, trial.motion.residual
    at = {str(m): k for k, m in enumerate(residual["marker"].values)}
    distance = 1000.0 * residual.transpose("time", "marker").values
    rms = {m: 1000.0 * residual_summary(distance[:, k] / 1000.0)["rms_m"] for m, k in at.items()}
    worst = max((v for v in rms.values() if np.isfinite(v)), default=1.0)
    seen = np.isfinite(recording.markers.transpose("time", "marker", "axis").values).all(axis=-1)
    column = {label: k for k, label in enumerate(recording.labels)}
    gaps = {g.marker: g for g in recording.gaps}
    meaning = meanings(recording)
    rows = []
    for name in (*at, *(m for m in recording.labels if m not in at and m in meaning)):
        k, gap = at.get(name), gaps.get(name)
        p95 = 1000.0 * residual_summary(distance[:, k] / 1000.0)["p95_m"] if k is not None else np.nan
        value = rms.get(name, np.nan)
        rows.append(
            MarkerRow(
                name=name,
                meaning=meaning.get(name, ("", ""))[0],
                segment=meaning.get(name, ("", ""))[1],
                rms=number(value, 1),
                p95=number(p95, 1),
                bar=100.0 * value / worst if np.isfinite(value) and worst > 0 else 0.0,
                coverage=number(100.0 * float(seen[:, column[name]].mean()), 0) if name in column else NONE,
                missing=str(gap.missing) if gap else "0",
                filled=f"{gap.filled_rigid} + {gap.filled_spline}" if gap and gap.missing else NONE,
                longest=str(gap.longest) if gap and gap.missing else NONE,
            )
        )
    return tuple(rows)


def meanings(recording: Recording) -> dict[str, tuple[str, str]]:
    """Marker label -> (what it marks, which segment it moves with), in words."""
    match = recording.match
    if match is None:
        return {}
    found = {label: ("technical", title_of(segment).lower()) for label, segment in match.technical.items()}
    found |= {label: ("attached by rigidity", found[label][1]) for label in match.attached if label in found}
    for landmark, label in match.landmarks.items():
        found[label] = (title_of(landmark).lower(), _segment(landmark))
    return found


def _segment(landmark: str) -> str:
    try:
        return segment_of(landmark).replace("_", " ")
    except KeyError:
        return ""


def _protocol(recording: Recording) -> tuple[tuple[str, str], ...]:
    match = recording.match
    if match is None:
        return (("Marker set", "not recognised"),)
    anatomical = len(match.landmarks)
    return (
        ("Marker set", match.title),
        ("Anatomical markers", f"{anatomical} matched"),
        ("Technical markers", ", ".join(sorted(set(match.technical) - set(match.attached))) or "none"),
        ("Attached by rigidity", ", ".join(match.attached) or "none"),
        ("Computed points, not used as markers", ", ".join(match.virtual) or "none"),
        ("Unused", ", ".join(match.unused) or "none"),
    )


def _axes(recording: Recording) -> tuple[tuple[str, str], ...]:
    axes = recording.lab_axes
    if axes is None:
        return ()
    declared = recording.declared_up or "nothing"
    return (
        ("Up in the file", f"{axes.up} (the file declares {declared})"),
        ("Forward in the file", f"{axes.forward}, from: {axes.progression}"),
    )


def _plates(trial: TrialResult) -> tuple[PlateRow, ...]:
    rows = []
    for plate in trial.recording.plates:
        vertical = plate.force.transpose(..., "axis").values[:, 1]
        peak = float(np.nanmax(vertical)) if np.isfinite(vertical).any() else np.nan
        rows.append(
            PlateRow(
                name=plate.name,
                kind="force in the file" if plate.kind is None else f"type {plate.kind}",
                peak=number(peak, 0),
                threshold=number(plate.threshold, 0),
                baseline=", ".join(number(float(b), 1) for b in plate.baseline),
                contacts=", ".join(str(c.side) for c in trial.movement.contacts if plate.name in c.plates)
                or "none",
            )
        )
    return tuple(rows)


def _contacts(trial: TrialResult) -> tuple[ContactRow, ...]:
    return tuple(
        ContactRow(
            side=str(c.side),
            span=f"{number(c.start, 2)} to {number(c.end, 2)}",
            plates=", ".join(c.plates) or NONE,
            state=c.state,
            usable=c.state == "valid",
            reason=c.reason,
            disagreement=number(c.disagreement_ms, 0),
        )
        for c in sorted(trial.movement.contacts, key=lambda c: c.start)
        if c.plates
    )


def _disagreement(differences_ms: tuple[float, ...]) -> str:
    seen = np.array([d for d in differences_ms if np.isfinite(d)])
    if not seen.size:
        return "Events come from one source only, so they could not be checked against each other."
    return (
        f"Markers minus plates: median {number(float(np.median(seen)), 0)} ms, "
        f"from {number(float(seen.min()), 0)} to {number(float(seen.max()), 0)} ms over {seen.size} events."
    )


def blanks(not_measurable: dict[str, str]) -> tuple[Blank, ...]:
    """Group blank angles by reason, with readable names; both sides said once."""
    by_reason: dict[str, list[str]] = {}
    for angle in ANGLES:
        reasons = {side: not_measurable.get(angle.column(side)) for side in Side}
        left, right = reasons[Side.LEFT], reasons[Side.RIGHT]
        if left and left == right:
            by_reason.setdefault(left, []).append(angle.label)
            continue
        for side, reason in reasons.items():
            if reason:
                by_reason.setdefault(reason, []).append(f"{angle.label} ({side})")
    return tuple(Blank(", ".join(names), reason) for reason, names in by_reason.items())
