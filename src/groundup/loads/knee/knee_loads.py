"""What each knee carries in a trial, gathered: curves, figures and pictures."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import xarray as xr

from groundup.body.subject import Subject
from groundup.loads.dynamics import Dynamics
from groundup.loads.ground_force import GroundForce
from groundup.loads.knee.by_side import by_side
from groundup.loads.knee.extensor_mechanism import LARGEST_FLEXION
from groundup.loads.knee.external_moments import external_moments
from groundup.loads.knee.figures import force_figures
from groundup.loads.knee.frontal_view import FrontalView, frontal_view
from groundup.loads.knee.iliotibial_band import BandPath, band_length, band_path, iliotibial_band
from groundup.loads.knee.kinematic_figures import band_figures, twist_figures
from groundup.loads.knee.measure import DEFINITIONS, KneeMeasure
from groundup.loads.knee.patellofemoral import patellofemoral
from groundup.loads.knee.span import Span, spans
from groundup.loads.knee.window import Window
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Motion, Movement
from groundup.motion.solved_angle import solved_angle
from groundup.quantities import Side

NO_PLATES = "no ground force was recorded"
_FRONTAL = (
    "adduction_moment_peak",
    "adduction_moment_peak_1",
    "adduction_moment_peak_2",
    "adduction_moment_impulse",
    "adduction_moment_static",
    "adduction_lever_arm",
    "frontal_force",
    "abduction_moment_peak",
)


@dataclass(frozen=True)
class KneeForces:
    """What the knee figures need of the ground: the dynamics and the force they were solved with."""

    dynamics: Dynamics
    ground: GroundForce
    mass: float


@dataclass(frozen=True)
class KneeLoads:
    """What each knee carries.

    Attributes
    ----------
    curves : Dataset (time, side)
        External moments, lever arm, patellofemoral force and stress, iliotibial band strain: each with units
        and positive word. Without ground force only the band.
    measures : tuple of KneeMeasure
        By side, span and definition; what could not be measured is there with its reason.
    views : tuple of FrontalView
        Per side, the span with the median peak of the adduction moment.
    notes : tuple of str
        What a reader must know before using them.
    """

    curves: xr.Dataset
    measures: tuple[KneeMeasure, ...]
    views: tuple[FrontalView, ...]
    notes: tuple[str, ...]


def measure_knee(
    subject: Subject,
    motion: Motion,
    movement: Movement,
    forces: KneeForces | None,
    *,
    standing: Motion | None = None,
    sex: str | None = None,
) -> KneeLoads:
    """Find what each knee carries.

    Parameters
    ----------
    subject : Subject
    motion : Motion
    movement : Movement
    forces : KneeForces or None
        None without plates: figures that need them say so.
    standing : Motion, optional
        The person standing, the reference of the band's strain; the mean over all spans where there is none.
    sex : {"female", "male"}, optional
        For the contact area; both where not known.
    """
    found = spans(movement)
    paths = {side: band_path(subject, side) for side in Side}
    lengths = {side: band_length(path, motion) for side, path in paths.items()}
    reference, note = _band_reference(paths, lengths, motion, standing, found)
    curves = iliotibial_band(motion.poses.time, lengths, reference)
    notes = [note]
    if forces is not None:
        moments = external_moments(motion, forces.dynamics, forces.ground, forces.mass)
        kneecap = patellofemoral(motion, forces.dynamics, moments.vertical_force, forces.mass, sex)
        curves = xr.merge([moments, kneecap, curves, _flexion(motion)])
        notes += _bent_too_far(curves, found)
        if sex is None:
            notes.append(
                "sex not given: contact area is the mean of both, with the difference in its interval"
            )
    measures = tuple(m for span in found for m in _figures(motion, curves, span, forces))
    return KneeLoads(curves, measures, _views(motion, curves, forces, measures), tuple(notes))


def _figures(motion: Motion, curves: xr.Dataset, span: Span, forces: KneeForces | None) -> list[KneeMeasure]:
    if forces is None or not span.on_plates:
        reason = NO_PLATES if forces is None else span.reason or NO_PLATES
        needed = [
            d for d in DEFINITIONS if d.needs_force and (span.stance or d.name[-2:] not in ("_1", "_2"))
        ]
        carried = [KneeMeasure(d, span, float("nan"), reason=reason) for d in needed]
        vertical = None
    else:
        carried = [_with_reason(m, forces.dynamics) for m in force_figures(curves, span, forces.mass)]
        vertical = curves.vertical_force.sel(side=str(span.side)).values
    return [*carried, *twist_figures(motion, span), *band_figures(motion, curves, span, vertical)]


def _with_reason(measure: KneeMeasure, dynamics: Dynamics) -> KneeMeasure:
    """Say why a moment is blank in the whole trial, where the dynamics know."""
    if not measure.reason:
        return measure
    name = measure.definition.name
    plane = "rotation" if "rotation" in name else "adduction" if name in _FRONTAL else "flexion"
    known = dynamics.not_measurable.get(f"knee_{plane}_{measure.span.side}")
    return measure if known is None else replace(measure, reason=known)


def _bent_too_far(curves: xr.Dataset, found: tuple[Span, ...]) -> list[str]:
    """Say where a peak of the kneecap's load may lie beyond what its model holds for."""
    measured = [span for span in found if span.on_plates]
    bend = {span: np.degrees(Window.of(curves, span)["knee_flexion"]) for span in measured}
    beyond = sum(bool((np.nan_to_num(values) > LARGEST_FLEXION).any()) for values in bend.values())
    if not beyond:
        return []
    return [
        f"the knee bends beyond 90 degrees in {beyond} of {len(measured)}: quadriceps and patellofemoral "
        "figures are of the part up to 90 degrees, and may be higher beyond"
    ]


def _views(
    motion: Motion, curves: xr.Dataset, forces: KneeForces | None, measures: tuple[KneeMeasure, ...]
) -> tuple[FrontalView, ...]:
    """Picture, per side, of the span whose peak is the median."""
    if forces is None:
        return ()
    found = []
    for side in Side:
        peaks = [
            m
            for m in measures
            if m.span.side is side and m.definition.name == "adduction_moment_peak" and np.isfinite(m.value)
        ]
        if peaks:
            middle = sorted(peaks, key=lambda m: m.value)[len(peaks) // 2]
            found.append(frontal_view(motion, curves, forces.ground, middle))
    return tuple(view for view in found if view is not None)


def _band_reference(
    paths: Mapping[Side, BandPath | None],
    lengths: Mapping[Side, FloatArray],
    motion: Motion,
    standing: Motion | None,
    found: tuple[Span, ...],
) -> tuple[dict[Side, float], str]:
    """Length of each band at strain zero [m], and whose it is."""
    if standing is not None:
        upright = {side: band_length(path, standing) for side, path in paths.items()}
        if all(np.isfinite(values).any() for values in upright.values()):
            means = {side: float(np.nanmean(values)) for side, values in upright.items()}
            return means, "iliotibial band: strain relative to the person's own standing"
    time = motion.poses.time.values
    means = {}
    for side, length in lengths.items():
        inside = np.zeros(len(time), bool)
        for span in found:
            inside |= (span.side is side) & (time >= span.start) & (time <= span.end)
        used = length[inside] if inside.any() else length
        means[side] = float(np.nanmean(used)) if np.isfinite(used).any() else float("nan")
    words = "the mean of its own stances or repetitions" if found else "the mean of the trial"
    return means, f"iliotibial band: no standing trial, so strain is relative to {words}"


def _flexion(motion: Motion) -> xr.Dataset:
    values = {s: {"knee_flexion": solved_angle(motion, f"knee_flexion_{s}")} for s in Side}
    return by_side(motion.poses.time, values, {"knee_flexion": {"units": "rad", "positive": "flexion"}})
