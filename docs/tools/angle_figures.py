"""A figure for every angle's sign, drawn from the chain's own forward kinematics.

The right leg is shown in the neutral pose (grey) and after a positive turn (colour). Before a figure is
drawn the angle is computed from the pose, as it is for a recording, and must have grown, on both legs.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from groundup.body.anatomy import anatomy_of
from groundup.body.chain import Chain
from groundup.body.default_chain import default_chain
from groundup.mechanics.kinematics import poses
from groundup.motion.joint_angles import reported_angles
from groundup.quantities import ANGLES, Angle, Plane, Side

SIDED_LANDMARKS = [
    "shoulder",
    "asis",
    "psis",
    "hip_centre",
    "knee_lateral",
    "knee_medial",
    "knee_centre",
    "ankle_lateral",
    "ankle_medial",
    "ankle_centre",
    "heel",
    "heel_lateral",
    "heel_medial",
    "navicular",
    "first_metatarsal_head",
    "fifth_metatarsal_head",
    "second_metatarsal_head",
    "toe_tip",
]
LANDMARKS = {f"{side}_{name}": f"{side}_{name}" for side in Side for name in SIDED_LANDMARKS}

# Lab frame: X forward, Y up, Z right. Rows: what goes right and what goes up on the paper.
VIEWS = {
    Plane.SAGITTAL: (np.array([[1.0, 0, 0], [0, 1, 0]]), "seen from the right; forward is to the right"),
    Plane.FRONTAL: (np.array([[0.0, 0, -1], [0, 1, 0]]), "seen from the front; the right leg is on the left"),
    Plane.TRANSVERSE: (np.array([[0.0, 0, 1], [1, 0, 0]]), "seen from above; forward is up"),
}
PELVIS = ("right_asis left_asis left_psis right_psis right_asis",)
TRUNK = ("right_asis right_shoulder left_shoulder left_asis", "right_psis right_shoulder")
THIGH = ("right_hip_centre right_knee_centre", "right_knee_lateral right_knee_medial")
SHANK = ("right_knee_centre right_ankle_centre", "right_ankle_lateral right_ankle_medial")
FOOT = (
    "right_ankle_centre right_heel right_first_metatarsal_head right_toe_tip right_fifth_metatarsal_head "
    "right_heel",
    "right_ankle_centre right_navicular right_first_metatarsal_head",
)
REARFOOT = (
    "right_ankle_centre right_heel",
    "right_heel_lateral right_ankle_centre right_heel_medial right_heel right_heel_lateral",
)


@dataclass(frozen=True)
class Drawing:
    """What is drawn for an angle: the turn (coordinate -> degrees), the lines, the point that shows it."""

    turn: dict[str, float]
    lines: tuple[str, ...]
    traced: str
    base: dict[str, float] = field(default_factory=dict)


DRAWINGS = {
    "pelvis_tilt": Drawing({"pelvis_tilt": 25, "hip_flexion": 25}, (*PELVIS, *THIGH), "right_psis"),
    "pelvis_obliquity": Drawing({"pelvis_obliquity": 15}, PELVIS, "right_asis"),
    "pelvis_rotation": Drawing({"pelvis_rotation": 20}, PELVIS, "right_asis"),
    "hip_flexion": Drawing({"hip_flexion": 35}, (*PELVIS, *THIGH, *SHANK, *FOOT), "right_knee_centre"),
    "hip_adduction": Drawing({"hip_adduction": 20}, (*PELVIS, *THIGH, *SHANK, *FOOT), "right_ankle_centre"),
    "hip_rotation": Drawing({"hip_rotation": 30}, (*PELVIS, *THIGH, *FOOT), "right_toe_tip"),
    "knee_flexion": Drawing({"knee_flexion": 55}, (*THIGH, *SHANK, *FOOT), "right_ankle_centre"),
    "knee_adduction": Drawing({"knee_adduction": 15}, (*THIGH, *SHANK, *FOOT), "right_ankle_centre"),
    "knee_rotation": Drawing({"knee_rotation": 30}, (*THIGH[1:], *SHANK[1:], *FOOT), "right_toe_tip"),
    "ankle_dorsiflexion": Drawing({"ankle_dorsiflexion": 20}, (*SHANK, *FOOT), "right_toe_tip"),
    "subtalar_inversion": Drawing({"subtalar_inversion": 25}, (*SHANK[1:], *REARFOOT), "right_heel_medial"),
    "rearfoot_inversion": Drawing({"subtalar_inversion": 25}, (*SHANK[1:], *REARFOOT), "right_heel_medial"),
    "rearfoot_rotation": Drawing({"subtalar_inversion": 25}, (*SHANK[1:], *FOOT), "right_toe_tip"),
    "midtarsal_dorsiflexion": Drawing({"midtarsal_dorsiflexion": 20}, FOOT, "right_toe_tip"),
    "foot_progression": Drawing({"hip_rotation": 25}, FOOT, "right_toe_tip"),
    "shank_to_floor": Drawing(
        {"hip_flexion": 15, "knee_flexion": 40, "ankle_dorsiflexion": 25},
        (*SHANK, *FOOT),
        "right_knee_centre",
    ),
    "trunk_lean": Drawing({"lumbar_flexion": 20}, (*PELVIS, *TRUNK), "right_shoulder"),
    "trunk_side_lean": Drawing({"lumbar_bending": 20}, (*PELVIS, *TRUNK), "right_shoulder"),
}
ANCHOR = {"shank": "right_ankle_centre"}


def write(folder: Path) -> None:
    """Draw every angle into `folder` and list them in ``angles.md``."""
    chain = default_chain(landmarks=LANDMARKS)
    text = []
    for angle in ANGLES:
        drawing = DRAWINGS[angle.name]
        _check(chain, angle, drawing)
        (folder / f"{angle.name}.svg").write_text(_svg(chain, angle, drawing), encoding="utf-8")
        text += [
            f"### {angle.label}",
            f"`{angle.name}`, {angle.plane} plane. Positive: **{angle.positive}**; "
            f"negative: {angle.negative}. Zero: {angle.zero}.",
            f"![{angle.label}: positive is {angle.positive}](generated/{angle.name}.svg)",
        ]
    (folder / "angles.md").write_text("\n\n".join(text) + "\n", encoding="utf-8")


def _pose(chain: Chain, degrees: dict[str, float], part: float = 1.0):
    coordinates = chain.neutral.copy()
    names = list(chain.coordinate_names)
    for stem, value in degrees.items():
        for name in (stem, *(f"{stem}_{side}" for side in Side)):
            if name in names:
                coordinates[names.index(name)] += np.deg2rad(value * part)
    return coordinates[None, :], poses(chain.topology, chain.parameters, coordinates[None, :])


def _check(chain: Chain, angle: Angle, drawing: Drawing) -> None:
    """Stop the build where the pose about to be drawn is not positive by the program's own definition."""
    values = []
    for turn in ({}, drawing.turn):
        _, pose = _pose(chain, turn)
        found = reported_angles(anatomy_of(chain), pose.rotation_body_in_lab, np.zeros(1))
        values.append(found)
    for side in Side if angle.sided else (None,):
        grown = np.rad2deg(values[1][angle.column(side)][0] - values[0][angle.column(side)][0])
        if not grown > 1.0:
            raise ValueError(
                f"{angle.column(side)}: the pose drawn as positive changes it by {grown:.1f} degrees"
            )


def _points(chain: Chain, angle: Angle, turn: dict[str, float], part: float = 1.0) -> dict[str, np.ndarray]:
    _, pose = _pose(chain, turn, part)
    body = chain.topology.marker_body
    rotation, origin = pose.rotation_body_in_lab[0], pose.position_body_in_lab[0]
    places = origin[body] + np.einsum("mij,mj->mi", rotation[body], chain.parameters.marker_position)
    points = dict(zip(chain.markers, places, strict=True))
    if angle.joint in ANCHOR:
        anchor = points[ANCHOR[angle.joint]]
        points = {name: place - anchor for name, place in points.items()}
    return points


def _svg(chain: Chain, angle: Angle, drawing: Drawing, size: float = 300.0) -> str:
    view, seen = VIEWS[angle.plane]
    stages = [
        {name: view @ place for name, place in _points(chain, angle, drawing.turn, part).items()}
        for part in (0.0, 0.5, 1.0)
    ]
    used = {name for line in drawing.lines for name in line.split()}
    cloud = np.array([stage[name] for stage in stages for name in used])
    low, high = cloud.min(axis=0), cloud.max(axis=0)
    scale = size / max(*(high - low), 0.12)

    def paper(point: np.ndarray) -> tuple[float, float]:
        across = (point[0] - (low[0] + high[0]) / 2) * scale + 220
        return round(float(across), 1), round(float((high[1] - point[1]) * scale + 50), 1)

    height = round(float((high[1] - low[1]) * scale + 110), 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 440 {height}" width="440" height="{height}" '
        'font-family="sans-serif" font-size="13" stroke-linecap="round" stroke-linejoin="round">',
        f'<rect width="440" height="{height}" fill="#ffffff"/>',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0L8 4L0 8z" fill="#1f2937"/></marker></defs>',
        f'<text x="14" y="22" font-weight="bold" fill="#1f2937">{angle.label}: + {angle.positive}</text>',
    ]
    for stage, colour, width in ((stages[0], "#a3adb8", 4), (stages[2], "#0f766e", 5)):
        for line in drawing.lines:
            track = " ".join("{},{}".format(*paper(stage[name])) for name in line.split())
            parts.append(f'<polyline points="{track}" fill="none" stroke="{colour}" stroke-width="{width}"/>')
    start, middle, end = (np.array(paper(stage[drawing.traced])) for stage in stages)
    bend = 2 * middle - (start + end) / 2
    path = f"M{start[0]:.1f} {start[1]:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
    parts += [
        f'<path d="{path}" fill="none" stroke="#1f2937" stroke-width="1.6" stroke-dasharray="4 4" '
        'marker-end="url(#tip)"/>',
        f'<text x="14" y="{height - 14}" fill="#4b5563">right leg, {seen}; grey: neutral</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"
