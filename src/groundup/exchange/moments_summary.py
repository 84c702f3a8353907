"""Joint moments and powers in ``summary.json``: extremes of each leg's mean curve, what is blank and why."""

from typing import Any

import numpy as np
import xarray as xr

from groundup.loads.joint_axes import STEMS, WORDS
from groundup.loads.loads import Loads, NoLoads
from groundup.mechanics.inverse_dynamics import GRAVITY
from groundup.quantities import Side

Json = Any


def moments_summary(loads: Loads | NoLoads) -> dict[str, Json] | None:
    """Moments [N m/kg] and powers [W/kg] over the repetitions that tell of each leg; None without loads."""
    if isinstance(loads, NoLoads):
        return None
    dynamics = loads.dynamics
    weight = -loads.body_mass * GRAVITY[1]
    return {
        "told": "internal, joint coordinate system",
        "moments": _extremes(loads.curves["moments"], "N m/kg"),
        "powers": _extremes(loads.curves["powers"], "W/kg"),
        "not_measurable": dict(dynamics.not_measurable),
        "power_not_measurable": dict(dynamics.power_not_measurable),
        "pelvis_residual": {
            "force_rms_bw": _rms(dynamics.residual_force) / weight,
            "moment_rms_bw_m": _rms(dynamics.residual_moment) / weight,
        },
    }


def _extremes(curves: xr.DataArray, unit: str) -> dict[str, Json]:
    """Lowest and highest of the mean curve of each joint and side that has one."""
    sides = [str(s) for s in curves["side"].values]
    found: dict[str, Json] = {}
    for stem in STEMS:
        for side in Side:
            rows = [k for k, own in enumerate(sides) if own in ("", side)]
            own = curves.sel(coordinate=f"{stem}_{side}").values[rows]
            seen = np.isfinite(own).any(axis=1)
            if not seen.any():
                continue
            count = np.isfinite(own).sum(axis=0)
            total = np.nansum(own, axis=0)
            # As in the page: points that fewer than half of the repetitions show have no mean.
            mean = total[2 * count >= seen.sum()] / count[2 * count >= seen.sum()]
            found[f"{stem}_{side}"] = {
                "unit": unit,
                "positive": WORDS[stem][0] if unit == "N m/kg" else "generated",
                "negative": WORDS[stem][1] if unit == "N m/kg" else "absorbed",
                "cycles": int(seen.sum()),
                "min": float(mean.min()) if len(mean) else None,
                "max": float(mean.max()) if len(mean) else None,
            }
    return found


def _rms(table: xr.DataArray) -> float:
    """Of a vector's length over the frames in which it is known; NaN where there are none."""
    length = np.linalg.norm(table.values, axis=1)
    known = length[np.isfinite(length)]
    return float(np.sqrt(np.mean(known**2))) if len(known) else float("nan")
