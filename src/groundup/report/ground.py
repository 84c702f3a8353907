"""What the ground saw: force plates, foot contacts, and how far two kinds of events lie apart."""

from dataclasses import dataclass

import numpy as np

from groundup.assessment import TrialResult
from groundup.motion.motion import WHOLE
from groundup.report.words import NONE, number


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


def plate_rows(trial: TrialResult) -> tuple[PlateRow, ...]:
    """List a trial's force plates."""
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


def contact_rows(trial: TrialResult) -> tuple[ContactRow, ...]:
    """List the contacts that a plate saw, in order of time."""
    return tuple(
        ContactRow(
            side=str(c.side),
            span=f"{number(c.start, 2)} to {number(c.end, 2)}",
            plates=", ".join(c.plates) or NONE,
            state=c.state,
            usable=c.state in WHOLE,
            reason=c.reason,
            disagreement=number(c.disagreement_ms, 0),
        )
        for c in sorted(trial.movement.contacts, key=lambda c: c.start)
        if c.plates
    )


def disagreement_words(differences_ms: tuple[float, ...]) -> str:
    """Say how far events from markers and from plates lie apart."""
    seen = np.array([d for d in differences_ms if np.isfinite(d)])
    if not seen.size:
        return "Events come from one source only, so they could not be checked against each other."
    return (
        f"Markers minus plates: median {number(float(np.median(seen)), 0)} ms, "
        f"from {number(float(seen.min()), 0)} to {number(float(seen.max()), 0)} ms over {seen.size} events."
    )
