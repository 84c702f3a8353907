"""C3D points told apart: markers that were seen, and values a vendor computed and stored as points."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from groundup.recording.readers.c3d_isolated import RawC3D
from groundup.recording.readers.c3d_parameters import Parameters
from groundup.recording.readers.magnitude import clean_positions

_STANDARD_GROUPS = {
    "ANGLES": "ANGLE", "MOMENTS": "MOMENT", "FORCES": "FORCE", "POWERS": "POWER", "SCALARS": "SCALAR",
    "REACTIONS": "REACTION", "MODELED_MARKERS": "MODELED_MARKER",
}  # fmt: skip
_COMPUTED_BY_NAME = {
    "angles": re.compile(r"angles?$", re.IGNORECASE),
    "moments": re.compile(r"moments?$", re.IGNORECASE),
    "forces": re.compile(r"(forces?|normalised_?grf|normalized_?grf)$", re.IGNORECASE),
    "powers": re.compile(r"powers?$", re.IGNORECASE),
}


@dataclass(frozen=True)
class Points:
    """Markers in metres and computed points by kind in their own units, with what had to be said."""

    markers: xr.DataArray
    vendor: Mapping[str, xr.DataArray]
    notes: tuple[str, ...]


def split_points(raw: RawC3D, time: NDArray[np.float64], metres_per_unit: float) -> Points:
    """Separate markers from computed points.

    Parameters
    ----------
    raw : RawC3D
    time : (frames,) array
        Absolute [s].
    metres_per_unit : float
        Of POINT:UNITS; applied to markers only.

    Notes
    -----
    A point is computed when a POINT group (ANGLES, MOMENTS ..., or one that TYPE_GROUPS names) lists
    it. Where no group lists it but its name says so, it is set aside too and a note says that this
    was read from the name. Missing is NaN: residual below zero, or a position of exactly zero.
    """
    parameters = Parameters(raw.parameters)
    labels, notes = _labels(parameters, raw.points.shape[1])
    kinds = _kinds(parameters, labels)
    named = _kinds_by_name(labels, kinds)
    if named:
        shown = ", ".join(sorted(named)[:4])
        notes.append(
            f"{len(named)} points are listed in no POINT group but named like computed values ({shown}...); "
            "set aside, their units taken from the file's units for that kind"
        )
    kinds = {**kinds, **named}
    position = np.where(raw.residuals[None] < 0, np.nan, raw.points)
    finite: NDArray[np.bool_] = np.asarray(np.isfinite(raw.points).all(axis=0))
    infinite = ~finite & (raw.residuals >= 0)
    if infinite.any():
        notes.append(
            f"{int(infinite.sum())} samples of points marked as seen are no numbers; taken as missing"
        )
    position = np.where(finite[None], position, np.nan)
    marker_index = [i for i, label in enumerate(labels) if label not in kinds]
    seen = position[:, marker_index]
    seen = np.where((seen == 0).all(axis=0)[None], np.nan, seen)
    metres, far_notes = clean_positions(np.ascontiguousarray(seen.transpose(2, 1, 0)) * metres_per_unit)
    notes += far_notes
    markers = xr.DataArray(
        metres,
        dims=("time", "marker", "axis"),
        coords={"time": time, "marker": [labels[i] for i in marker_index], "axis": ["x", "y", "z"]},
        attrs={"units": "m", "frame": "file"},
    )
    vendor = {
        kind: _vendor_array(kind, labels, kinds, position, time, parameters)
        for kind in dict.fromkeys(kinds.values())
    }
    return Points(markers, vendor, tuple(notes))


def _labels(parameters: Parameters, count: int) -> tuple[list[str], list[str]]:
    """One distinct label per point; missing and repeated ones are made up and noted."""
    given = parameters.words("POINT", "LABELS")[:count]
    notes: list[str] = []
    labels: list[str] = []
    blank = [i for i in range(count) if i >= len(given) or not given[i]]
    if blank:
        notes.append(
            f"{len(blank)} of {count} points have no label in POINT:LABELS; named unlabelled_N by their place"
        )
    seen: dict[str, int] = {}
    repeated: set[str] = set()
    for i in range(count):
        label = given[i] if i < len(given) and given[i] else f"unlabelled_{i + 1}"
        seen[label] = seen.get(label, 0) + 1
        if seen[label] > 1:
            repeated.add(label)
            label = f"{label}__{seen[label]}"
        labels.append(label)
    if repeated:
        names = ", ".join(sorted(repeated)[:5])
        notes.append(
            f"labels used more than once ({names}): the first keeps its name, later ones end in __2, __3 ..."
        )
    return labels, notes


def _type_groups(parameters: Parameters) -> dict[str, str]:
    """POINT parameters that list computed points -> the word their unit is stored under."""
    pairs = parameters.words("POINT", "TYPE_GROUPS")
    declared = {
        name.upper(): kind.upper() for name, kind in zip(pairs[::2], pairs[1::2], strict=False) if name
    }
    return {**_STANDARD_GROUPS, **declared}


def _kinds(parameters: Parameters, labels: list[str]) -> dict[str, str]:
    """Label -> kind ("angles", ...) for every point that a POINT group lists."""
    bare = {label.rpartition(":")[2]: label for label in labels}
    known = set(labels)
    kinds: dict[str, str] = {}
    for group in _type_groups(parameters):
        for label in parameters.words("POINT", group):
            match = label if label in known else bare.get(label)
            if match is not None:
                kinds[match] = group.lower()
    return kinds


def _kinds_by_name(labels: list[str], grouped: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for label in labels:
        if label in grouped:
            continue
        for kind, pattern in _COMPUTED_BY_NAME.items():
            if pattern.search(label.partition("__")[0]):
                found[label] = kind
    return found


def _vendor_array(
    kind: str,
    labels: list[str],
    kinds: Mapping[str, str],
    position: NDArray[np.float64],
    time: NDArray[np.float64],
    parameters: Parameters,
) -> xr.DataArray:
    index = [i for i, label in enumerate(labels) if kinds.get(label) == kind]
    values = position[:, index]
    if kind == "angles":  # three angles of exactly zero are a model that did not run, not a posture
        values = np.where((values == 0).all(axis=0)[None], np.nan, values)
    word = _type_groups(parameters).get(kind.upper(), kind.upper())
    unit = parameters.word("POINT", f"{word}_UNITS")
    if not unit and word == "MODELED_MARKER":
        unit = parameters.word("POINT", "UNITS")
    return xr.DataArray(
        np.ascontiguousarray(values.transpose(2, 1, 0)),
        dims=("time", "point", "axis"),
        coords={"time": time, "point": [labels[i] for i in index], "axis": ["x", "y", "z"]},
        attrs={"units": unit or "not stated", "frame": "file"},
    )
