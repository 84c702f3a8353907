"""The marker table: what each marker marks, how well the model meets it, how much of it was seen."""

import re
from dataclasses import dataclass

import numpy as np

from groundup.assessment import TrialResult
from groundup.exchange.summary import residual_summary
from groundup.recording.recording import MarkerGaps, Recording
from groundup.report.words import NONE, number, title_of

_LONGEST_COLUMN = 14
_CAPITALS = re.compile(r"\b(asis|psis|[ct]\d+)\b")


@dataclass(frozen=True)
class MarkerRow:
    """One marker; `bar` is its residual in percent of the worst one."""

    name: str
    meaning: str
    rms: str
    p95: str
    bar: float
    seen: str
    gaps: str


def marker_columns(trial: TrialResult) -> tuple[tuple[MarkerRow, ...], ...]:
    """Split the rows of a trial's marker table into one column, or two where they are many."""
    rows = _rows(trial)
    if len(rows) <= _LONGEST_COLUMN:
        return (rows,)
    half = (len(rows) + 1) // 2
    return (rows[:half], rows[half:])


def meanings(recording: Recording) -> dict[str, str]:
    """Marker label -> what it marks, in words."""
    match = recording.match
    if match is None:
        return {}
    found = {label: f"on the {title_of(segment).lower()}" for label, segment in match.technical.items()}
    found |= {label: f"{found[label]}, by rigidity" for label in match.attached if label in found}
    return found | {label: _landmark(landmark) for landmark, label in match.landmarks.items()}


def _landmark(name: str) -> str:
    """Readable landmark; the field writes ASIS, PSIS and vertebrae in capitals."""
    return _CAPITALS.sub(lambda found: found.group().upper(), title_of(name).lower())


def _rows(trial: TrialResult) -> tuple[MarkerRow, ...]:
    recording, residual = trial.recording, trial.motion.residual
    distance = residual.transpose("time", "marker").values
    fits = {str(m): residual_summary(distance[:, k]) for k, m in enumerate(residual["marker"].values)}
    worst = max((f["rms_m"] for f in fits.values() if np.isfinite(f["rms_m"])), default=1.0)
    positions = recording.markers.transpose("time", "marker", "axis").values
    share = np.isfinite(positions).all(axis=-1).mean(axis=0)
    seen = {label: 100.0 * float(share[k]) for k, label in enumerate(recording.labels)}
    gaps = {g.marker: g for g in recording.gaps}
    meaning = meanings(recording)
    unfitted = [m for m in recording.labels if m in meaning and m not in fits]
    rows = []
    for name in (*fits, *unfitted):
        rms = fits[name]["rms_m"] if name in fits else np.nan
        rows.append(
            MarkerRow(
                name=name,
                meaning=meaning.get(name, ""),
                rms=number(1000.0 * rms, 1),
                p95=number(1000.0 * fits[name]["p95_m"], 1) if name in fits else NONE,
                bar=100.0 * rms / worst if np.isfinite(rms) and worst > 0.0 else 0.0,
                seen=number(seen.get(name), 0),
                gaps=_gaps(gaps.get(name)),
            )
        )
    return tuple(rows)


def _gaps(gap: MarkerGaps | None) -> str:
    """Missing frames and how many were filled by the segment's other markers and by spline."""
    if gap is None or not gap.missing:
        return NONE
    return f"{gap.missing} ({gap.filled_rigid} + {gap.filled_spline}), {gap.longest}"
