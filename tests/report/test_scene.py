"""The 3-D view's data against the motion it shows: the same joints and forces, in metres, left and right."""

import json
from base64 import b64decode
from dataclasses import replace

import numpy as np
import pytest

from groundup.assessment import TrialResult
from groundup.quantities import Side
from groundup.report.scene.data import scene_json
from groundup.report.scene.scene import scene_of
from groundup.uncertainty.ensemble import Ensemble
from groundup.uncertainty.member_poses import MemberPoses
from tests.report import walker


def told(*trials: TrialResult, **changes: object) -> dict:
    """The data as the page's script reads it."""
    analysis = walker.analysis(*trials, **changes)
    scene = scene_of(analysis)
    return json.loads(scene_json(scene, analysis, ("#ffffff",) * len(scene.parts)))


def numbers(text: str, step: float, *shape: int) -> np.ndarray:
    whole = np.frombuffer(b64decode(text), "<i2").astype(float)
    return np.where(whole == -32768, np.nan, whole * step).reshape(*shape)


def origins(data: dict, trial: int = 0) -> np.ndarray:
    one = data["trials"][trial]
    return numbers(one["places"], one["placeStep"], one["count"], -1, 3)


def names(data: dict) -> list[str]:
    return [part["segment"] for part in data["mesh"]["parts"]]


def turned(quaternion: np.ndarray, vector: np.ndarray) -> np.ndarray:
    axis, w = quaternion[..., :3], quaternion[..., 3:]
    return vector + 2.0 * np.cross(axis, np.cross(axis, vector) + w * vector)


def test_every_joint_is_where_the_motion_has_it() -> None:
    trial = walker.trial()
    data = told(trial)
    found, motion = origins(data), trial.motion
    apart = found - found[:, :1]
    origin = motion.segment_origin.sel(segment=names(data)).values[::2]
    assert np.abs(apart - (origin - origin[:, :1])).max() < 2e-4  # m; X of the lab is the way walked
    assert found[:, :, 1] == pytest.approx(origin[:, :, 1] - floor_of(trial), abs=2e-4)
    one = data["trials"][0]
    quaternion = numbers(one["turns"], 1 / 32000, one["count"], -1, 4)
    rotation = motion.segment_rotation.sel(segment=names(data)).values[::2]
    for k, axis in enumerate(np.eye(3)):
        assert np.abs(turned(quaternion, axis) - rotation[..., k]).max() < 2e-4


def floor_of(trial: TrialResult) -> float:
    """The lowest that the soles come to, where the forces act."""
    place = trial.loads.ground_at_frames.centre_of_pressure.values
    return float(np.nanmedian(place[..., 1]))


def test_instants_are_those_of_the_motion() -> None:
    trial = walker.trial()
    one = told(trial)["trials"][0]
    time = trial.motion.poses.time.values[::2]
    assert one["start"] + one["step"] * np.arange(one["count"]) == pytest.approx(time, abs=1e-4)


def test_the_view_is_in_metres() -> None:
    data = told()
    found, parts = origins(data), names(data)
    thigh = found[:, parts.index("right_shank")] - found[:, parts.index("right_thigh")]
    expected = -walker.CHAIN.parameters.parent_position[walker.CHAIN.body("right_shank")][1]
    assert np.linalg.norm(thigh, axis=1) == pytest.approx(expected, abs=3e-4)


def test_left_is_on_the_left_and_the_bent_knee_is_the_left_one() -> None:
    data = told()
    found, parts = origins(data), names(data)
    # X forward, Y up, Z to the right.
    assert (found[:, parts.index("left_thigh"), 2] < found[:, parts.index("right_thigh"), 2] - 0.1).all()
    one = data["trials"][0]
    angles = numbers(one["angles"], 0.01, one["count"], 2, 3)
    assert angles[:, 0, 1] == pytest.approx(np.rad2deg(walker.KNEE), abs=0.01)
    assert angles[:, 1, 1] == pytest.approx(0.0, abs=0.01)
    assert np.isnan(angles[:, :, 0]).all(), "an angle that was not measured has no number"


def test_left_bones_mirror_the_right_ones() -> None:
    scene = scene_of(walker.analysis())
    solids = {part.segment: part.bone for part in scene.parts}
    for piece in ("thigh", "shank", "talus", "hindfoot", "forefoot", "toes"):
        left, right = solids[f"left_{piece}"], solids[f"right_{piece}"]
        assert left.vertices * [1.0, 1.0, -1.0] == pytest.approx(right.vertices, abs=2e-3)
        assert (left.faces == right.faces[:, ::-1]).all()


@pytest.mark.parametrize(("turn", "shift"), [(0.7, (3.0, 0.0, -2.0)), (np.pi, (0.0, 0.0, 5.0))])
def test_a_turned_and_moved_lab_gives_the_same_picture(
    turn: float, shift: tuple[float, float, float]
) -> None:
    here, there = told(walker.trial()), told(walker.trial(turn=turn, shift=shift))
    assert origins(there) == pytest.approx(origins(here), abs=4e-4)
    for table, step in (("force", 0.2), ("pressure", None)):
        one, other = here["trials"][0], there["trials"][0]
        first = numbers(one[table], step or one["pressureStep"], one["count"], 2, 3)
        second = numbers(other[table], step or other["pressureStep"], other["count"], 2, 3)
        assert second == pytest.approx(first, abs=0.5 if step else 4e-4, nan_ok=True)
    assert there["trials"][0]["heading"] == [[0, 0.0]]


def test_a_person_who_stands_and_squats_is_seen_along_the_pelvis() -> None:
    here, there = (told(walker.trial(speed=0.0, turn=turn)) for turn in (0.0, -1.1))
    assert origins(there) == pytest.approx(origins(here), abs=4e-4)


def test_forces_point_up_under_the_foot_that_stands() -> None:
    data = told()
    one, found, parts = data["trials"][0], origins(data), names(data)
    force = numbers(one["force"], 0.2, one["count"], 2, 3)
    place = numbers(one["pressure"], one["pressureStep"], one["count"], 2, 3)
    half = one["count"] // 2
    for s, side, own, other in (
        (0, "left", slice(0, half), slice(half, None)),
        (1, "right", slice(half, None), slice(0, half)),
    ):
        assert force[own, s] == pytest.approx(np.tile([40.0, walker.WEIGHT, 10.0], (half, 1)), abs=0.11)
        assert np.isnan(force[other, s]).all(), "a foot in the air has no arrow"
        foot = found[own, parts.index(f"{side}_forefoot")]
        assert place[own, s][:, [0, 2]] == pytest.approx(foot[:, [0, 2]], abs=3e-4)
        assert place[own, s][:, 1] == pytest.approx(0.0, abs=3e-4), "on the floor"
    assert one["weight"] == pytest.approx(walker.WEIGHT, abs=0.1)


def test_without_forces_the_view_says_why() -> None:
    one = told(walker.trial(loads=False))["trials"][0]
    assert "force" not in one
    assert one["noForce"] == "no force plates"


def test_frames_without_a_pose_stay_empty() -> None:
    trial = walker.trial()
    rotation, origin = trial.motion.segment_rotation.copy(), trial.motion.segment_origin.copy()
    rotation[20:30], origin[20:30] = np.nan, np.nan
    motion = replace(trial.motion, segment_rotation=rotation, segment_origin=origin)
    found = origins(told(replace(trial, motion=motion)))
    assert np.isnan(found[10:15]).all()
    assert np.isfinite(found[16:]).all()


def test_a_trunk_without_markers_is_not_drawn() -> None:
    analysis = walker.analysis()
    assert "trunk" in scene_of(analysis).segments
    chain = walker.CHAIN
    bare = chain.topology._replace(
        marker_body=np.where(chain.topology.marker_body == chain.body("trunk"), 0, chain.topology.marker_body)
    )
    subject = replace(analysis.subject, chain=replace(chain, topology=bare))
    assert "trunk" not in scene_of(replace(analysis, subject=subject)).segments


def test_a_recording_without_legs_has_no_scene() -> None:
    from tests.report import fakes

    assert scene_of(fakes.analysis()) is None


def test_names_cannot_break_out_of_the_page() -> None:
    analysis = walker.analysis(walker.trial(name="</script><b>"))
    scene = scene_of(analysis)
    text = scene_json(scene, analysis, ("#fff",) * len(scene.parts))
    assert "<" not in text
    assert json.loads(text)["trials"][0]["name"] == "</script><b>"


def test_ghosts_are_kept_as_what_parts_them_from_the_best_estimate() -> None:
    trial = walker.trial()
    motion = trial.motion
    from groundup.mechanics.rotation import from_axis_angle

    tilt = from_axis_angle(np.array([1.0, 0.0, 0.0]), np.array(0.05))
    rotation, origin = motion.segment_rotation.values, motion.segment_origin.values
    poses = MemberPoses(
        segments=walker.CHAIN.bodies,
        time=motion.poses.time.values,
        rotation=np.stack([tilt @ rotation] * 20),
        origin=np.stack([origin + np.array([0.0, 0.0, 0.01])] * 20),
        deviation=np.zeros((20, len(rotation), len(walker.CHAIN.coordinates))),
    )
    many = Ensemble(20, 1, {}, {}, {}, {}, {trial.recording.name: poses})
    data = told(trial, ensemble=many)
    one = data["trials"][0]["ghosts"]
    shape = (one["members"], len(one["instants"]), -1, 3)
    assert one["members"] == 12
    assert numbers(one["turn"], one["turnStep"], *shape) == pytest.approx(
        np.broadcast_to([0.05, 0.0, 0.0], (12, len(one["instants"]), len(names(data)), 3)), abs=1e-4
    )
    shift = numbers(one["shift"], one["shiftStep"], *shape)
    assert shift[..., 2] == pytest.approx(0.01, abs=1e-5)
    assert one["instants"][0] == 0
    assert one["instants"][-1] == data["trials"][0]["count"] - 1


@pytest.mark.parametrize(
    ("seconds", "rate", "frames", "shown_rate"),
    [(1.2, 100.0, 60, 50.0), (1.2, 200.0, 60, 50.0), (10.0, 60.0, 600, 60.0), (13.0, 100.0, 434, 33.3)],
)
def test_frames_are_thinned_to_what_an_eye_follows(
    seconds: float, rate: float, frames: int, shown_rate: float
) -> None:
    one = told(walker.trial(seconds, rate=rate))["trials"][0]
    assert one["count"] == frames
    assert 1.0 / one["step"] == pytest.approx(shown_rate, abs=0.05)


def test_of_a_long_recording_the_usual_cycles_are_shown() -> None:
    one = told(walker.trial(60.0, cycles=60))["trials"][0]
    assert one["count"] == 600
    middle = one["start"] + 0.5 * one["count"] * one["step"]
    assert middle == pytest.approx(30.1, abs=1.0)


def test_ten_seconds_stay_below_a_megabyte_and_many_trials_below_three() -> None:
    assert len(json.dumps(told(walker.trial(10.0, rate=60.0)))) < 1_000_000
    many = [walker.trial(3.0, name=f"walk {k}", loads=False) for k in range(24)]
    assert len(json.dumps(told(*many))) < 3_000_000


def test_sides_are_in_the_order_of_the_other_tables() -> None:
    assert [str(side) for side in Side] == ["left", "right"]
