"""Every angle groundup reports: its name, plane, sign word, and what its zero means.

The sign convention is decided here and nowhere else (ISB / Grood-Suntay with clinical signs;
left mirrored so that the same sign means the same anatomy).
"""

from dataclasses import dataclass
from enum import StrEnum

from groundup.quantities.side import Side


class Plane(StrEnum):
    """Anatomical plane an angle is shown in."""

    SAGITTAL = "sagittal"
    FRONTAL = "frontal"
    TRANSVERSE = "transverse"


@dataclass(frozen=True)
class Angle:
    """Definition of one reported angle.

    Attributes
    ----------
    name : str
        Column stem, e.g. ``knee_flexion``; sided angles get ``_left`` / ``_right``.
    label : str
        What a person reads.
    joint : str
        pelvis, hip, knee, ankle, foot, shank or trunk: the row of the report it belongs to.
    plane : Plane
    positive, negative : str
        Sign words printed on the axis instead of plus and minus.
    zero : str
        What zero degrees means.
    sided : bool
        False for pelvis and trunk (their left-cycle curves are mirrored where `mirrored`).
    mirrored : bool
        For unsided angles: the sign flips when told from the left leg's view
        ("named side up", "named side forward"). The unsided column is told from the right.
    """

    name: str
    label: str
    joint: str
    plane: Plane
    positive: str
    negative: str
    zero: str
    sided: bool = True
    mirrored: bool = False

    def column(self, side: Side | None = None) -> str:
        """Name of this angle's column for a side (ignored for unsided angles)."""
        return f"{self.name}_{side}" if self.sided and side is not None else self.name


_SAGITTAL, _FRONTAL, _TRANSVERSE = Plane.SAGITTAL, Plane.FRONTAL, Plane.TRANSVERSE
_STANDING = "the person's own standing posture, or the mean of stance where no standing was recorded"

ANGLES: tuple[Angle, ...] = (
    Angle(
        "pelvis_tilt",
        "Pelvic tilt",
        "pelvis",
        _SAGITTAL,
        "anterior",
        "posterior",
        "ASIS-PSIS plane level",
        sided=False,
    ),
    Angle(
        "pelvis_obliquity",
        "Pelvic obliquity",
        "pelvis",
        _FRONTAL,
        "named side up",
        "named side down",
        "both hips level",
        sided=False,
        mirrored=True,
    ),
    Angle(
        "pelvis_rotation",
        "Pelvic rotation",
        "pelvis",
        _TRANSVERSE,
        "named side forward",
        "named side back",
        "square to the direction of progression",
        sided=False,
        mirrored=True,
    ),
    Angle(
        "hip_flexion",
        "Hip flexion",
        "hip",
        _SAGITTAL,
        "flexion",
        "extension",
        "thigh axis square to the pelvic plane",
    ),
    Angle(
        "hip_adduction",
        "Hip adduction",
        "hip",
        _FRONTAL,
        "adduction",
        "abduction",
        "thigh axis square to the pelvic plane",
    ),
    Angle(
        "hip_rotation",
        "Hip rotation",
        "hip",
        _TRANSVERSE,
        "internal",
        "external",
        "knee flexion axis parallel to the line between the hips",
    ),
    Angle(
        "knee_flexion",
        "Knee flexion",
        "knee",
        _SAGITTAL,
        "flexion",
        "extension",
        "hip, knee and ankle centres in line",
    ),
    Angle(
        "knee_adduction",
        "Knee adduction (varus)",
        "knee",
        _FRONTAL,
        "varus",
        "valgus",
        "shank axis square to the knee flexion axis",
    ),
    Angle("knee_rotation", "Knee rotation", "knee", _TRANSVERSE, "internal", "external", _STANDING),
    Angle(
        "ankle_dorsiflexion",
        "Ankle dorsiflexion",
        "ankle",
        _SAGITTAL,
        "dorsiflexion",
        "plantarflexion",
        "foot flat on the floor under a vertical shank",
    ),
    Angle("subtalar_inversion", "Subtalar inversion", "ankle", _FRONTAL, "inversion", "eversion", _STANDING),
    Angle("rearfoot_inversion", "Rearfoot inversion", "ankle", _FRONTAL, "inversion", "eversion", _STANDING),
    Angle(
        "rearfoot_rotation", "Rearfoot rotation", "ankle", _TRANSVERSE, "adduction", "abduction", _STANDING
    ),
    Angle(
        "midtarsal_dorsiflexion",
        "Midfoot dorsiflexion",
        "foot",
        _SAGITTAL,
        "dorsiflexion",
        "plantarflexion",
        _STANDING,
    ),
    Angle(
        "foot_progression",
        "Foot progression",
        "foot",
        _TRANSVERSE,
        "toe-in",
        "toe-out",
        "foot pointing along the direction of progression",
    ),
    Angle("shank_to_floor", "Shank to floor", "shank", _SAGITTAL, "forward", "backward", "shank vertical"),
    Angle(
        "trunk_lean",
        "Trunk lean",
        "trunk",
        _SAGITTAL,
        "forward",
        "backward",
        "shoulders straight above the middle of the pelvis",
        sided=False,
    ),
    Angle(
        "trunk_side_lean",
        "Trunk lean to the side",
        "trunk",
        _FRONTAL,
        "to the named side",
        "to the other side",
        "shoulders straight above the middle of the pelvis",
        sided=False,
        mirrored=True,
    ),
)
