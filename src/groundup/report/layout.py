"""Where each angle stands on the page: rows from the pelvis down, columns by plane."""

from groundup.quantities import ANGLES, Angle

_BY_NAME = {angle.name: angle for angle in ANGLES}

_ROWS: tuple[tuple[str, tuple[str | None, str | None, str | None]], ...] = (
    ("Trunk", ("trunk_lean", "trunk_side_lean", None)),
    ("Pelvis", ("pelvis_tilt", "pelvis_obliquity", "pelvis_rotation")),
    ("Hip", ("hip_flexion", "hip_adduction", "hip_rotation")),
    ("Knee", ("knee_flexion", "knee_adduction", "knee_rotation")),
    ("Ankle", ("ankle_dorsiflexion", "subtalar_inversion", "rearfoot_rotation")),
    ("Foot", ("midtarsal_dorsiflexion", "rearfoot_inversion", "foot_progression")),
    ("Shank", ("shank_to_floor", None, None)),
)

GRID: tuple[tuple[str, tuple[Angle | None, ...]], ...] = tuple(
    (title, tuple(None if name is None else _BY_NAME[name] for name in names)) for title, names in _ROWS
)
