"""``summary.json``: who absorbs it, impact and base of support, as medians of each side."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from groundup.loads.figure import Figure, typical
from groundup.loads.loads import Loads, NoLoads
from groundup.loads.phases import ABSORBING
from groundup.loads.work import absorbed
from groundup.motion.task import Task
from groundup.quantities import Side

Json = Any


def base_summary(loads: Loads | NoLoads, task: Task) -> dict[str, Json]:
    """Medians over the stances or repetitions of a trial.

    Parameters
    ----------
    loads : Loads or NoLoads
    task : Task
        Its phase in which the body is caught is told.

    Returns
    -------
    dict
        ``absorbed``: phase, and by side the share of each joint [%]; ``impact`` and ``base``: by figure, with
        `unit`, and by side ``value`` and ``n`` or ``not_measurable``; ``asymmetry``: symmetry index [%],
        positive where left is larger.
    """
    measured = loads if isinstance(loads, Loads) else None
    phase = ABSORBING.get(task)
    shares = absorbed(measured.work, phase) if measured is not None and phase is not None else {}
    return {
        "absorbed": {
            "phase": phase,
            "share_percent": {str(side): {**joints} for side, joints in shares.items()},
        },
        "impact": _figures(measured.impact if measured is not None else ()),
        "base": _figures(loads.base.figures if loads.base is not None else ()),
        "asymmetry_percent": {
            a.name: float(a.index) for a in (measured.asymmetry if measured else ()) if np.isfinite(a.index)
        },
    }


def _figures(figures: Sequence[Figure]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for definition in dict.fromkeys(f.definition for f in figures):
        own: dict[str, Json] = {"unit": definition.unit}
        for side in (*Side, None):
            if any(f.side is side for f in figures if f.definition is definition):
                value, count, reason = typical(figures, definition.name, side)
                told: dict[str, Json] = {"value": value, "n": count} if count else {"not_measurable": reason}
                own[str(side) if side else "both"] = told
        found[definition.name] = own
    return found
