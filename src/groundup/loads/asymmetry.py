"""How far left and right differ."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from groundup.loads import impact, steadiness
from groundup.loads.figure import Figure, typical
from groundup.loads.work import JOINTS, LEAST_ABSORBED, JointWork
from groundup.quantities import Side

_COMPARED = (impact.PEAK, impact.AVERAGE, impact.INSTANT, steadiness.SPREAD, steadiness.SPEED)


def symmetry_index(left: float, right: float) -> float:
    """Difference of left and right by their mean [%]; positive where left is larger.

    Parameters
    ----------
    left, right : float
        Of one sign; NaN where one is missing, or where they are zero or of different sign.

    Notes
    -----
    The symmetry index of Robinson, Herzog and Nigg 1987, J Manipulative Physiol Ther 10:172, left minus
    right.
    """
    if not (math.isfinite(left) and math.isfinite(right)) or left * right < 0.0 or left + right == 0.0:
        return float("nan")
    return 100.0 * (left - right) / (0.5 * (left + right))


@dataclass(frozen=True)
class Asymmetry:
    """One quantity of both legs.

    Attributes
    ----------
    name, label, unit : str
    decimals : int
    left, right : float
        Medians over the stances or repetitions.
    index : float
        Symmetry index [%]: :func:`symmetry_index`; NaN where both legs absorb next to nothing.
    """

    name: str
    label: str
    unit: str
    decimals: int
    left: float
    right: float
    index: float


def side_asymmetry(
    figures: Sequence[Figure], works: Sequence[JointWork], phase: str | None
) -> tuple[Asymmetry, ...]:
    """Compare the legs: vertical force, loading rate, steadiness, and what each joint absorbs.

    Parameters
    ----------
    figures : sequence of Figure
        Of impact and base.
    works : sequence of JointWork
    phase : str or None
        The phase whose absorbed energy is compared.
    """
    found = []
    for definition in _COMPARED:
        left, right = (typical(figures, definition.name, side)[0] for side in (Side.LEFT, Side.RIGHT))
        told = (definition.name, definition.label, definition.unit, definition.decimals)
        found.append(Asymmetry(*told, left, right, symmetry_index(left, right)))
    for joint in JOINTS if phase else ():
        left, right = (
            _median(
                [-w.negative for w in works if (w.phase.side, w.phase.name, w.joint) == (side, phase, joint)]
            )
            for side in (Side.LEFT, Side.RIGHT)
        )
        told = (f"absorbed_{joint}", f"Absorbed by the {joint}, {phase}", "J/kg", 3)
        enough = max(left, right) >= LEAST_ABSORBED
        found.append(Asymmetry(*told, left, right, symmetry_index(left, right) if enough else float("nan")))
    return tuple(a for a in found if math.isfinite(a.left) or math.isfinite(a.right))


def _median(values: Sequence[float]) -> float:
    known = [v for v in values if math.isfinite(v)]
    return float(np.median(known)) if known else float("nan")
