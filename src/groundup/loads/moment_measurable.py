"""Which moments and powers a trial measured, and why not the others."""

from collections.abc import Mapping

import numpy as np

from groundup.body.subject import Subject
from groundup.loads.foot_moments import INSIDE_FOOT
from groundup.loads.joint_axes import columns
from groundup.mechanics.tree import FloatArray
from groundup.motion.measured import needed_coordinates
from groundup.motion.motion import Motion
from groundup.quantities import Side

NO_FORCE = "the force on this foot is not known in any frame: see the contacts"
_ONE_FORCE = "the centre of pressure never lies in front of this joint while the force is known"
# A hinge's own turn does not move its axis: the moment about it needs the segments before it only.
_AXIS_SEEN_BY = {"subtalar_inversion": "ankle_dorsiflexion"}


def withhold(
    subject: Subject,
    motion: Motion,
    moments: Mapping[str, FloatArray],
    powers: Mapping[str, FloatArray],
    lacking: Mapping[str, str],
) -> tuple[dict[str, str], dict[str, str]]:
    """Blank moments and powers that were not measured, in place.

    A moment is blank where the angle about the same axis is, as the axis is then not known; the subtalar
    joint's is not, as its axis lies fixed in the talus (its inclination is then the model's, EVIDENCE F31),
    but its power is. Where a model lets the knee bend only, its other moments are carried by the joint itself
    and are known as the bending is.

    Parameters
    ----------
    subject, motion : of the trial.
    moments, powers : column -> (F,) [N m/kg], [W/kg].
    lacking : column -> why the chain has no such joint.

    Returns
    -------
    column -> reason for each moment blank throughout; the same for each power.
    """
    reasons, power_reasons = dict(lacking), dict(lacking)
    _, held_by_model = needed_coordinates(subject.anatomy)
    for column in columns():
        if column in lacking:
            if column in subject.unobservable:
                reasons[column] = power_reasons[column] = subject.unobservable[column]
            continue
        stem, side = _split(column)
        held = column in held_by_model
        axis_from = f"{stem.partition('_')[0]}_flexion_{side}" if held else _axis_seen_by(stem, side)
        for series, angle, why in ((moments, axis_from, reasons), (powers, column, power_reasons)):
            hidden = _hidden(subject, motion, angle)
            series[column][_blank(motion, angle) if hidden is None else slice(None)] = np.nan
            if np.isnan(series[column]).all():
                why[column] = hidden or (_ONE_FORCE if stem in INSIDE_FOOT else NO_FORCE)
    return reasons, power_reasons


def _axis_seen_by(stem: str, side: Side) -> str:
    return f"{_AXIS_SEEN_BY.get(stem, stem)}_{side}"


def _hidden(subject: Subject, motion: Motion, angle: str) -> str | None:
    """Why an angle is not measured in any frame; None where it is in some."""
    return subject.unobservable.get(angle, motion.not_measurable.get(angle))


def _blank(motion: Motion, angle: str) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """(F,) where an angle is not measured; angles that are not reported are as their coordinate."""
    for table, dim in ((motion.angles, "angle"), (motion.coordinates, "coordinate")):
        if angle in table[dim].values:
            return np.asarray(np.isnan(table.sel({dim: angle}).values))
    return np.zeros(motion.angles.sizes["time"], np.bool_)


def _split(column: str) -> tuple[str, Side]:
    stem, _, side = column.rpartition("_")
    return stem, Side(side)
