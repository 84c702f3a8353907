"""Joint angle curves over the gait cycle: the smoothest periodic curves through published key values."""

from collections.abc import Mapping, Sequence
from csv import DictReader
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.synthetic.periodic import Periodic

# Enough for the sharpest published feature (loading response, 6 % of the cycle) and no more.
HARMONICS = 9


@dataclass(frozen=True)
class KeyValue:
    """One published point of a curve.

    `percent` of the gait cycle, `value` and `spread` (between persons) [rad]; `turning` where the source
    calls it a peak; `evidence` is the row it comes from, or "authored".
    """

    coordinate: str
    percent: float
    value: float
    spread: float
    turning: bool
    evidence: str
    population: str


@cache
def key_values() -> tuple[KeyValue, ...]:
    """Read the key values shipped with the package, in file order."""
    text = (files("groundup.synthetic") / "key_values.csv").read_text(encoding="utf-8")
    rows = DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(
        KeyValue(
            row["coordinate"],
            float(row["percent"]),
            float(np.deg2rad(float(row["degrees"]))),
            float(np.deg2rad(float(row["spread"]))),
            row["turning"] == "yes",
            row["evidence"],
            row["population"],
        )
        for row in rows
    )


def smoothest_through(points: Sequence[KeyValue], harmonics: int = HARMONICS) -> Periodic:
    """Fourier series through all points, level at turning points, with least mean square third derivative.

    Parameters
    ----------
    points : of one coordinate, at different percents.
    harmonics : highest harmonic.

    Returns
    -------
    Periodic of shape () [rad], phase 0 at contact of the leg's own foot.
    """
    k = np.arange(1, harmonics + 1)

    def row(phase: float, order: int) -> FloatArray:
        turned = (2j * np.pi * k) ** order * np.exp(2j * np.pi * k * phase)
        return np.concatenate([[float(order == 0)], 2.0 * turned.real, -2.0 * turned.imag])

    conditions = [(row(p.percent / 100.0, 0), p.value) for p in points]
    conditions += [(row(p.percent / 100.0, 1), 0.0) for p in points if p.turning]
    matrix = np.array([c for c, _ in conditions])
    target = np.array([v for _, v in conditions])
    cost = np.concatenate([[1.0], k**6.0, k**6.0])
    # The mean is free: its vanishing cost makes the weighted least-norm solution pick it first.
    cost[0] = 1e-3
    weighted = matrix / cost
    solution = weighted.T @ np.linalg.solve(weighted @ matrix.T, target)
    alone = solution[1 : harmonics + 1] + 1j * solution[harmonics + 1 :]
    return Periodic(np.concatenate([[solution[0] + 0j], alone]))


@cache
def reference_curves() -> Mapping[str, Periodic]:
    """Draw the curve of each coordinate that has key values, by coordinate name without side [rad]."""
    names = dict.fromkeys(p.coordinate for p in key_values())
    return {n: smoothest_through([p for p in key_values() if p.coordinate == n]) for n in names}


def spread_of(coordinate: str) -> float:
    """Mean between-person spread of a coordinate's key values [rad]."""
    return float(np.mean([p.spread for p in key_values() if p.coordinate == coordinate]))
