"""Which reported angles a trial measured: what its markers and the joints of the chain let be seen."""

from collections.abc import Mapping

import numpy as np

from groundup.body.anatomy import Anatomy
from groundup.body.chain import Chain
from groundup.mechanics.tree import FloatArray
from groundup.motion.joint_angles import angle_columns
from groundup.quantities import Side

# A coordinate whose data say less than its prior is not a measurement.
_LARGEST_SHARE_OF_PRIOR = 0.5
_LARGEST_FREE_SD = np.deg2rad(15.0)
# DESIGN "Tracking": beyond it a false axis swamps the knee's small angles.
_KNEE_CROSSTALK_FLEXION = np.deg2rad(30.0)
# Angle -> the segments it is between (None: the lab), and the axis of the first it turns about (None: any).
_BETWEEN: Mapping[str, tuple[str | None, str, int | None]] = {
    "pelvis_tilt": (None, "pelvis", 2),
    "pelvis_obliquity": (None, "pelvis", 0),
    "pelvis_rotation": (None, "pelvis", 1),
    "hip_flexion": ("pelvis", "thigh", 2),
    "hip_adduction": ("pelvis", "thigh", 0),
    "hip_rotation": ("pelvis", "thigh", 1),
    "knee_flexion": ("thigh", "shank", 2),
    "knee_adduction": ("thigh", "shank", 0),
    "knee_rotation": ("thigh", "shank", 1),
    "ankle_dorsiflexion": ("shank", "hindfoot", 2),
    "subtalar_inversion": ("talus", "hindfoot", None),
    "rearfoot_inversion": ("shank", "hindfoot", None),
    "rearfoot_rotation": ("shank", "hindfoot", None),
    "midtarsal_dorsiflexion": ("hindfoot", "forefoot", None),
    "foot_progression": ("shank", "hindfoot", 2),
    "shank_to_floor": ("thigh", "shank", 2),
    "trunk_lean": ("pelvis", "trunk", 2),
    "trunk_side_lean": ("pelvis", "trunk", 0),
}
# A foot that rolls and turns takes two hinges.
_FEWEST_TURNS = {"rearfoot_inversion": 2, "rearfoot_rotation": 2}


def needed_coordinates(anatomy: Anatomy) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Coordinates that must be seen for each angle to be a measurement.

    Returns
    -------
    column -> names of coordinates, for angles the chain can make; column -> reason, for those it cannot.
    """
    needs: dict[str, tuple[str, ...]] = {}
    lacking: dict[str, str] = {}
    for column in angle_columns():
        stem, side = split_column(column)
        first, second, axis = _BETWEEN[stem]
        proximal, distal = (_named(part, side) for part in (first, second))
        missing = [s for s in (proximal, distal) if s is not None and s not in anatomy.body]
        if missing:
            lacking[column] = f"the model has no {_read(missing[0])}"
            continue
        turns = _turns(anatomy, proximal, str(distal))
        chosen = tuple(turns) if axis is None else tuple(n for n, k in _main_axes(turns).items() if k == axis)
        if chosen and len(chosen) >= _FEWEST_TURNS.get(stem, 1):
            needs[column] = chosen
        elif turns:
            lacking[column] = (
                f"in the model the {_read(str(distal))} does not turn this way by itself: the angle follows "
                "from other ones"
            )
        else:
            joined = f"{_read(proximal or 'lab')} and {_read(str(distal))}"
            lacking[column] = f"the model has no joint between {joined}"
    return needs, lacking


def withhold(
    chain: Chain,
    anatomy: Anatomy,
    unobservable: Mapping[str, str],
    knee_axis_functional: Mapping[str, bool],
    sd: FloatArray,
    angles: FloatArray,
) -> dict[str, str]:
    """Blank what was not measured, in place.

    Parameters
    ----------
    chain, anatomy : of the subject.
    unobservable : coordinate -> why the marker set cannot see it.
    knee_axis_functional : "left"/"right" -> whether the knee's flexion axis was found from its motion; a
        side that is not there has a knee that only bends.
    sd : (F, C) of each coordinate [rad, m].
    angles : (F, A) in the order of `angle_columns` [rad].

    Returns
    -------
    column -> reason, for each angle blank throughout.
    """
    spread = np.array([c.prior_sd for c in chain.coordinates])
    limit = np.where(
        np.isfinite(spread), np.minimum(_LARGEST_SHARE_OF_PRIOR * spread, _LARGEST_FREE_SD), _LARGEST_FREE_SD
    )
    unseen = sd > limit
    locked = {c.name: f"the model locks {c.name}" for c in chain.coordinates if c.locked}
    blocked = {**locked, **unobservable}
    needs, reasons = needed_coordinates(anatomy)
    columns = angle_columns()
    bent = {s: angles[:, columns.index(f"knee_flexion_{s}")] > _KNEE_CROSSTALK_FLEXION for s in Side}
    for a, column in enumerate(columns):
        stem, side = split_column(column)
        reason = next((blocked[n] for n in needs.get(column, ()) if n in blocked), None)
        if reason is not None:
            reasons[column] = reason
        if column in reasons:
            angles[:, a] = np.nan
            continue
        for name in needs[column]:
            angles[unseen[:, chain.coordinate(name)], a] = np.nan
        if (
            side is not None
            and stem in ("knee_adduction", "knee_rotation")
            and not knee_axis_functional.get(side, True)
        ):
            angles[bent[side], a] = np.nan
        if np.isnan(angles[:, a]).all():
            reasons[column] = "too few of its markers were seen in this trial"
    return reasons


def split_column(column: str) -> tuple[str, Side | None]:
    """Angle stem and side of a column name."""
    for side in Side:
        if column.endswith(f"_{side}"):
            return column.removesuffix(f"_{side}"), side
    return column, None


def _named(part: str | None, side: Side | None) -> str | None:
    return part if part in (None, "pelvis", "trunk") else f"{side}_{part}"


def _read(segment: str) -> str:
    """Segment as it is read; without its side, so that a reason for both legs is said once."""
    return segment.removeprefix("left_").removeprefix("right_")


def _turns(anatomy: Anatomy, proximal: str | None, distal: str) -> dict[str, FloatArray]:
    if proximal is not None:
        return anatomy.between(proximal, distal)
    return {name: turn[distal] for name, turn in anatomy.turns.items() if np.any(turn[distal])}


def _main_axes(turns: Mapping[str, FloatArray]) -> dict[str, int]:
    """Coordinate -> the axis (0, 1, 2) it turns about most, each axis given once."""
    taken: dict[str, int] = {}
    for name, turn in sorted(turns.items(), key=lambda item: -float(np.abs(item[1]).max())):
        for axis in np.argsort(-np.abs(turn)):
            if axis not in taken.values() and abs(turn[axis]) > 1e-9:
                taken[name] = int(axis)
                break
    return taken
