"""Each knee's figures for ``summary.json``: mean, spread and count over stances or repetitions."""

from typing import Any

import numpy as np

from groundup.loads.knee.knee_loads import KneeLoads
from groundup.loads.knee.measure import DEFINITIONS
from groundup.quantities import Side


def knee_summary(knee: KneeLoads | None) -> dict[str, Any] | None:
    """Tell the figures by side and name; None where nothing was cut.

    Parameters
    ----------
    knee : KneeLoads or None

    Returns
    -------
    dict or None
        Side -> figure -> mean, sd (null for one), n, unit, and low and high (means of the single bounds) with
        what they bound by; or the reason alone where a figure could not be measured. `notes` beside them.
    """
    if knee is None or not knee.measures:
        return None
    told: dict[str, Any] = {str(side): _side(knee, side) for side in Side}
    return {**told, "notes": list(knee.notes)}


def _side(knee: KneeLoads, side: Side) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for definition in DEFINITIONS:
        own = [m for m in knee.measures if m.span.side is side and m.definition is definition]
        seen = [m for m in own if np.isfinite(m.value)]
        if seen:
            values = np.array([m.value for m in seen])
            found[definition.name] = {
                "mean": float(values.mean()),
                "sd": float(values.std(ddof=1)) if len(seen) > 1 else None,
                "n": len(seen),
                "unit": definition.unit,
            }
            bounded = [m for m in seen if np.isfinite(m.low) and np.isfinite(m.high)]
            if bounded:
                found[definition.name] |= {
                    "low": float(np.mean([m.low for m in bounded])),
                    "high": float(np.mean([m.high for m in bounded])),
                    "bounds": bounded[0].bounds,
                }
        elif own:
            found[definition.name] = {"not_measurable": own[0].reason, "unit": definition.unit}
    return found
