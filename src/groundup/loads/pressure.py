"""Where under the foot the pressure is in each stance: the path of its centre in the foot's own frame."""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from groundup.loads.figure import Figure, FigureDefinition
from groundup.loads.ground_force import GroundForce
from groundup.loads.knee.span import Span
from groundup.mechanics.tree import FloatArray
from groundup.motion.feet import BodyPoints, Foot
from groundup.motion.foot_distance import DECISIVE
from groundup.motion.signals import at_times
from groundup.quantities import Side

# The foot lies flat in this part of stance: its direction and length on the floor are taken there.
_FLAT = (0.2, 0.5)
_PERCENT = np.arange(0.0, 101.0, 2.0)
_LEAST_SAMPLES = 10

_FRAME = (
    "foot's frame: from the heel's marker (0 %) to the tip of the toes (100 %) as the foot lies flat, held "
    f"to the heel before and to the forefoot after; above {DECISIVE:.0f} N"
)
START = FigureDefinition("pressure_start", "Pressure at contact", "% of foot length", 0, _FRAME)
END = FigureDefinition("pressure_end", "Pressure at push-off", "% of foot length", 0, _FRAME)
MIDDLE = FigureDefinition(
    "pressure_mid_foot_time", "Pressure passes mid-foot", "% of stance", 0, f"first beyond 50 %; {_FRAME}"
)
WIDTH = FigureDefinition("pressure_width", "Range across the foot", "mm", 0, _FRAME)
SIDEWAYS = FigureDefinition(
    "pressure_sideways", "Mean place across the foot", "mm", 0, f"{_FRAME}; lateral positive"
)
DEFINITIONS = (START, END, MIDDLE, WIDTH, SIDEWAYS)


def measure_pressure(
    own: Sequence[Span], ground: GroundForce, points: BodyPoints
) -> tuple[xr.DataArray, tuple[Figure, ...]]:
    """Trace the pressure under the foot in every stance.

    Parameters
    ----------
    own : sequence of Span
        Those of stances are told.
    ground : GroundForce
        At the motion's instants, low-passed.
    points : BodyPoints

    Returns
    -------
    DataArray (stance, direction, percent)
        ``along`` the foot [share of its length from heel to toe tip] and ``across`` [m, lateral positive]
        over 0-100 % of each stance; coordinates `side`, `number` and `length` [m] along stance. NaN below
        50 N and where nothing was measured.
    tuple of Figure
    """
    stances = [span for span in own if span.stance]
    blank = np.full((2, len(_PERCENT)), np.nan)
    curves: list[FloatArray] = []
    lengths: list[float] = []
    figures: list[Figure] = []
    for span in stances:
        foot = points.feet.get(span.side)
        found, reason = (None, span.reason) if not span.on_plates else _trace(span, foot, ground, points)
        curves.append(blank if found is None else found[0])
        lengths.append(float("nan") if found is None else found[1])
        figures += _figures(span, curves[-1], reason)
    coords = {
        "side": ("stance", [str(s.side) for s in stances]),
        "number": ("stance", np.array([s.number for s in stances], np.int64)),
        "length": ("stance", np.array(lengths, np.float64)),
        "direction": ["along", "across"],
        "percent": _PERCENT,
    }
    values = np.stack(curves) if curves else np.empty((0, *blank.shape))
    attrs = {"units": "1 (along), m (across)", "source": _FRAME}
    table = xr.DataArray(values, dims=("stance", "direction", "percent"), coords=coords, attrs=attrs)
    return table, tuple(figures)


def in_foot(
    pressure: FloatArray,
    heel: FloatArray,
    forefoot: FloatArray,
    toe: FloatArray,
    share: FloatArray,
    side: Side,
) -> tuple[FloatArray, FloatArray, float]:
    """Tell a path on the floor in the foot's frame.

    Parameters
    ----------
    pressure, heel, forefoot, toe : (n, 3)
        Lab frame (Y up) [m], at the same instants of one stance.
    share : (n,) of stance, 0 to 1.
    side : Side

    Returns
    -------
    along : (n,) share of the foot's length, 0 at the heel, 1 at the tip of the toes.
    across : (n,) lateral positive [m].
    length : float
        [m], from heel to toe tip along the foot's axis; NaN where the foot is not seen lying flat.
    """
    floor = [0, 2]
    point, back, front, tip = (a[:, floor] for a in (pressure, heel, forefoot, toe))
    flat = (share >= _FLAT[0]) & (share <= _FLAT[1])
    flat &= np.isfinite(back).all(axis=1) & np.isfinite(front).all(axis=1)
    if not flat.any():
        return np.full(len(share), np.nan), np.full(len(share), np.nan), float("nan")
    axis = np.mean(front[flat] - back[flat], axis=0)
    axis /= np.linalg.norm(axis)
    # Forward X and right Z: the right of a foot that points along X is along Z.
    outward = np.array([-axis[1], axis[0]]) * (1.0 if side is Side.RIGHT else -1.0)
    reach = float(np.mean((front[flat] - back[flat]) @ axis))
    length = float(np.nanmean((tip[flat] - back[flat]) @ axis))
    from_heel = point - back
    from_front = point - front + reach * axis
    weight = np.clip((share - _FLAT[0]) / (_FLAT[1] - _FLAT[0]), 0.0, 1.0)[:, None]
    placed = (1.0 - weight) * from_heel + weight * from_front
    return placed @ axis / length, placed @ outward, length


def _trace(
    span: Span, foot: Foot | None, ground: GroundForce, points: BodyPoints
) -> tuple[tuple[FloatArray, float] | None, str]:
    if foot is None:
        return None, "heel or forefoot has no marker"
    time = np.asarray(ground.force.time.values, np.float64)
    force = ground.force.sel(side=str(span.side)).values[:, 1]
    inside = (time >= span.start) & (time <= span.end) & (np.nan_to_num(force) > DECISIVE)
    when = time[inside]
    if len(when) < _LEAST_SAMPLES:
        return None, "too few samples of the force"
    pressure = ground.centre_of_pressure.sel(side=str(span.side)).values[inside]
    heel, front, tip = (at_times(points.time, path, when) for path in (foot.heel, foot.forefoot, foot.toe))
    share = (when - span.start) / (span.end - span.start)
    along, across, length = in_foot(pressure, heel, front, tip, share, span.side)
    if not np.isfinite(length):
        return None, "heel or forefoot is not seen while the foot lies flat"
    at = [np.interp(_PERCENT, 100.0 * share, path, left=np.nan, right=np.nan) for path in (along, across)]
    return (np.stack(at), length), ""


def _figures(span: Span, curves: FloatArray, reason: str) -> list[Figure]:
    along, across = curves
    seen = np.flatnonzero(np.isfinite(along) & np.isfinite(across))
    values = dict.fromkeys(DEFINITIONS, float("nan"))
    if len(seen):
        beyond = seen[along[seen] > 0.5]
        values[START], values[END] = 100.0 * along[seen[0]], 100.0 * along[seen[-1]]
        values[MIDDLE] = float(_PERCENT[beyond[0]]) if len(beyond) else float("nan")
        values[WIDTH] = 1000.0 * float(np.ptp(across[seen]))
        values[SIDEWAYS] = 1000.0 * float(across[seen].mean())
    return [
        Figure(d, span.side, span.number, span.start, span.end, float(v), reason) for d, v in values.items()
    ]
