"""Which charts of moments and powers stand where: rows from the hip down, columns by plane."""

from dataclasses import dataclass

from groundup.loads.work import JOINTS
from groundup.quantities import Plane


@dataclass(frozen=True)
class MomentChart:
    """One chart: the columns whose sum it draws, what it is called, and the words for its signs.

    Attributes
    ----------
    stems : tuple of str
        Columns of the moments or powers, without side.
    title, plane : str
    positive, negative : str
        Who acts, or what is done, above and below zero.
    table : str
        ``moments`` or ``powers``.
    smallest : float
        The axis is never narrower.
    """

    stems: tuple[str, ...]
    title: str
    plane: str
    positive: str
    negative: str
    table: str = "moments"
    smallest: float = 0.4


_SAGITTAL, _FRONTAL, _TRANSVERSE = Plane.SAGITTAL, Plane.FRONTAL, Plane.TRANSVERSE
MOMENTS: tuple[tuple[str, tuple[MomentChart, ...]], ...] = (
    (
        "Hip",
        (
            MomentChart(("hip_flexion",), "Hip moment", _SAGITTAL, "flexors", "extensors", smallest=1.0),
            MomentChart(("hip_adduction",), "Hip moment", _FRONTAL, "adductors", "abductors", smallest=0.6),
            MomentChart(("hip_rotation",), "Hip moment", _TRANSVERSE, "turn in", "turn out", smallest=0.3),
        ),
    ),
    (
        "Knee",
        (
            MomentChart(("knee_flexion",), "Knee moment", _SAGITTAL, "flexors", "extensors", smallest=0.6),
            MomentChart(("knee_adduction",), "Knee moment", _FRONTAL, "adducting", "abducting", smallest=0.4),
            MomentChart(
                ("knee_rotation",), "Knee moment", _TRANSVERSE, "turns in", "turns out", smallest=0.2
            ),
        ),
    ),
    (
        "Ankle",
        (
            MomentChart(
                ("ankle_dorsiflexion",),
                "Ankle moment",
                _SAGITTAL,
                "dorsiflexors",
                "plantarflexors",
                smallest=1.0,
            ),
            MomentChart(
                ("subtalar_inversion",), "Subtalar moment", _FRONTAL, "invertors", "evertors", smallest=0.3
            ),
        ),
    ),
)
POWERS = tuple(
    MomentChart(JOINTS[joint], f"{joint.capitalize()} power", "all axes", "gives", "absorbs", "powers", 1.0)
    for joint in ("hip", "knee", "ankle")
)
