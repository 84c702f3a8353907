"""Every reported angle: its sign against plain geometry, its mirror image, its turn with the lab."""

from dataclasses import replace

import numpy as np
import pytest

from groundup.body.anatomy import anatomy_of
from groundup.body.default_chain import default_chain
from groundup.mechanics.kinematics import forward
from groundup.mechanics.rotation import to_cardan
from groundup.motion.joint_angles import angle_columns, reported_angles, wrapped
from groundup.quantities import ANGLES, Side

CHAIN = default_chain()
AMOUNT = np.deg2rad(12.0)


def angles_of(coordinates: dict[str, float], heading: float = 0.0) -> dict[str, float]:
    pose = CHAIN.neutral[None].copy()
    for name, value in coordinates.items():
        pose[0, CHAIN.coordinate(name)] = value
    rotation, _ = forward(CHAIN.topology, CHAIN.parameters, pose)
    found = reported_angles(anatomy_of(CHAIN), rotation, np.array([heading]))
    return {name: float(value[0]) for name, value in found.items()}


def origin_of(body: str, coordinates: dict[str, float]) -> np.ndarray:
    pose = CHAIN.neutral[None].copy()
    for name, value in coordinates.items():
        pose[0, CHAIN.coordinate(name)] = value
    _, origin = forward(CHAIN.topology, CHAIN.parameters, pose)
    return origin[0, CHAIN.body(body)]


def axis_of(body: str, axis: int, coordinates: dict[str, float]) -> np.ndarray:
    pose = CHAIN.neutral[None].copy()
    for name, value in coordinates.items():
        pose[0, CHAIN.coordinate(name)] = value
    return forward(CHAIN.topology, CHAIN.parameters, pose)[0][0, CHAIN.body(body), :, axis]


def test_standing_straight_is_zero_everywhere():
    for name, value in angles_of({}).items():
        assert value == pytest.approx(0.0, abs=1e-12), name


@pytest.mark.parametrize("name", [a.name for a in ANGLES if a.joint == "pelvis"])
def test_pelvis_angles_follow_their_coordinate(name):
    assert angles_of({name: AMOUNT})[name] == pytest.approx(AMOUNT)


def test_pelvis_signs_by_geometry():
    assert axis_of("pelvis", 0, {"pelvis_tilt": AMOUNT})[1] < 0, (
        "anterior tilt turns the front of the pelvis down"
    )
    assert axis_of("pelvis", 2, {"pelvis_obliquity": AMOUNT})[1] > 0, (
        "positive obliquity lifts the right side"
    )
    assert axis_of("pelvis", 2, {"pelvis_rotation": AMOUNT})[0] > 0, (
        "positive rotation brings the right side forward"
    )


def test_trunk_signs_by_geometry():
    assert axis_of("trunk", 1, {"lumbar_flexion": AMOUNT})[0] > 0.1, "flexion brings the shoulders forward"
    assert axis_of("trunk", 1, {"lumbar_bending": AMOUNT})[2] > 0.1, "bending brings them to the right"
    assert angles_of({"lumbar_flexion": AMOUNT})["trunk_lean"] > 0.0
    assert angles_of({"lumbar_bending": AMOUNT})["trunk_side_lean"] > 0.0


def test_trunk_lean_is_told_against_the_vertical():
    """Pelvis and trunk leaning as one lean by that angle, and a pelvis under an upright trunk hardly."""
    leaning = angles_of({"pelvis_tilt": AMOUNT})
    assert leaning["trunk_lean"] == pytest.approx(AMOUNT)
    assert leaning["trunk_side_lean"] == pytest.approx(0.0, abs=1e-12)
    listing = angles_of({"pelvis_obliquity": -AMOUNT})
    assert listing["trunk_side_lean"] == pytest.approx(AMOUNT), "the right side down brings the trunk right"
    upright = angles_of({"pelvis_obliquity": -AMOUNT, "lumbar_bending": -AMOUNT})
    assert abs(upright["trunk_side_lean"]) < 0.1 * AMOUNT


def test_lean_to_the_side_does_not_grow_with_the_lean_forward():
    """Bowed by 60 degrees over a pelvis that drops by 5: shoulders half as far beside it as if upright."""
    found = angles_of({"pelvis_obliquity": np.deg2rad(-5.0), "pelvis_tilt": np.deg2rad(60.0)})
    assert found["trunk_side_lean"] == pytest.approx(np.deg2rad(2.5), rel=0.01)


def test_where_the_joint_below_the_trunk_is_found_does_not_tell_how_the_trunk_leans():
    """Found 20 mm further ahead and right, it turns the trunk back and left under shoulders that stay."""
    place = CHAIN.parameters.parent_position.copy()
    place[CHAIN.body("trunk")] += [0.02, 0.0, 0.02]
    found = replace(CHAIN, parameters=CHAIN.parameters._replace(parent_position=place))
    _, shoulders = anatomy_of(found).trunk
    back = np.arcsin(0.02 / shoulders[1])
    pose = CHAIN.neutral[None].copy()
    pose[0, CHAIN.coordinate("lumbar_flexion")] = -back
    pose[0, CHAIN.coordinate("lumbar_bending")] = -back
    rotation, _ = forward(found.topology, found.parameters, pose)
    lean = reported_angles(anatomy_of(found), rotation, np.zeros(1))
    for name in ("trunk_lean", "trunk_side_lean"):
        assert abs(lean[name][0]) < 0.02 * back, name


def test_a_mirrored_trunk_leans_as_far_the_other_way():
    one = angles_of({"lumbar_bending": AMOUNT, "pelvis_obliquity": 0.1, "lumbar_rotation": 0.3})
    other = angles_of({"lumbar_bending": -AMOUNT, "pelvis_obliquity": -0.1, "lumbar_rotation": -0.3})
    assert other["trunk_side_lean"] == pytest.approx(-one["trunk_side_lean"])
    assert other["trunk_lean"] == pytest.approx(one["trunk_lean"])


@pytest.mark.parametrize("side", list(Side))
def test_hip_and_knee_signs_by_geometry(side):
    outward = 1.0 if side is Side.RIGHT else -1.0
    still = origin_of(f"{side}_talus", {})

    def shift(name: str) -> np.ndarray:
        return origin_of(f"{side}_talus", {f"{name}_{side}": AMOUNT}) - still

    assert shift("hip_flexion")[0] > 0.05, "hip flexion brings the ankle forward"
    assert shift("hip_adduction")[2] * outward < -0.05, "adduction brings the ankle to the midline"
    assert axis_of(f"{side}_thigh", 0, {f"hip_rotation_{side}": AMOUNT})[2] * outward < 0, (
        "toes to the midline"
    )
    assert shift("knee_flexion")[0] < -0.05, "knee flexion brings the ankle back"
    assert shift("knee_adduction")[2] * outward < -0.05, "varus brings the ankle to the midline"
    assert axis_of(f"{side}_shank", 0, {f"knee_rotation_{side}": AMOUNT})[2] * outward < 0, (
        "toes to the midline"
    )


@pytest.mark.parametrize("side", list(Side))
def test_foot_signs_by_geometry(side):
    outward = 1.0 if side is Side.RIGHT else -1.0
    lifted = axis_of(f"{side}_hindfoot", 0, {f"ankle_dorsiflexion_{side}": AMOUNT})
    assert lifted[1] > 0.1, "dorsiflexion lifts the toes"
    rolled = axis_of(f"{side}_hindfoot", 2, {f"subtalar_inversion_{side}": AMOUNT})
    assert rolled[1] * outward < 0, "inversion lifts the inner border, so the outward axis points down"
    raised = axis_of(f"{side}_forefoot", 0, {f"midtarsal_dorsiflexion_{side}": AMOUNT})
    assert raised[1] > 0.1, "midfoot dorsiflexion lifts the forefoot"


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize(
    "name",
    [
        "hip_flexion",
        "hip_adduction",
        "hip_rotation",
        "knee_flexion",
        "knee_adduction",
        "knee_rotation",
        "subtalar_inversion",
        "midtarsal_dorsiflexion",
    ],
)
def test_angle_reports_its_coordinate_on_its_own_side_only(side, name):
    found = angles_of({f"{name}_{side}": AMOUNT})
    assert found[f"{name}_{side}"] == pytest.approx(AMOUNT)
    assert found[f"{name}_{side.other}"] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("side", list(Side))
def test_ankle_dorsiflexion_is_shank_tilt_over_a_flat_foot(side):
    """Knee bent over a flat foot: hip, knee and ankle turned so that the foot stays level."""
    axis = CHAIN.parameters.rotation_axis[CHAIN.body(f"{side}_talus"), 0]
    found = angles_of({f"ankle_dorsiflexion_{side}": AMOUNT})[f"ankle_dorsiflexion_{side}"]
    assert found == pytest.approx(AMOUNT * axis[2], rel=0.05), "oblique hinge: the sagittal part of its turn"
    tilted = angles_of({f"hip_flexion_{side}": -AMOUNT})
    assert tilted[f"shank_to_floor_{side}"] == pytest.approx(AMOUNT), "knee ahead of the ankle is forward"


@pytest.mark.parametrize("side", list(Side))
def test_foot_progression_toe_in_is_positive(side):
    found = angles_of({f"hip_rotation_{side}": AMOUNT})
    assert found[f"foot_progression_{side}"] == pytest.approx(AMOUNT)


def test_turning_the_walk_and_the_heading_together_changes_nothing():
    rng = np.random.default_rng(3)
    pose = {
        name: float(v)
        for name, v in zip(CHAIN.coordinate_names[6:], rng.normal(scale=0.1, size=23), strict=True)
    }
    turn = 2.4
    turned = angles_of({**pose, "pelvis_rotation": turn}, heading=turn)
    for name, value in angles_of(pose).items():
        assert turned[name] == pytest.approx(value, abs=1e-9, nan_ok=True), name


def test_mirrored_pose_gives_the_other_side_the_same_angles():
    rng = np.random.default_rng(4)
    names = [n for n in CHAIN.coordinate_names if n.endswith(("_left", "_right"))]
    pose = {name: float(v) for name, v in zip(names, rng.normal(scale=0.2, size=len(names)), strict=True)}
    swap = {"left": "right", "right": "left"}
    other = {f"{n.rpartition('_')[0]}_{swap[n.rpartition('_')[2]]}": v for n, v in pose.items()}
    found, mirrored = angles_of(pose), angles_of(other)
    for column in angle_columns():
        stem, _, side = column.rpartition("_")
        if side in swap:
            assert mirrored[f"{stem}_{swap[side]}"] == pytest.approx(found[column], abs=1e-9), column


def test_cardan_round_trip():
    from scipy.spatial.transform import Rotation

    angles = np.random.default_rng(5).uniform(-1.2, 1.2, size=(20, 3))
    matrices = Rotation.from_euler("ZXY", angles).as_matrix()
    np.testing.assert_allclose(to_cardan("zxy", matrices), angles, atol=1e-12)


def test_steep_foot_has_no_heading():
    assert np.isnan(angles_of({"hip_flexion_left": np.deg2rad(-60.0)})["foot_progression_left"])


def test_wrapped_brings_a_full_turn_back():
    np.testing.assert_allclose(wrapped(np.array([2 * np.pi + 0.1, -2 * np.pi - 0.1])), [0.1, -0.1])
