"""Where landmarks and joints lie in a person of given sizes: the starting point and prior of every fit.

Segment frames follow ISB in the neutral pose: X forward, Y up, Z to the right, origins at the proximal
joint centre (pelvis: midpoint of the two ASIS). All positions here are for the RIGHT side; left is the
mirror image (z changes sign).

The figures place landmarks to a centimetre or two only, and are used as weak priors (see `landmark_sd`);
the person's own markers decide. Segment lengths over height: Drillis and Contini 1966 as drawn in Winter,
Biomechanics and Motor Control of Human Movement, fig. 4.1. Hip centre: EVIDENCE F01 (Harrington 2007).
"""

from dataclasses import dataclass, replace

import numpy as np

from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side

MARKER_RADIUS = 0.007  # of the usual 14 mm marker [m]
THIGH_PER_HEIGHT = 0.245
SHANK_PER_HEIGHT = 0.246
FOOT_PER_HEIGHT = 0.152
ANKLE_HEIGHT_PER_HEIGHT = 0.039
TYPICAL_HEIGHT = 1.70

# The foot and pelvis landmark tables below were laid out for these sizes and scale with them.
_TABLE_FOOT_LENGTH, _TABLE_ANKLE_HEIGHT = 0.260, 0.075
_TABLE_PELVIS_WIDTH, _TABLE_PELVIS_DEPTH = 0.240, 0.155
_TABLE_TRUNK_LENGTH = 0.48

SUBTALAR_BELOW_ANKLE = np.array([0.0, -0.012, 0.0])
MIDTARSAL_FROM_ANKLE = np.array([0.036, -0.030, 0.0])
TOE_JOINT_FROM_ANKLE = np.array([0.122, -0.055, 0.006])

# Right foot, from the ankle centre [m]: x forward, y up, z lateral.
_FOOT = {
    "heel": (-0.066, -0.042, 0.0),
    "heel_upper": (-0.062, -0.015, 0.0),
    "heel_lateral": (-0.030, -0.048, 0.034),
    "heel_medial": (-0.015, -0.045, -0.036),
    "navicular": (0.030, -0.034, -0.040),
    "first_metatarsal_base": (0.062, -0.022, -0.022),
    "first_metatarsal_head": (0.118, -0.042, -0.036),
    "second_metatarsal_head": (0.124, -0.034, 0.0),
    "fifth_metatarsal_base": (0.040, -0.052, 0.042),
    "fifth_metatarsal_head": (0.096, -0.054, 0.050),
    "hallux": (0.170, -0.052, -0.030),
    "toe_tip": (0.185, -0.055, -0.006),
}
_PELVIS = {
    "asis": (0.0, 0.0, 0.120),
    "psis": (-0.155, 0.0, 0.045),
    "iliac_crest": (-0.060, 0.060, 0.140),
    "sacrum": (-0.160, 0.0, 0.0),
}
_TRUNK = {
    "c7": (-0.060, 0.430, 0.0),
    "t2": (-0.075, 0.390, 0.0),
    "t10": (-0.080, 0.190, 0.0),
    "jugular_notch": (0.060, 0.370, 0.0),
    "sternum": (0.105, 0.220, 0.0),
    "shoulder": (-0.005, 0.400, 0.180),
}

# The shoulders' height above the lumbar joint for a thigh's length, from the tables here.
SHOULDERS_PER_THIGH = _TRUNK["shoulder"][1] / (THIGH_PER_HEIGHT * TYPICAL_HEIGHT)

# How far a real marker may lie from the table [m, one standard deviation per axis]. Landmarks that define a
# segment frame are held closer (EVIDENCE A64-A65: identification spread); soft ones are free. The epicondyles
# are sharp fore and aft, which sets the zero of knee flexion, and blurred along the shaft and by soft-tissue
# thickness.
_LANDMARK_SD: dict[str, float | tuple[float, float, float]] = {
    "asis": 0.010,
    "psis": 0.010,
    "sacrum": 0.010,
    "iliac_crest": 0.040,
    "trochanter": 0.030,
    "knee_lateral": (0.004, 0.015, 0.010),
    "knee_medial": (0.004, 0.015, 0.010),
    "knee_centre": 0.015,
    "hip_centre": 0.020,
    "patella": 0.020,
    "fibular_head": 0.020,
    "tibial_tuberosity": 0.020,
    "shin": 0.040,
    "ankle_lateral": 0.006,
    "ankle_medial": 0.006,
    "ankle_centre": 0.012,
}
_FOOT_SD, _TRUNK_SD = 0.015, 0.040


@dataclass(frozen=True)
class Sizes:
    """Lengths that place joints and landmarks [m]; `hip_centre` in the pelvis frame, right side.

    Per-side lengths are given as right values; the fit keeps the two legs apart. `knee_width_known` says
    whether the knee's width was measured on the person.
    """

    pelvis_width: float
    pelvis_depth: float
    hip_centre: tuple[float, float, float]
    thigh: float
    shank: float
    foot: float
    ankle_height: float
    knee_width: float
    ankle_width: float
    trunk: float
    knee_width_known: bool = False

    def scaled(self, **changes: float) -> "Sizes":
        """Copy with some lengths changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def harrington_hip_centre(width: float, depth: float, leg_length: float) -> tuple[float, float, float]:
    """Right hip centre in the pelvis frame (origin mid-ASIS) [m] from pelvis size (EVIDENCE F01).

    The regression starts at the bone; the markers stand one radius in front of it.

    Parameters
    ----------
    width, depth, leg_length : float
        Inter-ASIS width, ASIS-PSIS depth, leg length [m].
    """
    width_mm, depth_mm, leg_mm = 1e3 * width, 1e3 * depth, 1e3 * leg_length
    x = -0.24 * depth_mm - 9.9 - 1e3 * MARKER_RADIUS
    y = -0.16 * width_mm - 0.04 * leg_mm - 7.1
    z = 0.28 * depth_mm + 0.16 * width_mm + 7.9
    return (1e-3 * x, 1e-3 * y, 1e-3 * z)


def typical_sizes(height: float = TYPICAL_HEIGHT) -> Sizes:
    """Sizes of a person of this height [m] when nothing else is known."""
    scale = height / TYPICAL_HEIGHT
    width, depth = 0.240 * scale, 0.155 * scale
    thigh, shank = THIGH_PER_HEIGHT * height, SHANK_PER_HEIGHT * height
    ankle_height = ANKLE_HEIGHT_PER_HEIGHT * height
    leg_length = thigh + shank + ankle_height + 0.07 * scale
    return Sizes(
        pelvis_width=width,
        pelvis_depth=depth,
        hip_centre=harrington_hip_centre(width, depth, leg_length),
        thigh=thigh,
        shank=shank,
        foot=FOOT_PER_HEIGHT * height,
        ankle_height=ankle_height,
        knee_width=0.112 * scale,
        ankle_width=0.084 * scale,
        trunk=0.48 * scale,
    )


def foot_scale(sizes: Sizes) -> FloatArray:
    """(3,) factors from the foot table to a foot of these sizes."""
    along = sizes.foot / _TABLE_FOOT_LENGTH
    return np.array([along, sizes.ankle_height / _TABLE_ANKLE_HEIGHT, along])


def lumbar_joint(sizes: Sizes) -> FloatArray:
    """(3,) lumbosacral joint in the pelvis frame [m], a weak prior: above and behind the hip centres."""
    return np.array([-0.55 * sizes.pelvis_depth, 0.20 * sizes.pelvis_depth, 0.0])


def _thigh_and_shank(part: str, sizes: Sizes) -> tuple[float, float, float]:
    half_knee, half_ankle = sizes.knee_width / 2, sizes.ankle_width / 2
    return {
        "hip_centre": (0.0, 0.0, 0.0),
        "trochanter": (0.0, 0.01, 0.095),
        "knee_lateral": (0.0, -sizes.thigh, half_knee),
        "knee_medial": (0.0, -sizes.thigh, -half_knee),
        "knee_centre": (0.0, -sizes.thigh, 0.0),
        "patella": (0.055, -sizes.thigh, 0.0),
        "fibular_head": (-0.015, -0.05, 0.055),
        "tibial_tuberosity": (0.055, -0.06, 0.0),
        "shin": (0.035, -0.6 * sizes.shank, 0.0),
        "ankle_lateral": (-0.008, -sizes.shank, half_ankle),
        "ankle_medial": (0.008, -sizes.shank, -half_ankle),
        "ankle_centre": (0.0, -sizes.shank, 0.0),
    }[part]


def landmark_position(landmark: str, sizes: Sizes) -> FloatArray:
    """Where a canonical landmark lies in its segment's frame for a person of these sizes.

    Parameters
    ----------
    landmark : str
        Canonical name (``recording.landmarks.LANDMARKS``), e.g. ``left_heel``.
    sizes : Sizes

    Returns
    -------
    (3,) array [m], in the frame of ``recording.landmarks.segment_of(landmark)``.
    """
    side, _, part = landmark.partition("_")
    if side not in tuple(Side):
        part = landmark
    if part in _PELVIS:
        scale = np.array(
            [sizes.pelvis_depth / _TABLE_PELVIS_DEPTH, 1.0, sizes.pelvis_width / _TABLE_PELVIS_WIDTH]
        )
        position = np.array(_PELVIS[part]) * scale
    elif part in _TRUNK:
        position = np.array(_TRUNK[part]) * sizes.trunk / _TABLE_TRUNK_LENGTH
    elif part in _FOOT:
        position = (np.array(_FOOT[part]) - _foot_origin(part)) * foot_scale(sizes)
    else:
        position = np.array(_thigh_and_shank(part, sizes))
    return np.asarray(position * np.array([1.0, 1.0, -1.0]) if side == Side.LEFT else position)


def _foot_origin(part: str) -> FloatArray:
    """Origin of the foot segment a landmark belongs to, from the ankle centre in the table [m]."""
    if part.startswith("heel"):
        return SUBTALAR_BELOW_ANKLE
    return TOE_JOINT_FROM_ANKLE if part in ("hallux", "toe_tip") else MIDTARSAL_FROM_ANKLE


def landmark_sd(landmark: str) -> FloatArray:
    """(3,) prior standard deviation of a marker about :func:`landmark_position` in its segment [m]."""
    side, _, part = landmark.partition("_")
    if side not in tuple(Side):
        part = landmark
    if part in _FOOT:
        return np.full(3, _FOOT_SD)
    if part in _TRUNK:
        return np.full(3, _TRUNK_SD)
    return np.full(3, _LANDMARK_SD[part], dtype=np.float64)
