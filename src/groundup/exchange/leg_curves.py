"""The time-normalised curves of one angle for one leg: what the tables write and the page draws."""

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Cycle, Movement
from groundup.quantities import Angle, Side


def leg_curves(movement: Movement, angle: Angle, side: Side | None) -> tuple[list[Cycle], FloatArray]:
    """Curves of an angle over the cycles that tell of a leg.

    A leg's cycles are its own (gait) and those of both legs (squats, landings: side None). For a pelvis
    or trunk angle, `side` None picks the cycles of both legs only.

    Returns
    -------
    cycles : list of N cycles
    curves : (N, P) [deg], NaN where not measurable.
    """
    curves = movement.cycle_curves
    points = curves.sizes.get("percent", 101)
    name = _name_in(curves.coords["angle"].values.astype(str).tolist() if curves.size else [], angle, side)
    chosen = [(i, c) for i, c in enumerate(movement.cycles) if c.side is None or c.side is side]
    if angle.sided and side is None:
        chosen = []
    if name is None or not chosen:
        return [c for _, c in chosen], np.full((len(chosen), points), np.nan)
    rows = curves.sel(angle=name).transpose("cycle", "percent").values[[i for i, _ in chosen]]
    return [c for _, c in chosen], np.degrees(np.asarray(rows, dtype=np.float64))


def _name_in(names: list[str], angle: Angle, side: Side | None) -> str | None:
    """Curves of a leg's own cycle may be kept under the stem or under the sided column."""
    for name in (angle.column(side), angle.name):
        if name in names:
            return name
    return None
