"""The quality page: what can be trusted in one trial, before any curve is looked at."""

from dataclasses import dataclass

import numpy as np

from groundup.assessment import TrialResult
from groundup.exchange.summary import residual_summary
from groundup.motion.motion import Motion
from groundup.quantities import ANGLES, Side
from groundup.recording.recording import MarkerGaps, Recording
from groundup.report.ground import ContactRow, PlateRow, contact_rows, disagreement_words, plate_rows
from groundup.report.markers import MarkerRow, marker_columns
from groundup.report.words import NONE, number, with_unit

_MOST_LISTED = 16


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
    markers: tuple[tuple[MarkerRow, ...], ...]
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
        markers=marker_columns(trial),
        protocol=_protocol(trial.recording),
        axes=_axes(trial.recording),
        evidence=trial.recording.lab_axes.evidence if trial.recording.lab_axes else (),
        plates=plate_rows(trial),
        contacts=contact_rows(trial),
        off_plates=sum(not c.plates for c in trial.movement.contacts),
        disagreement=disagreement_words(trial.movement.disagreement_ms),
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
        ("Angle noise (1 SD, from marker noise alone)", _noise(trial.motion)),
    )


def _noise(motion: Motion) -> str:
    """Typical and largest standard deviation of the reported angles; systematic errors are not in it."""
    sd = np.degrees(motion.angle_sd.transpose("time", "angle").values)
    names = [str(name) for name in motion.angle_sd["angle"].values]
    middle = {
        n: float(np.median(c[np.isfinite(c)]))
        for n, c in zip(names, sd.T, strict=True)
        if np.isfinite(c).any()
    }
    if not middle:
        return NONE
    worst = max(middle, key=lambda name: middle[name])
    label = next((a.label for a in ANGLES if worst in (a.name, *(a.column(s) for s in Side))), worst)
    typical = float(np.median(list(middle.values())))
    return f"typically {number(typical, 1)}°, largest {number(middle[worst], 1)}° ({label.lower()})"


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


def _protocol(recording: Recording) -> tuple[tuple[str, str], ...]:
    match = recording.match
    if match is None:
        return (("Marker set", "not recognised"),)
    return (
        ("Marker set", match.title),
        ("Anatomical markers", f"{len(match.landmarks)} matched"),
        ("Technical markers", _listed(tuple(m for m in match.technical if m not in match.attached))),
        ("Attached by rigidity", _listed(match.attached)),
        ("Computed points, not used as markers", _listed(match.virtual)),
        ("Unused", _listed(match.unused)),
    )


def _listed(labels: tuple[str, ...]) -> str:
    shown = ", ".join(labels[:_MOST_LISTED])
    return f"{shown} and {len(labels) - _MOST_LISTED} more" if len(labels) > _MOST_LISTED else shown or "none"


def _axes(recording: Recording) -> tuple[tuple[str, str], ...]:
    axes = recording.lab_axes
    if axes is None:
        return ()
    declared = recording.declared_up or "nothing"
    return (
        ("Up in the file", f"{axes.up} (the file declares {declared})"),
        ("Forward in the file", f"{axes.forward}, from: {axes.progression}"),
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
