"""The reference behind an angle's curves: mean and spread of other people, and how far they fit this one."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from groundup.assessment import Analysis
from groundup.findings.fit import person_of
from groundup.findings.reference_curve import PERCENT, ReferenceCurve, reference_curve
from groundup.findings.stride_measures import SPEED
from groundup.motion.task import Task
from groundup.quantities import Angle
from groundup.report.figure import Band

_WORDS = {
    "norm": "reference, mean ± 1 SD between people",
    "norm misfit": "reference of people unlike this one, mean ± 1 SD",
}


@dataclass(frozen=True)
class NormBand:
    """A reference curve for one angle.

    Attributes
    ----------
    angle : Angle
    curve : ReferenceCurve
    misfits : why it does not fit the person; empty where it does.
    """

    angle: Angle
    curve: ReferenceCurve
    misfits: tuple[str, ...]

    @property
    def band(self) -> Band:
        """What is drawn; its outline alone where it does not fit."""
        kind = "norm misfit" if self.misfits else "norm"
        return Band(PERCENT, self.curve.mean - self.curve.sd, self.curve.mean + self.curve.sd, kind)


def norm_band(analysis: Analysis, task: Task, angle: Angle) -> NormBand | None:
    """Find the reference for an angle in a task: the laboratory's own, else a published one."""
    told = (m for m in analysis.measures if m.definition.name == SPEED and m.task is task and m.n)
    speed = next((m.value for m in told), None)
    own = () if analysis.norms is None else analysis.norms.curves()
    found = reference_curve(own, task, angle.name, speed)
    if found is None or not np.isfinite(found.mean).any():
        return None
    return NormBand(angle, found, found.misfits(person_of(analysis.intake), speed))


def norm_bands(analysis: Analysis, task: Task, angles: Iterable[Angle]) -> dict[str, NormBand]:
    """Find the references of several angles, by the angle's name."""
    found = ((angle.name, norm_band(analysis, task, angle)) for angle in angles)
    return {name: one for name, one in found if one is not None}


def norm_words(bands: Iterable[NormBand]) -> tuple[tuple[str, str], ...]:
    """List the kinds of bands among them: class and words."""
    return tuple(dict.fromkeys((one.band.side, _WORDS[one.band.side]) for one in bands))


def norm_notes(bands: Iterable[NormBand]) -> tuple[str, ...]:
    """Say once for each reference which angles it is drawn for, of whom it is, and why it does not fit."""
    angles: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for one in bands:
        angles.setdefault((one.curve.source, one.curve.population, one.misfits), []).append(
            one.angle.label[0].lower() + one.angle.label[1:]
        )
    return tuple(
        f"Reference for {', '.join(names)}: {population}; {source}. {_fits(misfits)}"
        for (source, population, misfits), names in angles.items()
    )


def _fits(misfits: tuple[str, ...]) -> str:
    if not misfits:
        return "It fits this person as far as is known; angles depend on the marker set all the same."
    return f"It is shown and judges nothing here: {'; '.join(misfits)}."
