"""How far a person may lie from the starting chain: standard deviations of every prior of the fit.

Priors weigh what is assumed against what is measured; no finding rests on them. That is why rows of the
evidence tables marked M (from memory) may stand here and nowhere else.
"""

from collections.abc import Mapping

import numpy as np

from groundup.body.anthropometry import Sizes, landmark_position, landmark_sd
from groundup.body.chain import Chain
from groundup.body.sampling import BoolArray, Markers, Samples
from groundup.body.shape import AXIS, POSITION, TURN, ShapeParameters
from groundup.body.sizing import Landmarks, flat_foot_positions
from groundup.mechanics.tree import FloatArray
from groundup.quantities import Side

# Soft-tissue motion of a skin marker about its segment, one standard deviation per axis [m]: starting values
# within what EVIDENCE A62-A65 span; the fit then estimates them from its own residuals.
SOFT_TISSUE_SD = {
    "pelvis": 0.008,
    "trunk": 0.015,
    "thigh": 0.010,
    "shank": 0.006,
    "hindfoot": 0.004,
    "forefoot": 0.004,
    "toes": 0.006,
}
# EVIDENCE A71 (V): 12.3 mm in space is 7 mm per axis; a little more for people unlike those measured.
HIP_CENTRE_SD = 0.008
# EVIDENCE F32 (M, prior only) gives an inclination of 8 to 10 degrees, F34 (V-data) 10; no spread was seen.
TALOCRURAL_SD = np.deg2rad(4.0)
# EVIDENCE F31 (M, prior only): inclination, deviation.
SUBTALAR_SD = np.deg2rad((9.0, 11.0))
_FREE = 0.3  # m: a marker without anatomical meaning
# m: fore-aft, height and width of a foot landmark about where a foot flat on the floor shows it
_FLAT_SD = np.array([0.008, 0.003, 0.003])
# m: an epicondyle's distance from the knee centre where the knee's width was measured (EVIDENCE A65, M)
_MEASURED_WIDTH_SD = 0.005
_LUMBAR_SD, _LENGTH_SD = 0.03, 0.05
_TORSION_SD = np.deg2rad(15.0)
_STANDING_KNEE_ROTATION_SD = np.deg2rad(2.0)
_STRAIGHT_KNEE = np.deg2rad(15.0)
KNEE_ADDUCTION_SD = np.deg2rad(3.6)  # EVIDENCE A17, spread of knee adduction between people in stance
_UPRIGHT_KNEE = np.deg2rad(25.0)


def part_of(segment: str) -> str:
    """Segment name without its side."""
    return segment.removeprefix("left_").removeprefix("right_")


def soft_tissue_sd(markers: Markers) -> FloatArray:
    """(M,) soft-tissue motion of each marker before the fit has seen any [m]."""
    return np.array([SOFT_TISSUE_SD[part_of(markers.segment[label])] for label in markers.labels])


def offset_prior(
    markers: Markers, samples: Samples, sizes: Mapping[Side, Sizes], landmarks: Landmarks
) -> tuple[FloatArray, FloatArray]:
    """(M, 3) mean and standard deviation of the marker offsets before the fit [m]."""
    mean, spread = np.zeros((len(markers.labels), 3)), np.full((len(markers.labels), 3), _FREE)
    flat = {
        label: p
        for side in Side
        for label, p in flat_foot_positions(samples, markers, side, sizes[side], landmarks).items()
    }
    for m, label in enumerate(markers.labels):
        name = markers.landmark.get(label)
        if name is not None:
            side = Side.LEFT if name.startswith("left_") else Side.RIGHT
            mean[m], spread[m] = landmark_position(name, sizes[side]), landmark_sd(name)
            if name.endswith(("knee_lateral", "knee_medial")) and sizes[side].knee_width_known:
                spread[m, 2] = _MEASURED_WIDTH_SD
        if label in flat:
            mean[m] = flat[label]
            spread[m] = _FLAT_SD if name is not None else 3 * _FLAT_SD
    return mean, spread


def shape_prior(chain: Chain) -> tuple[ShapeParameters, FloatArray]:
    """Sizes and axes the fit may change, and (S,) their standard deviations [m, rad]."""
    kind, body, direction, spread = [], [], [], []

    def add(what: int, name: str, vector: FloatArray, sd: float) -> None:
        kind.append(what)
        body.append(chain.body(name))
        direction.append(vector)
        spread.append(sd)

    for axis in np.eye(3):
        add(POSITION, "trunk", axis, _LUMBAR_SD)
    for side in Side:
        for axis in np.eye(3):
            add(POSITION, f"{side}_thigh", axis, HIP_CENTRE_SD)
        for name in ("shank", "talus"):
            add(POSITION, f"{side}_{name}", np.array([0.0, -1.0, 0.0]), _LENGTH_SD)
        add(TURN, f"{side}_talus", np.array([0.0, 1.0, 0.0]), _TORSION_SD)
        for axis in np.eye(3)[:2]:
            add(AXIS, f"{side}_talus", axis, TALOCRURAL_SD)
        subtalar = chain.parameters.rotation_axis[chain.body(f"{side}_hindfoot"), 0]
        heading = np.array([subtalar[0], 0.0, subtalar[2]])
        up_tilt = np.cross(heading, [0.0, 1.0, 0.0])
        add(AXIS, f"{side}_hindfoot", up_tilt / np.linalg.norm(up_tilt), SUBTALAR_SD[0])
        add(AXIS, f"{side}_hindfoot", np.array([0.0, 1.0, 0.0]), SUBTALAR_SD[1])
    return ShapeParameters(np.array(kind), np.array(body), np.array(direction)), np.array(spread)


def offset_follows(markers: Markers, chain: Chain, shape: ShapeParameters) -> FloatArray:
    """(M, 3, S): landmarks at a segment's far end move with its length."""
    follows = np.zeros((len(markers.labels), 3, len(shape.kind)))
    far = {"knee": "shank", "patella": "shank", "ankle": "talus"}
    for m, label in enumerate(markers.labels):
        name = markers.landmark.get(label, "")
        side, _, part = name.partition("_")
        joint = far.get(part.split("_")[0])
        if joint is None or side not in tuple(Side):
            continue
        for s, (kind, body, direction) in enumerate(zip(*shape, strict=True)):
            if kind == POSITION and body == chain.body(f"{side}_{joint}"):
                follows[m, :, s] = direction
    return follows


def pose_prior_sd(chain: Chain) -> FloatArray:
    """(C,) standard deviation of the weak prior on each coordinate [rad, m]; next to nothing where locked."""
    return np.array([1e-5 if c.locked else c.prior_sd for c in chain.coordinates])


def with_standing_zero(
    pose_sd: FloatArray, chain: Chain, poses: FloatArray, standing: BoolArray
) -> FloatArray:
    """(F, C) prior spread in which standing upright sets the zero of knee rotation.

    Parameters
    ----------
    pose_sd : (F, C) before.
    poses : (F, C) first poses: a "static" trial with bent knees sets no zero.
    standing : (F,) frames of the standing trial.
    """
    result = pose_sd.copy()
    for side in Side:
        upright = standing & (np.abs(poses[:, chain.coordinate(f"knee_flexion_{side}")]) < _UPRIGHT_KNEE)
        result[upright, chain.coordinate(f"knee_rotation_{side}")] = _STANDING_KNEE_ROTATION_SD
    return result


def with_functional_knee(
    pose_mean: FloatArray, pose_sd: FloatArray, chain: Chain, poses: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """(F, C) prior mean and spread that set the knee's flexion axis by function.

    A flexion axis laid wrongly shows as adduction that grows with flexion. The bent knee is therefore held
    near the adduction this person shows with the knee near straight, which no axis can change, by the spread
    that people show (EVIDENCE A17); a true varus or valgus stays untouched.

    Parameters
    ----------
    pose_mean, pose_sd : (F, C) before.
    poses : (F, C) poses of a first fit.
    """
    mean, spread = pose_mean.copy(), pose_sd.copy()
    for side in Side:
        adduction = chain.coordinate(f"knee_adduction_{side}")
        flexion = np.abs(poses[:, chain.coordinate(f"knee_flexion_{side}")])
        straight = nearly_straight(flexion)
        mean[:, adduction] = np.median(poses[straight, adduction])
        spread[:, adduction] = KNEE_ADDUCTION_SD
    return mean, spread


def nearly_straight(flexion: FloatArray) -> BoolArray:
    """(F,) frames in which a knee is as good as straight, from the size of its flexion (F,) [rad]."""
    return np.asarray(flexion <= max(_STRAIGHT_KNEE, float(np.quantile(flexion, 0.2))))
