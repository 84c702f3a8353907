"""``summary.json``: what was found, in a versioned form that programs can rely on.

Everything that differs between two runs on the same input (the date, the timings) is under ``run``.
Angles are in degrees, lengths in metres unless the key says otherwise; a missing number is null.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

import numpy as np

from groundup.exchange.base_summary import base_summary
from groundup.exchange.contents import Contents, TrialContents
from groundup.exchange.knee_summary import knee_summary
from groundup.exchange.leg_curves import leg_curves
from groundup.exchange.moments_summary import moments_summary
from groundup.exchange.sizes import size_unit
from groundup.loads.loads import Loads, NoLoads
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Movement
from groundup.quantities import ANGLES, Angle, Operation, Side, SourceFile
from groundup.recording.recording import Person, Recording

SCHEMA = "groundup.summary"
SCHEMA_VERSION = 1

Json = Any


def summary_json(analysis: Contents, folders: Sequence[str]) -> str:
    """Summary of an analysis as JSON text; parameters as :func:`summary` takes them."""
    return json.dumps(clean(summary(analysis, folders)), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def summary(analysis: Contents, folders: Sequence[str]) -> dict[str, Json]:
    """Summary of an analysis by its keys.

    Parameters
    ----------
    analysis : Contents
    folders : sequence of str
        Where each trial's own files lie, relative to the summary ("." for the same folder).
    """
    subject = analysis.subject
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "program": {"name": "groundup", "version": analysis.version},
        "run": {"created": analysis.created, "timings_s": dict(analysis.timings)},
        "synthetic": analysis.synthetic,
        "settings": dict(analysis.settings),
        "notes": list(analysis.notes),
        "ensemble": dict(analysis.sureness),
        "screening": dict(analysis.screening),
        "subject": {
            "person": _person(subject.person),
            "sizes": {n: np.degrees(v) if size_unit(n) == "rad" else v for n, v in subject.sizes.items()},
            "model": _source(subject.model.source) if subject.model is not None else None,
            "static_trial": subject.static_trial,
            "residual_rms_m": dict(subject.residual_rms),
            "unobservable": dict(subject.unobservable),
            "knee_axis_functional": dict(subject.knee_axis_functional),
            "notes": list(subject.notes),
        },
        "trials": [_trial(t, f) for t, f in zip(analysis.trials, folders, strict=True)],
    }


def residual_summary(residual: FloatArray) -> dict[str, float]:
    """Root mean square, 95th percentile and largest marker distance [m]; NaN where there is none."""
    seen = residual[np.isfinite(residual)]
    if not seen.size:
        return {"rms_m": np.nan, "p95_m": np.nan, "max_m": np.nan}
    return {
        "rms_m": float(np.sqrt(np.mean(seen**2))),
        "p95_m": float(np.percentile(seen, 95)),
        "max_m": float(seen.max()),
    }


def _trial(trial: TrialContents, folder: str) -> dict[str, Json]:
    recording, motion, movement = trial.recording, trial.motion, trial.movement
    time = recording.markers["time"].values
    return {
        "name": recording.name,
        "folder": folder,
        "sources": [_source(s) for s in recording.sources],
        "task": movement.task,
        "task_reason": movement.task_reason,
        "rate_hz": recording.rate,
        "first_frame": recording.first_frame,
        "frames": int(time.size),
        "start_s": float(time[0]) if time.size else None,
        "end_s": float(time[-1]) if time.size else None,
        "quality": _quality(trial),
        "not_measurable": dict(motion.not_measurable),
        "angles": _angles(movement),
        "ground_forces": _ground_forces(trial),
        "cycles": [
            {"side": c.side, "number": c.number, "start_s": c.start, "end_s": c.end, "marks_s": dict(c.marks)}
            for c in movement.cycles
        ],
        "spatiotemporal": [
            {"name": p.name, "side": p.side, "value": p.value, "sd": p.sd, "n": p.n, "unit": p.unit}
            for p in movement.spatiotemporal
        ],
        "joint_moments": moments_summary(trial.loads),
        "knee_loads": knee_summary(trial.loads.knee),
        "ankle_jobs": base_summary(trial.loads, movement.task),
        "notes": [*recording.notes, *movement.notes],
        "operations": [_operation(o) for o in recording.operations],
    }


def _ground_forces(trial: TrialContents) -> dict[str, Json]:
    """Gates the forces went through and what each contact carried; why there are no loads."""
    loads, contacts = trial.loads, trial.movement.contacts
    figures = loads.contacts
    return {
        "body_mass_kg": loads.body_mass if isinstance(loads, Loads) else None,
        "reason": loads.reason if isinstance(loads, NoLoads) else None,
        "checks": [
            {
                "name": c.name,
                "verdict": c.verdict,
                "found": c.found,
                "limit": c.limit,
                "source": c.source,
                "consequence": c.consequence,
                "next_step": c.next_step,
                "value": c.value,
                "sd": c.uncertainty,
                "unit": c.unit,
            }
            for c in loads.checks
        ],
        "contacts": [
            {
                "side": contact.side,
                "start_s": contact.start,
                "end_s": contact.end,
                "plates": list(contact.plates),
                "state": contact.state,
                "reason": contact.reason,
                "overridden": contact.overridden,
                "peak_vertical_n": figure.peak_n if figure else None,
                "peak_vertical_bw": figure.peak_bw if figure else None,
            }
            for contact, figure in zip_longest(contacts, figures[: len(contacts)])
        ],
    }


def _quality(trial: TrialContents) -> dict[str, Json]:
    recording, movement = trial.recording, trial.movement
    differences = [d for d in movement.disagreement_ms if np.isfinite(d)]
    return {
        "marker_residual": residual_summary(trial.motion.residual.values),
        "marker_coverage": float(np.isfinite(recording.markers.values).all(axis=-1).mean())
        if recording.markers.size
        else None,
        "protocol": recording.match.protocol if recording.match else None,
        "lab_axes": _axes(recording),
        "gaps": {
            "missing_frames": sum(g.missing for g in recording.gaps),
            "filled_rigid": sum(g.filled_rigid for g in recording.gaps),
            "filled_spline": sum(g.filled_spline for g in recording.gaps),
        },
        "plates": len(recording.plates),
        "contacts": {
            state: sum(c.state == state for c in movement.contacts)
            for state in sorted({c.state for c in movement.contacts})
        },
        "event_disagreement_ms": {
            "n": len(differences),
            "median": float(np.median(differences)) if differences else None,
            "largest": max(differences, key=abs) if differences else None,
        },
    }


def _axes(recording: Recording) -> Json:
    axes = recording.lab_axes
    if axes is None:
        return None
    return {
        "up": axes.up,
        "forward": axes.forward,
        "progression": axes.progression,
        "evidence": list(axes.evidence),
    }


def _angles(movement: Movement) -> dict[str, Json]:
    """Range of each leg's mean curve, by the column's name; told from the cycle's own side."""
    found: dict[str, Json] = {}
    for angle in ANGLES:
        for side in Side:
            cycles, curves = leg_curves(movement, angle, side)
            if np.isfinite(curves).any():
                found[f"{angle.name}_{side}"] = _angle(angle, len(cycles), mean_curve(curves))
    return found


def _angle(angle: Angle, cycles: int, mean: FloatArray) -> dict[str, Json]:
    seen = np.isfinite(mean)
    return {
        "label": angle.label,
        "unit": "deg",
        "positive": angle.positive,
        "negative": angle.negative,
        "zero": angle.zero,
        "cycles": cycles,
        "coverage": float(seen.mean()),
        "min": float(mean[seen].min()) if seen.any() else None,
        "max": float(mean[seen].max()) if seen.any() else None,
        "at_start": float(mean[0]),
    }


def mean_curve(curves: FloatArray) -> FloatArray:
    """Mean over cycles (N, P) -> (P,); NaN at points that fewer than half of the cycles show."""
    seen = np.isfinite(curves).sum(axis=0)
    total = np.nansum(curves, axis=0)
    return np.where((seen > 0) & (2 * seen >= curves.shape[0]), total / np.maximum(seen, 1), np.nan)


def _person(person: Person) -> dict[str, Json]:
    return {
        "mass_kg": person.mass,
        "height_m": person.height,
        "leg_length_m": dict(person.leg_length),
        "knee_width_m": dict(person.knee_width),
        "ankle_width_m": dict(person.ankle_width),
    }


def _source(source: SourceFile) -> dict[str, Json]:
    return {
        "name": source.name,
        "format": source.format,
        "sha256": source.sha256,
        "size_bytes": source.size_bytes,
    }


def _operation(operation: Operation) -> dict[str, Json]:
    return {"name": operation.name, "arguments": dict(operation.arguments), "note": operation.note}


def clean(value: Json) -> Json:
    """Make plain JSON values, null for NaN; ten significant digits are more than any figure carries."""
    if isinstance(value, Mapping):
        return {str(k): clean(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [clean(v) for v in value]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(f"{value:.10g}") if np.isfinite(value) else None
    return value if value is None else str(value)
