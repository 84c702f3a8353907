"""How alike the ankle and the knee move together from stride to stride: vector coding."""

from dataclasses import dataclass

import numpy as np
import xarray as xr

from groundup.loads.figure import Figure, FigureDefinition
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Movement
from groundup.quantities import Side

LEAST_CYCLES = 5
"""Fewer repetitions have no spread worth telling."""

_METHOD = (
    "vector coding: direction of the step from each percent to the next in the plane of the two angles; its "
    "angular deviation over the repetitions, sqrt(2 (1 - r)) (Batschelet 1981), averaged over the cycle"
)


@dataclass(frozen=True)
class Pair:
    """Two angles whose joint motion is told: x to the right, y upwards in their plane."""

    name: str
    label: str
    x: str
    y: str


PAIRS = (
    Pair(
        "knee_flexion_ankle_dorsiflexion",
        "Knee flexion with dorsiflexion",
        "knee_flexion",
        "ankle_dorsiflexion",
    ),
    Pair(
        "knee_flexion_rearfoot_inversion", "Knee flexion with inversion", "knee_flexion", "rearfoot_inversion"
    ),
    Pair(
        "knee_rotation_rearfoot_inversion",
        "Knee rotation with inversion",
        "knee_rotation",
        "rearfoot_inversion",
    ),
)
VARIABILITY = {
    pair.name: FigureDefinition(
        f"coupling_variability_{pair.name}", f"{pair.label}: variability", "deg", 1, _METHOD
    )
    for pair in PAIRS
}


def vector_coding(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Coupling angle of two curves over repetitions.

    Parameters
    ----------
    x, y : (N, P)
        Angles of N repetitions.

    Returns
    -------
    mean : (P - 1,)
        Circular mean of the direction from each sample to the next, counter-clockwise from x [rad].
    deviation : (P - 1,)
        Angular deviation over the repetitions, 0 to sqrt 2 [rad]; NaN where one repetition has no value.

    Notes
    -----
    A step of no length has no direction, and where both angles hardly move the deviation is that of noise
    (Stock, van Emmerik, Wilson and Preatoni 2018, Gait Posture 65:51).
    """
    direction = np.exp(1j * np.arctan2(np.diff(y, axis=1), np.diff(x, axis=1)))
    mean = direction.mean(axis=0)
    length = np.minimum(np.abs(mean), 1.0)
    return np.mod(np.angle(mean), 2.0 * np.pi), np.sqrt(2.0 * (1.0 - length))


def measure_coupling(movement: Movement) -> tuple[xr.Dataset, tuple[Figure, ...]]:
    """Coupling angle of ankle and knee over each leg's repetitions, and its variability.

    Parameters
    ----------
    movement : Movement

    Returns
    -------
    Dataset
        ``mean`` and ``deviation`` (pair, side, percent) [rad]: of the steps that begin at each percent.
    tuple of Figure
        Variability of each pair and side [deg].
    """
    curves = movement.cycle_curves
    percent = np.asarray(curves.percent.values[:-1], np.float64) if curves.size else np.arange(100.0)
    shape = (len(PAIRS), len(Side), len(percent))
    tables = {name: np.full(shape, np.nan) for name in ("mean", "deviation")}
    figures = []
    for p, pair in enumerate(PAIRS):
        for s, side in enumerate(Side):
            x, y = (_curves(movement, f"{angle}_{side}", side) for angle in (pair.x, pair.y))
            whole = np.isfinite(x).all(axis=1) & np.isfinite(y).all(axis=1)
            if whole.sum() >= LEAST_CYCLES:
                tables["mean"][p, s], tables["deviation"][p, s] = vector_coding(x[whole], y[whole])
            figures.append(_figure(pair, side, movement, tables["deviation"][p, s], int(whole.sum()), len(x)))
    coords = {"pair": [pair.name for pair in PAIRS], "side": [str(s) for s in Side], "percent": percent}
    dims = ("pair", "side", "percent")
    attrs = {"units": "rad", "source": _METHOD}
    told = {name: (dims, table, attrs) for name, table in tables.items()}
    return xr.Dataset(told, coords=coords), tuple(figures) if movement.cycles else ()


def _curves(movement: Movement, column: str, side: Side) -> FloatArray:
    """(N, P) a leg's curves over its own repetitions and those of both legs [rad]."""
    table = movement.cycle_curves
    rows = [i for i, cycle in enumerate(movement.cycles) if cycle.side in (None, side)]
    if not table.size or column not in table.coords["angle"].values:
        return np.full((len(rows), 101), np.nan)
    return np.asarray(table.sel(angle=column).transpose("cycle", "percent").values[rows], np.float64)


def _figure(
    pair: Pair, side: Side, movement: Movement, spread: FloatArray, whole: int, cycles: int
) -> Figure:
    own = [c for c in movement.cycles if c.side in (None, side)]
    start, end = (own[0].start, own[-1].end) if own else (float("nan"), float("nan"))
    reason = ""
    if whole < LEAST_CYCLES:
        reason = f"{LEAST_CYCLES} whole repetitions are needed, {cycles} recorded"
        if whole < cycles:
            reason += f", {whole} of them with both angles throughout"
    value = float(np.degrees(spread.mean())) if not reason else float("nan")
    return Figure(VARIABILITY[pair.name], side, 0, start, end, value, reason)
