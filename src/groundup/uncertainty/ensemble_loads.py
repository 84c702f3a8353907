"""Loads of an ensemble: every measure of every member of one trial, a few members at a time."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from groundup.findings.load_measures import LoadMeasure
from groundup.findings.read_loads import LoadedTrial
from groundup.loads.knee.patellofemoral import Kneecap
from groundup.loads.loads import Loads
from groundup.mechanics.ik import available_threads
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side
from groundup.uncertainty.error_sizes import ErrorSizes, published
from groundup.uncertainty.force_errors import FORCE_SIZES, force_slips
from groundup.uncertainty.load_curves import People, load_curves
from groundup.uncertainty.load_members import MemberReadings, member_cycles
from groundup.uncertainty.own_loads import own_loads
from groundup.uncertainty.segment_slips import SEGMENT_SIZES

KNEECAP_SIZES: Mapping[str, int] = {"kneecap": 3}
LOAD_SIZES: Mapping[str, int] = {**FORCE_SIZES, **SEGMENT_SIZES, **KNEECAP_SIZES}
"""Source of an error of loads alone -> how many standard normal numbers it takes for a member."""

# Frames of members solved in one go: what they need is in the tens of megabytes, whatever the trial's length.
_FRAMES = 4096

Draws = Mapping[str, FloatArray]
Key = TypeVar("Key")
Values = Mapping[tuple[LoadMeasure, Side], FloatArray]


@dataclass(frozen=True)
class MemberLoads:
    """Loads of every member of one trial.

    Attributes
    ----------
    measures : (measure, side) -> (E, N) in each stance or repetition, in the measure's unit; NaN where the
        recording itself has none.
    cycles : (curve, side) -> (E, N, 101) moments [N m/kg] and powers [W/kg] over the repetitions that are
        told, named ``moments.knee_flexion`` and the like.
    """

    measures: Values
    cycles: Mapping[tuple[str, Side], FloatArray]


def load_labels() -> dict[str, str]:
    """Tell what each source of an error of loads alone is called, for people."""
    return {
        **{name: label for name, label in published().labels.items() if name in LOAD_SIZES},
        "kneecap": "the kneecap's lever arm and contact area",
    }


def ensemble_loads(
    trial: LoadedTrial,
    people: People,
    draws: Draws,
    sex: str | None = None,
    errors: ErrorSizes | None = None,
) -> MemberLoads:
    """Read every measure of a load for every member.

    Parameters
    ----------
    trial : LoadedTrial
        The recording as analysed.
    people : People
        Of the same trial, with the masses of the person as fitted.
    draws : source -> (E, k) standard normal numbers, `k` as in `LOAD_SIZES`; a source left out has no error.
    sex : {"female", "male"}, optional
    errors : ErrorSizes, optional
        The published ones where not given.

    Returns
    -------
    MemberLoads

    Notes
    -----
    Members are solved a few at a time, each by itself: how many at a time changes rounding only.
    """
    loads, own, sizes = trial.loads, own_loads(trial), errors or published()
    mass = loads.body_mass if isinstance(loads, Loads) else 70.0
    slips = force_slips(draws, people.members, mass, sizes)
    if "segment_masses" in draws:
        people = people.heavier(draws["segment_masses"], sizes.segments)
    scores = draws.get("kneecap", np.zeros((people.members, 3)))
    step = max(_FRAMES // max(people.coordinates.shape[1], 1), 1)
    parts = [slice(first, first + step) for first in range(0, people.members, step)]

    def solve(rows: slice) -> MemberLoads:
        kneecap = Kneecap(*scores[rows].T)
        curves = load_curves(trial, people.of(rows), slips.of(rows), kneecap, sex)
        readings = MemberReadings(own, curves)
        values = {(one, side): readings.read(one, side) for one, side in own.values}
        return MemberLoads(values, member_cycles(trial, curves))

    with ThreadPoolExecutor(min(available_threads(), len(parts))) as pool:
        found = list(pool.map(solve, parts))
    return MemberLoads(_joined([f.measures for f in found]), _joined([f.cycles for f in found]))


def _joined(parts: Sequence[Mapping[Key, FloatArray]]) -> dict[Key, FloatArray]:
    return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
